"""Lists of Word 97-2003 files: how their automatic numbers are made."""

from __future__ import annotations

from struct import unpack_from

from wenxiao.documents.readers.numbering import BOUND, Level, Num, Numbering
from wenxiao.documents.readers.word97_file import Part, WordFile

# Number formats in the order of their codes.
_FORMS = [
    "decimal",
    "upperRoman",
    "lowerRoman",
    "upperLetter",
    "lowerLetter",
    "ordinal",
    "cardinalText",
    "ordinalText",
    "hex",
    "chicago",
    "ideographDigital",
    "japaneseCounting",
    "aiueo",
    "iroha",
    "decimalFullWidth",
    "decimalHalfWidth",
    "japaneseLegal",
    "japaneseDigitalTenThousand",
    "decimalEnclosedCircle",
    "decimalFullWidth2",
    "aiueoFullWidth",
    "irohaFullWidth",
    "decimalZero",
    "bullet",
    "ganada",
    "chosung",
    "decimalEnclosedFullstop",
    "decimalEnclosedParen",
    "decimalEnclosedCircleChinese",
    "ideographEnclosedCircle",
    "ideographTraditional",
    "ideographZodiac",
    "ideographZodiacTraditional",
    "taiwaneseCounting",
    "ideographLegalTraditional",
    "taiwaneseCountingThousand",
    "taiwaneseDigital",
    "chineseCounting",
    "chineseLegalSimplified",
    "chineseCountingThousand",
]
_NO_NUMBER = 0xFF
_NOTHING = 2  # follows the number
_DEFINITION, _LEVEL, _OVERRIDE = 28, 28, 16  # bytes of each
_LEVELS, _SIMPLE = 9, 26  # levels of a definition, and where it says that it has one only
_NO_STYLE = 0xFFF
_MOST = 20_000  # lists of one document


def load(file: WordFile) -> Numbering:
    """The lists; each is named by its number from 1, in decimal. Reading ends where a structure is cut off."""
    table = file.table
    start, end = file.place(Part.LISTS)
    places: dict[tuple[str, int], tuple[int, int]] = {}  # of each level: where it begins, its style
    at = end
    for entry in range(start + 2, end - _DEFINITION + 1, _DEFINITION)[: _count(table[start : start + 2])]:
        name, *styles = unpack_from("<i4x9H", table, entry)
        for depth in range(1 if table[entry + _SIMPLE] & 1 else _LEVELS):
            places[str(name), depth] = at, styles[depth]
            at = _end(table, at)
    known: dict[tuple[str, int], Level | None] = {}

    def find(name: str, depth: int) -> Level | None:
        key = name, depth
        if key not in known and key in places:
            known[key] = _level(table, *places[key])
        return known.get(key)

    return Numbering(find, _nums(file.part(Part.LIST_OVERRIDES)))


def _count(table: bytes) -> int:
    return min(table[0] | table[1] << 8, _MOST) if len(table) == 2 else 0


def _end(table: bytes, at: int) -> int:
    """Where a level of a list ends; the end of the table where it is cut off."""
    if at + _LEVEL > len(table):
        return len(table)
    text = at + _LEVEL + table[at + 24] + table[at + 25]
    if text + 2 > len(table):
        return len(table)
    return text + 2 + 2 * (table[text] | table[text + 1] << 8)


def _nums(table: bytes) -> dict[str, Num]:
    nums: dict[str, Num] = {}
    if len(table) < 4:
        return nums
    count = min(unpack_from("<I", table)[0], (len(table) - 4) // _OVERRIDE, _MOST)
    at = 4 + _OVERRIDE * count
    for number in range(count):
        entry = 4 + _OVERRIDE * number
        num = nums[str(number + 1)] = Num(str(unpack_from("<i", table, entry)[0]))
        at += 4
        for _ in range(table[entry + 12]):
            if at + 8 > len(table):
                return nums
            start, flags = unpack_from("<iI", table, at)
            at += 8
            depth = min(flags & 0xF, 8)
            if flags & 0x20:
                level = _level(table, at, _NO_STYLE)
                if level is None:
                    return nums
                num.levels[depth] = level
                at = _end(table, at)
                start = level.start
            if flags & 0x10:
                num.starts[depth] = min(max(start, 0), BOUND)
    return nums


def _level(table: bytes, at: int, style: int) -> Level | None:
    """A level of a list; None where it is cut off."""
    end = _end(table, at)
    if end > len(table) or at + _LEVEL + 2 > end:
        return None
    start, form, flags = unpack_from("<iBB", table, at)
    text = table[at + _LEVEL + table[at + 24] + table[at + 25] + 2 : end].decode("utf-16-le", "replace")[:64]
    return Level(
        start=min(max(start, 0), BOUND),
        form="none" if form == _NO_NUMBER else _FORMS[form] if form < len(_FORMS) else "decimal",
        text="".join(f"%{ord(c) + 1}" if c < "\t" else c for c in text),
        space=table[at + 15] != _NOTHING,
        restart=min(table[at + 26], 9) if flags & 8 else None,
        legal=bool(flags & 4),
        style=str(style) if style < _NO_STYLE else None,
    )
