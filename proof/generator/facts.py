"""What the made-up documents are about. Money is yuan, rates are percent as printed (half up), all exact decimals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def half_up(value: Decimal, decimals: int) -> Decimal:
    """Rounded as on paper: 88.345 is 88.35."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def percent_of(top: Decimal, base: Decimal, decimals: int) -> Decimal:
    return half_up(top / base * 100, decimals)


@dataclass(frozen=True, slots=True)
class District:
    """A district that does not exist."""

    province: str
    city: str
    name: str  # with its 区 or 县
    towns: tuple[str, ...]
    offices: Mapping[str, str]  # by sector: 水务局

    @property
    def level(self) -> str:
        return self.name[-1]


@dataclass(frozen=True, slots=True)
class Share:
    """Named amount below a whole: a source or a use of funds, with its own parts where it has some."""

    name: str
    amount: Decimal
    parts: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """What was delivered: 修复岸坡 8.4 千米. ``parts`` add up to ``done``."""

    verb: str
    noun: str
    unit: str
    target: Decimal
    done: Decimal
    decimals: int = 0
    parts: tuple[tuple[str, Decimal], ...] = ()

    @property
    def what(self) -> str:
        """The thing counted, without the word for its number: 灯具数量 is the indicator, 灯具 what is replaced."""
        return re.sub(r"(?:数量|长度|面积|人次|次数|件数|套数|册数|户数|个数|场次)$", "", self.noun)


@dataclass(frozen=True, slots=True)
class States:
    """Items of a plan, each in one state."""

    noun: str
    unit: str
    total: int
    states: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after, and by how many percent it moved."""

    noun: str
    unit: str
    old: Decimal
    new: Decimal
    decimals: int
    percent: Decimal

    @property
    def falls(self) -> bool:
        return self.new < self.old


@dataclass(frozen=True, slots=True)
class Survey:
    """How satisfied those are for whom the money was spent, and how that is known."""

    who: str
    way: str
    month: int
    sample: int
    content: int
    rate: Decimal  # one decimal

    @property
    def target(self) -> int:
        return 90


@dataclass(frozen=True, slots=True)
class Kind:
    """What projects of one sort have in common: words of the field, from ``kinds.toml``."""

    key: str
    sector: str
    names: tuple[str, ...]
    purpose: str
    content: tuple[str, ...]
    outputs: tuple[Mapping[str, object], ...]
    states: Mapping[str, object]
    change: Mapping[str, object]
    quality: str
    timely: str
    cost: Mapping[str, object]
    effect: str
    sustain: str
    lasting: str
    who: str
    problem: str
    measure: str
    unspent: str
    hindered: str


@dataclass(frozen=True, slots=True)
class Project:
    """One project of one year with all that is true of it."""

    name: str
    kind: Kind
    office: str
    unit: str  # that carries it out
    year: int
    budget: Decimal  # 年初预算
    added: Decimal
    returned: Decimal
    arrived: Decimal
    spent: Decimal
    sources: tuple[Share, ...]  # of the receipts
    uses: tuple[Share, ...]  # of the spending
    outputs: tuple[Output, ...]
    states: States
    change: Change
    survey: Survey

    @property
    def adjusted(self) -> Decimal:
        """全年预算."""
        return self.budget + self.added - self.returned

    @property
    def is_adjusted(self) -> bool:
        return bool(self.added or self.returned)

    @property
    def left(self) -> Decimal:
        return self.adjusted - self.spent


@dataclass(frozen=True, slots=True)
class Indicator:
    """Row of a form."""

    level1: str
    level2: str
    name: str
    sign: str
    target: Decimal
    actual: Decimal
    unit: str
    decimals: int
    weight: Decimal
    score: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Form:
    """自评表: the money of three sources in the columns 年初预算数, 全年预算数, 全年执行数; the indicators; the total."""

    project: Project
    rows: tuple[tuple[str, Decimal, Decimal, Decimal], ...]  # the total first, then its sources
    rate: Decimal
    rate_score: Decimal
    indicators: tuple[Indicator, ...]

    @property
    def amounts(self) -> tuple[tuple[Decimal, Decimal, Decimal], ...]:
        return tuple((a, b, c) for _, a, b, c in self.rows)

    @property
    def total(self) -> Decimal:
        return self.rate_score + sum((i.score for i in self.indicators), Decimal(0))


def grade(score: Decimal) -> str:
    """优良中差 (财预〔2020〕10号)."""
    return "优" if score >= 90 else "良" if score >= 80 else "中" if score >= 60 else "差"
