"""A form as a Word file: title, unit line, one ruled table, A4."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from wenxiao.publishing.forms.grid import FormCell, FormGrid, form_grid, printed
from wenxiao.publishing.forms.layouts import Layout
from wenxiao.publishing.forms.model import Values

_TITLE, _HEAD, _BODY = "黑体", "黑体", "宋体"
_MARGIN = 18  # mm
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DXA = 56.7  # twentieths of a point in a millimetre


def docx(layout: Layout, values: Values) -> bytes:
    """The bytes of a .docx file; the same values give the same bytes."""
    grid = form_grid(layout, values)
    document = Document()
    section = document.sections[0]
    width, height = (Mm(297), Mm(210)) if grid.landscape else (Mm(210), Mm(297))
    section.page_width, section.page_height = width, height
    section.orientation = WD_ORIENT.LANDSCAPE if grid.landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(_MARGIN)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = grid.title, "", ""
    properties.created = properties.modified = datetime(2000, 1, 1)
    room = round(((297 if grid.landscape else 210) - 2 * _MARGIN) * _DXA)
    body = document.element.body
    for element in (
        _paragraph(grid.title, _TITLE, 36, "center"),
        _paragraph(grid.subtitle, _BODY, 24, "center"),
        _paragraph(f"{grid.left}\t{grid.right}", _BODY, 21, "left", tab=room),
        _table(grid, room),
        _paragraph("\t".join(grid.below), _BODY, 21, "left", tab=room // len(grid.below)),
    ):
        body.insert_element_before(parse_xml(element), "w:sectPr")
    return _packed(document)


def _packed(document: object) -> bytes:
    written, packed = BytesIO(), BytesIO()
    document.save(written)  # type: ignore[attr-defined]
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _table(grid: FormGrid, room: int) -> str:
    """The table: a merged range is one cell that reaches down (vMerge) and across (gridSpan)."""
    whole = sum(grid.widths)
    widths = [room * width // whole for width in grid.widths]
    starts: dict[tuple[int, int], FormCell] = {}
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            starts[row, cell.column] = cell
    rows = []
    for row in range(len(grid.heights)):
        cells = []
        for (at, column), cell in sorted(starts.items(), key=lambda item: item[0]):
            if at != row:
                continue
            merge = "" if cell.rowspan == 1 else '<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>"
            span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
            size = sum(widths[column : column + cell.colspan])
            cells.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
                f"{_content(cell, first=cell.row == row)}</w:tc>"
            )
        height = grid.heights[row] * 300 + 200
        rows.append(
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>{"".join(cells)}</w:tr>'
        )
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{room}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{''.join(f'<w:gridCol w:w={chr(34)}{width}{chr(34)}/>' for width in widths)}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _content(cell: FormCell, *, first: bool) -> str:
    words = printed(cell) if first else ""
    font = _HEAD if cell.shape == "label" else _BODY
    align = "left" if cell.shape == "prose" else "center"
    return "".join(_paragraph(line, font, 21, align, declared=True) for line in words.split("\n"))


def _paragraph(words: str, font: str, size: int, align: str, *, tab: int = 0, declared: bool = False) -> str:
    """A paragraph; ``size`` is in half points, ``tab`` where its tab stops stand. ``declared``: inside an element that
    declares the name space."""
    stops = (
        f'<w:tabs><w:tab w:val="left" w:pos="{tab}"/><w:tab w:val="left" w:pos="{2 * tab}"/></w:tabs>' if tab else ""
    )
    if tab and words.count("\t") == 1:
        stops = f'<w:tabs><w:tab w:val="right" w:pos="{tab}"/></w:tabs>'
    fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}" w:hint="eastAsia"/>'
    run = f'<w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    text = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in words.split("\t"))
    space = "" if declared else f" {nsdecls('w')}"
    spacing = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    return f'<w:p{space}><w:pPr>{stops}{spacing}<w:jc w:val="{align}"/></w:pPr><w:r>{run}{text}</w:r></w:p>'
