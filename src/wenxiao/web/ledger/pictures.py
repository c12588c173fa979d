"""Where the money went, as a waterfall: from the original budget over its changes to the revised one, what is paid, what is left."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wenxiao.performance.ledger import Position
from wenxiao.quantities.paper import rounded
from wenxiao.web.core.say import say

WIDTH, BASE, TOP, BAR = 560, 160, 26, 70
_WAN = Decimal(10_000)
_MINUS = "−"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in the units of the picture; ``tone`` is its class in the style sheet, ``figure`` the entries behind it."""

    figure: str
    words: str
    label: str
    tone: str
    x: int
    y: float
    height: float
    width: int = BAR

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def above(self) -> float:
        """Where its label stands."""
        return self.y - 6


def waterfall(position: Position) -> dict[str, Any] | None:
    """The bars and their text for a screen reader; None where there is no budget to draw."""
    if not position.revised:
        return None
    steps = _steps(position)
    highest = max(max(low, high) for *_, low, high in steps) or Decimal(1)
    gap = (WIDTH - BAR * len(steps)) / len(steps) if len(steps) < 8 else 4
    width = BAR if len(steps) < 8 else int(WIDTH / len(steps) - gap)
    bars = []
    for index, (figure, words, tone, sign, low, high) in enumerate(steps):
        top, bottom = _y(max(low, high), highest), _y(min(low, high), highest)
        label = sign + f"{rounded(abs(high - low) / _WAN, 2):,f}"
        x = round(index * (width + gap) + gap / 2)
        bars.append(Bar(figure, words, label, tone, x, top, max(round(bottom - top, 1), 3), width))
    unit = say("万元", "10⁴ yuan")
    text = say("资金瀑布图：", "Money: ") + say("，", ", ").join(f"{bar.words} {bar.label} {unit}" for bar in bars)
    return {"bars": bars, "text": text, "width": WIDTH, "base": BASE}


def _steps(position: Position) -> list[tuple[str, str, str, str, Decimal, Decimal]]:
    """Figure, words, tone, sign, and from where to where it goes, in yuan."""
    zero = Decimal(0)
    stands = zero
    steps = []
    if position.original is not None:
        steps.append(("original", say("年初预算", "Original"), "whole", "", zero, position.original))
        stands = position.original
    for figure, words, tone, sign in (
        ("carried_in", say("上年结转", "Carried in"), "more", "+"),
        ("added", say("追加", "Added"), "more", "+"),
        ("cut", say("调减", "Cut"), "less", _MINUS),
        ("returned", say("收回", "Taken back"), "less", _MINUS),
    ):
        amount = getattr(position, figure)
        if amount:
            to = stands + amount if sign == "+" else stands - amount
            steps.append((figure, words, tone, sign, stands, to))
            stands = to
    revised = position.revised or zero
    steps.append(("revised", say("全年预算", "Revised"), "revised", "", zero, revised))
    if position.paid is not None:
        steps.append(("paid", say("支出", "Paid"), "paid", "", zero, position.paid))
    if position.carried_out:
        left = revised - (position.paid or zero)
        steps.append(("carried_out", say("结转下年", "Carried out"), "left", "", left - position.carried_out, left))
    if position.left:
        steps.append(("left", say("未支出", "Left"), "left", "", zero, position.left))
    return steps


def _y(amount: Decimal, highest: Decimal) -> float:
    return round(BASE - float(amount / highest) * (BASE - TOP), 1)
