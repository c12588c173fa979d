"""Matters that are not to be published, or are to be screened before: petitions under control, secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenxiao.quantities.model import Span
from wenxiao.reading.lexicons import lexicon

_WORDS = lexicon("privacy")
_HARMLESS = _WORDS.pattern("harmless")
_MATTER = re.compile(
    rf"(?P<harmless>{_HARMLESS})|(?P<matter>{_WORDS.pattern('matters')})"
    rf"|(?P<persuasion>{_WORDS.pattern('persuasion')})|(?P<screened_matter>{_WORDS.pattern('screened')})"
)
_PETITION = re.compile(_WORDS.pattern("petitions"))
_NEAR = 40


def find_matters(text: str) -> Iterator[tuple[str, Span]]:
    """(matter or screened_matter, place) of every word for such a matter."""
    for match in _MATTER.finditer(text):
        kind = match.lastgroup or ""
        if kind == "persuasion":
            start, end = max(0, match.start() - _NEAR), match.end() + _NEAR
            start = text.rfind("。", start, match.start()) + 1 or start
            stop = text.find("。", match.end(), end)
            kind = "matter" if _PETITION.search(text, start, stop if stop >= 0 else end) else ""
        if kind in ("matter", "screened_matter"):
            yield kind, Span(*match.span())
