"""The form of a department: sums of its projects, every total with its parts."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.performance.arithmetic import equations, untrue
from tests.performance.forms import NATIONAL, sound, spent
from wenxiao.performance.evaluation import Actual, Part, evaluate, roll_up
from wenxiao.performance.ledger import Position

AMOUNTS = st.decimals(min_value=1, max_value=10**6, places=2)
REACHED = st.decimals(min_value=0, max_value=50, places=1)


def part(name: str, done: str | None, paid: str | None, budget: str | None, of: tuple[int, int] | None = None) -> Part:
    """A project that did so many of 50 kilometres and all else, with satisfaction as two counts where they are given."""
    asked = {} if of is None else {"numerator": Decimal(of[0]), "denominator": Decimal(of[1])}
    actuals = [
        Actual("a", None if done is None else Decimal(done)),
        Actual("b", Decimal(96)),
        Actual("c", Decimal(28)),
        Actual("d", None if asked else Decimal(92), **asked),
    ]
    position = spent(paid, budget)
    return Part(name, evaluate(sound(), actuals, position, NATIONAL), position)


def test_scores_are_weighted_by_the_revised_budget_and_shown_with_their_parts() -> None:
    made = roll_up([part("甲", "50", "580", "580"), part("乙", "25", "60", "120")], NATIONAL)
    assert made.score == Decimal("96.57")
    assert made.how == "(100 × 580.00 + 80 × 120.00) ÷ 700.00 = 96.57（按全年预算加权，万元）"
    assert made.grade is not None
    assert made.grade.name == "优"
    assert made.execution.how == "预算执行率 640.00 ÷ 700.00 = 91.43%（÷全年预算），得 10 × 91.43% = 9.14"
    assert [share.part.name for share in made.shares] == ["甲", "乙"]


def test_counts_are_added_up_and_rates_never_averaged() -> None:
    made = roll_up([part("甲", "50", "1", "1", (90, 100)), part("乙", "50", "1", "1", (10, 20))], NATIONAL)
    assert [(r.name, r.numerator, r.denominator) for r in made.rates] == [("村民满意度", 100, 120)]
    assert made.rates[0].value == Decimal(100) / 120  # the average of 90 % and 50 % would be 70 %


def test_a_missing_score_makes_an_interval_and_names_the_part() -> None:
    made = roll_up([part("甲", None, "100", "100"), part("乙", "50", "100", "100")], NATIONAL)
    assert (made.score, made.low, made.high, made.grade) == (None, 85, 100, None)
    assert made.incomplete == ("甲",)
    assert made.how == "甲得分不全，按全年预算加权在 85 至 100 之间"


def test_without_a_budget_there_is_no_weight_and_without_a_rule_no_score() -> None:
    none = roll_up([part("甲", "50", None, None), part("乙", "50", "1", "1")], NATIONAL)
    assert (none.score, none.low, none.high) == (None, None, None)
    assert none.how == "甲没有全年预算，无法加权"
    silent = roll_up([part("甲", "50", "1", "1")], replace(NATIONAL, roll_up=""))
    assert silent.score is None
    assert len(silent.shares) == 1
    assert roll_up([], NATIONAL).score is None
    assert roll_up([], NATIONAL).position == Position()


def test_forms_without_a_hundred_points_have_no_grade() -> None:
    bare = replace(NATIONAL, execution_weight=None)
    position = spent("1", "1")
    form = evaluate(
        sound(), [Actual(k, Decimal(v)) for k, v in zip("abcd", (50, 96, 28, 92), strict=True)], position, bare
    )
    made = roll_up([Part("甲", form, position)], NATIONAL)
    assert (made.score, made.grade) == (90, None)


@given(st.lists(st.tuples(REACHED, AMOUNTS, AMOUNTS), min_size=1, max_size=6))
def test_a_roll_up_equals_its_parts(said: list[tuple[Decimal, Decimal, Decimal]]) -> None:
    parts = [part(str(n), str(done), str(paid), str(budget)) for n, (done, paid, budget) in enumerate(said)]
    made = roll_up(parts, NATIONAL)
    assert made.parts == tuple(parts)
    assert made.position.paid == sum(p.position.paid or 0 for p in parts)
    assert made.position.revised == sum(p.position.revised or 0 for p in parts)
    products = sum((share.product or Decimal(0) for share in made.shares), Decimal(0))
    assert made.score is not None
    assert made.score == (products / (made.position.revised or 1)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    scores = [p.form.total.total or Decimal(0) for p in parts]
    assert min(scores) <= made.score <= max(scores)
    assert equations(made.how)
    assert untrue(made.how) == untrue(made.how_en) == []
