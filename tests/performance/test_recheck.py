"""A self-evaluation scored again: differences and deviation, named."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.performance.arithmetic import untrue
from tests.performance.forms import NATIONAL, sound, spent
from wenxiao.performance.evaluation import EXECUTION, Actual, Form, evaluate, recheck

SCORES = st.decimals(min_value=0, max_value=10, places=2)


def form(**values: str) -> Form:
    said = {"a": "50", "b": "96", "c": "28", "d": "92"} | values
    return evaluate(sound(), [Actual(k, Decimal(v)) for k, v in said.items()], spent("580", "580"), NATIONAL)


ALL = {EXECUTION: Decimal(10), "a": Decimal(24), "b": Decimal(20), "c": Decimal(30), "d": Decimal(8)}


def test_every_line_is_compared_and_the_deviation_names_its_base() -> None:
    made = recheck(form(), ALL)
    assert [(line.key, line.difference) for line in made.lines] == [
        ("execution", 0), ("a", 6), ("b", 0), ("c", 0), ("d", 2),
    ]  # fmt: skip
    assert made.lines[1].deviation == Decimal("0.2")
    assert (made.own, made.recheck, made.difference, made.deviation) == (100, 92, 8, Decimal("0.08"))
    assert made.how == "(100 − 92) ÷ 100 = 8.00%（(自评 − 复核) ÷ 自评）"
    assert made.unchecked == ()


def test_totals_are_of_the_lines_that_both_scored() -> None:
    made = recheck(form(), {"a": Decimal(24), "b": None})
    assert (made.own, made.recheck) == (30, 24)
    assert made.unchecked == ("预算执行率", "验收合格率", "通行时间", "村民满意度")
    assert made.lines[2].difference is None


def test_no_score_to_compare_and_an_own_score_of_nothing_have_no_deviation() -> None:
    assert (recheck(form(), {}).own, recheck(form(), {}).deviation) == (None, None)
    assert recheck(form(), {}).how == "没有可比较的得分"
    nothing = recheck(form(a="0"), {"a": Decimal(3)})
    assert (nothing.difference, nothing.deviation) == (-3, None)
    assert nothing.how == "自评得分为 0，偏差率没有意义"


def test_a_score_outside_of_its_points_does_not_count() -> None:
    made = recheck(form(), {"d": Decimal("10.5"), "a": Decimal(-1)})
    assert [r.text_zh for r in made.remarks] == [
        "“养护里程”复核得分 -1 分，应在 0 至 30 分之间",
        "“村民满意度”复核得分 10.5 分，应在 0 至 10 分之间",
    ]
    assert made.recheck is None


def test_a_line_that_the_form_does_not_have_is_an_error_of_the_program() -> None:
    with pytest.raises(ValueError, match="does not have: z"):
        recheck(form(), {"z": Decimal(1)})


@given(st.dictionaries(st.sampled_from([EXECUTION, "a", "b", "c", "d"]), st.none() | SCORES))
def test_the_difference_is_the_sum_of_those_of_the_lines(scores: dict[str, Decimal | None]) -> None:
    made = recheck(form(), scores)
    differences = [line.difference for line in made.lines if line.difference is not None]
    assert len(differences) + len(made.unchecked) == len(made.lines) == 5
    assert made.difference == (sum(differences) if differences else None)
    assert untrue(made.how.partition("（")[0]) == []
