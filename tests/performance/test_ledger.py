"""The ledger: position, sources, months, rates with their base, and what cannot be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.performance.arithmetic import untrue
from wenxiao.performance.ledger import (
    Entry,
    Kind,
    Position,
    Source,
    by_month,
    by_source,
    position,
    problems,
    rate,
    rates,
    source_problems,
    together,
)
from wenxiao.performance.remarks import Severity

DAY = date(2024, 3, 5)
AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10) ** 9, places=2)
ENTRIES = st.lists(
    st.builds(
        Entry,
        id=st.uuids().map(str),
        kind=st.sampled_from(Kind),
        date=st.dates(date(2024, 1, 1), date(2024, 12, 31)),
        amount=AMOUNTS,
        source=st.sampled_from(Source),
    ),
    max_size=30,
    unique_by=lambda entry: entry.id,
)


def entry(kind: Kind, amount: str, name: str = "", **more: object) -> Entry:
    return Entry(name or f"{kind}-{amount}", kind, DAY, Decimal(amount), **more)  # type: ignore[arg-type]


def texts(*entries: Entry) -> list[str]:
    return [remark.text_zh for remark in problems(entries)]


def test_the_revised_budget_is_what_came_in_less_what_was_cut_and_taken_back() -> None:
    now = position(
        [
            entry(Kind.APPROVED, "5000000"),
            entry(Kind.CARRIED_IN, "300000"),
            entry(Kind.ADDED, "1000000"),
            entry(Kind.CUT, "400000"),
            entry(Kind.RETURNED, "100000"),
            entry(Kind.PAID, "5716400"),
        ]
    )
    assert now.revised == 5_800_000
    assert now.left == 83_600
    assert rate(now).how == "571.64 ÷ 580.00 = 98.56%（÷全年预算）"
    assert rate(now).how_en == "571.64 ÷ 580.00 = 98.56% (of the revised budget)"


def test_what_no_entry_speaks_of_is_missing_and_its_rate_undefined() -> None:
    assert position([]) == Position()
    paid = position([entry(Kind.PAID, "10")])
    assert (paid.paid, paid.revised, paid.left) == (10, None, None)
    assert all(one.value is None and one.how == "" for one in rates(paid))
    cut = position([entry(Kind.CUT, "10")])
    assert cut.revised is None
    unpaid = position([entry(Kind.APPROVED, "10")])
    assert (unpaid.paid, unpaid.left, rate(unpaid).value) == (None, 10, None)


def test_a_budget_of_nothing_has_no_rate() -> None:
    nothing = position([entry(Kind.APPROVED, "10"), entry(Kind.CUT, "10"), entry(Kind.PAID, "1")])
    assert nothing.revised == 0
    assert rate(nothing).value is None


def test_every_rate_names_its_base() -> None:
    now = position(
        [
            entry(Kind.APPROVED, "100"),
            entry(Kind.ADDED, "100"),
            entry(Kind.ALLOCATED, "180"),
            entry(Kind.ARRIVED, "160"),
            entry(Kind.CONTRACTED, "150"),
            entry(Kind.PAID, "120"),
        ]
    )
    assert [(one.key, one.base, one.value) for one in rates(now)] == [
        ("execution", "全年预算", Decimal("0.6")),
        ("execution_of_original", "年初预算", Decimal("1.2")),
        ("execution_of_arrived", "到位资金", Decimal("0.75")),
        ("execution_of_allocated", "下达数", Decimal(120) / 180),
        ("allocation", "全年预算", Decimal("0.9")),
        ("arrival", "全年预算", Decimal("0.8")),
        ("arrival_of_allocated", "下达数", Decimal(160) / 180),
        ("payment", "合同额", Decimal("0.8")),
    ]
    assert len({one.key for one in rates(now)}) == len(rates(now))
    with pytest.raises(KeyError):
        rate(now, "usage")


@pytest.mark.parametrize(
    ("above", "below", "key", "said"),
    [
        ("92653534.42", "104410000", "execution_of_arrived", "9265.353442 ÷ 10441.00 = 88.74%"),
        ("77315400", "79013200", "execution_of_arrived", "7731.54 ÷ 7901.32 = 97.85%"),
        ("12687200", "11725500", "execution_of_arrived", "1268.72 ÷ 1172.55 = 108.20%"),
        ("1766900", "2000000", "execution_of_arrived", "176.69 ÷ 200.00 = 88.35%"),  # half up of 88.345
    ],
)
def test_rates_are_printed_half_up_with_amounts_to_the_last_digit(above: str, below: str, key: str, said: str) -> None:
    now = position([entry(Kind.PAID, above), entry(Kind.ARRIVED, below)])
    assert rate(now, key).quotient == said


def test_one_execution_has_two_rates_by_two_budgets() -> None:
    now = position(
        [
            entry(Kind.APPROVED, "45555500"),
            entry(Kind.ADDED, "9896600"),  # 769.66 追加 + 220 转移
            entry(Kind.CUT, "32696100"),
            entry(Kind.PAID, "22354200"),
        ]
    )
    assert rate(now, "execution_of_original").quotient == "2235.42 ÷ 4555.55 = 49.07%"
    assert rate(now).quotient == "2235.42 ÷ 2275.60 = 98.23%"


@given(ENTRIES)
def test_a_position_is_the_naive_sums_and_the_sum_of_its_sources(entries: list[Entry]) -> None:
    now = position(entries)
    sums: dict[Kind, Decimal] = defaultdict(Decimal)
    for one in entries:
        sums[one.kind] += one.amount
    for kind in Kind:
        amount = getattr(now, "original" if kind is Kind.APPROVED else kind.value)
        assert amount == (sums[kind] if any(one.kind is kind for one in entries) else None)
    if now.revised is not None:
        into = sums[Kind.APPROVED] + sums[Kind.CARRIED_IN] + sums[Kind.ADDED]
        assert now.revised == into - sums[Kind.CUT] - sums[Kind.RETURNED]
        assert now.left == now.revised - sums[Kind.PAID] - sums[Kind.CARRIED_OUT]
    parts = together(by_source(entries).values())
    for field in fields(Position):
        if field.name not in ("revised", "left"):  # a source may have cuts and no budget of its own
            assert getattr(parts, field.name) == getattr(now, field.name)


@given(ENTRIES)
def test_reversals_cancel_exactly_and_are_no_problem(entries: list[Entry]) -> None:
    back = [Entry(f"-{one.id}", one.kind, one.date, -one.amount, one.source, reverses=one.id) for one in entries]
    for field in fields(Position):
        assert not getattr(position([*entries, *back]), field.name)
    assert problems([*entries, *back]) == []


@given(ENTRIES, st.sampled_from(Kind))
def test_the_last_month_is_the_total_and_no_month_is_below_the_one_before(entries: list[Entry], kind: Kind) -> None:
    months = by_month(entries, kind, 2024)
    assert len(months) == 12
    assert list(months) == sorted(months)
    assert months[-1] == sum((one.amount for one in entries if one.kind is kind), Decimal(0))
    assert by_month(entries, kind, 2023) == (Decimal(0),) * 12


@given(ENTRIES)
def test_every_printed_rate_holds(entries: list[Entry]) -> None:
    for one in rates(position(entries)):
        assert untrue(one.how) == []


def test_payments_above_what_was_received_or_budgeted_cannot_be() -> None:
    found = problems([entry(Kind.APPROVED, "100"), entry(Kind.ARRIVED, "80"), entry(Kind.PAID, "120")])
    assert [(r.severity, r.field, r.text_zh) for r in found] == [
        (Severity.ERROR, "left", "支付和结转下年多于全年预算 20 元"),
        (Severity.ERROR, "paid", "支付 120 元多于到位 80 元，差 40 元"),
    ]


def test_more_received_than_released_is_worth_asking_and_an_unknown_limit_is_silent() -> None:
    found = problems([entry(Kind.ALLOCATED, "80"), entry(Kind.ARRIVED, "100")])
    assert [(r.severity, r.field) for r in found] == [(Severity.NOTE, "arrived")]
    assert problems([entry(Kind.APPROVED, "100"), entry(Kind.PAID, "90")]) == []


def test_more_cut_than_there_is_makes_a_budget_below_zero() -> None:
    assert texts(entry(Kind.APPROVED, "100"), entry(Kind.CUT, "130")) == [
        "全年预算合计 -30 元，小于 0：调减和收回多于预算"
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (entry(Kind.PAID, "-5", "r", reverses="x"), "冲销的“x”不存在"),
        (entry(Kind.CUT, "-5", "r", reverses="p"), "冲销为调减、财政拨款，原记录“p”为支付、财政拨款，应相同"),
        (entry(Kind.PAID, "5", "r", reverses="p"), "冲销金额 5 元应为负数"),
        (entry(Kind.PAID, "-12", "r", reverses="p"), "“p”金额 10 元，共冲销 12 元，多 2 元"),
        (entry(Kind.PAID, "-5", "r"), "金额 -5 元应大于 0；更正请用冲销"),
        (entry(Kind.PAID, "5", "p"), "编号“p”出现 2 次"),
    ],
)
def test_a_wrong_entry_is_named(wrong: Entry, said: str) -> None:
    assert said in texts(entry(Kind.APPROVED, "100"), entry(Kind.PAID, "10", "p"), wrong)


def test_a_reversal_is_not_reversed() -> None:
    once = entry(Kind.PAID, "-5", "r", reverses="p")
    assert texts(entry(Kind.PAID, "10", "p"), once, entry(Kind.PAID, "-1", "s", reverses="r")) == [
        "“r”本身是冲销，不能再冲销"
    ]


def test_every_kind_and_source_has_its_names() -> None:
    for word in (*Kind, *Source):
        assert word.zh
        assert word.en


def told(*entries: Entry) -> list[tuple[Severity, str, str]]:
    return [(one.severity, one.field, one.text_zh) for one in source_problems(by_source(entries))]


def test_a_source_is_asked_for_its_own_budget_and_receipts() -> None:
    budget = [entry(Kind.APPROVED, "1000"), entry(Kind.ARRIVED, "1000")]
    strange = entry(Kind.PAID, "50", source=Source.OTHER)
    assert told(*budget, strange) == [
        (Severity.WARNING, "other", "其他资金支付 50 元，这一来源既没有预算，也没有到位；请核对资金来源")
    ]
    assert told(*budget, strange, entry(Kind.ARRIVED, "50", source=Source.OTHER)) == []
    assert told(*budget, strange, entry(Kind.APPROVED, "50", source=Source.OTHER)) == []
    assert told(*budget, strange, entry(Kind.ARRIVED, "30", source=Source.OTHER)) == [
        (Severity.WARNING, "other", "其他资金支付 50 元，多于这一来源的到位 30 元，差 20 元；请核对资金来源")
    ]
    assert told(*budget, strange, entry(Kind.ADDED, "30", source=Source.OTHER)) == [
        (Severity.WARNING, "other", "其他资金支付 50 元，多于这一来源的全年预算 30 元，差 20 元；请核对资金来源")
    ]


def test_a_payment_that_was_taken_back_asks_for_nothing() -> None:
    paid = entry(Kind.PAID, "50", source=Source.OTHER)
    back = Entry("back", Kind.PAID, DAY, Decimal(-50), Source.OTHER, "", paid.id)
    assert told(paid, back) == []
