"""Matters that are not to be published, or are to be screened before: petitions under control, secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenxiao.lexicons import lexicon
from wenxiao.quantities.model import Span

_WORDS = lexicon("privacy")
_KINDS = {word: kind for kind in ("screened", "persuasion", "matters", "harmless") for word in _WORDS.words[kind]}
_MATTER = re.compile(_WORDS.pattern("harmless", "matters", "persuasion", "screened"))
_PETITION = re.compile(_WORDS.pattern("petitions"))
_NEAR = 40


def find_matters(text: str) -> Iterator[tuple[str, Span]]:
    """(matter or screened_matter, place) of every word for such a matter."""
    for match in _MATTER.finditer(text):
        kind = _KINDS[match[0]]
        if kind == "screened":
            yield "screened_matter", Span(*match.span())
        elif kind == "matters" or (kind == "persuasion" and _petition(text, *match.span())):
            yield "matter", Span(*match.span())


def _petition(text: str, start: int, end: int) -> bool:
    """Whether the sentence is about a petition."""
    low, high = max(0, start - _NEAR), end + _NEAR
    low = text.rfind("。", low, start) + 1 or low
    stop = text.find("。", end, high)
    return _PETITION.search(text, low, stop if stop >= 0 else high) is not None
