"""Which value stands under which heading, where empty cells of a row are lost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import comb

from wenxiao.quantities.numerals import arabic
from wenxiao.reading.labels import MEASURES, MONEY_ROLES, NUMBER
from wenxiao.reading.model import Role

_MOST = 1000  # ways to align a row; forms have ten columns at most, 252 ways
_ROUNDED = Decimal("0.006")


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed value, or a mark that the cell is empty (no words)."""

    start: int
    words: str

    @property
    def is_percent(self) -> bool:
        return self.words.endswith("%")

    @property
    def value(self) -> Decimal | None:
        match = NUMBER.match(self.words)
        return arabic(match["n"]) if match is not None else None


def align(kinds: Sequence[str], cells: Sequence[Cell]) -> dict[str, Cell]:
    """The value of each kind of heading, as far as all the best ways to align the row agree on it."""
    full = [cell for cell in cells if cell.words]
    if not full:
        return {}
    if len(cells) == len(kinds):
        placed = dict(enumerate(cells))
        return _by_kind(kinds, placed) if _valid(kinds, placed) else {}
    money = [at for at, kind in enumerate(kinds) if kind in MONEY_ROLES or kind == "money"]
    if len(full) == len(cells) == len(money) and not any(cell.is_percent for cell in cells):
        return _by_kind(kinds, dict(zip(money, cells, strict=True)))
    ways = [(evidence, way) for way in _ways(kinds, cells) if (evidence := _evidence(kinds, way)) is not None]
    if not ways:
        return {}
    best = max(evidence for evidence, _ in ways)
    sure = [_by_kind(kinds, way) for evidence, way in ways if evidence == best]
    return {kind: cell for kind, cell in sure[0].items() if all(_same(way.get(kind), cell) for way in sure[1:])}


def _ways(kinds: Sequence[str], cells: Sequence[Cell]) -> Iterator[dict[int, Cell]]:
    if len(cells) > len(kinds) or comb(len(kinds), len(cells)) > _MOST:
        return
    for places in itertools.combinations(range(len(kinds)), len(cells)):
        way = dict(zip(places, cells, strict=True))
        if _valid(kinds, way):
            yield way


def _valid(kinds: Sequence[str], way: Mapping[int, Cell]) -> bool:
    """Whether every value can stand under its heading."""
    for at, cell in way.items():
        kind, value = kinds[at], cell.value
        if not cell.words:
            continue
        if cell.is_percent != (kind in MEASURES) and (cell.is_percent or value is None or value > 1):
            return False
        if kind in ("weight", "score") and (value is None or value > 100):
            return False
        if kind == "ordinal" and not (cell.words.isdigit() and len(cell.words) <= 2):
            return False
    return True


def _by_kind(kinds: Sequence[str], way: Mapping[int, Cell]) -> dict[str, Cell]:
    """Of two columns of one kind the latter: the budget after all changes is the one that counts."""
    return {kinds[at]: cell for at, cell in sorted(way.items()) if cell.words}


def _same(one: Cell | None, other: Cell) -> bool:
    return one is not None and one.words == other.words


def _evidence(kinds: Sequence[str], way: Mapping[int, Cell]) -> int | None:
    """How much speaks for a way: above all a stated rate that comes out. None where the columns contradict each other."""
    found = _by_kind(kinds, way)
    points = 0
    base = found.get(Role.ADJUSTED) or found.get(Role.APPROVED)
    for measure, role in (("rate", Role.SPENT), ("arrival_rate", Role.ARRIVED)):
        rate, amount = found.get(measure), found.get(role)
        if rate is not None and amount is not None and base is not None and _comes_out(amount, base, rate):
            points += 4 if Role.ADJUSTED in found else 3
    weight, score = (found[kind].value if kind in found else None for kind in ("weight", "score"))
    if weight is not None and score is not None:
        if score > weight:
            return None
        points += 1
    return points + ("ordinal" in found)


def _comes_out(amount: Cell, base: Cell, rate: Cell) -> bool:
    a, b, r = amount.value, base.value, rate.value
    return bool(b) and a is not None and b is not None and r is not None and abs(a / b - r / 100) < _ROUNDED
