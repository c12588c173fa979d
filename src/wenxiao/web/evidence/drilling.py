"""The lists of cases behind a snapshot: not kept, worked out again from the log at its cutoff."""

from __future__ import annotations

from dataclasses import replace

from wenxiao.grid.evidence import EvidenceSnapshot
from wenxiao.grid.evidence import snapshot as frozen
from wenxiao.grid.many import Many
from wenxiao.grid.rates import Rate, newest
from wenxiao.grid.scope import Scope
from wenxiao.web.evidence.case_measures import CASE_MEASURES
from wenxiao.web.evidence.models import Snapshot
from wenxiao.web.evidence.snapshots import asked_of, measured, rate_of
from wenxiao.web.fieldwork.evidence import Known
from wenxiao.web.scoring.cases import cases


def of_cases(one: Snapshot) -> bool:
    """Whether there are cases behind a snapshot."""
    return one.kind in {Snapshot.Kind.RATE, Snapshot.Kind.ZERO} or one.subject in CASE_MEASURES


def behind(one: Snapshot) -> tuple[Rate, bool]:
    """The rate with its lists, and whether it is still what was kept. Of a claim of none, the cases that there are."""
    if one.kind == Snapshot.Kind.RATE:
        rate = rate_of(asked_of(one))
        return rate, frozen(rate, one.scope).digest == one.digest
    asked, indicator = asked_of(one), newest("filed_count")
    if one.subject in CASE_MEASURES:
        measure = CASE_MEASURES[one.subject]
        found = measure.count(asked.period, one.scope, Known(asked.cutoff))
        (n, n_en), (d, d_en) = measure.n_words, measure.d_words or ("", "")
        words = replace(indicator, n=n, n_en=n_en, d=d, d_en=d_en)
        rate = replace(
            Many([indicator], asked.period, asked.cutoff).none(indicator), indicator=words, numerator=found.ids, denominator=found.of
        )  # fmt: skip
        return rate, measured(asked, found).digest == one.digest
    within = Scope.read(one.scope).of(cases(asked.period, asked.cutoff))
    ids = [case.id for case in within if asked.period.start <= case.reported_at < asked.period.end]
    rate = replace(Many([indicator], asked.period, asked.cutoff).none(indicator), numerator=tuple(ids))
    return rate, len(ids) == one.n


def full(one: Snapshot) -> EvidenceSnapshot:
    """A snapshot of a rate with its lists."""
    return frozen(rate_of(asked_of(one)), one.scope)
