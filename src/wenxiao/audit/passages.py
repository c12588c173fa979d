"""What stands around a passage."""

from __future__ import annotations

from wenxiao.quantities.model import Span
from wenxiao.reading.model import Reading

_STOPS = "。\n|"
_LONGEST_SENTENCE = 400


def sentence_of(reading: Reading, span: Span) -> Span:
    """The sentence, line or cell around a passage; at most so many characters on each side of it."""
    text = reading.text
    low, high = max(0, span.start - _LONGEST_SENTENCE), min(len(text), span.end + _LONGEST_SENTENCE)
    start = max(low, *(text.rfind(mark, low, span.start) + 1 for mark in _STOPS))
    ends = [i for mark in _STOPS if (i := text.find(mark, span.end, high)) >= 0]
    return Span(start, min(ends, default=high))
