"""How units are printed: symbols in a wrong spelling, numbers that lost their unit, households and their persons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from wenxiao.lexicons import lexicon
from wenxiao.quantities.model import Quantity
from wenxiao.reading.clauses import Clauses
from wenxiao.reading.mentions import Mention

_SYMBOLS = {wrong: right for right, words in lexicon("unit_symbols").words.items() for wrong in words}
_SYMBOL = re.compile(rf"{lexicon('unit_symbols').pattern()}(?![A-Za-z0-9²³])")
_NUMBER_BEFORE = re.compile(r"(?<![A-Za-z\d.,/-])\d[\d,.]{0,14}\Z")

# 开工1207(其中：城镇1025套，工矿182): a total and its parts in a bracket, some with a unit and some without.
_ENCLOSED = re.compile(r"\((?:其中)?[:，,]?(?P<parts>[^()\n]{4,160})\)")
_BEHIND = re.compile(r"其中(?<=[，,:]其中)[:，,]?(?P<parts>[^()。；;\n]{4,120})(?=[。；;\n]|\Z)")
_TOTAL = re.compile(
    r"(?<![\d.,〔第A-Za-z-])(?P<number>\d{2,9}(?:\.\d{1,4})?)(?P<unit>[^\d\s，,。；;、:|()+\-*/%.~—]{0,3})\Z"
)
_PART = re.compile(
    r"(?<![\d.〔第A-Za-z-])(?P<number>\d{1,9}(?:\.\d{1,4})?)(?P<unit>[^\d\s，,。；;、:|()+\-*/%.~—]{0,3})(?=[，,；;、]|\Z)"
)
_FEWEST_DIGITS = 3

_SAME_PEOPLE = re.compile(r"[，、,/]?(?:共计?|计|合计|涉及)?")
_DWELLINGS = frozenset("户套")


def find_printed_units(clauses: Clauses, quantities: Sequence[Quantity]) -> tuple[Mention, ...]:
    """Mentions of the kinds ``unit symbol``, ``no unit`` and ``household``, in order of place."""
    found = [*_symbols(clauses.text), *_lost(clauses.text), *_households(clauses, quantities)]
    return tuple(sorted(found, key=lambda m: (m.start, m.end)))


def _symbols(text: str) -> Iterator[Mention]:
    """10KV where 10kV is meant; ``detail`` is the right symbol. A type designation (YJV-10KV) is left alone."""
    for match in _SYMBOL.finditer(text):
        number = _NUMBER_BEFORE.search(text, max(0, match.start() - 16), match.start())
        if number is not None:
            yield Mention("unit symbol", number.start(), match.end(), _SYMBOLS[match[0]])


def _lost(text: str) -> Iterator[Mention]:
    """Numbers without the unit that the others of their sum have; ``detail`` is that unit. Only where the sum holds to the
    last digit, so that they can be nothing else."""
    for bracket in (*_ENCLOSED.finditer(text), *_BEHIND.finditer(text)):
        end = bracket.start() if text[bracket.start()] == "(" else bracket.start() - 1
        total = _TOTAL.search(text, max(0, end - 14), end)
        if total is None:
            continue
        parts = list(_PART.finditer(text, *bracket.span("parts")))
        every = [total, *parts]
        units = {m["unit"] for m in every if m["unit"]}
        bare = [m for m in every if not m["unit"]]
        if len(parts) < 2 or len(units) != 1 or not bare or len(total["number"].partition(".")[0]) < _FEWEST_DIGITS:
            continue
        if sum(Decimal(p["number"]) for p in parts) != Decimal(total["number"]):
            continue
        for match in bare:
            yield Mention("no unit", match.start("number"), match.end("number"), next(iter(units)))


def _households(clauses: Clauses, quantities: Sequence[Quantity]) -> Iterator[Mention]:
    """1200户3100人: so many households with so many persons, side by side."""
    text = clauses.text
    for homes, persons in pairwise(quantities):
        if homes.counter not in ("户", "套") or persons.counter != "人" or homes.approximate or persons.approximate:
            continue
        if persons.start - homes.end <= 4 and _SAME_PEOPLE.fullmatch(text, homes.end, persons.start):
            yield Mention("household", homes.start, persons.end, "", (homes, persons))
