"""Paragraph styles of Word 97-2003 files."""

from __future__ import annotations

from struct import unpack_from

from wenxiao.documents.readers.styles import Style, Styles, level_of_name
from wenxiao.documents.readers.word97_sprms import sprms

_LIST, _LEVEL, _OUTLINE = 0x460B, 0x260A, 0x2640
_WATCHED = frozenset({_LIST, _LEVEL, _OUTLINE})
_PARAGRAPH, _NONE = 1, 0xFFF


def load(table: bytes) -> Styles:
    """The styles of a style sheet, each by its number; what is cut off is left out."""
    entries: list[bytes] = []
    base = 0
    if len(table) >= 6:
        size, count, base = unpack_from("<HHH", table)
        at = 2 + size
        for _ in range(count):
            if at + 2 > len(table):
                break
            end = at + 2 + (table[at] | table[at + 1] << 8)
            entries.append(table[at + 2 : end])
            at = end

    def find(name: str) -> tuple[str | None, Style] | None:
        number = int(name)
        entry = entries[number] if number < len(entries) else b""
        if len(entry) < max(base, 10) + 2 or entry[2] & 0xF != _PARAGRAPH:
            return None
        ancestor = (entry[2] | entry[3] << 8) >> 4
        return None if ancestor == _NONE else str(ancestor), _own(entry, base)

    return Styles(find, "0")


def _own(entry: bytes, base: int) -> Style:
    """What one style says: built-in headings have the numbers 1 to 9, others say their level or bear its name."""
    built_in = (entry[0] | entry[1] << 8) & 0xFFF
    characters = entry[base] | entry[base + 1] << 8
    at = base + 2 + 2 * characters
    name = entry[base + 2 : at].decode("utf-16-le", "replace")
    at += 2 + (base & 1)
    size = int.from_bytes(entry[at : at + 2], "little")
    level = num_id = ilvl = None
    for code, operand in sprms(entry[at + 4 : at + 2 + size], _WATCHED):
        value = int.from_bytes(operand, "little")
        if code == _OUTLINE:
            level = (min(value, 9) + 1) % 10
        elif code == _LIST:
            num_id = str(value)
        elif code == _LEVEL:
            ilvl = min(value, 8)
    if level is None:
        level = built_in if 1 <= built_in <= 9 else level_of_name(name)
    return Style(level, num_id, ilvl)
