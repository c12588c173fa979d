"""Figures that stand in tables: those that the scan knows, and bare numbers that a heading makes quantities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from wenxiao.quantities.model import Quantity, Span
from wenxiao.quantities.numerals import arabic
from wenxiao.quantities.scan import scan
from wenxiao.reading.form_model import Forms
from wenxiao.reading.labels import NUMBER, cell_quantity

_WHOLE = re.compile(r"100(?:\.0{1,2})?%\Z")
_SIGN = 4  # characters of a sign before a number: 不少于
_NUMERAL = re.compile(r"(?:[1-9]\d*+|\d{1,3}(?:,\d{3})++|0(?=\.))(?:\.\d++)?\Z")


def glued_half(words: str) -> int:
    """Length of each of two equal numerals before 100%, all printed without a space: 2 in 3030100%. 0 where it is not so."""
    whole = _WHOLE.search(words)
    half = whole.start() // 2 if whole is not None else 0
    equal = whole is not None and half > 0 and words[:half] == words[half : whole.start()]
    return half if equal and _NUMERAL.match(words[:half]) else 0


class Figures:
    """One quantity for each place of a text, whoever asks first; new ones are added to the forms."""

    def __init__(self, printed: Sequence[Quantity], forms: Forms) -> None:
        self._known = {q.start: q for q in printed}
        self._forms = forms

    def __contains__(self, start: int) -> bool:
        return start in self._known

    def money(self, start: int, words: str, unit: str | None) -> Quantity | None:
        """The amount that stands at ``start``, in its own unit or in that of its heading."""
        match = NUMBER.match(words)
        if match is None or match["unit"] in ("分", "%"):
            return None
        start += match.start("n")
        if start in self._known:
            return self._known[start] if self._known[start].kind == "money" else None
        if unit is None or arabic(match["n"]) is None:
            return None
        return self.add(cell_quantity(start, start + len(match["n"]), match["n"], unit, "money"))

    def percent(self, start: int) -> Quantity | None:
        found = self._known.get(start)
        return found if found is not None and found.kind == "percent" else None

    def part(self, text: str, start: int, end: int) -> None:
        """Take apart what is printed as one number, two amounts and a rate (see ``glued_half``)."""
        for known in [at for at in self._known if start <= at < end]:
            self._forms.undone.add(known)
            del self._known[known]
        for rate in scan(text[start + 2 * glued_half(text[start:end]) : end]):
            moved = end - rate.end
            self.add(replace(rate, start=rate.start + moved, end=end))

    def points(self, start: int, words: str) -> Quantity | None:
        """The score that stands at ``start``."""
        match = NUMBER.match(words)
        if match is None or match["unit"] not in (None, "分") or arabic(match["n"]) is None:
            return None
        start += match.start("n")
        return self.add(cell_quantity(start, start + len(match["n"]), match["n"], "分", "score"))

    def first_in(self, span: Span) -> Quantity | None:
        """The quantity that a cell begins with, be it behind a sign or a word."""
        for start in range(span.start, min(span.end, span.start + 12)):
            if start in self._known:
                return self._known[start]
        return None

    def valued(self, span: Span, words: str, unit: str) -> Quantity | None:
        """The quantity of a cell; of a bare number one in the ``unit`` of another column, which is none of the text's own."""
        known = self.first_in(span)
        if known is not None or not unit:
            return known
        match = NUMBER.search(words)
        if match is None or match["unit"] or len(words) - len(match["n"]) > _SIGN:
            return None
        read = scan(match["n"] + unit)
        if len(read) != 1 or read[0].start or read[0].end != len(match["n"]) + len(unit):
            return None
        start = span.start + match.start("n")
        return replace(read[0], start=start, end=start + len(match["n"]))

    def add(self, quantity: Quantity) -> Quantity:
        """``quantity``, or the one that is known to stand at its place."""
        if quantity.start in self._known:
            return self._known[quantity.start]
        self._known[quantity.start] = quantity
        self._forms.quantities.append(quantity)
        return quantity
