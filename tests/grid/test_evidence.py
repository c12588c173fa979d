"""Evidence: the same log gives the same snapshot, and three numbers stay three."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC
from decimal import Decimal
from random import Random

import pytest

from proof.grid.made import PERIOD, logs
from tests.grid.making import at
from wenxiao.grid.buckets import Period, View
from wenxiao.grid.cases import fold
from wenxiao.grid.evidence import (
    Answer,
    EvidenceSnapshot,
    Verdict,
    Zero,
    changes,
    same,
    snapshot,
    unit_cost,
    zero,
)
from wenxiao.grid.rates import newest, rate
from wenxiao.quantities.model import Interval

LOGS = list(logs({"on_time": 4, "late": 2, "reopened": 1, "extended": 1, "suspended": 1}))
INDICATOR = newest("handled_on_time")


def taken(cutoff: str = "2018-11-01 00:00", view: View = View.RAW, shuffle: int = 0) -> EvidenceSnapshot:
    every = [fold(log, until=at(cutoff)) for log in LOGS if log[0].recorded_at <= at(cutoff)]
    Random(shuffle).shuffle(every)
    return snapshot(rate(INDICATOR, every, PERIOD, at(cutoff), view=view), "district", "somebody")


def test_the_same_log_at_the_same_cutoff_gives_the_same_value_and_digest() -> None:
    kept = taken()
    assert (kept.n, kept.d, kept.value) == (5, 9, Decimal(5) / Decimal(9))
    for shuffle in range(5):
        assert taken(shuffle=shuffle) == kept
        assert same(kept, taken(shuffle=shuffle))


def test_another_cutoff_is_another_snapshot_with_a_difference() -> None:
    early, late = taken("2018-10-10 10:00"), taken()
    assert not same(early, late)
    told = changes(early, late)
    assert len(told.denominator_new) == late.d - early.d
    assert told.denominator_gone == ()
    assert set(told.numerator_new) == set(late.numerator) - set(early.numerator)
    with pytest.raises(ValueError, match="different questions"):
        changes(early, taken(view=View.ADJUSTED))


def test_the_same_cases_at_another_cutoff_are_another_snapshot() -> None:
    early, late = taken("2018-11-01 00:00"), taken("2018-11-01 00:01")
    assert changes(early, late) == ((), (), (), ())
    assert early.value == late.value
    assert not same(early, late)


def test_who_asks_and_in_which_time_zone_changes_no_digest() -> None:
    every = [fold(log) for log in LOGS]
    universal = Period(*(moment.astimezone(UTC) for moment in PERIOD))
    one = snapshot(rate(INDICATOR, every, PERIOD, PERIOD.end), "a", "one")
    other = snapshot(rate(INDICATOR, every, universal, universal.end), "a", "other")
    assert one.digest == other.digest
    assert one.digest != snapshot(rate(INDICATOR, every, PERIOD, PERIOD.end), "b", "one").digest


def test_a_snapshot_is_not_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        taken().n = 9  # type: ignore[misc]


def test_what_was_left_out_is_counted_by_reason() -> None:
    assert taken(view=View.ADJUSTED).excluded == (("suspended", 1),)


def test_target_claim_and_computed_value_stay_three_numbers() -> None:
    claimed = Interval(Decimal("0.94995"), Decimal("0.95005"))  # 95.00%
    answer = Answer(Decimal("0.9"), claimed, Decimal("0.88"))
    assert (answer.verdict, answer.gap) == (Verdict.DIFFERS, Decimal("0.06995"))
    assert Answer(None, claimed, Decimal("0.95")).gap == 0
    assert Answer(None, claimed, Decimal("0.95")).verdict is Verdict.AGREES
    assert Answer(None, claimed, Decimal(1)).gap == Decimal("-0.04995")
    for missing in (Answer(None, None, Decimal(1)), Answer(None, claimed, None)):
        assert (missing.verdict, missing.gap) == (Verdict.UNKNOWN, None)


def test_a_unit_cost_without_a_link_is_not_nothing() -> None:
    assert unit_cost(Decimal("23450.00"), 70) == Decimal(335)
    assert unit_cost(None, 70) is None
    assert unit_cost(Decimal("23450.00"), 0) is None
    assert unit_cost(Decimal("23450.00"), None) is None


def test_zero_takes_somebody_who_looked() -> None:
    assert zero(0, Decimal("0.95"), 60, 0) == Zero(True, Decimal("0.05"))
    assert zero(0, Decimal("0.5"), 60, 0).holds is None
    assert zero(0, None, 60, 0).holds is None
    assert zero(0, Decimal(1), 0, 0).holds is None
    assert zero(1, Decimal(1), 60, 0).holds is False
    assert zero(0, Decimal(1), 60, 2).holds is False
