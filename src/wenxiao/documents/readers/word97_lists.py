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
_DEFINITION, _LEVEL, _OVERRIDE = 28, 28, 16  # bytes of each
_NO_STYLE = 0xFFF
_MOST = 20_000  # lists of one document


def load(file: WordFile) -> Numbering:
    """The lists; each is named by its number from 1, in decimal. Reading ends where a structure is cut off."""
    definitions: dict[str, dict[int, Level]] = {}
    table = file.table
    start, end = file.place(Part.LISTS)
    if end - start >= 2:
        at = end
        count = min(table[start] | table[start + 1] << 8, (end - start - 2) // _DEFINITION)
        for number in range(count):
            entry = table[start + 2 + _DEFINITION * number : start + 2 + _DEFINITION * (number + 1)]
            styles = unpack_from("<9H", entry, 8)
            levels: dict[int, Level] = {}
            for depth in range(1 if entry[26] & 1 else 9):
                found = _level(table, at, styles[depth])
                if found is None:
                    break
                levels[depth], at = found
            definitions[str(unpack_from("<i", entry)[0])] = levels
    return Numbering(definitions, _nums(file.part(Part.LIST_OVERRIDES)))


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
                found = _level(table, at, _NO_STYLE)
                if found is None:
                    return nums
                num.levels[depth], at = found
                start = num.levels[depth].start
            if flags & 0x10:
                num.starts[depth] = min(max(start, 0), BOUND)
    return nums


def _level(table: bytes, at: int, style: int) -> tuple[Level, int] | None:
    """A level of a list and where it ends; None where it is cut off."""
    if at + _LEVEL + 2 > len(table):
        return None
    start, form, flags = unpack_from("<iBB", table, at)
    follow = table[at + 15]
    characters, paragraph, restart = table[at + 24], table[at + 25], table[at + 26]
    text_at = at + _LEVEL + paragraph + characters
    if text_at + 2 > len(table):
        return None
    length = table[text_at] | table[text_at + 1] << 8
    end = text_at + 2 + 2 * length
    text = table[text_at + 2 : end].decode("utf-16-le", "replace")[:64]
    level = Level(
        start=min(max(start, 0), BOUND),
        form="none" if form == _NO_NUMBER else _FORMS[form] if form < len(_FORMS) else "decimal",
        text="".join(f"%{ord(c) + 1}" if c < "\t" else c for c in text),
        space=follow != 2,
        restart=min(restart, 9) if flags & 8 else None,
        legal=bool(flags & 4),
        style=str(style) if style < _NO_STYLE else None,
    )
    return level, end
