"""A report as a Word file that looks as official papers do (公文格式, GB/T 9704)."""

from __future__ import annotations

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from wenxiao.publishing.paper import BODY, HEAD, PLAIN, Paper, line
from wenxiao.publishing.reports.tables import ReportTable
from wenxiao.publishing.reports.whole import Whole

_LEVELS = {"heading": 2, "item": 3}
#: Width of the text in millimetres on a sheet turned round.
_WIDE = 225
#: Columns beyond which a table is set in smaller type.
_MANY = 6


def docx(whole: Whole) -> bytes:
    """The bytes of a .docx file; the same report gives the same bytes."""
    paper = Paper(whole.title, "zh")
    paper.title(whole.title)
    for section in whole.sections:
        if section.title:
            paper.heading(section.title)
        for shape, words in section.lines:
            if shape in _LEVELS:
                paper.heading(words, _LEVELS[shape])
            else:
                paper.paragraph(words)
        for table in section.tables:
            _table(paper, table)
    _signature(paper, whole)
    for table in whole.appendix:
        _appendix(paper, table)
    return paper.data()


def _table(paper: Paper, table: ReportTable, width: float | None = None) -> None:
    """The table with its name above it; the row of heads is printed again on every page."""
    paper.gap(6, keep=True)
    name = paper.paragraph(table.title, size=14, font=HEAD, line=22, indent=False, keep=True)
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if table.unit:
        unit = paper.paragraph(table.unit, size=10.5, font=PLAIN, line=16, indent=False, keep=True)
        unit.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    drawn = paper.table(table.widths, width)
    size = 10.5 if len(table.heads) > _MANY else 12
    heads = paper.row(drawn, *(line(words) for words in table.heads), labels=len(table.heads), keep=True, size=size)
    for cell in heads:
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.repeat(drawn)
    for row in table.rows:
        cells = paper.row(
            drawn, *([[(part, False)] for part in words.split("\n")] for words in row), labels=0, size=size
        )
        for at, cell in enumerate(cells):
            if at not in table.left:
                for paragraph in cell.paragraphs:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.gap(10)


def _signature(paper: Paper, whole: Whole) -> None:
    """Who writes and when, at the right; a draft has no day yet. It never stands alone on a page."""
    paper.docx.paragraphs[-1].paragraph_format.keep_with_next = True
    paper.gap(28, keep=True)
    for words in (whole.signed, whole.printed_day):
        paragraph = paper.paragraph(words, font=BODY, indent=False, keep=words == whole.signed)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(32)


def _appendix(paper: Paper, table: ReportTable) -> None:
    """A table on sheets of its own, turned round where it is wide."""
    section = paper.docx.add_section(WD_SECTION.NEW_PAGE)
    if table.wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin, section.right_margin = Mm(37), Mm(35)
        section.top_margin, section.bottom_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(16)
    paper.paragraph("附表", size=16, font=HEAD, line=28, indent=False)
    _table(paper, table, _WIDE if table.wide else None)
