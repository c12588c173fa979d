"""Joint meetings: what lies before one, holding it, what it decided, and whether there was one for every month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from wenxiao.grid import patrols
from wenxiao.quantities.paper import rounded
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import now, today
from wenxiao.web.core.editing import lock, save
from wenxiao.web.fieldwork import supervising
from wenxiao.web.fieldwork.agenda import Point, points
from wenxiao.web.fieldwork.counting import period_of, walks
from wenxiao.web.fieldwork.evidence import measures
from wenxiao.web.fieldwork.models import Beat, Find, Meeting, MeetingAction, Presence
from wenxiao.web.fieldwork.periods import month_end
from wenxiao.web.fieldwork.rules import rules
from wenxiao.web.grid.models import Agency


def month_before(month: date) -> date:
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def due_on(month: date) -> date:
    """The day until which the meeting on a month is to be held."""
    return (month_end(month) + timedelta(days=1)).replace(day=rules().meeting_day)


def actions_before(month: date) -> list[MeetingAction]:
    """What the last meeting before that on a month decided, with its state; that of an earlier month still counts where it is not done."""
    rows = MeetingAction.objects.filter(meeting__month__lt=month).select_related("agency", "meeting")
    last = month_before(month)
    return list(rows.filter(Q(meeting__month=last) | Q(done_on=None)).order_by("due", "pk"))


def own_points(month: date) -> Iterable[Point]:
    """What the field work lays before a meeting: last meeting's actions, patrols, missed cases, sites that are not put in order."""
    yield _actions(month)
    period = period_of(month, month_end(month))
    beats = Beat.objects.all()
    found = walks(beats, period)
    part = patrols.coverage(found.plans, found.rounds, found.first, found.last)
    trained = measures()["trained"].count(period)
    yield Point(
        "巡查与培训", "Patrols and trainings",
        (
            (f"巡查覆盖 {_percent(part.value)}（{len(part.done)}/{len(part.due)} 格·日），共 {rounded(patrols.hours(found.rounds), 1)} 小时", f"coverage {_percent(part.value)} ({len(part.done)} of {len(part.due)} grid-days), {rounded(patrols.hours(found.rounds), 1)} hours"),
            (f"培训 {trained.n} 人次", f"{trained.n} person-times trained"),
        ), 30,
    )  # fmt: skip
    missed = Find.objects.filter(missed__isnull=False, found_at__gte=period.start, found_at__lt=period.end)
    by_street: dict[str, int] = {}
    names = dict(Agency.objects.exclude(street="").values_list("street", "name"))
    for grid in missed.values_list("grid", flat=True):
        by_street[grid[:9]] = by_street.get(grid[:9], 0) + 1
    lines = [
        (f"{names.get(code, code)} {count} 件", f"{names.get(code, code)}: {count}")
        for code, count in sorted(by_street.items())
    ]
    yield Point("督察认定的漏报", "Missed cases", lines or [("本月没有认定漏报", "none this month")], 40)
    bad = supervising.repeating()
    if bad:
        yield Point(
            "多次督查仍落实不到位的地块", "Sites not in order after several checks",
            [(f"{one.name}（{one.agency}）连续 {count} 次", f"{one.name} ({one.agency}): {count} checks in a row") for one, count in bad],
            50,
        )  # fmt: skip


def _actions(month: date) -> Point:
    rows = actions_before(month)
    lines = []
    for one in rows:
        if one.done_on is not None:
            zh, en = f"已完成（{one.done_on}）", f"done {one.done_on}"
        elif one.due < today():
            late = (today() - one.due).days
            zh, en = f"逾期 {late} 天", f"{late} days late"
        else:
            zh, en = f"{one.due} 到期", f"due {one.due}"
        lines.append((f"{one.agency}：{one.text}，{zh}", f"{one.agency}: {one.text}; {en}"))
    return Point(
        "上次会议议定事项落实情况",
        "What the last meeting decided",
        lines or [("没有待落实的事项", "nothing is open")],
        10,
    )


def _percent(value: Any) -> str:
    return "—" if value is None else f"{rounded(value * 100, 2)}%"


def agenda(meeting: Meeting) -> list[Point]:
    """The agenda: of a meeting that was held as it was then, of another as it stands now."""
    if meeting.held_on is not None:
        return [Point(one["zh"], one["en"], tuple(tuple(line) for line in one["lines"]), number, one.get("url", "")) for number, one in enumerate(meeting.agenda)]  # fmt: skip
    return points(meeting.month)


@transaction.atomic
def call(month: date, user: Any) -> Meeting:
    """A meeting on a month, with a line for every agency that is assessed. Raises NotAllowed where there is one, or the month is to come."""
    month = month.replace(day=1)
    if month > today():
        raise NotAllowed("会议所议月份不能晚于本月。", "A meeting cannot speak of a month that is to come.")
    made, new = Meeting.objects.get_or_create(month=month, defaults={"changed_by": user})
    if not new:
        raise NotAllowed(f"{month:%Y-%m} 的会议已经建立。", f"There is a meeting on {month:%Y-%m}.")
    Presence.objects.bulk_create([Presence(meeting=made, agency=one) for one in Agency.objects.filter(active=True, assessed=True)])  # fmt: skip
    return made


@transaction.atomic
def hold(meeting: Meeting, came: Mapping[int, str], revision: int, user: Any) -> None:
    """The meeting takes place as its form says (day, place, chair, minutes); the agenda is frozen, and who came is written down (name by
    the key of the agency). Raises NotAllowed, and Conflict where ``revision`` is not the stored one; then nothing is kept."""
    before = lock(meeting, revision)
    if meeting.held_on is None or meeting.held_on > today():
        raise NotAllowed("请填写召开日期，且不晚于今天。", "Give the day on which it was held, not later than today.")
    if meeting.held_on < meeting.month:
        raise NotAllowed("召开日期早于所议月份。", "It was held before the month that it speaks of.")
    if before.held_on is None:
        meeting.agenda = [{"zh": one.zh, "en": one.en, "lines": [list(line) for line in one.lines], "url": one.url} for one in points(meeting.month)]  # fmt: skip
        meeting.held_recorded_at = now()
    else:
        meeting.agenda = before.agenda
    rows = list(meeting.presences.all())
    for row in rows:
        row.came, row.name = row.agency_id in came, came.get(row.agency_id, "")[:60]
    Presence.objects.bulk_update(rows, ["came", "name"])
    save(meeting, revision, user)


def finish(action: MeetingAction, result: str, user: Any) -> MeetingAction:
    """What was decided is done, today. Raises NotAllowed."""
    with transaction.atomic():
        row = MeetingAction.objects.select_for_update().get(pk=action.pk)
        if row.done_on is not None:
            raise NotAllowed("该事项已经完成。", "This is done already.")
        if not result.strip():
            raise NotAllowed("请写明完成情况。", "Please say what was done.")
        row.done_on, row.result, row.done_by = today(), result.strip()[:500], user
        row.done_recorded_at = now()
        row.save()
        return row


@dataclass(frozen=True, slots=True)
class Month:
    """A month in the matrix: its meeting, whether that was held in time, who came, whether there are minutes, and actions done."""

    month: date
    meeting: Meeting | None
    came: int
    invited: int
    done: int
    late: int
    actions: int

    @property
    def state(self) -> str:
        """held, late (held after its day), open, overdue, or ahead."""
        if self.meeting is not None and self.meeting.held_on is not None:
            return "held" if self.meeting.held_on <= due_on(self.month) else "late"
        if self.month > today():
            return "ahead"
        return "overdue" if today() > due_on(self.month) else "open"


def matrix(year: int) -> Sequence[Month]:
    """The twelve months of a year."""
    late = Q(actions__done_on=None, actions__due__lt=today())
    told = {
        one.month: one
        for one in Meeting.objects.filter(month__year=year).annotate(
            invited=Count("presences", distinct=True), came=Count("presences", filter=Q(presences__came=True), distinct=True),
            every=Count("actions", distinct=True), done=Count("actions", filter=Q(actions__done_on__isnull=False), distinct=True),
            late=Count("actions", filter=late, distinct=True),
        )
    }  # fmt: skip
    months = []
    for number in range(1, 13):
        month = date(year, number, 1)
        one = told.get(month)
        numbers = (one.came, one.invited, one.done, one.late, one.every) if one else (0, 0, 0, 0, 0)
        months.append(Month(month, one, *numbers))
    return months
