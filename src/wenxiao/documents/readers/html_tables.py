"""Tables of web pages: which of them hold data, and where each cell stands in the grid."""

from __future__ import annotations

from lxml import etree

from wenxiao.documents.readers.writer import MAX_COLUMNS, Placed

_CELLS = ("td", "th")
_PARTS = ("thead", "tbody", "tfoot")
_PARAGRAPHS = ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "br")
#: A cell with this much text in several paragraphs, and with nearly all of its table's text, is an article.
_ARTICLE = 200


def is_layout(table: etree._Element) -> bool:
    """Whether a table only lays out the page: a single cell, nested tables, or a cell that holds an article."""
    rows = _rows(table)
    cells = [cell for row in rows for cell in row]
    if len(cells) <= 1 or table.get("role") == "presentation":
        return True
    if next(table.iterdescendants("table"), None) is not None:
        return True
    if max(map(len, rows)) > 3:
        return False
    lengths = [sum(len(text.strip()) for text in cell.itertext()) for cell in cells]
    longest = max(lengths)
    if longest < _ARTICLE or longest * 5 < sum(lengths) * 4:
        return False
    article = cells[lengths.index(longest)]
    return sum(1 for _ in article.iterdescendants(*_PARAGRAPHS)) >= 3


def place(table: etree._Element) -> list[list[Placed]]:
    """Cells of a table by row, each at the first of the grid positions that it covers."""
    rows = _rows(table)
    taken: list[int] = []  # by column: the first row that is free
    placed: list[list[Placed]] = []
    for at, row in enumerate(rows):
        line: list[Placed] = []
        column = 0
        for cell in row:
            while column < len(taken) and taken[column] > at:
                column += 1
            across = _span(cell, "colspan", max(1, MAX_COLUMNS - column))
            down = _span(cell, "rowspan", len(rows) - at)
            if column < MAX_COLUMNS:
                taken.extend([0] * (column + across - len(taken)))
                taken[column : column + across] = [at + down] * across
            line.append(Placed(_text(cell), at, column, down, across))
            column += across
        placed.append(line)
    return placed


def _rows(table: etree._Element) -> list[list[etree._Element]]:
    """Cells by row; only those of the table itself, not of tables inside it."""
    rows = []
    for child in table:
        if child.tag == "tr":
            rows.append(list(child.iterchildren(*_CELLS)))
        elif child.tag in _PARTS:
            rows.extend(list(row.iterchildren(*_CELLS)) for row in child.iterchildren("tr"))
    return rows


def _text(cell: etree._Element) -> str:
    """Text of a cell; where a paragraph or line ends, a space."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(cell, events=("start", "end")):
        if node.tag in _PARAGRAPHS:
            pieces.append(" ")
        if event == "start":
            pieces.append(node.text or "")
        elif node is not cell:
            pieces.append(node.tail or "")
    return "".join(pieces)


def _span(cell: etree._Element, name: str, most: int) -> int:
    """A span within its bounds; 0 rows means all that are left, anything that is no number means 1."""
    text = cell.get(name, "1").strip()[:9]
    if not text.isdecimal():
        return 1
    return max(1, min(int(text) or (most if name == "rowspan" else 1), most))
