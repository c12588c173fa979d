"""The monthly run: frozen from the log with its snapshots, published inside, appealed, final.

Freezing takes every score by both views, keeps what the monthly report tells besides, and puts one digest over all of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from wenxiao.grid.buckets import Period, View
from wenxiao.grid.classifications import BY_READING
from wenxiao.grid.durations import Handling
from wenxiao.grid.many import Many
from wenxiao.grid.plausible import Month, month_before, remarks
from wenxiao.grid.rates import Indicator, Rate, in_use
from wenxiao.grid.rates import newest as newest_indicator
from wenxiao.grid.recurrence import DAYS, Returns
from wenxiao.grid.runs import RunState, Standing, standings, step_of_run
from wenxiao.grid.scores import Points, Scheme, placed, score
from wenxiao.quantities.paper import plain, rounded
from wenxiao.told import NotAllowed
from wenxiao.web.core.attachments import check
from wenxiao.web.core.clock import now, today
from wenxiao.web.core.policy import Access
from wenxiao.web.evidence.models import Snapshot
from wenxiao.web.evidence.snapshots import kept
from wenxiao.web.grid.models import Agency, Post
from wenxiao.web.scoring.cases import ended_before, ended_in, month, reported, settled
from wenxiao.web.scoring.facts import Gathered
from wenxiao.web.scoring.figures import handled, handled_told
from wenxiao.web.scoring.models import Given, Run, RunEvent, RunLine
from wenxiao.web.scoring.passes import passed
from wenxiao.web.scoring.schemes import every, newest

#: Days for appeals, where nothing else is said.
APPEAL_DAYS = 7
#: And at the latest so long after they are published: a later day is a slip of the pen.
APPEALS_AT_MOST = timedelta(days=366)
#: How the rates of an object are found.
_BY = {"street": "street", "department": "unit", "post": "person", "district": "all"}


class Object:
    """One that is scored: its code, name and the group of its rates."""

    def __init__(
        self, code: str, name: str, group: str, agency: Agency | None = None, person: int | None = None
    ) -> None:
        self.code, self.name, self.group, self.agency, self.person = code, name, group, agency, person


@transaction.atomic
def begin(first: Any, user: Any, chosen: Iterable[str] | None = None) -> Run:
    """The draft of a month, with the schemes that are chosen (ids), or all that are in use. Raises NotAllowed for one that is there."""
    first = first.replace(day=1)
    if first > today():
        raise NotAllowed("不能考核以后的月份。", "That month has not begun.")
    in_use = [each.id for each in newest().values()]
    schemes = in_use if chosen is None else [name for name in in_use if name in set(chosen)]
    if not schemes:
        raise NotAllowed("请至少选择一个考核办法。", "Choose at least one scheme.")
    run, new = Run.objects.get_or_create(month=first, defaults={"schemes": schemes, "made_by": user})
    if not new:
        raise NotAllowed(f"{first:%Y年%m月}的考核已经建立。", f"There is a run of {first:%Y-%m} already.")
    RunEvent.objects.create(run=run, action="begin", target=run.state, actor=user)
    return run


def objects(of: Scheme, period: Period) -> list[Object]:
    """Whom a scheme scores in a month."""
    agencies = Agency.objects.filter(assessed=True, active=True)
    if of.objects == "street":
        return [
            Object(each.code, each.name, each.street, each)
            for each in agencies.filter(kind=Agency.Kind.STREET).exclude(street="")
        ]
    if of.objects == "department":
        rest = agencies.filter(kind__in=(Agency.Kind.DEPARTMENT, Agency.Kind.COMPANY))
        return [Object(each.code, each.name, each.code, each) for each in rest]
    if of.objects == "district":
        return [Object("", "全区", "")]
    first, last = (timezone.localtime(each).date() for each in (period.start, period.end - timedelta(microseconds=1)))
    posts = (
        Post.objects.filter(role=of.role, since__lte=last)
        .exclude(until__lt=first)
        .select_related("user", "agency")
        .order_by("user")
    )
    people = {post.user_id: post for post in posts}
    return [Object(str(pk), post.user.name, str(pk), None, pk) for pk, post in people.items()]  # fmt: skip


@transaction.atomic
def freeze(run: Run, access: Access) -> Run:
    """Take the scores of the month as the log has them now. Raises NotAllowed."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    step = step_of_run(run.state, "freeze", access.grid_roles)
    period = month(run.month)
    if now() < period.end:
        raise NotAllowed("本月尚未结束，不能冻结。", "The month is not over.")
    run.cutoff = settled()
    before = Period(month_before(period.start), period.start)
    counted, gathered = Month(period, before), Gathered(period, before)
    many = Many(in_use(), period, run.cutoff)
    handling, returns = Handling(period), Returns(before, run.cutoff, DAYS)
    passed((counted, gathered, many, handling, returns), period, run.cutoff)
    returns.read(ended_in(before, run.cutoff))
    returns.read(reported(period.end, before.end + timedelta(days=DAYS), run.cutoff))  # of a short month
    ended = ended_before(period, before)
    counted.reported_before.update(ended.reported)
    gathered.add_ended(ended)
    known = every()
    behind: dict[str, Sequence[Rate]] = {}
    for scheme in (known[name] for name in run.schemes if name in known):
        behind |= _scored(run, scheme, many, access.user)
    run.notes = [[one.kind, one.about, one.zh, one.en] for one in remarks(counted, behind)]
    beside = {by: handled_told(handled(handling, returns, by)) for by in ("all", "street", "unit")}
    run.facts = {
        **gathered.told(), "closed_at": counted.closed_at, "reported_at": counted.reported_at, "handled": beside,
    }  # fmt: skip
    run.digest = digest(run)
    return _stepped(run, step.action, step.target, access)


def _scored(run: Run, of: Scheme, many: Many, user: Any) -> dict[str, Sequence[Rate]]:
    """Keep the lines of a scheme; the raw rates behind each object, by its name."""
    given = {(one.scheme, one.code, one.key): one.points for one in run.given.all()}
    wanted = [newest_indicator(line.indicator) for line in of.lines if line.indicator]
    ways = {one.code: _way(of, one) for one in wanted}
    found = {(one.code, view): many.rates(one, view, ways[one.code]) for one in wanted for view in View}
    every_object = objects(of, many.period)
    rates: dict[tuple[str, View], dict[str, Rate]] = {}
    rows: dict[tuple[str, View, str], Snapshot] = {}
    for each in every_object:
        for view in View:
            mine = {
                one.code: found[one.code, view].get("" if ways[one.code] == "all" else each.group)
                or many.none(one, view)
                for one in wanted
            }
            rates[each.code, view] = mine
            rows |= {
                (each.code, view, code): kept(rate, "" if ways[code] == "all" else f"{ways[code]}={each.group}", user)
                for code, rate in mine.items()
            }
    snapshots = dict(zip(rows, Snapshot.objects.bulk_create(rows.values(), batch_size=500), strict=True))
    scores = {
        (each.code, view): score(
            of, each.name, rates[each.code, view], {key: points for (scheme, code, key), points in given.items() if (scheme, code) == (of.id, each.code)}
        )
        for each in every_object for view in View
    }  # fmt: skip
    ranks = placed([scores[each.code, View.RAW].ranked_by for each in every_object])
    lines = []
    for each, rank in zip(every_object, ranks, strict=True):
        raw, adjusted = (scores[each.code, view] for view in (View.RAW, View.ADJUSTED))
        told = {
            view: [
                _line(points, rates[each.code, view], snapshots, each.code, view)
                for points in scores[each.code, view].lines
            ]
            for view in View
        }
        lines.append(
            RunLine(
                run=run, scheme=of.id, kind=of.objects, code=each.code, name=each.name, agency=each.agency, person_id=each.person,
                low=raw.low, high=raw.high, rank=rank, few=raw.few, adjusted_low=adjusted.low, adjusted_high=adjusted.high,
                adjusted_few=adjusted.few, lines=told[View.RAW], adjusted=told[View.ADJUSTED],
            )
        )  # fmt: skip
    RunLine.objects.bulk_create(lines)
    return {each.name: list(rates[each.code, View.RAW].values()) for each in every_object if of.objects != "post"}


def _way(of: Scheme, one: Indicator) -> str:
    """By what the rates of an indicator are found. One that measures no single person's work is that of all for whoever answers for it."""
    return "all" if of.objects == "post" and one.classification in BY_READING else _BY[of.objects]


def _line(
    points: Points, rates: Mapping[str, Rate], snapshots: Mapping[tuple[str, View, str], Snapshot], code: str, view: View
) -> dict[str, Any]:  # fmt: skip
    line = points.line
    told: dict[str, Any] = {
        "key": line.key, "most": plain(line.points), "points": None if points.points is None else plain(points.points),
        "value": None if points.value is None else plain(points.value), "few": points.few, "vetoed": points.vetoed,
    }  # fmt: skip
    if line.indicator:
        rate = rates[line.indicator]
        kept = snapshots[code, view, line.indicator]
        told |= {
            "zh": rate.indicator.zh, "en": rate.indicator.en, "kind": rate.indicator.kind, "n": len(rate.numerator),
            "d": len(rate.denominator), "snapshot": kept.pk, "digest": kept.digest,
        }  # fmt: skip
    else:
        told |= {"zh": line.name, "en": line.name_en or line.name, "kind": "external"}
    return told


def digest(run: Run) -> str:
    """SHA-256 over all that a frozen run says, its report too; the same as long as nothing of it is changed."""
    lines = [
        [row.scheme, row.code, row.name, *(plain(each) for each in (row.low, row.high, row.adjusted_low, row.adjusted_high)), row.rank,
         [[one.get("digest", ""), one["points"]] for one in (*row.lines, *row.adjusted)]]
        for row in run.lines.order_by("scheme", "code")
    ]  # fmt: skip
    cutoff = "" if run.cutoff is None else str(run.cutoff.timestamp())
    said = [run.month.isoformat(), cutoff, run.schemes, lines, run.facts, run.notes]
    written = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


@transaction.atomic
def publish(run: Run, access: Access, until: Any = None) -> Run:
    """Show it to those who are scored; appeals are open until a day. Raises NotAllowed."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    step = step_of_run(run.state, "publish", access.grid_roles)
    run.appeal_until = until or today() + timedelta(days=APPEAL_DAYS)
    if run.appeal_until < today():
        raise NotAllowed("申诉截止日期不能早于今天。", "Appeals cannot end before today.")
    if run.appeal_until > today() + APPEALS_AT_MOST:
        raise NotAllowed("申诉截止日期最多在一年以内，请核对年份。", "Appeals end within a year: check the date.")
    return _stepped(run, step.action, step.target, access)


@transaction.atomic
def finish(run: Run, access: Access) -> Run:
    """Make it final. Raises NotAllowed while appeals may come, or wait for a decision."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    step = step_of_run(run.state, "finish", access.grid_roles)
    if run.appeal_until is not None and today() <= run.appeal_until:
        raise NotAllowed("申诉期未满，不能定稿。", "Appeals are still open.")
    if run.lines.filter(appeals__state__in=("asked", "endorsed")).exists():
        raise NotAllowed("还有申诉没有审定，不能定稿。", "An appeal is not decided yet.")
    return _stepped(run, step.action, step.target, access)


def _stepped(run: Run, action: str, target: RunState, access: Access) -> Run:
    run.state = target.value
    run.save()
    RunEvent.objects.create(run=run, action=action, target=target.value, actor=access.user, digest=run.digest)
    return run


@transaction.atomic
def give(run: Run, scheme: str, code: str, key: str, points: Decimal, file: Any, access: Access) -> Given:
    """Enter the points of an external line with the paper they stand in. Raises NotAllowed and attachments.Refused."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    step_of_run(run.state, "freeze", access.grid_roles)
    of = every().get(scheme)
    line = (
        next((one for one in of.lines if one.key == key and one.mapping == "external"), None)
        if of and scheme in run.schemes
        else None
    )
    if of is None or line is None or code not in {each.code for each in objects(of, month(run.month))}:
        raise NotAllowed("没有这一行外部评分。", "There is no such line.")
    if not 0 <= points <= line.points:
        raise NotAllowed(
            f"得分须在 0 至 {plain(line.points)} 之间。", f"The points are between 0 and {plain(line.points)}."
        )
    if file is None:
        raise NotAllowed("请附评分依据文件。", "Add the paper that the points stand in.")
    checked = check(file)
    return Given.objects.create(
        run=run, scheme=scheme, code=code, key=key, points=rounded(points, 2), name=checked.name, file=file, sha256=checked.sha256,
        size=checked.size, given_by=access.user,
    )  # fmt: skip


def stands(rows: Sequence[RunLine]) -> list[Standing]:
    """Where the objects of one scheme stand by the adjusted view, after the appeals that were granted."""
    return standings([(*_total_after(row), row.adjusted_few) for row in rows])


def granted(row: RunLine) -> dict[str, Decimal]:
    """The points that appeals gave the lines of a score, by the key of the line."""
    return {one.key: one.points for one in row.appeals.all() if one.state == "granted"}


def points_after(row: RunLine) -> list[Decimal | None]:
    """The points of each line of the adjusted view after its appeal; None where a line has none still."""
    given = granted(row)
    known = (given.get(one["key"], one["points"]) for one in row.adjusted)
    return [None if points is None else Decimal(points) for points in known]


def _total_after(row: RunLine) -> tuple[Decimal, Decimal]:
    """The least and the most of the adjusted total. A line that made the whole score nothing does so until an appeal against it is
    granted."""
    given = granted(row)
    if not given or any(one["vetoed"] and one["key"] not in given for one in row.adjusted):
        return row.adjusted_low, row.adjusted_high
    points = points_after(row)
    low = sum((each for each in points if each is not None), Decimal(0))
    left = (Decimal(one["most"]) for one, each in zip(row.adjusted, points, strict=True) if each is None)
    return low, low + sum(left, Decimal(0))
