"""What can be measured besides rates, as evidence: rounds patrolled, people trained, how long cases take; and how closely somebody looked.

The field work is counted as it was known at the cutoff, against the plans of patrols that the snapshot keeps: what is entered later
changes no snapshot, what was known and has been changed since does.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from wenxiao.grid.buckets import Period
from wenxiao.grid.patrols import Plan
from wenxiao.grid.scope import Scope
from wenxiao.web.evidence.case_measures import CASE_MEASURES
from wenxiao.web.fieldwork.evidence import Counted, Known, Measure, measures


@dataclass(frozen=True, slots=True)
class Coverage:
    """How closely somebody looked: the share of grids that patrols covered (None: not known), samples taken, problems found in them."""

    covered: Decimal | None
    samples: int
    found: int
    plans: tuple[Plan, ...] | None = None


def counted(code: str, period: Period, scope: str, known: Known) -> Counted:
    """What a measure comes to. Raises Told for a scope that it does not know, KeyError for a measure that there is not."""
    return provided()[code].count(period, scope, known)


def provided() -> dict[str, Measure]:
    """Every measure that can stand behind an indicator, by its code: those of the field work, and those of cases."""
    return {**measures(), **CASE_MEASURES}


def coverage(period: Period, scope: Scope, known: Known) -> Coverage:
    """How closely was looked in a period, in a street or everywhere; a category is looked for by everybody who passes."""
    where = f"street={scope.street}" if scope.street else ""
    patrols, samples, found = (
        counted(code, period, of, known) for code, of in (("patrol_coverage", where), ("inspections", ""), ("missed_finds", where))
    )  # fmt: skip
    return Coverage(patrols.value, int(samples.n), int(found.n), patrols.plans)
