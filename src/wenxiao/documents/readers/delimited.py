"""Tables as text (.csv, .tsv): every line a row of as many cells, parted by commas or tabs.

Text is taken for a table only where it cannot well be anything else; prose with commas goes to the text reader.
"""

from __future__ import annotations

import csv
from collections import Counter
from itertools import islice

from wenxiao.documents.readers.base import Content, Reader, Source
from wenxiao.documents.readers.encodings import UndecodableError, decode
from wenxiao.documents.readers.sheets import MAX_CELLS, Sheet, lay_out, too_large

_BINARY = (b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"<", b"{", b"\x89PNG", b"\xff\xd8\xff")
_SAMPLE = 1 << 16
_FEWEST_ROWS, _FEWEST_COLUMNS = 3, 3
_LONGEST_MEAN = 40  # characters of the cells that are filled, on average
_ROWS = 2000  # that decide


def recognises(data: bytes) -> bool:
    if data.startswith(_BINARY) or not (b"," in data[:_SAMPLE] or b"\t" in data[:_SAMPLE]):
        return False
    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE:  # whole lines, in which no character is cut in two
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    try:
        return _delimiter(decode(sample)) is not None
    except UndecodableError:
        return False


def read(source: Source) -> Content:
    try:
        text = decode(source.data)
        delimiter = _delimiter(text[:_SAMPLE]) or ","
        rows: dict[int, dict[int, str]] = {}
        left = MAX_CELLS
        for at, row in enumerate(csv.reader(text.splitlines(keepends=True), delimiter=delimiter)):
            cells = {column: words for column, words in enumerate(row) if words and not words.isspace()}
            left -= len(cells)
            if left < 0:
                raise too_large(source)
            if cells:
                rows[at] = cells
    except (UndecodableError, csv.Error):
        raise source.refuse(
            "表格文本有损坏（引号或编码）；请用 Excel 或 WPS 打开后另存为 .xlsx",
            "the table has broken quotes or encoding; open it with Excel or WPS and save it as .xlsx",
        ) from None
    replaced = text.count("\ufffd")
    return lay_out(source, [Sheet("", rows)], {"undecodable": replaced} if replaced else {})


def _delimiter(text: str) -> str | None:
    """What parts the cells, or None where the text is no table."""
    return next((mark for mark in "\t," if mark in text and _is_table(text, mark)), None)


def _is_table(text: str, delimiter: str) -> bool:
    try:
        rows = list(islice(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True), _ROWS))
    except csv.Error:
        return False
    rows = [row for row in rows if row]
    if len(rows) < _FEWEST_ROWS:
        return False
    (width, count), *_ = Counter(map(len, rows)).most_common(1)
    if width < _FEWEST_COLUMNS or count * 5 < len(rows) * 4 or any(len(row) > width for row in rows):
        return False
    filled = [words for row in rows for words in row if words.strip()]
    sentences = sum(words.rstrip().endswith(("。", "；", "，")) for words in filled)
    return sum(map(len, filled)) <= _LONGEST_MEAN * len(filled) and sentences * 5 <= len(filled)


READER = Reader("text/csv", recognises, read)
