"""What cases come to besides rates, as evidence: how long handling takes (处置时长), and what came back (复发)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

from wenxiao.grid.buckets import BUCKET_NAMES, Bucket, Period
from wenxiao.grid.durations import Durations, handling_times
from wenxiao.grid.recurrence import DAYS, Recurrence, Returns
from wenxiao.grid.scope import Scope
from wenxiao.web.core.say import say
from wenxiao.web.fieldwork.evidence import Counted, Known, Measure
from wenxiao.web.scoring.cases import cases, reported

#: Why a closing is left out besides what buckets say: it is too recent to tell whether something came back.
WAITING = "waiting"

#: Seconds of the units of an indicator that the clock on the wall tells.
_SECONDS = {
    **dict.fromkeys(("小时", "个小时", "时", "h"), Decimal(3600)), **dict.fromkeys(("分钟", "分"), Decimal(60)),
    **dict.fromkeys(("天", "日", "日历天", "个日历天"), Decimal(86400)),
}  # fmt: skip


def _hours(which: Callable[[Durations], Decimal | None]) -> Callable[[Period, Mapping[str, str], Known], Counted]:
    def counting(period: Period, scope: Mapping[str, str], known: Known) -> Counted:
        found = handling_times(Scope(**scope).of(cases(period, known.cutoff)), period)
        hours, excluded = which(found), {bucket.value: len(ids) for bucket, ids in found.excluded.items()}
        if hours is None:  # of no case there is no time
            return Counted(Decimal(0), Decimal(0), excluded=excluded)
        return Counted(hours, ids=tuple(sorted(found.ids)), excluded=excluded)

    return counting


def _came_back(period: Period, scope: Mapping[str, str], known: Known) -> Counted:
    returns = Returns(period, known.cutoff, DAYS, Scope(**scope)).read(cases(period, known.cutoff))
    later = reported(period.end, period.end + timedelta(days=DAYS), known.cutoff)
    found = returns.read(later).found()[""]
    return Counted(
        Decimal(len(found.came_back)),
        Decimal(len(found.closed)),
        found.came_back,
        found.closed,
        waiting_or_coarse(found),
    )


def waiting_or_coarse(found: Recurrence) -> dict[str, int]:
    """How many closings are left out, by the reason."""
    left = {WAITING: len(found.waiting), Bucket.COARSE.value: len(found.coarse)}
    return {why: number for why, number in left.items() if number}


def in_unit_of_time(hours: Decimal, unit: str) -> Decimal | None:
    """Hours in the unit of an indicator; None for one that the clock on the wall does not tell (工作日)."""
    seconds = _SECONDS.get(unit)
    return None if seconds is None else hours * 3600 / seconds


def left_out(why: str) -> str:
    """Why cases do not count, in words."""
    return say(*reason(why))


def reason(why: str) -> tuple[str, str]:
    """The same in both languages."""
    if why == WAITING:
        return f"结案未满 {DAYS} 天", f"closed less than {DAYS} days ago"
    return BUCKET_NAMES[Bucket(why)]


_TIMES = ("本期处置完成的案件", "cases whose handling ended in the period")

_SCOPES = ("street", "unit", "category")

CASE_MEASURES = {
    each.code: each
    for each in (
        Measure("handling_mean", "平均处置时长（小时）", "Mean time of handling (hours)", ("小时", "hours"), _TIMES, None, _SCOPES, _hours(lambda found: found.mean), several=True),
        Measure("handling_median", "处置时长中位数（小时）", "Median time of handling (hours)", ("小时", "hours"), _TIMES, None, _SCOPES, _hours(lambda found: found.median), several=True),
        Measure("handling_p90", "处置时长 P90（小时）", "P90 of the time of handling (hours)", ("小时", "hours"), _TIMES, None, _SCOPES, _hours(lambda found: found.most), several=True),
        Measure(
            "came_back", f"复发率（同网格同类别 {DAYS} 天内再次立案）", f"Came back (same grid and category within {DAYS} days)", ("件", "cases"),
            (f"结案后 {DAYS} 天内再次立案的案件", f"cases whose like was filed again within {DAYS} days"),
            (f"本期结案且已满 {DAYS} 天的案件", f"cases closed in the period, {DAYS} days ago or more"), _SCOPES, _came_back, several=True,
        ),
    )
}  # fmt: skip

#: Those that are a time.
TIMES = frozenset(each.code for each in CASE_MEASURES.values() if each.d_words is None)
