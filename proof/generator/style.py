"""How a clerk prints: units, separators, decimals, brackets, numbering, line breaks. One style per document."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from proof.generator.facts import half_up

UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_FULL_DIGITS = str.maketrans("0123456789.", "０１２３４５６７８９．")
_HALF = str.maketrans("（）：；", "():;")
_HALF_COMMAS = str.maketrans("（）：；，", "():;,")


@dataclass(frozen=True, slots=True)
class Style:
    unit: str = "万元"
    decimals: int = 2
    strip: bool = False  # 30.5万元 beside 30.56万元: trailing zeros dropped
    commas: bool = True  # 1,234.00
    space: bool = False  # 12.00 万元
    full_digits: bool = False
    sign: str = "%"
    rate_decimals: int = 2
    strip_rate: bool = False  # 95% where it is exact
    narrow: bool = False  # ( ) : instead of （ ） ：
    narrow_commas: bool = False
    colon: str = "："  # behind 其中
    joint: str = "，"  # between the amounts of a list
    item: str = "、"  # between the counts of a list
    indent: str = ""
    blank_lines: bool = True
    wrap: int | None = None  # characters in a line where the page breaks lines
    grain: Decimal = Decimal(100)  # the money of the document lies on this grid of yuan

    def amount(self, value: Decimal, *, unit: str | None = None, bare: bool = False) -> str:
        """An amount as printed; ``bare`` without its unit, for a table."""
        unit = unit or self.unit
        decimals = self.decimals if unit != "元" else 2
        if unit == "亿元" and (value < UNITS[unit] or value % 10_000):
            unit = "万元"
        if unit == "亿元":
            decimals = 4
        figure = half_up(value / UNITS[unit], decimals)
        text = f"{figure:,f}" if self.commas else f"{figure:f}"
        if (self.strip or unit == "亿元") and "." in text:
            text = text.rstrip("0").rstrip(".")
        if bare:
            return text
        if self.full_digits:
            text = text.translate(_FULL_DIGITS)
        return f"{text}{' ' if self.space else ''}{unit}"

    def number(self, value: Decimal, decimals: int = 0) -> str:
        text = f"{half_up(value, decimals):,f}" if self.commas else f"{half_up(value, decimals):f}"
        return text.translate(_FULL_DIGITS) if self.full_digits else text

    def rate(self, top: Decimal, base: Decimal, decimals: int | None = None) -> str:
        """A rate in percent, computed from the exact amounts and rounded half up."""
        return self.percent(top / base * 100, self.rate_decimals if decimals is None else decimals)

    def percent(self, value: Decimal, decimals: int) -> str:
        rounded = half_up(value, decimals)
        text = f"{rounded:f}"
        if "." in text and (self.strip_rate and rounded == value):
            text = text.rstrip("0").rstrip(".")
        return (text.translate(_FULL_DIGITS) if self.full_digits else text) + self.sign

    def shaped(self, words: str) -> str:
        """Words with the brackets and marks of this style; as many characters as before."""
        if self.narrow_commas:
            return words.translate(_HALF_COMMAS)
        return words.translate(_HALF) if self.narrow else words


def style(rng: Random) -> Style:
    def often(share: float) -> bool:
        return rng.random() < share

    unit, decimals, grain = rng.choices(
        [
            ("万元", 2, Decimal(100)),
            ("元", 2, Decimal("0.01")),
            ("万元", 4, Decimal(1)),
            ("万元", 2, Decimal("0.01")),  # figures of the ledger, rounded on paper
            ("亿元", 2, Decimal(10_000)),
        ],
        [60, 12, 8, 10, 10],
    )[0]
    return Style(
        unit=unit,
        decimals=decimals,
        grain=grain,
        strip=unit == "万元" and grain == 100 and often(0.3),
        commas=often(0.6),
        space=often(0.1),
        full_digits=often(0.03),
        sign="％" if often(0.06) else "%",
        rate_decimals=rng.choices([2, 1, 0], [8, 2, 1])[0],
        strip_rate=often(0.5),
        narrow=often(0.12),
        narrow_commas=often(0.04),
        colon=rng.choice(("：", "：", "", "，")),
        joint=rng.choice(("，", "，", "；", "、")),
        item=rng.choice(("、", "、", "，")),
        indent="　　" if often(0.3) else "",
        blank_lines=often(0.5),
        wrap=rng.randint(34, 46) if often(0.12) else None,
    )
