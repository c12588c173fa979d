"""Paragraph styles of Word 97-2003 files."""

from __future__ import annotations

from struct import unpack_from

from wenxiao.documents.readers.styles import Style, Styles, level_of_name
from wenxiao.documents.readers.word97_sprms import sprms

_LIST, _LEVEL, _OUTLINE = 0x460B, 0x260A, 0x2640
_PARAGRAPH, _NONE = 1, 0xFFF


def load(table: bytes) -> Styles:
    """The styles of a style sheet, each by its number; what is cut off is left out."""
    given: dict[str, tuple[str | None, Style]] = {}
    if len(table) >= 6:
        size, count, base = unpack_from("<HHH", table)
        at = 2 + size
        for number in range(count):
            if at + 2 > len(table):
                break
            length = table[at] | table[at + 1] << 8
            entry = table[at + 2 : at + 2 + length]
            at += 2 + length
            if len(entry) >= max(base, 10) + 2 and entry[2] & 0xF == _PARAGRAPH:
                ancestor = (entry[2] | entry[3] << 8) >> 4
                given[str(number)] = (None if ancestor == _NONE else str(ancestor), _own(entry, base))
    return Styles(given, "0")


def _own(entry: bytes, base: int) -> Style:
    """What one style says: built-in headings have the numbers 1 to 9, others say their level or bear its name."""
    built_in = (entry[0] | entry[1] << 8) & 0xFFF
    characters = entry[base] | entry[base + 1] << 8
    at = base + 2 + 2 * characters
    name = entry[base + 2 : at].decode("utf-16-le", "replace")
    at += 2 + (base & 1)
    size = int.from_bytes(entry[at : at + 2], "little")
    level = num_id = ilvl = None
    for code, operand in sprms(entry[at + 4 : at + 2 + size]):
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
