"""How sure the text of a picture is, by place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from wenxiao.documents.model import Recognised
from wenxiao.documents.view import View
from wenxiao.quantities.model import Span

#: Confidence from which a recognised text is taken as read. Below it the recogniser has been seen to mistake a digit.
RELIABLE = 0.9


class Recognition:
    """Confidence of the recognised parts of a document."""

    __slots__ = ("_ranges", "_starts", "_view")

    def __init__(self, ranges: Sequence[Recognised], view: View) -> None:
        """``ranges``: in the order of the text, none over another."""
        self._ranges = ranges
        self._starts = [entry.start for entry in ranges]
        self._view = view

    def __bool__(self) -> bool:
        """Whether any of the text was recognised from a picture."""
        return bool(self._ranges)

    def confidence(self, span: Span) -> float | None:
        """The least confidence (0 to 1) with which a place of the view was recognised; None where it was not a picture."""
        if not self._ranges:
            return None
        start, end = self._view.source(span)
        first = max(bisect_left(self._starts, start + 1) - 1, 0)
        return min(
            (r.confidence for r in self._ranges[first : bisect_left(self._starts, end)] if r.end > start), default=None
        )

    def doubtful(self, spans: Iterable[Span]) -> bool:
        """Whether one of these places cannot be relied upon."""
        return bool(self._ranges) and any(
            (confidence := self.confidence(span)) is not None and confidence < RELIABLE for span in spans
        )
