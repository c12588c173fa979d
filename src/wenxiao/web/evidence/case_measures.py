"""What cases come to besides rates, as evidence: how long handling takes (处置时长), and what came back (复发)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from wenxiao.grid.buckets import Period
from wenxiao.grid.durations import Durations, handled, summed
from wenxiao.grid.recurrence import recurrence
from wenxiao.grid.scope import Scope
from wenxiao.told import Told
from wenxiao.web.core.say import say
from wenxiao.web.fieldwork.evidence import Counted, Known
from wenxiao.web.scoring.cases import cases

#: Days within which the same category in the same unit grid counts as come back.
DAYS = 30
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CaseMeasure:
    """A measure of cases, asked as those of the field work are; its scopes are those of rates."""

    code: str
    zh: str
    en: str
    n_words: tuple[str, str]
    d_words: tuple[str, str] | None
    counting: Callable[[Period, Scope, Known], Counted]

    @property
    def words(self) -> str:
        return say(self.zh, self.en)

    def count(self, period: Period, scope: str, known: Known) -> Counted:
        """What it comes to in a period, as was known. Raises Told for a scope that it does not know."""
        try:
            within = Scope.read(scope)
        except ValueError:
            within = Scope(person="?")
        if within.person:
            raise Told(
                "范围写成 street=…、unit=… 或 category=…，用分号隔开；不能按个人取数。",
                "Write street=…, unit=… or category=…, with semicolons between; it is not counted by person.",
            )
        return self.counting(period, within, known)


def _hours(which: Callable[[Durations], timedelta | None]) -> Callable[[Period, Scope, Known], Counted]:
    def counting(period: Period, within: Scope, known: Known) -> Counted:
        times = handled(within.of(cases(period, known.cutoff)), period)
        took = which(summed(times.values()))
        if took is None:  # of no case there is no time
            return Counted(Decimal(0), Decimal(0))
        return Counted(
            Decimal(took // timedelta(seconds=1)) / (_HOUR // timedelta(seconds=1)), ids=tuple(sorted(times))
        )

    return counting


def _came_back(period: Period, within: Scope, known: Known) -> Counted:
    later = Period(period.start, period.end + timedelta(days=DAYS))
    every = list(cases(later, known.cutoff))
    found = recurrence(every, period, known.cutoff, DAYS)
    mine = {case.id for case in every if within.admits(case)}  # what came back may lie with another unit
    back, closed, waiting = ([id for id in ids if id in mine] for ids in (found.came_back, found.closed, found.waiting))
    return Counted(
        Decimal(len(back)),
        Decimal(len(closed)),
        tuple(back),
        tuple(closed),
        {"waiting": len(waiting)} if waiting else {},
    )


_TIMES = ("本期处置完成的案件", "cases whose handling ended in the period")

CASE_MEASURES = {
    each.code: each
    for each in (
        CaseMeasure(
            "handling_mean", "平均处置时长（小时）", "Mean time of handling (hours)", _TIMES, None, _hours(lambda found: found.mean)
        ),
        CaseMeasure(
            "handling_median", "处置时长中位数（小时）", "Median time of handling (hours)", _TIMES, None, _hours(lambda found: found.median)
        ),
        CaseMeasure(
            "handling_p90", "处置时长 P90（小时）", "P90 of the time of handling (hours)", _TIMES, None, _hours(lambda found: found.most)
        ),
        CaseMeasure(
            "came_back", f"复发率（同网格同类别 {DAYS} 天内再次立案）", f"Came back (same grid and category within {DAYS} days)",
            (f"结案后 {DAYS} 天内再次立案的案件", f"cases whose like was filed again within {DAYS} days"),
            (f"本期结案且已满 {DAYS} 天的案件", f"cases closed in the period, {DAYS} days ago or more"), _came_back,
        ),
    )
}  # fmt: skip
