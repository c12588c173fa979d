"""Sentences made at random, whose truth is known: order, role words, units, separators, brackets and line breaks vary."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wenxiao.audit.run import audit_reading
from wenxiao.reading.model import Reading
from wenxiao.reading.pipeline import read_text

NAMES = st.sampled_from(
    [
        "河道保洁服务项目",
        "村级道路改造工程",
        "敬老院修缮补助",
        "防汛物资采购经费",
        "“智慧路灯”建设项目",
        "学校食堂（二期）改造项目",
    ]
)
CENTS = st.integers(min_value=100, max_value=99_999_999).map(lambda n: Decimal(n) / 100)
SHARE = st.integers(min_value=1, max_value=100)


def printed(value: Decimal, style: int) -> str:
    """An amount of 万元 as clerks print it."""
    if style == 3:
        return f"{value * 10000:,.2f}元"
    figure = [
        f"{value:.2f}",
        f"{value:,.2f}",
        f"{value:.2f}".translate(str.maketrans("0123456789.", "０１２３４５６７８９．")),
    ][style]
    return f"{figure}{' ' if style == 1 else ''}万元"


@st.composite
def items(draw: st.DrawFn) -> tuple[str, Decimal, Decimal, Decimal]:
    """Text of one project with its budget, its spending (万元) and its rate (percent, half up)."""
    name, budget, share = draw(NAMES), draw(CENTS), draw(SHARE)
    spent = (budget * share / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    rate = (spent / budget * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    style, other = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    given_ = draw(
        st.sampled_from(["项目预算{}", "年初预算为{}", "2023年预算资金{}", "批复预算：{}", "预算安排（含上年结转）{}"])
    ).format(printed(budget, style))
    used = draw(st.sampled_from(["支出{}", "实际支出{}", "累计支付{}", "全年执行金额为{}", "实际执行:{}"])).format(
        printed(spent, other)
    )
    stated = draw(st.sampled_from(["执行率{}%", "预算执行率为{}%", "支出率{}%"])).format(rate)
    comma = draw(st.sampled_from(["，", ","]))
    ending = "" if draw(st.booleans()) else f"{comma}主要用于日常维护"
    if draw(st.booleans()):
        ending += draw(st.sampled_from(["", f"{comma}惠及群众120人"]))
    return f"{name}|{given_}{comma}{used}{comma}{stated}{ending}。", budget, spent, rate


def document(parts: list[tuple[str, Decimal, Decimal, Decimal]], headings: bool, broken: int) -> str:
    numerals = "一二三四五六七八九十"
    lines = []
    for i, (text, *_rest) in enumerate(parts):
        name, _, sentence = text.partition("|")
        numbered = f"{name}{i + 1}标段"
        if headings:
            if broken:
                cut = min(len(sentence) - 2, 14 + broken)
                sentence = sentence[:cut] + "\n" + sentence[cut:]
            lines.append(
                f"{numerals[i]}、{name.removesuffix('项目')}{i + 1}期项目\n（一）项目基本情况\n为改善条件，特实施本项目。{sentence}"
            )
        else:
            lines.append(f"{i + 1}、{numbered}{sentence}")
    return "2023年重点项目绩效执行结果说明\n" + "\n".join(lines) + "\n"


def check(reading: Reading, parts: list[tuple[str, Decimal, Decimal, Decimal]]) -> None:
    assert [(p.budget, p.spent, p.stated_execution_rate) for p in reading.projects] == [
        (budget * 10000, spent * 10000, rate / 100) for _, budget, spent, rate in parts
    ]


@given(st.lists(items(), min_size=3, max_size=6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read(parts: list[tuple[str, Decimal, Decimal, Decimal]], headings: bool) -> None:
    check(read_text(document(parts, headings, 0)), parts)


@given(st.lists(items(), min_size=3, max_size=4), st.integers(1, 12))
@settings(max_examples=40, deadline=None)
def test_a_line_break_of_a_page_end_changes_nothing(
    parts: list[tuple[str, Decimal, Decimal, Decimal]], broken: int
) -> None:
    check(read_text(document(parts, True, broken)), parts)


@given(st.lists(items(), min_size=3, max_size=5), st.booleans())
@settings(max_examples=40, deadline=None)
def test_a_true_document_has_no_contradiction(
    parts: list[tuple[str, Decimal, Decimal, Decimal]], headings: bool
) -> None:
    report = audit_reading(read_text(document(parts, headings, 0)))
    assert [f.message() for f in report.findings if f.severity == "error"] == []


@given(st.lists(items(), min_size=3, max_size=5), st.booleans(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_wrong_rate_is_found_where_it_stands(
    parts: list[tuple[str, Decimal, Decimal, Decimal]], headings: bool, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(parts) - 1))
    text, budget, spent, rate = parts[index]
    wrong = rate + 7 if rate < 90 else rate - 7
    amounts = [amount for _, *pair, _ in parts for amount in pair]
    assume(not any(b and abs(a / b * 100 - wrong) < 1 for a in amounts for b in amounts))  # by chance it is another's
    parts[index] = (
        text.replace(f"率{rate}%", f"率{wrong}%").replace(f"率为{rate}%", f"率为{wrong}%"),
        budget,
        spent,
        wrong,
    )
    reading = read_text(document(parts, headings, 0))
    found = [f for f in audit_reading(reading).findings if f.rule.code == "A101"]
    assert any(f"{wrong}%" in reading.document.text[s.start : s.end] for f in found for s in f.spans)


@given(
    st.lists(st.integers(1, 500), min_size=3, max_size=9),
    st.integers(1, 40),
    st.sampled_from("起个户人座"),
    st.sampled_from("、，"),
)
@settings(max_examples=60, deadline=None)
def test_a_list_is_judged_by_its_arithmetic(values: list[int], extra: int, counter: str, comma: str) -> None:
    parts = comma.join(f"第{'甲乙丙丁戊己庚辛壬'[i]}类{v}{counter}" for i, v in enumerate(values))
    # A 其中 list that covers less than half of its total names examples: the surplus stays below the sum.
    for total, verdict in ((sum(values), "holds"), (sum(values) + min(extra, sum(values)), "broken")):
        reading = read_text(f"全年共登记{total}{counter}，其中{parts}。")
        lists = [
            r
            for r in reading.relations
            if r.kind == "sum" and r.basis == "list" and r.stated is not None and r.stated.value == total
        ]
        assert [r.verdict.value for r in lists] == [verdict]
