"""What an office program prints as PDF says the same as the document that it printed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.documents.making import check_consistent
from wenxiao.documents.model import Document
from wenxiao.documents.opening import open_document
from wenxiao.reading.model import Reading
from wenxiao.reading.pipeline import read_document

_OFFICE = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)
_SAMPLE = Path(__file__).parents[2] / "sample"
_SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
_SHARED = _SEEDS if _SEEDS.is_dir() else Path("/nonexistent")

pytestmark = [
    pytest.mark.skipif(_OFFICE is None, reason="no LibreOffice on this machine: nothing prints the documents"),
    pytest.mark.slow,
]


def printed(folder: Path, *sources: Path) -> list[Path]:
    """The PDF files that the office program makes of some documents."""
    command = [str(_OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(folder), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return [folder / f"{source.stem}.pdf" for source in sources]


def facts(reading: Reading) -> tuple[Counter[tuple[str, str, str]], Counter[tuple[str, str]]]:
    """Quantities by kind, value and unit; relations by kind and verdict."""
    return (
        Counter((q.kind, str(q.value), q.unit) for q in reading.quantities),
        Counter((str(relation.kind), str(relation.verdict)) for relation in reading.relations),
    )


def tables(document: Document) -> list[list[tuple[str, int, int, int, int]]]:
    """Cells with their text without spaces, place and spans."""
    return [
        [
            ("".join(document.text[cell.start : cell.end].split()), cell.row, cell.column, cell.rowspan, cell.colspan)
            for cell in table.cells
        ]
        for table in document.tables
    ]


def paragraphs(reading: Reading) -> list[str]:
    return [line for line in re.split(r"\n+", reading.view.text) if line.strip()]


def rejoined(found: list[str], expected: list[str]) -> list[str]:
    """Paragraphs with those joined that were parted after a full sentence: where neither indent nor space sets paragraphs
    apart, a line that is full up to its 。 may end one."""
    whole: list[str] = []
    for text in found:
        if (
            whole
            and whole[-1].endswith("。")
            and len(whole) <= len(expected)
            and whole[-1] + text == expected[len(whole) - 1][: len(whole[-1] + text)]
        ):
            whole[-1] += text
        else:
            whole.append(text)
    return whole


def compare(source: Path, pdf: Path) -> None:
    one, other = open_document(source), open_document(pdf)
    check_consistent(other)
    first, second = read_document(one, show_personal=True), read_document(other, show_personal=True)
    assert tables(other) == tables(one)
    assert rejoined(paragraphs(second), paragraphs(first)) == paragraphs(first)
    assert facts(second) == facts(first)
    assert [project.name for project in second.projects] == [project.name for project in first.projects]
    assert all(block.anchor.page and block.anchor.box for block in other.blocks)
    shown = "".join(other.text[start:end] for start, end, _, _ in other.placements)
    assert "".join(shown.split()) == "".join(other.text.split())


@cache
def _sample() -> dict[str, Path]:
    sources = sorted(_SAMPLE.glob("*.docx"))
    return dict(zip((source.name for source in sources), printed(Path(mkdtemp()), *sources), strict=True))


@pytest.mark.parametrize("name", sorted(path.name for path in _SAMPLE.glob("*.docx")))
def test_the_sample(name: str) -> None:
    compare(_SAMPLE / name, _sample()[name])


def indented(target: docx.document.Document, text: str) -> None:
    paragraph = target.add_paragraph(text)
    paragraph.paragraph_format.first_line_indent = Pt(24)
    paragraph.runs[0].font.size = Pt(12)


def numbered(target: docx.document.Document, header: str) -> None:
    """A header on every page, and page numbers below."""
    section = target.sections[0]
    section.header.paragraphs[0].text = header
    run = section.footer.paragraphs[0].add_run("- ")
    for kind, code in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:instrText" if code else "w:fldChar")
        if code:
            element.text = code
        else:
            element.set(qn("w:fldCharType"), str(kind))
        run._r.append(element)
    section.footer.paragraphs[0].add_run(" -")


def made(path: Path) -> None:
    """Twelve projects, a long table with merged cells and repeated header, narrow columns, a wide page."""
    target = docx.Document()
    numbered(target, "云溪区财政局绩效评价报告")
    target.add_heading("云溪区2024年度项目支出绩效评价报告", 0)
    for number in range(1, 13):
        indented(target, f"（{'一二三四五六七八九十百千'[number - 1]}）第{number}个河道养护项目")
        indented(
            target,
            f"{number}号河道养护项目年初预算安排{120 + number}.50万元，实际支出{98 + number}.70万元，"
            f"完成清淤{number}.2公里，受益群众约3.2万人，各项指标均已按期完成并通过验收，资金使用合规，未发现截留挪用。"
            "下一步将继续加强日常养护，按季度考核养护单位，考核结果与服务费挂钩，并向社会公开。",
        )
    indented(target, "各项目资金情况见下表。")
    grid = target.add_table(rows=0, cols=6)
    grid.style = "Table Grid"
    rows = [("类别", "序号", "项目名称", "年初预算（元）", "实际支出（元）", "执行率")]
    rows += [
        ("养护类" if n <= 20 else "建设类", str(n), f"{n}号河道清淤和岸坡整治以及绿化养护管理服务项目", f"{1200000 + n}.55", f"{1140000 + n}.05", "95.00%")
        for n in range(1, 41)
    ]  # fmt: skip
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    for first, last in ((1, 20), (21, 40)):
        for n in range(first + 1, last + 1):
            grid.cell(n, 0).text = ""
        grid.cell(first, 0).merge(grid.cell(last, 0)).text = rows[first][0]
    properties = grid.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    indented(target, "合计执行率为95.00%，其余指标见附件。")
    section = target.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    indented(target, "横排页上的说明：本表由区财政局填报，数据截至2024年12月31日。")
    target.save(str(path))


def test_a_long_report_with_headers_and_a_table_over_pages(tmp_path: Path) -> None:
    source = tmp_path / "report.docx"
    made(source)
    [pdf] = printed(tmp_path, source)
    compare(source, pdf)
    document = open_document(pdf)
    assert len(document.pages) > 3
    assert len(document.tables) == 1
    assert document.notes == ("每页重复的页眉或页脚没有读入正文（第 1 页起）：云溪区财政局绩效评价报告",)


def retyped(text: Path, path: Path) -> None:
    """A text file as a Word document: an indented paragraph a line, its tables of one cell a line as tables."""
    target = docx.Document()
    row: list[str] = []
    rows: list[list[str]] = []

    def table() -> None:
        if rows:
            width = max(map(len, rows))
            grid = target.add_table(rows=0, cols=width)
            grid.style = "Table Grid"
            for cells in rows:
                for cell, words in zip(grid.add_row().cells, cells, strict=False):
                    cell.text = words
            rows.clear()

    for line in [*text.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("\t"):
            row.append(line.strip())
            continue
        if row:
            rows.append(row)
            row = []
        if line.strip():
            table()
            indented(target, line.strip())
    table()
    target.save(str(path))


@pytest.mark.shared
@pytest.mark.skipif(not _SHARED.is_dir(), reason="no ../shared: the real reports are not here")
def test_real_reports(tmp_path: Path) -> None:
    sources = []
    for number, text in enumerate(sorted(_SHARED.glob("*.txt"))):
        sources.append(tmp_path / f"report{number}.docx")
        retyped(text, sources[-1])
    assert sources
    for source, pdf in zip(sources, printed(tmp_path, *sources), strict=True):
        compare(source, pdf)
