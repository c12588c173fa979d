"""How each measure of the field work is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from wenxiao.grid import patrols
from wenxiao.grid.buckets import Period
from wenxiao.web.core.clock import day_of
from wenxiao.web.fieldwork.counting import Walks, days_of, recorded, walked, walks
from wenxiao.web.fieldwork.evidence import Counted, Known, Measure
from wenxiao.web.fieldwork.models import (
    Alike,
    Attendance,
    Beat,
    Find,
    Item,
    Meeting,
    MeetingAction,
    Shop,
    Site,
    SiteCheck,
    Training,
)  # fmt: skip
from wenxiao.web.fieldwork.rules import rules

Scope = Mapping[str, str]


def _of(ids: Iterable[Any], of: Iterable[Any] | None = None, **excluded: int) -> Counted:
    """Of two lists of ids."""
    n = tuple(str(each) for each in ids)
    d = None if of is None else tuple(str(each) for each in of)
    left = {reason: count for reason, count in excluded.items() if count}
    return Counted(Decimal(len(n)), None if d is None else Decimal(len(d)), n, d or (), left)


def _walks(period: Period, scope: Scope, known: Known) -> Walks:
    within = scope.get("street", "")
    if known.plans is not None:
        return walked(list(known.plans), period, within, known.cutoff)
    beats = Beat.objects.all()
    if "beat" in scope:
        beats = beats.filter(pk=scope["beat"]) if scope["beat"].isdecimal() else beats.none()
    if "agency" in scope:
        beats = beats.filter(contract__agency__code=scope["agency"])
    return walks(beats, period, within, known.cutoff)


def _coverage(period: Period, scope: Scope, known: Known) -> Counted:
    found = _walks(period, scope, known)
    part = patrols.coverage(found.plans, found.rounds, found.first, found.last)
    return replace(_of(part.done, part.due), plans=tuple(found.plans))


def _rounds(period: Period, scope: Scope, known: Known) -> Counted:
    found, share = _walks(period, scope, known), rules().round_share
    part = patrols.walked(found.plans, found.rounds, found.first, found.last, share)
    plans, done = {plan.id: plan for plan in found.plans}, set(part.done)
    rest = [one for one in found.rounds if one.id not in done]
    unfinished = sum(one.end is None for one in rest)
    short = sum(one.end is not None and not patrols.whole(plans[one.plan], one, share) for one in rest)
    made = _of(part.done, part.due, open=unfinished, short=short, extra=len(rest) - unfinished - short)
    return replace(made, plans=tuple(found.plans))


def _hours(period: Period, scope: Scope, known: Known) -> Counted:
    found = _walks(period, scope, known)
    ended = [one for one in found.rounds if one.end is not None]
    left = len(found.rounds) - len(ended)
    total = patrols.hours(ended)
    excluded = {"open": left} if left else {}
    return Counted(total, None, tuple(one.id for one in ended), (), excluded, tuple(found.plans))


def _within(period: Period, field: str, cutoff: datetime | None = None) -> dict[str, date]:
    """The days of a period as a condition; those alone that were not to come at ``cutoff``."""
    first, last = days_of(period)
    if cutoff is not None:
        last = min(last, day_of(cutoff))
    return {f"{field}__gte": first, f"{field}__lte": last}


def _trainings(period: Period, scope: Scope, known: Known) -> Counted:
    held = Training.objects.filter(recorded(known.cutoff), **_within(period, "held_on", known.cutoff))
    if "agency" in scope:
        held = held.filter(organiser__code=scope["agency"])
    came = Attendance.objects.filter(recorded(known.cutoff)).values("training")
    signed = list(held.filter(pk__in=came).order_by("pk").values_list("pk", flat=True))
    return _of(signed, None, unsigned=held.count() - len(signed))


def _trained(period: Period, scope: Scope, known: Known) -> Counted:
    rows = Attendance.objects.filter(recorded(known.cutoff), **_within(period, "training__held_on", known.cutoff))
    if "agency" in scope:
        rows = rows.filter(agency__code=scope["agency"])
    return _of(rows.order_by("pk").values_list("pk", flat=True))


def months(first: date, last: date) -> list[date]:
    """The first days of the months that begin in a period."""
    found = []
    year, month = first.year, first.month
    while (day := date(year, month, 1)) <= last:
        if day >= first:
            found.append(day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def _meetings(period: Period, _: Scope, known: Known) -> Counted:
    due = months(*days_of(period))
    held = Meeting.objects.filter(
        recorded(known.cutoff, "held_recorded_at"), month__in=due, held_on__lte=day_of(known.cutoff)
    )
    held = held.order_by("month")
    return _of([f"{one:%Y-%m}" for one in held.values_list("month", flat=True)], [f"{one:%Y-%m}" for one in due])


def _actions(period: Period, scope: Scope, known: Known) -> Counted:
    rows = MeetingAction.objects.filter(recorded(known.cutoff), **_within(period, "due"))
    if "agency" in scope:
        rows = rows.filter(agency__code=scope["agency"])
    day = day_of(known.cutoff)
    told = [
        (pk, due, None if done is None or (at is not None and at > known.cutoff) or done > day else done)
        for pk, due, done, at in rows.order_by("pk").values_list("pk", "due", "done_on", "done_recorded_at")
    ]
    over = [(pk, due, done) for pk, due, done in told if due < day or done is not None]
    on_time = [pk for pk, due, done in over if done is not None and done <= due]
    return _of(on_time, [pk for pk, _, _ in over], not_due=len(told) - len(over))


def _shops(period: Period, scope: Scope, known: Known) -> Counted:
    told = _shops_of(period, scope, known)
    single = [pk for pk, _, same in told if not same]
    return _of(single, None, duplicate=len(told) - len(single))


def _signed(period: Period, scope: Scope, known: Known) -> Counted:
    told = [(pk, signed) for pk, signed, same in _shops_of(period, scope, known) if not same]
    return _of([pk for pk, signed in told if signed], [pk for pk, _ in told])


def _shops_of(period: Period, scope: Scope, known: Known) -> list[tuple[int, bool, bool]]:
    """Key of each shop, whether it signed, and whether it was confirmed by then to be another's duplicate."""
    rows = Shop.objects.filter(recorded(known.cutoff, "entered_at"), **_within(period, "collected_on"))
    if "street" in scope:
        rows = rows.filter(street__street=scope["street"])
    if "agency" in scope:
        rows = rows.filter(collector__code=scope["agency"])
    later = Alike.objects.filter(decision=Alike.Decision.SAME, decided_at__gt=known.cutoff).values_list(
        "second", flat=True
    )
    undone = set(later)
    told = rows.order_by("pk").values_list("pk", "signed", "same_as")
    return [(pk, signed, same is not None and pk not in undone) for pk, signed, same in told]


def _sites(period: Period, scope: Scope, known: Known) -> Counted:
    first, last = days_of(period)
    sites = Site.objects.filter(recorded(known.cutoff), since__lte=last).exclude(until__lt=first)
    sites = sites.filter(grid__startswith=scope.get("street", ""))
    if "agency" in scope:
        sites = sites.filter(agency__code=scope["agency"])
    under = list(sites.order_by("pk").values_list("pk", flat=True))
    seen = SiteCheck.objects.filter(site__in=under, at__gte=period.start, at__lt=period.end, at__lte=known.cutoff)
    seen = seen.filter(recorded(known.cutoff))
    looked = set(seen.order_by().values_list("site", flat=True))
    return _of([pk for pk in under if pk in looked], under)


def _sites_good(period: Period, scope: Scope, known: Known) -> Counted:
    seen = SiteCheck.objects.filter(
        recorded(known.cutoff),
        at__gte=period.start,
        at__lt=period.end,
        at__lte=known.cutoff,
        site__grid__startswith=scope.get("street", ""),
    )
    if "agency" in scope:
        seen = seen.filter(site__agency__code=scope["agency"])
    last = dict(seen.order_by("at", "pk").values_list("site", "good"))
    return _of([pk for pk in sorted(last) if last[pk]], sorted(last))


def _missed(period: Period, scope: Scope, known: Known) -> Counted:
    finds = Find.objects.filter(
        recorded(known.cutoff),
        found_at__gte=period.start,
        found_at__lt=period.end,
        found_at__lte=known.cutoff,
        grid__startswith=scope.get("street", ""),
    )
    told = list(finds.order_by("pk").values_list("pk", "matched", "missed__number", "decided_at"))
    decided = [
        (pk, number) for pk, matched, number, at in told if (matched or number) and (at is None or at <= known.cutoff)
    ]
    numbers = [number for _, number in decided if number]
    return _of(numbers, [pk for pk, _ in decided], undecided=len(told) - len(decided))


def _inspected(period: Period, _: Scope, known: Known) -> Counted:
    first, last = days_of(period)
    told = list(
        Item.objects.filter(drawing__until__gte=first, drawing__until__lte=last, drawing__drawn_at__lte=known.cutoff)
        .order_by("pk")
        .values_list("pk", "done_at", "done_recorded_at")
    )
    done = [pk for pk, at, came in told if at is not None and (came or at) <= known.cutoff]
    return _of(done, [pk for pk, _, _ in told])


MEASURES = (
    Measure("patrol_coverage", "巡查覆盖率", "Patrol coverage", ("格·日", "grid-days"), ("达到到访次数的网格·日", "grid-days that were covered"), ("计划内网格·日", "grid-days that the plans ask for"), ("street", "agency", "beat"), _coverage),
    Measure("patrol_rounds", "巡查轮次完成率", "Rounds of the plan", ("轮", "rounds"), ("按计划完成的轮次", "rounds that were made"), ("计划轮次", "rounds that the plans ask for"), ("street", "agency", "beat"), _rounds),
    Measure("patrol_hours", "巡查小时", "Hours of patrol", ("小时", "hours"), ("已结束轮次的小时数", "hours of ended rounds"), None, ("agency", "beat"), _hours),
    Measure("trainings", "培训场次", "Trainings held", ("场", "trainings"), ("有签到记录的培训", "trainings with signatures"), None, ("agency",), _trainings),
    Measure("trained", "培训人次", "Person-times trained", ("人次", "person-times"), ("签到记录", "signatures"), None, ("agency",), _trained),
    Measure("meetings", "联席会议召开率", "Joint meetings held", ("次", "meetings"), ("已召开的会议（按所议月份）", "meetings held, by the month they speak of"), ("应召开的月份", "months"), (), _meetings),
    Measure("meeting_actions", "议定事项按期完成率", "Decided actions done on time", ("项", "actions"), ("按期完成的事项", "actions done on time"), ("已到期或已完成的事项", "actions that are due or done"), ("agency",), _actions),
    Measure("shops", "门前三包商铺数", "Shops registered", ("家", "shops"), ("登记商铺（重复的不计）", "shops registered, duplicates left out"), None, ("street", "agency"), _shops),
    Measure("shops_signed", "门前三包签约率", "Agreements signed", ("家", "shops"), ("已签责任书的商铺", "shops that signed"), ("登记商铺（重复的不计）", "shops registered"), ("street", "agency"), _signed),
    Measure("sites_inspected", "裸地督查覆盖率", "Sites inspected", ("处", "sites"), ("督查过的地块", "sites inspected"), ("在册地块", "sites under supervision"), ("street", "agency"), _sites),
    Measure("sites_in_order", "裸地落实到位率", "Sites in order", ("处", "sites"), ("最近一次督查到位的地块", "sites in order at their last check"), ("督查过的地块", "sites inspected"), ("street", "agency"), _sites_good),
    Measure("missed_finds", "督察发现的漏报占比", "Missed of what inspectors found", ("件", "cases"), ("认定的漏报案件", "cases that supervisors had missed"), ("已认定的督察发现", "finds that were decided on"), ("street",), _missed),
    Measure("inspections", "督察样本完成率", "Sample inspected", ("个", "items"), ("已督察的样本", "items inspected"), ("抽取的样本", "items drawn"), (), _inspected),
)  # fmt: skip
