"""The sheets of a workbook laid out as a document: lines above and below a form as paragraphs, the form as a table.

A person sees titles, unit lines and notes around a ruled form; the file knows only cells. A row is a line where it holds a
single text that no other cell stands beside, or nothing but statements such as 填报单位：… and 金额单位：万元.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wenxiao.documents.model import Anchor
from wenxiao.documents.readers.base import Content, Source
from wenxiao.documents.readers.writer import MAX_COLUMNS, Placed, Writer

#: Cells with content that a workbook may have, and cells that its tables may have with those that are blank.
MAX_CELLS, MAX_GRID = 1_000_000, 3_000_000
_MAX_MERGED = 2_000_000  # cells below merged ranges that are followed

_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表|表格|Table|Planilha)\s?\d{0,4}(?:\s?\(\d{1,3}\))?\Z", re.IGNORECASE)
#: 填报单位：云溪区城管局, 金额单位：万元, （2024年度）: says what it is by itself.
_STATEMENT = re.compile(r"[^：:]{1,24}[：:]\s{0,9}\S|[（(]?\s{0,9}(?:19|20)\d\d\s{0,9}年.{0,6}\Z", re.DOTALL)
_SIGNED = re.compile(r"[^：:]{1,24}[：:]")
#: The title of a form: a line that ends in 表, and the annex it stands in.
_TITLE = re.compile(r"附\s{0,4}[件表录]|.{2,60}表\s{0,4}(?:[（(].{1,20}[)）])?\Z", re.DOTALL)
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、.]|\d{1,2}[、.]")
_NOTE = re.compile(r"(?:填[表报]?说明|说明|备\s{0,9}注|注)\s{0,4}\d{0,2}[：:.、]")
_SHORT = 9  # characters of a label that stands alone because its value is blank


@dataclass(slots=True)
class Sheet:
    """What a person sees on one sheet. ``rows``: text by row and by column, from 0, blank cells left out.

    ``merges``: first row, first column, last row, last column.
    """

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """A row with content: its texts by column, and the ranges that begin in it, blank ones too."""

    row: int
    texts: dict[int, str]
    spans: dict[int, tuple[int, int]]  # column: last row and last column of a merged range that begins there


def lay_out(source: Source, sheets: Sequence[Sheet], notes: Mapping[str, int]) -> Content:
    """The text of all sheets with content, each under its name where there are several.

    Raises ``UnreadableError`` where nothing is written on any of them, or far too much.
    """
    if sum(len(cells) for sheet in sheets for cells in sheet.rows.values()) > MAX_CELLS:
        raise too_large(source)
    writer = Writer()
    counts = Counter(notes)
    size = 0
    filled = [sheet for sheet in sheets if sheet.rows]
    for sheet in filled:
        lines = _lines(sheet, counts)
        if len(filled) > 1 and not _DEFAULT_NAME.match(sheet.name) and lines:
            writer.paragraph(" ".join(sheet.name.split()), Anchor(sheet=sheet.name), level=1)
        parts = list(_parts(lines))
        area = _area([line for part in parts if isinstance(part, list) for line in part])
        for part in parts:
            if isinstance(part, _Line):
                for column, text in sorted(part.texts.items()):
                    anchor = Anchor(sheet=sheet.name, address=address(part.row, column))
                    writer.paragraph(" ".join(text.split()), anchor)
                continue
            size += len(part) * len(area)
            if size > MAX_GRID:
                raise too_large(source)
            writer.table(list(_placed(part, area, counts)), Anchor(sheet=sheet.name))
    content = writer.content(f"{name}:{count}" for name, count in sorted(counts.items()) if count)
    if not content.blocks:
        raise source.refuse(
            "工作簿里没有文字；请检查是否选错文件，或内容是否在图片里",
            "there is no text in the workbook; check that it is the right file, and that its content is no picture",
        )
    return content


def too_large(source: Source) -> Exception:
    return source.refuse(
        "表格太大，不像绩效表；请只保留要核对的工作表后另存",
        "its sheets are too large for performance forms; keep only the sheets to be checked and save it again",
    )


def address(row: int, column: int) -> str:
    """``B7`` for row 6 and column 1, both from 0."""
    return f"{letters(column)}{row + 1}"


_LETTERS: list[str] = []


def letters(column: int) -> str:
    """``A`` for column 0, ``AA`` for 26."""
    if column < len(_LETTERS):
        return _LETTERS[column]
    name, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(65 + digit) + name
    return name


_LETTERS += [letters(column) for column in range(MAX_COLUMNS * 2)]


def _lines(sheet: Sheet, counts: Counter[str]) -> list[_Line]:
    """Rows with content in order; what lies hidden below a merged range is dropped, as it is on the sheet."""
    rows = sheet.rows
    if not rows:
        return []
    last_row, last_column = max(rows), max(max(cells) for cells in rows.values() if cells)
    spans: dict[int, dict[int, tuple[int, int]]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in sheet.merges:
        bottom, right = min(bottom, last_row), min(right, last_column)
        if bottom < top or right < left or (bottom == top and right == left):
            continue
        if len(covered) + (bottom - top + 1) * (right - left + 1) > _MAX_MERGED:
            counts["merges-left-out"] += 1
            continue
        inside = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if covered.isdisjoint(inside):
            covered |= inside
            spans.setdefault(top, {})[left] = bottom, right
            covered.discard((top, left))
    lines = []
    for row in sorted(rows):
        texts = (
            {column: text for column, text in rows[row].items() if (row, column) not in covered}
            if covered
            else rows[row]
        )
        if texts or row in spans:
            lines.append(_Line(row, texts, spans.get(row, {})))
    return [line for line in lines if line.texts]


def _parts(lines: Sequence[_Line]) -> Iterator[_Line | list[_Line]]:
    """Lines that stand by themselves, and tables as runs of rows."""
    table: list[_Line] = []
    reach = -1  # last row that a cell of the table reaches down to
    right = max(map(_end, lines), default=0)
    for at, line in enumerate(lines):
        gap = bool(table) and line.row > max(reach, table[-1].row) + 1
        alone = _alone(line, right)
        if not table:
            if alone or _states(line):
                yield line
                continue
        elif alone and _begins(line, gap) and not _goes_on(lines, at, right):
            yield from _ended(table, right)
            table, reach = [], -1
            yield line
            continue
        table.append(line)
        reach = max(reach, line.row, *(bottom for bottom, _ in line.spans.values()), -1)
    yield from _ended(table, right)


def _goes_on(lines: Sequence[_Line], at: int, right: int) -> bool:
    """Whether the line is a section bar of a form (二、绩效目标) rather than its end: more rows of it follow at once."""
    text = next(iter(lines[at].texts.values()))
    return bool(_SECTION.match(text)) and at + 1 < len(lines) and not _alone(lines[at + 1], right)


def _begins(line: _Line, gap: bool) -> bool:
    """Whether a line that stands alone below rows of a table begins something new."""
    text = next(iter(line.texts.values())).strip()
    return gap or _TITLE.match(text) is not None or "。" in text


def _ended(table: list[_Line], right: int) -> Iterator[_Line | list[_Line]]:
    """A table, and the notes and signatures below it as lines."""
    end = len(table)
    while end and (_states(table[end - 1]) or _signs(table[end - 1]) or _is_note(table[end - 1], right)):
        end -= 1
    if end:
        yield table[:end]
    yield from table[end:]


def _signs(line: _Line) -> bool:
    """A row for names and dates that are still to be written: 填表人：, 联系电话：."""
    return len(line.texts) > 1 and all(_SIGNED.match(text.strip()) for text in line.texts.values())


def _is_note(line: _Line, right: int) -> bool:
    text = next(iter(line.texts.values())).strip()
    return len(line.texts) == 1 and (_NOTE.match(text) is not None or (_alone(line, right) and len(text) > 3 * _SHORT))


def _alone(line: _Line, right: int) -> bool:
    """Whether nothing stands beside the only text of a row: no cell, and no blank range ruled off beside it."""
    if len(line.texts) != 1:
        return False
    column, text = next(iter(line.texts.items()))
    if any(start != column for start in line.spans):
        return False
    bottom, end = line.spans.get(column, (line.row, column))
    if bottom > line.row:
        return False
    if end > column:
        return (end - column + 1) * 2 > right + 1
    return (
        right == 0
        or len(text.strip()) > _SHORT
        or _TITLE.match(text.strip()) is not None
        or bool(_STATEMENT.match(text.strip()))
    )


def _states(line: _Line) -> bool:
    """Whether every text of a row is a statement of its own."""
    return len(line.texts) > 1 and all(_STATEMENT.match(text.strip()) for text in line.texts.values())


def _end(line: _Line) -> int:
    """The last column that a text of the line reaches."""
    if not line.spans:
        return max(line.texts)
    return max(max(column, line.spans.get(column, (0, 0))[1]) for column in line.texts)


def _area(lines: Sequence[_Line]) -> range:
    """The columns of the tables of a sheet: one for all, so that a table which is cut in two stays aligned."""
    first = min((min(line.texts) for line in lines), default=0)
    last = max(map(_end, lines), default=0)
    return range(first, min(last, first + MAX_COLUMNS - 1) + 1)


def _placed(table: Sequence[_Line], area: range, counts: Counter[str]) -> Iterator[list[Placed]]:
    """Rows of cells: a merged one once, a blank one with its place."""
    first, beyond = area.start, area.stop
    names = [letters(column) for column in area]
    below: dict[int, int] = {}  # column: last row that a range from above covers
    numbers = {line.row: at for at, line in enumerate(table)}
    for at, line in enumerate(table):
        texts = line.texts
        counts["columns-left-out"] += sum(column >= beyond for column in texts)
        named = str(line.row + 1)
        if not line.spans and not below:
            yield [
                Placed(text, at, column - first, address=names[column - first] + named)
                if (text := texts.get(column, ""))
                else Placed("", at, column - first)
                for column in area
            ]
            continue
        row: list[Placed] = []
        column = first
        while column < beyond:
            if below.get(column, -1) >= line.row:
                column += 1
                continue
            bottom, right = line.spans.get(column, (line.row, column))
            right = min(right, beyond - 1)
            down = 1
            if bottom > line.row:
                for each in range(column, right + 1):
                    below[each] = bottom
                down = sum(row in numbers for row in range(line.row, min(bottom, table[-1].row) + 1)) or 1
            text = texts.get(column, "")
            name = names[column - first] + named if text else None
            row.append(Placed(text, at, column - first, down, right - column + 1, address=name))
            column = right + 1
        below = {column: last for column, last in below.items() if last > line.row}
        yield row
