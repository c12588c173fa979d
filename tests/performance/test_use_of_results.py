"""A grade after which budgets are reduced, beside the next budget."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wenxiao.performance.regime import regime
from wenxiao.performance.use_of_results import reducing, uncut

NATIONAL = regime("national-2020")


@pytest.mark.parametrize(
    ("results", "grade"),
    [
        ([("优", Decimal(92))], None),
        ([("良", None)], None),
        ([("中", None)], "中"),
        ([("", Decimal(55))], "差"),
        ([("中", Decimal(70)), ("差", Decimal(50))], "差"),
        ([("优", Decimal(95)), ("中", Decimal(70))], "中"),
        ([("", None)], None),
        ([], None),
    ],
)
def test_the_lowest_grade_that_reduces(results, grade):
    found = reducing(results, NATIONAL)
    assert (found.name if found else None) == grade


def test_a_budget_that_does_not_fall_is_warned_of():
    poor = reducing([("差", None)], NATIONAL)
    assert uncut(poor, Decimal(100), Decimal(100))
    assert not uncut(poor, Decimal(100), Decimal("99.99"))
    assert not uncut(None, Decimal(100), Decimal(200))


def test_a_budget_that_is_not_known_is_not_warned_of():
    poor = reducing([("差", None)], NATIONAL)
    assert not uncut(poor, None, Decimal(100))
    assert not uncut(poor, Decimal(100), None)
