"""Text of a paragraph of a Word 97-2003 file as it is printed: results of fields without their codes, no marks."""

from __future__ import annotations

import re
from collections import Counter

from wenxiao.documents.readers.word97_pieces import FILLER

_SPECIAL = re.compile(f"[\0-\x08\x0b-\x1f\u00ad\ud800-\udfff{FILLER}]")
_FIELD = re.compile("[\x13\x14\x15]")
_BEGIN, _RESULT, _PICTURE = "\x13", "\x14", "\x01"
_PRINTED: dict[int, str | None] = dict.fromkeys((*range(9), *range(0x0F, 0x20), 0xAD, ord(FILLER)))
_PRINTED |= {0x0B: "\n", 0x0C: "\n", 0x0E: "\n", 0x0D: "\n", 0x1E: "-"}


def printed(text: str, counts: Counter[str]) -> str:
    """The text; ``counts`` gets the pictures in it."""
    if _SPECIAL.search(text) is None:
        return text
    if _BEGIN in text:
        text = _without_codes(text)
    counts["pictures"] += text.count(_PICTURE)
    text = text.translate(_PRINTED)
    try:
        text.encode()
    except UnicodeEncodeError:  # characters of two units, or halves of them
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _without_codes(text: str) -> str:
    pieces: list[str] = []
    codes: list[bool] = []  # fields that are open: whether we are still in the code
    at = 0
    for mark in _FIELD.finditer(text):
        if True not in codes:
            pieces.append(text[at : mark.start()])
        at = mark.end()
        if mark[0] == _BEGIN:
            codes.append(True)
        elif codes and mark[0] == _RESULT:
            codes[-1] = False
        elif codes:
            codes.pop()
    if True not in codes:
        pieces.append(text[at:])
    return "".join(pieces)
