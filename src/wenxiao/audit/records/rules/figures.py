"""What reports state against what the ledger holds (check F04)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wenxiao.audit.model import Severity
from wenxiao.audit.records.model import RECORD_PASSED, Quoted, RecordOutcome, cannot_tell, conflict
from wenxiao.audit.records.registry import record_rule
from wenxiao.audit.records.words import numbered, yuan
from wenxiao.performance.records import ROLES, Record, Stated
from wenxiao.quantities.model import Quantity
from wenxiao.quantities.paper import in_unit, plain


@record_rule(
    "F604", "figure-differs-from-ledger", Severity.ERROR, check="F04",
    title="报告的金额与台账不一致", title_en="A figure of a report differs from the ledger",
    basis="自评的预算数、执行数与批复、决算一致（预算法第七十五条：决算数额准确）", by_hand="调出台账该项金额，与报告的金额对照口径（是否含上级资金、上年结转）。",
    basis_en="Budget and spending of a self-evaluation are those approved and accounted for",
    by_hand_en="Look the figure up in the ledger; compare the scope (transfers from above, carried over from last year).",
)  # fmt: skip
def figure_differs_from_ledger(record: Record) -> Iterator[RecordOutcome]:
    """A figure of a report differs from the ledger.

    Each role of money is compared with the same role: the year's budget never with the approved one. A printed figure stands
    for all that rounds to it; where its digits are those of the ledger cut off, that is a note. Known false alarms: a report
    that leaves out transfers from above or what was carried over.

    Fails::
        [ledger]
        spent = 1002500
        [self_evaluation.figures]
        spent = "110.25万元"
    Fails::
        [ledger]
        adjusted = "120.50万元"
        [[evaluations]]
        kind = "财政评价"
        figures = { adjusted = "102.50万元" }
    Passes::
        [ledger]
        approved = 1205000
        spent = 1002536.40
        [self_evaluation.figures]
        approved = "120.50万元"
        spent = "100.25万元"
    Silent::
        [ledger]
        approved = 1205000
        [self_evaluation]
        total = 96.5
    """
    reports = [("自评", "the self-evaluation", "self_evaluation", record.self_evaluation.figures)] if record.self_evaluation else []  # fmt: skip
    reports += [(e.kind, f"“{e.kind}”", place, e.figures) for place, e in numbered("evaluations", record.evaluations)]
    for zh, en, place, figures in reports:
        for stated in figures:
            yield _compared(record, zh, en, f"{place}.figures.{stated.role}", stated)


def _compared(record: Record, zh: str, en: str, place: str, stated: Stated) -> RecordOutcome:
    held: Decimal | None = getattr(record.ledger, stated.role)
    if held is None:
        return cannot_tell("the ledger lacks the figure")
    figure = stated.quantity
    if figure.interval.low <= held <= figure.interval.high:
        return RECORD_PASSED
    if figure.approximate:
        return cannot_tell("an approximate figure")
    name, name_en = ROLES[stated.role]
    in_ledger = f"{plain(in_unit(held, figure))}{figure.unit}"
    cut = _cut_off(held, figure)
    last, last_en = ("尾数为截去而非四舍五入", "digits are cut off instead of rounded") if cut else (
        "请核对口径，或更正", "compare the scope, or correct it")  # fmt: skip
    return conflict(
        f"{zh}写明{name}“{stated.words}”，台账为“{in_ledger}”；{last}",
        f"The {name_en} is {stated.words} in {en} and {in_ledger} in the ledger; {last_en}",
        [Quoted(place, stated.words), Quoted(f"ledger.{stated.role}", yuan(held))],
        arithmetic=[f"{plain(figure.value)} − {plain(in_unit(held, figure))} = {plain(figure.value - in_unit(held, figure))}（{figure.unit}）"],
        severity=Severity.NOTE if cut else None,
    )  # fmt: skip


def _cut_off(held: Decimal, figure: Quantity) -> bool:
    return Decimal(0) <= held - figure.normalized < figure.interval.high - figure.interval.low
