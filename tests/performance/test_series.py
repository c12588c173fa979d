"""What a series of readings comes to."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenxiao.performance.series import Reading, Use, total

START = datetime.fromisoformat("2026-01-01T00:00:00+08:00")


def readings(*values, place="", replaced=()):
    return [
        Reading(START + timedelta(days=at), Decimal(str(value)), place, at in replaced)
        for at, value in enumerate(values)
    ]


@pytest.mark.parametrize(("use", "value"), [(Use.SUM, "6.6"), (Use.MEAN, "2.2"), (Use.COUNT, "3"), (Use.METER, "2.2")])
def test_each_use(use, value):
    assert total(use, readings("1.1", "2.2", "3.3")).value == Decimal(value)


@pytest.mark.parametrize("use", [Use.SUM, Use.MEAN, Use.METER])
def test_nothing_of_nothing_is_not_zero(use):
    assert total(use, []).value is None
    assert total(Use.SHARE, [], high=Decimal(1)).value is None
    assert total(Use.COUNT, []).value == 0


def test_a_share_holds_its_bounds():
    found = total(Use.SHARE, readings("0.5", "1.5", "1.6", "0.4"), Decimal("0.5"), Decimal("1.5"))
    assert (found.n, found.d, found.value) == (2, 4, Decimal("0.5"))
    with pytest.raises(ValueError, match="limits"):
        total(Use.SHARE, readings(1))


def test_a_replaced_meter_counts_on():
    assert total(Use.METER, readings(100, 150, 3, 13, replaced=(2,))).value == 60


def test_a_meter_that_runs_backwards_or_was_read_once_is_left_out():
    found = total(Use.METER, [*readings(9, 4, place="a"), *readings(5, place="b"), *readings(1, 3, place="c")])
    assert (found.value, found.n, dict(found.excluded)) == (2, 2, {"single": 1, "backwards": 2})
    assert total(Use.METER, readings(9, 4)).value is None


@given(st.lists(st.decimals(0, 1000, places=3), min_size=2, max_size=20))
def test_what_a_meter_counted_is_last_less_first(steps):
    values = [sum(steps[: at + 1], Decimal(0)) for at in range(len(steps))]
    assert total(Use.METER, readings(*values)).value == values[-1] - values[0]
