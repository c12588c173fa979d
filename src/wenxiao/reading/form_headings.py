"""The headings above the rows of a form, and which cell stands under which of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from wenxiao.reading.labels import MONEY_ROLES, NUMBER, OPERATOR, fit, label, labels, unit_of
from wenxiao.reading.tables import GridCell

_MEASURE = 20  # characters: a cell that states a value with its unit or sign is no longer
_SHIFTS = (0, 1, 2, -1)
#: What the headings of a second row divide: the causes of a deviation, the answers to how likely a target is.
_DIVIDED = frozenset({"reason", "likelihood"})


class Under(NamedTuple):
    """A cell with what the heading above it asks for, the unit that the heading prints, and its words."""

    kind: str | None
    unit: str | None
    words: str
    cell: GridCell


class Headings:
    """The headings in force. They may stand in two rows: the second says what its own cells ask for."""

    def __init__(self) -> None:
        self.kinds: list[str | None] = []
        self.units: list[str | None] = []
        self.words: list[str] = []
        self._row: Sequence[GridCell] = ()  # the row that has been taken last, until another one comes

    def __bool__(self) -> bool:
        return bool(self.kinds)

    @property
    def asks(self) -> frozenset[str | None]:
        return frozenset(self.kinds)

    def take(self, row: Sequence[GridCell]) -> bool:
        """Whether a row is one of headings; then they are those in force."""
        above, self._row = self._row, ()
        if any(NUMBER.match(cell.text) for cell in row):
            return False
        named = [kind for cell in row if (kind := label(cell.text)) is not None]
        if above and _divides(above, row):
            self._divide(above, row)
            return True
        if len(set(named)) < 2:
            return False
        if (
            "name" in named
            and len(set(named)) == 2
            and len([c for c in row if c.text]) > 3
            and not any(k in MONEY_ROLES for k in named)
        ):
            return False
        self._set([cell.shown for cell in row])
        self._row = row
        return True

    def clear(self) -> None:
        self._set(())
        self._row = ()

    def _set(self, words: Sequence[str]) -> None:
        self.words = list(words)
        self.units = [unit_of(each) for each in words]
        self.kinds = labels(words)
        if any("三级指标" in each for each in words):  # 绩效指标 at the left is the title of them all
            self.kinds = [
                None if kind == "level3" and "三级" not in each else kind
                for kind, each in zip(self.kinds, words, strict=True)
            ]

    def _divide(self, above: Sequence[GridCell], row: Sequence[GridCell]) -> None:
        """Take the second row of headings. What it does not name keeps what stands above it, to the left if need be."""
        wide, kinds, words = "", list(self.kinds), list(self.words)
        last: str | None = None
        for at, cell in enumerate(row[: len(kinds)]):
            if above[at].text:
                wide, last = above[at].text, kinds[at]
            if not cell.text:
                continue
            kind = label(cell.text)
            kinds[at] = kind if kind is not None and last not in _DIVIDED else last
            words[at] = cell.text if kinds[at] in _DIVIDED else wide + cell.text
            self.units[at] = unit_of(cell.text) or self.units[at]
        self.kinds, self.words = kinds, words

    def aligned(
        self, row: Sequence[GridCell], before: Collection[int], measured: Callable[[GridCell], bool]
    ) -> tuple[int, list[Under]]:
        """Cells with the heading above them, under the shift that fits best: that of the rows above (``before``) where it does."""
        best: tuple[int, int] | None = None
        for shift in sorted(_SHIFTS, key=lambda shift: shift not in before):
            score = 0
            for cell in row:
                at = cell.column + shift
                if not cell.text or not 0 <= at < len(self.kinds):
                    continue
                score += fit(self.kinds[at], cell.text, measured(cell))
            if best is None or score > best[0]:
                best = (score, shift)
        shift = best[1] if best else 0
        return shift, self.under(row, shift)

    def under(self, row: Sequence[GridCell], shift: int = 0) -> list[Under]:
        """Cells with the heading above them, ``shift`` columns further to the right."""
        return [
            Under(self.kinds[at], self.units[at], self.words[at], cell)
            for cell in row
            if 0 <= (at := cell.column + shift) < len(self.kinds)
        ]


def _divides(above: Sequence[GridCell], row: Sequence[GridCell]) -> bool:
    """Whether a row has cells only where the headings above it are wide or blank: it is their second row."""
    filled = [at for at, cell in enumerate(row) if cell.text]
    return (
        bool(filled)
        and len(row) <= len(above)
        and all(not above[at].text or (at + 1 < len(above) and not above[at + 1].text) for at in filled)
        and any(above[at].text for at in range(len(above)) if at not in filled)
        and not any(re.search(r"[。;]", row[at].text) or OPERATOR.match(row[at].text) for at in filled)
        and any(len(row[at].text) <= _MEASURE for at in filled)
    )
