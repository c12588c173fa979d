"""Words that are written wrong wherever they stand (错别字): pairs of a lexicon, and nothing that depends on the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenxiao.lexicons import lexicon
from wenxiao.quantities.alternation import alternation
from wenxiao.quantities.model import Span
from wenxiao.reading.model import Mark

_WORDS = lexicon("slips")
_MEANT = dict(pair.split("=") for pair in _WORDS.words["pairs"])
_SLIP = re.compile(alternation(_MEANT))
_RIGHT = re.compile(_WORDS.pattern("right"))
_LONGEST = max(map(len, _WORDS.words["right"]))


def find_slips(text: str) -> Iterator[Mark]:
    """One mark for each slip, with its other places ``related``; ``detail`` is what was meant."""
    places: dict[str, list[Span]] = {}
    for match in _SLIP.finditer(text):
        if not _inside_right(text, *match.span()):
            places.setdefault(match[0], []).append(Span(*match.span()))
    for slip, (first, *others) in places.items():
        yield Mark("slip", first.start, first.end, _MEANT[slip], tuple(others))


def _inside_right(text: str, start: int, end: int) -> bool:
    around = range(max(0, end - _LONGEST), start + 1)
    return any((right := _RIGHT.match(text, at)) is not None and right.end() >= end for at in around)
