"""The monthly report as a Word file that looks as official papers do (公文格式, GB/T 9704); its charts are bars in tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from wenxiao.publishing.bulletin.facts import (
    MISSING,
    Beside,
    Bulletin,
    Chart,
    Ranking,
    Table,
    figure,
    growth,
    printed,
    signed,
)
from wenxiao.publishing.paper import BODY, HEAD, Paper, line

_NUMERALS = "一二三四五六七八九十"
#: Columns beyond which a table is set in smaller type, and blocks of the longest bar.
_MANY, _LONGEST = 6, 22


def docx(said: Bulletin) -> bytes:
    """The bytes of a .docx file; the same report gives the same bytes."""
    paper = Paper(said.title, "zh")
    paper.title(said.title)
    for words in said.summary:
        paper.paragraph(words)
    sections: list[tuple[str, Callable[[], None]]] = [("案件总体情况", lambda: _numbers(paper, said))]
    sections += [(each.title, partial(_ranking, paper, each)) for each in said.rankings]
    sections += [(each.title, partial(_beside, paper, each)) for each in said.beside]
    sections += [
        ("高发类别", lambda: _bars(paper, said.categories)),
        ("督办案件", lambda: _table(paper, said.pressed)),
        ("漏报案件", lambda: _table(paper, said.missed)),
        ("上次会议议定事项落实情况", lambda: _actions(paper, said)),
    ]
    if said.notes:
        sections.append(("数据合理性提示", lambda: _notes(paper, said)))
    for at, (title, write) in enumerate(sections):
        paper.heading(f"{_numeral(at)}、{title}")
        write()
    _signature(paper, said)
    return paper.data()


def _numeral(at: int) -> str:
    return _NUMERALS[at] if at < len(_NUMERALS) else f"十{_NUMERALS[at - len(_NUMERALS)]}"


def _numbers(paper: Paper, said: Bulletin) -> None:
    rows = [(label, str(now), str(before), growth(now, before)) for label, now, before in said.numbers]
    _table(paper, Table("案件数量", ("项目", "本月（件）", "上月（件）", "环比"), rows, (3, 2, 2, 2), (0,)))
    _bars(paper, said.sources)
    _bars(paper, said.hours)


def _ranking(paper: Paper, of: Ranking) -> None:
    paper.paragraph(
        f"按《{of.scheme}》（满分{figure(of.total)}分）考核。得分为调整后口径，计入已批准的延期、挂账和成立的申诉；原始得分并列。案件过少、得分不定的不排名。",
        size=14,
        line=24,
    )
    heads = ("名次", "单位", "得分", "环比", "原始", *(f"{name}\n{figure(points)}分" for name, points in of.lines))
    rows = [
        (str(row.rank or MISSING), row.name, row.printed, signed(row.change), figure(row.raw), *(figure(points) for points in row.points))
        for row in of.rows
    ]  # fmt: skip
    _table(paper, Table(of.title, heads, rows, (1.3, 3.6, 1.9, 1.9, 1.9, *(1.7 for _ in of.lines)), (1,)))


def _beside(paper: Paper, of: Beside) -> None:
    paper.paragraph(of.how, size=14, line=24)
    for table in of.tables:
        _table(paper, table)


def _bars(paper: Paper, chart: Chart) -> None:
    """A bar of blocks for each name, as long as its share of the largest."""
    if not chart.names or not max(chart.values, default=0):
        paper.paragraph(f"{chart.title}：本月没有。")
        return
    top = max(chart.values)
    rows = []
    for at, (name, value) in enumerate(zip(chart.names, chart.values, strict=True)):
        change = (growth(value, chart.before[at]),) if chart.before else ()
        blocks = int((Decimal(value) * _LONGEST / top).to_integral_value())
        rows.append((name, str(value), *change, "█" * max(blocks, 1 if value else 0)))
    heads = ("名称", "件", *(("环比",) if chart.before else ()), "分布")
    widths = (3, 1, *((1.9,) if chart.before else ()), 5.2)
    _table(paper, Table(chart.title, heads, rows, widths, (0, len(heads) - 1)))


def _actions(paper: Paper, said: Bulletin) -> None:
    if not said.actions:
        paper.paragraph(said.actions_note or "上次会议没有议定事项。")
        return
    rows = [(one.what, one.who, one.due.isoformat() if one.due else MISSING, one.state) for one in said.actions]
    _table(paper, Table("议定事项", ("事项", "责任单位", "完成时限", "落实情况"), rows, (5, 2.4, 2, 2), (0,)))


def _notes(paper: Paper, said: Bulletin) -> None:
    paper.paragraph("以下为数据特征提示，不影响得分，请有关单位核实：")
    for at, words in enumerate(said.notes, 1):
        paper.paragraph(f"{at}.{words}")


def _table(paper: Paper, of: Table) -> None:
    """The table with its name above it; the row of heads is printed again on every page."""
    if not of.rows:
        paper.paragraph(f"{of.title}：本月没有。")
        return
    paper.gap(6, keep=True)
    name = paper.paragraph(of.title, size=14, font=HEAD, line=22, indent=False, keep=True)
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    drawn, size = paper.table(of.widths), 9 if len(of.heads) > _MANY else 10.5
    heads = paper.row(drawn, *(_lines(words) for words in of.heads), labels=len(of.heads), keep=True, size=size)
    for cell in heads:
        for paragraph in cell.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.repeat(drawn)
    for row in of.rows:
        for at, cell in enumerate(paper.row(drawn, *(line(printed(value)) for value in row), labels=0, size=size)):
            if at not in of.left:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.gap(10)


def _lines(words: str) -> list[Sequence[tuple[str, bool]]]:
    return [[(part, False)] for part in words.split("\n")]


def _signature(paper: Paper, said: Bulletin) -> None:
    """Who writes and when, at the right; what the figures rest on below."""
    paper.docx.paragraphs[-1].paragraph_format.keep_with_next = True
    paper.gap(28, keep=True)
    day = f"{said.day.year}年{said.day.month}月{said.day.day}日"
    for words in (said.office, day):
        paragraph = paper.paragraph(words, font=BODY, indent=False, keep=words == said.office)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(32)
    for words in said.foot:
        paper.paragraph(words, size=10.5, line=16, indent=False).paragraph_format.left_indent = Mm(0)
