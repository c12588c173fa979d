"""Write the Word files of the sample from the sources beside this script: ``python sample/build.py [FOLDER]``.

One source line is one block of the document:

    %title, %sub, %note    title, line below the title, note above the title
    # ## ###               headings, numbered by Word (一、 （一） 1.)
    !## （二）...           heading with its number typed by hand, as people do
    - text                 item of a list, numbered by Word
    | a | b |              row of a table; a cell ``<`` joins the one on its left, ``^`` the one above
    text^[note]            paragraph with a footnote

The same sources give the same bytes.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

HERE = Path(__file__).parent
_FOOTNOTE = re.compile(r"\^\[([^\]]+)\]")
_HEADINGS = "heading", "list"
#: Word's own definitions: the numbers of headings (one list over three levels), and those of list items.
_LEVELS = {
    "heading": (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")),
    "list": (("decimal", "%1."),),
}
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class Writer:
    """Builds one document. Holds what Word numbers by itself: the running list and the footnotes."""

    def __init__(self) -> None:
        self.docx: Docx = Document()
        self.notes: list[str] = []
        self._numbers = self._define_numbering()
        self._list: int | None = None
        normal = self.docx.styles["Normal"]
        normal.font.name, normal.font.size = "仿宋", Pt(14)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
        section = self.docx.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)

    def _define_numbering(self) -> dict[str, int]:
        numbering = self.docx.part.numbering_part.element
        for child in list(numbering):
            numbering.remove(child)
        for number, name in enumerate(_HEADINGS, 1):
            levels = "".join(
                f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
                f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
                for depth, (form, text) in enumerate(_LEVELS[name])
            )
            numbering.append(
                parse_xml(
                    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
                    f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
                )
            )
        return {name: self._instance(number) for number, name in enumerate(_HEADINGS, 1)}

    def _instance(self, abstract: int) -> int:
        """A numbering that starts at one."""
        numbering = self.docx.part.numbering_part.element
        identity = len(numbering.findall(qn("w:num"))) + 1
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{identity}"><w:abstractNumId w:val="{abstract}"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
        return identity

    def heading(self, text: str, level: int, numbered: bool = True) -> None:
        self._list = None
        paragraph = self.docx.add_heading(level=level)
        self._runs(paragraph, text)
        if numbered:
            self._number(paragraph, self._numbers["heading"], level - 1)

    def item(self, text: str) -> None:
        if self._list is None:
            self._list = self._instance(_HEADINGS.index("list") + 1)
        paragraph = self.docx.add_paragraph()
        self._runs(paragraph, text)
        self._number(paragraph, self._list, 0)

    def paragraph(self, text: str, style: str | None = None, *, centred: bool = False) -> None:
        self._list = None
        paragraph = self.docx.add_paragraph(style=style)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._runs(paragraph, text)

    def table(self, rows: list[list[str]]) -> None:
        self._list = None
        table = self.docx.add_table(len(rows), len(rows[0]), style="Table Grid")
        for cell, (row, column) in _spans(rows).items():
            corner = table.cell(*cell)
            if (row, column) != cell:
                corner = corner.merge(table.cell(row, column))
            corner.text = rows[cell[0]][cell[1]]
            for run in corner.paragraphs[0].runs:
                run.font.size = Pt(9)

    def _runs(self, paragraph: Paragraph, text: str) -> None:
        for place, piece in enumerate(_FOOTNOTE.split(text)):
            if place % 2 == 0:
                paragraph.add_run(piece)
                continue
            self.notes.append(piece)
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(len(self.notes) + 1))
            run = paragraph.add_run()
            run.font.superscript = True
            run._r.append(reference)

    @staticmethod
    def _number(paragraph: Paragraph, number: int, level: int) -> None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = number

    def save(self, path: Path) -> None:
        if self.notes:
            self._add_footnotes()
        buffer = BytesIO()
        self.docx.save(buffer)
        with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as fixed:
            for name in sorted(made.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
                fixed.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), made.read(name), zipfile.ZIP_DEFLATED)

    def _add_footnotes(self) -> None:
        def note(number: int, kind: str, body: str) -> str:
            return f'<w:footnote w:id="{number}"{kind}><w:p><w:r>{body}</w:r></w:p></w:footnote>'

        separators = note(0, ' w:type="separator"', "<w:separator/>") + note(
            1, ' w:type="continuationSeparator"', "<w:continuationSeparator/>"
        )
        notes = "".join(note(number, "", f"<w:t>{text}</w:t>") for number, text in enumerate(self.notes, 2))
        xml = f"<w:footnotes {nsdecls('w')}>{separators}{notes}</w:footnotes>"
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, xml.encode(), self.docx.part.package)
        self.docx.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _spans(rows: list[list[str]]) -> dict[tuple[int, int], tuple[int, int]]:
    """First cell of every merged range, to its last cell."""
    first: dict[tuple[int, int], tuple[int, int]] = {}
    last: dict[tuple[int, int], tuple[int, int]] = {}
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            origin = first[row, column - 1] if text == "<" else first[row - 1, column] if text == "^" else (row, column)
            first[row, column] = origin
            last[origin] = row, column
    return last


def _blocks(source: str) -> Iterator[tuple[bool, list[str]]]:
    """Lines, those of one table together."""
    for is_table, lines in groupby(source.splitlines(), key=lambda line: line.startswith("|")):
        yield is_table, [line for line in lines if line.strip()]


def build(source: Path, target: Path) -> None:
    writer = Writer()
    for is_table, lines in _blocks(source.read_text("utf8")):
        if is_table:
            writer.table([[cell.strip() for cell in line.strip("|").split("|")] for line in lines])
            continue
        for line in lines:
            mark, _, text = line.partition(" ")
            level = mark.count("#")
            if mark == "%title":
                writer.paragraph(text, "Title", centred=True)
            elif mark in ("%sub", "%note"):
                writer.paragraph(text, centred=mark == "%sub")
            elif level:
                writer.heading(text, level, numbered=not mark.startswith("!"))
            elif mark == "-":
                writer.item(text)
            else:
                writer.paragraph(line)
    title = next(line.partition(" ")[2] for line in source.read_text("utf8").splitlines() if line.startswith("%title"))
    properties = writer.docx.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    writer.save(target)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for source in sorted((HERE / "sources").glob("*.md")):
        build(source, folder / f"{source.stem}.docx")


if __name__ == "__main__":
    main()
