"""Figures that stand in tables: those that the scan knows, and bare numbers that a heading makes quantities."""

from __future__ import annotations

from collections.abc import Sequence

from wenxiao.quantities.model import Quantity, Span
from wenxiao.quantities.numerals import arabic
from wenxiao.reading.form_model import Forms
from wenxiao.reading.labels import NUMBER, cell_quantity


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

    def add(self, quantity: Quantity) -> Quantity:
        """``quantity``, or the one that is known to stand at its place."""
        if quantity.start in self._known:
            return self._known[quantity.start]
        self._known[quantity.start] = quantity
        self._forms.quantities.append(quantity)
        return quantity
