"""Where clauses, sentences and brackets begin and end. Built once per text, asked by binary search."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from wenxiao.quantities.model import Quantity, Span

_BOUNDARY = re.compile(r"[，。；;、:,\n|()!?！？\t]")  # brackets and what ends a sentence among them
_IN_NUMBERS = frozenset(",，:()")  # no boundary within a number
_STOPS = frozenset("。!?\n|")


LEFT = 48  # characters: how far before a number its words are looked for


class Clauses:
    """Clause structure of one text. Offsets are into that text."""

    def __init__(self, text: str, quantities: Sequence[Quantity]) -> None:
        self.text = text
        inside = {
            p
            for q in quantities
            if not _IN_NUMBERS.isdisjoint(text[q.start : q.end])
            for p in range(q.start, q.end)
            if text[p] in _IN_NUMBERS
        }
        marks = [m.start() for m in _BOUNDARY.finditer(text)]
        self._bounds = [at for at in marks if at not in inside]
        self._stops = [at for at in marks if text[at] in _STOPS]
        self._ends = [q.end for q in quantities]
        self._lefts: dict[int, Span] = {}
        self._depth_at: list[int] = []
        self._depths: list[int] = []
        depth = 0
        for at in [at for at in marks if text[at] in "()"]:
            depth = depth + 1 if text[at] == "(" else max(0, depth - 1)
            self._depth_at.append(at)
            self._depths.append(depth)

    def depth(self, offset: int) -> int:
        """How many brackets are open before ``offset``."""
        i = bisect_left(self._depth_at, offset) - 1
        return self._depths[i] if i >= 0 else 0

    def left(self, quantity: Quantity, limit: int = LEFT) -> Span:
        """The words before a number: back to the clause boundary, over a closed bracket (预算（含结转）962万元)."""
        start = quantity.start
        if limit > LEFT:
            return self._left(start, limit)
        found = self._lefts.get(start)
        if found is None:
            found = self._lefts[start] = self._left(start, LEFT)
        return found if limit == LEFT or found.start >= start - limit else Span(start - limit, start)

    def _left(self, start: int, limit: int) -> Span:
        text = self.text
        i = bisect_left(self._bounds, start) - 1
        low = max(0, start - limit)
        while i >= 0 and self._bounds[i] >= low:
            at = self._bounds[i]
            mark = text[at]
            if mark == ")":
                while i >= 0 and text[self._bounds[i]] != "(" and self._bounds[i] >= low:
                    i -= 1
                i -= 1
                continue
            if mark in ":|" and at == start - 1 and i > 0:  # 批复金额：3441.95万元 and label | value
                i -= 1
                continue
            low = max(low, at + 1)
            break
        previous = bisect_right(self._ends, start) - 1
        if previous >= 0:
            low = max(low, self._ends[previous])
        return Span(low, start)

    def clause_before(self, offset: int, limit: int = 48) -> Span:
        """The clause that ends before the boundary at or before ``offset``."""
        i = bisect_right(self._bounds, offset - 1) - 1
        if i < 0:
            return Span(offset, offset)
        end = self._bounds[i]
        begin = self._bounds[i - 1] + 1 if i else 0
        return Span(max(begin, end - limit), end)

    def clause_end(self, offset: int) -> int:
        i = bisect_left(self._bounds, offset)
        return self._bounds[i] if i < len(self._bounds) else len(self.text)

    def sentence(self, offset: int) -> Span:
        """The sentence around ``offset``, without its full stop."""
        stops = self._stops
        i = bisect_left(stops, offset)
        return Span(stops[i - 1] + 1 if i else 0, stops[i] if i < len(stops) else len(self.text))

    def sentence_end(self, offset: int) -> int:
        """Where the sentence around ``offset`` ends."""
        i = bisect_left(self._stops, offset)
        return self._stops[i] if i < len(self._stops) else len(self.text)

    def sentences(self) -> Iterator[Span]:
        """Every sentence, in order, each up to its full stop, line end or cell end."""
        start = 0
        for stop in (*self._stops, len(self.text)):
            if stop > start:
                yield Span(start, stop)
            start = stop + 1

    def sentence_number(self, offset: int) -> int:
        return bisect_left(self._stops, offset)

    def finished(self, offset: int) -> bool:
        """Whether the sentence around ``offset`` ends; the last one of a cut text does not."""
        return bisect_left(self._stops, offset) < len(self._stops)
