"""How urgently a document is to be reviewed (审查风险): points for what was found in it, each said; the weights are the regime's."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from wenxiao.performance.regime import Regime
from wenxiao.performance.regime import regime as named

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a document counts: findings that nobody has explained away, required content that is not seen, errors that the
    version before had as well, and the budgets of its projects together (yuan; None where none is stated)."""

    errors: int = 0
    warnings: int = 0
    notes: int = 0
    absent: int = 0
    remaining: int = 0
    amount: Decimal | None = None
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What one thing adds."""

    points: Decimal
    zh: str
    en: str


def risk(facts: Facts, regime: Regime | None = None) -> tuple[Part, ...]:
    """The parts of the risk, those that add nothing left out; ``total`` adds them up."""
    of = (regime or named()).thresholds
    parts = [
        Part(of["document_error"] * facts.errors, f"严重 {facts.errors} 条", f"{facts.errors} errors"),
        Part(of["document_warning"] * facts.warnings, f"警告 {facts.warnings} 条", f"{facts.warnings} warnings"),
        Part(of["document_note"] * facts.notes, f"提示 {facts.notes} 条", f"{facts.notes} notes"),
        Part(of["document_absent"] * facts.absent, f"应有未见 {facts.absent} 项", f"{facts.absent} parts missing"),
        Part(of["document_remaining"] * facts.remaining, f"上一稿已指出仍在 {facts.remaining} 条", f"{facts.remaining} errors left from the version before"),
    ]  # fmt: skip
    if facts.unread:
        parts.append(Part(of["document_unread"], "不能读取", "cannot be read"))
    if facts.amount is not None and facts.amount >= of["document_amount"]:
        floor = f"{of['document_amount'] / 10000:,.0f}"
        parts.append(Part(of["document_large"], f"预算合计 {floor} 万元以上", f"budgets from {floor} × 10,000 yuan"))
    return tuple(part for part in parts if part.points > 0)


def total(parts: tuple[Part, ...]) -> Decimal:
    return sum((part.points for part in parts), ZERO)


def level(points: Decimal, regime: Regime | None = None) -> str:
    """``high``, ``middle`` or ``low``."""
    of = (regime or named()).thresholds
    if points >= of["document_high"]:
        return "high"
    return "middle" if points >= of["document_middle"] else "low"
