"""The sheet that letters and reports are written on: A4 with the margins, types and line pitch of official documents (公文格式, GB/T 9704).

Fonts are asked for by the names that Chinese offices have; the file names what may stand in for each.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TITLE, BODY, HEAD, SUBHEAD, PLAIN = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"
_LATIN = "Times New Roman"
#: What stands in for a font that a machine does not have, best first.
_STAND_INS = {
    TITLE: "方正小标宋_GBK,华文中宋,Noto Serif CJK SC,Source Han Serif SC,宋体",
    BODY: "仿宋_GB2312,FangSong,华文仿宋,Noto Serif CJK SC,Source Han Serif SC",
    HEAD: "SimHei,Noto Sans CJK SC,Source Han Sans SC,微软雅黑",
    SUBHEAD: "楷体_GB2312,KaiTi,华文楷体,Noto Serif CJK SC,Source Han Serif SC",
    PLAIN: "SimSun,Noto Serif CJK SC,Source Han Serif SC",
}
#: Types of the headings by level.
_LEVELS = {1: HEAD, 2: SUBHEAD, 3: BODY}
#: Width of the text: the sheet less its margins of 28 mm and 26 mm.
WIDTH = 156
_EPOCH = (1980, 1, 1, 0, 0, 0)

#: A piece of text and whether it is underlined.
Piece = tuple[str, bool]


class Paper:
    """A document being written. Sizes are points; ``lang`` sets the first-line indent and the language of the text."""

    def __init__(self, title: str, lang: str) -> None:
        self.docx: Docx = Document()
        self._zh = lang != "en"
        section = self.docx.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(20), Mm(25)
        normal = self.docx.styles["Normal"]
        normal.font.name, normal.font.size = _LATIN, Pt(16)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), BODY)
        for language in self.docx.styles.element.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), "zh-CN")  # which of the Chinese and Japanese shapes a font shows
        for language in self.docx.settings.element.iter(qn("w:themeFontLang")):
            language.set(qn("w:eastAsia"), "zh-CN")
        properties = self.docx.core_properties
        properties.title, properties.author, properties.comments = title, "", ""
        properties.created = properties.modified = datetime(2000, 1, 1)
        properties.language = "zh-CN" if self._zh else "en"
        self._page_number(section.footer.paragraphs[0])
        self._name_fonts()

    def title(self, text: str) -> None:
        paragraph = self.paragraph(text, size=22, font=TITLE, line=34, indent=False)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(14)

    def heading(self, text: str, level: int = 1) -> None:
        """Heading of the first (一、), second (（一）) or third (1.) level, never left alone at the end of a page."""
        paragraph = self.docx.add_heading("", level)
        self._run(paragraph, text, 16, _LEVELS[level])
        self._set(paragraph, 28, indent=True)
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(8), Pt(2)

    def paragraph(
        self,
        text: str,
        *,
        size: float = 16,
        font: str = BODY,
        line: float = 28,
        indent: bool = True,
        keep: bool = False,
    ) -> Paragraph:
        """``keep``: on the page of what follows."""
        paragraph = self.docx.add_paragraph()
        self._run(paragraph, text, size, font)
        self._set(paragraph, line, indent)
        paragraph.paragraph_format.keep_with_next = keep
        if keep:
            paragraph.paragraph_format.space_after = Pt(4)
        return paragraph

    def gap(self, points: float, *, keep: bool = False) -> None:
        paragraph = self.docx.add_paragraph()
        self._set(paragraph, points, indent=False)
        paragraph.paragraph_format.keep_with_next = keep

    def table(self, widths: Sequence[float], room: float | None = None) -> Table:
        """An empty table with thin lines, as wide as the text (or ``room`` millimetres); ``widths`` are shares."""
        table: Table = self.docx.add_table(0, len(widths), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        whole = sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(round((room or WIDTH) * width / whole))
        margins = parse_xml(
            f"<w:tblCellMar {nsdecls('w')}>"
            + "".join(f'<w:{side} w:w="{w}" w:type="dxa"/>' for side, w in
                      (("top", 40), ("left", 100), ("bottom", 40), ("right", 100)))
            + "</w:tblCellMar>"
        )  # fmt: skip
        table._tbl.tblPr.append(margins)
        return table

    def row(
        self, table: Table, *cells: Iterable[Sequence[Piece]], labels: int = 1, keep: bool = False, size: float = 12
    ) -> list[_Cell]:
        """A row that no page break cuts. Each cell is its paragraphs, the first ``labels`` cells are labels; ``keep``
        holds it on the page of the next row."""
        row = table.add_row()  # type: ignore[no-untyped-call]
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for at, (cell, content) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = table.columns[at].width
            self.fill(cell, content, font=HEAD if at < labels else BODY, keep=keep, size=size)
        return list(row.cells)

    def fill(
        self, cell: _Cell, content: Iterable[Sequence[Piece]], *, font: str = BODY, keep: bool = False, size: float = 12
    ) -> None:
        for n, pieces in enumerate(content):
            paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
            for text, underlined in pieces:
                if text:
                    self._run(paragraph, text, size, font).underline = underlined or None
            self._set(paragraph, size * 1.5, indent=False)
            paragraph.paragraph_format.keep_with_next = keep

    def shade(self, cell: _Cell) -> None:
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="EFEFEF"/>'))

    def repeat(self, table: Table) -> None:
        """The first row again on every page that the table reaches."""
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def data(self) -> bytes:
        """The bytes of the file; the same content gives the same bytes."""
        written, packed = BytesIO(), BytesIO()
        self.docx.save(written)
        with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                target.writestr(zipfile.ZipInfo(name, _EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
        return packed.getvalue()

    def _run(self, paragraph: Paragraph, text: str, size: float, font: str) -> Run:
        run = paragraph.add_run(text)
        run.font.name, run.font.size, run.font.bold, run.font.italic = _LATIN, Pt(size), False, False
        run.font.color.rgb = None
        properties = run._r.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), font)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            if fonts.get(qn(f"w:{theme}")) is not None:
                del fonts.attrib[qn(f"w:{theme}")]
        if self._zh:  # else Word takes “ ” … for Western and sets them narrow
            fonts.set(qn("w:hint"), "eastAsia")
        colour = OxmlElement("w:color")
        colour.set(qn("w:val"), "000000")
        properties.append(colour)
        return run

    def _set(self, paragraph: Paragraph, line: float, indent: bool) -> None:
        shape = paragraph.paragraph_format
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
        shape.space_before = shape.space_after = Pt(0)
        if indent and self._zh:
            shape.first_line_indent = Pt(32)
        elif indent:
            shape.space_after = Pt(6)

    def _page_number(self, paragraph: Paragraph) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(paragraph, "— ", 14, PLAIN)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = self._run(paragraph, "", 14, PLAIN)
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)
        self._run(paragraph, " —", 14, PLAIN)

    def _name_fonts(self) -> None:
        """Tell the office program what may stand in for each font."""
        relations = self.docx.part.rels.values()
        part = next((r.target_part for r in relations if r.reltype == RELATIONSHIP_TYPE.FONT_TABLE), None)
        if part is None:
            return
        fonts = "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
            f'<w:family w:val="{"swiss" if name == HEAD else "roman"}"/><w:pitch w:val="variable"/></w:font>'
            for name, others in _STAND_INS.items()
        )
        part._blob = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
        ).encode()


def line(text: str) -> list[list[Piece]]:
    """The content of a cell of one paragraph."""
    return [[(text, False)]]
