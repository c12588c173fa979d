"""The ledger of a project-year (台账): entries, the position that they make, and the rates with their base.

Amounts are Decimals in yuan. An entry is never changed: a correction is a further entry of the same kind with the negative
amount, which names the one that it reverses. What no entry speaks of is None, not 0; what was entered and reversed is 0.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date as Date  # noqa: N812 - an entry has a field of that name
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

from wenxiao.performance.remarks import Remark, error, note, warning
from wenxiao.quantities.paper import percent, plain, rounded

ZERO = Decimal(0)
_TEN_THOUSAND = Decimal(10_000)


class Kind(StrEnum):
    """What an entry records. ``zh`` and ``en`` are its names on a page."""

    APPROVED = "approved"
    CARRIED_IN = "carried_in"
    ADDED = "added"
    CUT = "cut"
    RETURNED = "returned"
    ALLOCATED = "allocated"
    ARRIVED = "arrived"
    CONTRACTED = "contracted"
    PAID = "paid"
    CARRIED_OUT = "carried_out"

    @property
    def zh(self) -> str:
        return _KINDS[self][0]

    @property
    def en(self) -> str:
        return _KINDS[self][1]


class Source(StrEnum):
    """Where the money comes from (资金来源). ``zh`` and ``en`` are its names on a page."""

    FISCAL = "fiscal"
    CARRYOVER = "carryover"
    BOND = "bond"
    TRANSFER = "transfer"
    OTHER = "other"

    @property
    def zh(self) -> str:
        return _SOURCES[self][0]

    @property
    def en(self) -> str:
        return _SOURCES[self][1]


_KINDS: Mapping[Kind, tuple[str, str]] = {
    Kind.APPROVED: ("年初预算批复", "original budget"),
    Kind.CARRIED_IN: ("上年结转转入", "carried in"),
    Kind.ADDED: ("追加", "supplement"),
    Kind.CUT: ("调减", "cut"),
    Kind.RETURNED: ("收回", "taken back"),
    Kind.ALLOCATED: ("下达", "released"),
    Kind.ARRIVED: ("到位", "received"),
    Kind.CONTRACTED: ("合同", "contracted"),
    Kind.PAID: ("支付", "paid"),
    Kind.CARRIED_OUT: ("结转下年", "carried out"),
}
_SOURCES: Mapping[Source, tuple[str, str]] = {
    Source.FISCAL: ("财政拨款", "budget appropriation"),
    Source.CARRYOVER: ("上年结转资金", "carry-over of last year"),
    Source.BOND: ("专项债券", "special-purpose bond"),
    Source.TRANSFER: ("上级转移支付", "transfer from above"),
    Source.OTHER: ("其他资金", "other funds"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``amount`` in yuan, positive; a reversal carries the negative of what it takes back of ``reverses``.

    ``reference`` is the number of the document that it rests on, kept as printed.
    """

    id: str
    kind: Kind
    date: Date
    amount: Decimal
    source: Source = Source.FISCAL
    reference: str = ""
    reverses: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """What the entries come to, in yuan; None where no entry is of that kind.

    ``revised`` (全年预算) = original + carried in + added − cut − returned, None without any of the first three. ``left`` =
    revised − paid − carried out: no entry takes nothing away, so it is None only where ``revised`` is.
    """

    original: Decimal | None = None
    carried_in: Decimal | None = None
    added: Decimal | None = None
    cut: Decimal | None = None
    returned: Decimal | None = None
    revised: Decimal | None = None
    allocated: Decimal | None = None
    arrived: Decimal | None = None
    contracted: Decimal | None = None
    paid: Decimal | None = None
    carried_out: Decimal | None = None
    left: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with its base: ``value`` = numerator ÷ denominator as a fraction, exact; None where it is undefined.

    Undefined is a rate of which either amount is missing, or with a denominator of zero or below. ``base`` is the words of
    the denominator, ``key`` the name by which programs ask for it.
    """

    name: str
    numerator: Decimal | None
    denominator: Decimal | None
    base: str
    value: Decimal | None
    key: str = ""
    name_en: str = ""
    base_en: str = ""

    @property
    def how(self) -> str:
        """571.64 ÷ 580.00 = 98.56%（÷全年预算），in 万元; empty where it is undefined."""
        return f"{self.quotient}（÷{self.base}）" if self.quotient else ""

    @property
    def how_en(self) -> str:
        return f"{self.quotient} (of the {self.base_en})" if self.quotient else ""

    @property
    def quotient(self) -> str:
        """571.64 ÷ 580.00 = 98.56%, both amounts to the last digit; empty where it is undefined."""
        if self.value is None or self.numerator is None or self.denominator is None:
            return ""
        return f"{in_ten_thousands(self.numerator)} ÷ {in_ten_thousands(self.denominator)} = {percent(self.value)}"


def in_ten_thousands(amount: Decimal) -> str:
    """Yuan as 万元 with two decimals, with more where that would leave something out."""
    value = amount / _TEN_THOUSAND
    short = rounded(value, 2)
    return f"{short:f}" if short == value else plain(value)


def in_yuan(amount: Decimal) -> str:
    """An amount as a sentence prints it: thousands apart, no zeros that say nothing."""
    return f"{Decimal(plain(amount)):,f}"


def position(entries: Iterable[Entry]) -> Position:
    """What the entries of one project-year come to."""
    sums: dict[Kind, Decimal] = {}
    for entry in entries:
        sums[entry.kind] = sums.get(entry.kind, ZERO) + entry.amount
    return position_of(sums)


def position_of(sums: Mapping[Kind, Decimal]) -> Position:
    """The position of sums by kind, as a database adds them up; a kind that is not there has no entry."""
    original, carried_in, added = sums.get(Kind.APPROVED), sums.get(Kind.CARRIED_IN), sums.get(Kind.ADDED)
    cut, returned = sums.get(Kind.CUT), sums.get(Kind.RETURNED)
    paid, carried_out = sums.get(Kind.PAID), sums.get(Kind.CARRIED_OUT)
    revised = None
    if original is not None or carried_in is not None or added is not None:
        revised = _or_zero(original) + _or_zero(carried_in) + _or_zero(added) - _or_zero(cut) - _or_zero(returned)
    return Position(
        original=original,
        carried_in=carried_in,
        added=added,
        cut=cut,
        returned=returned,
        revised=revised,
        allocated=sums.get(Kind.ALLOCATED),
        arrived=sums.get(Kind.ARRIVED),
        contracted=sums.get(Kind.CONTRACTED),
        paid=paid,
        carried_out=carried_out,
        left=None if revised is None else revised - _or_zero(paid) - _or_zero(carried_out),
    )


def together(positions: Iterable[Position]) -> Position:
    """Several positions as one: each amount is the sum of those that are known, None where none is."""
    every = tuple(positions)
    sums: dict[str, Decimal | None] = {}
    for field in fields(Position):
        known = [amount for one in every if (amount := getattr(one, field.name)) is not None]
        sums[field.name] = sum(known, ZERO) if known else None
    return Position(**sums)


def by_source(entries: Iterable[Entry]) -> Mapping[Source, Position]:
    """The position of each source that has entries, in the order of ``Source``; together they are the whole."""
    parts: dict[Source, list[Entry]] = defaultdict(list)
    for entry in entries:
        parts[entry.source].append(entry)
    return {source: position(parts[source]) for source in Source if source in parts}


def by_month(entries: Iterable[Entry], kind: Kind, year: int) -> tuple[Decimal, ...]:
    """The twelve sums of that kind from the year's first day to the end of each month; entries of other years do not count."""
    months = [ZERO] * 12
    for entry in entries:
        if entry.kind is kind and entry.date.year == year:
            months[entry.date.month - 1] += entry.amount
    return tuple(accumulate(months))


_RATES = (
    ("execution", "预算执行率", "budget execution rate", "paid", "revised", "全年预算", "revised budget"),
    ("execution_of_original", "预算执行率", "budget execution rate", "paid", "original", "年初预算", "original budget"),
    ("execution_of_arrived", "预算执行率", "budget execution rate", "paid", "arrived", "到位资金", "funds received"),
    ("execution_of_allocated", "预算执行率", "budget execution rate", "paid", "allocated", "下达数", "funds released"),
    ("allocation", "下达率", "release rate", "allocated", "revised", "全年预算", "revised budget"),
    ("arrival", "资金到位率", "arrival rate", "arrived", "revised", "全年预算", "revised budget"),
    ("arrival_of_allocated", "资金到位率", "arrival rate", "arrived", "allocated", "下达数", "funds released"),
    ("payment", "支付率", "payment rate", "paid", "contracted", "合同额", "contracted amount"),
)


def rates(position: Position) -> tuple[Rate, ...]:
    """Every rate in use, in a fixed order; the first is the one that a self-evaluation scores (执行 ÷ 全年预算)."""
    return tuple(_rate(position, *said) for said in _RATES)


def rate(position: Position, key: str = "execution") -> Rate:
    """One of the rates by its key. Raises KeyError for a key that none has."""
    said = next((said for said in _RATES if said[0] == key), None)
    if said is None:
        raise KeyError(key)
    return _rate(position, *said)


def _rate(
    position: Position, key: str, name: str, name_en: str, above: str, below: str, base: str, base_en: str
) -> Rate:
    numerator, denominator = getattr(position, above), getattr(position, below)
    defined = numerator is not None and denominator is not None and denominator > 0
    value = numerator / denominator if defined else None
    return Rate(name, numerator, denominator, base, value, key, name_en, base_en)


def problems(entries: Iterable[Entry]) -> list[Remark]:
    """What cannot be, or is worth asking, in the entries of one project-year; ``field`` is an entry's id or a kind."""
    every = tuple(entries)
    return [*entry_problems(every), *amount_problems(position(every))]


def entry_problems(every: tuple[Entry, ...]) -> Iterator[Remark]:
    """What is wrong with single entries and with reversals; of a longer ledger, what is reversed has to be among them."""
    for name, count in Counter(entry.id for entry in every).items():
        if count > 1:
            yield error(name, f"编号“{name}”出现 {count} 次", f"The id “{name}” is used {count} times")
    first = {entry.id: entry for entry in reversed(every)}
    reversals: dict[str, list[Entry]] = defaultdict(list)
    for entry in every:
        if entry.reverses is not None:
            reversals[entry.reverses].append(entry)
        elif entry.amount <= 0:
            zh, en = (
                f"金额 {plain(entry.amount)} 元应大于 0；更正请用冲销",
                "must be above 0; correct an entry by a reversal",
            )
            yield error(entry.id, zh, f"The amount of {plain(entry.amount)} yuan {en}")
    for name, taken in reversals.items():
        yield from _reversed(first.get(name), name, taken)


def _reversed(entry: Entry | None, name: str, taken: list[Entry]) -> Iterator[Remark]:
    """What is wrong with the reversals of one entry."""
    for one in taken:
        if entry is None:
            yield error(one.id, f"冲销的“{name}”不存在", f"It reverses “{name}”, which does not exist")
        elif entry.reverses is not None:
            yield error(one.id, f"“{name}”本身是冲销，不能再冲销", f"It reverses “{name}”, which is a reversal itself")
        elif (one.kind, one.source) != (entry.kind, entry.source):
            yield error(
                one.id,
                f"冲销为{one.kind.zh}、{one.source.zh}，原记录“{name}”为{entry.kind.zh}、{entry.source.zh}，应相同",
                f"The reversal is of {one.kind.en}, {one.source.en}; “{name}” is of {entry.kind.en}, {entry.source.en}",
            )
        if one.amount >= 0:
            yield error(
                one.id,
                f"冲销金额 {plain(one.amount)} 元应为负数",
                f"A reversal has a negative amount, not {plain(one.amount)} yuan",
            )
    back = -sum((one.amount for one in taken), ZERO)
    if entry is not None and entry.reverses is None and back > entry.amount:
        yield error(
            taken[-1].id,
            f"“{name}”金额 {plain(entry.amount)} 元，共冲销 {plain(back)} 元，多 {plain(back - entry.amount)} 元",
            f"“{name}” is of {plain(entry.amount)} yuan, {plain(back)} are reversed, {plain(back - entry.amount)} too many",
        )


def amount_problems(now: Position) -> Iterator[Remark]:
    """What the sums say: below zero, or more than what they come out of."""
    for kind in Kind:
        amount = getattr(now, "original" if kind is Kind.APPROVED else kind.value)
        if amount is not None and amount < 0:
            yield error(
                kind.value,
                f"{kind.zh}合计 {in_yuan(amount)} 元，小于 0",
                f"{kind.en.capitalize()}: {in_yuan(amount)} yuan in all, below 0",
            )
    if now.revised is not None and now.revised < 0:
        yield error(
            "revised",
            f"全年预算合计 {in_yuan(now.revised)} 元，小于 0：调减和收回多于预算",
            f"The revised budget is {in_yuan(now.revised)} yuan, below 0: more was cut and taken back than there is",
        )
    elif now.left is not None and now.left < 0:
        yield error(
            "left",
            f"支付和结转下年多于全年预算 {in_yuan(-now.left)} 元",
            f"Paid and carried out are {in_yuan(-now.left)} yuan above the revised budget",
        )
    above = (
        (error, Kind.PAID, now.paid, "到位", "received", now.arrived),
        (note, Kind.ARRIVED, now.arrived, "下达", "released", now.allocated),
        (warning, Kind.ALLOCATED, now.allocated, "全年预算", "the revised budget", now.revised),
        (note, Kind.PAID, now.paid, "合同", "contracted", now.contracted),
    )
    for make, kind, amount, zh, en, limit in above:
        if amount is not None and limit is not None and amount > limit:
            over = in_yuan(amount - limit)
            yield make(
                kind.value,
                f"{kind.zh} {in_yuan(amount)} 元多于{zh} {in_yuan(limit)} 元，差 {over} 元",
                f"{kind.en.capitalize()}: {in_yuan(amount)} yuan, {over} more than {en} ({in_yuan(limit)})",
            )


def source_problems(parts: Mapping[Source, Position]) -> Iterator[Remark]:
    """What each source says by itself, where the whole may well add up; ``field`` is the source. To be looked at, never refused."""
    for source, now in parts.items():
        if now.paid is None or now.paid <= 0:
            continue
        paid, told = in_yuan(now.paid), f"{source.zh}支付 {in_yuan(now.paid)} 元"
        if now.revised is None and now.arrived is None:
            yield warning(
                source.value,
                f"{told}，这一来源既没有预算，也没有到位；请核对资金来源",
                f"{paid} yuan are paid of {source.en}, which has neither budget nor receipts; check the source",
            )
            continue
        limits = (("到位", "was received", now.arrived), ("全年预算", "its revised budget", now.revised))
        zh, en, limit = next(one for one in limits if one[2] is not None)
        if now.paid > _or_zero(limit):
            over = in_yuan(now.paid - _or_zero(limit))
            yield warning(
                source.value,
                f"{told}，多于这一来源的{zh} {in_yuan(_or_zero(limit))} 元，差 {over} 元；请核对资金来源",
                f"{paid} yuan are paid of {source.en}, {over} more than {en} ({in_yuan(_or_zero(limit))}); check the source",
            )


def _or_zero(amount: Decimal | None) -> Decimal:
    """What a missing amount adds to a sum."""
    return ZERO if amount is None else amount
