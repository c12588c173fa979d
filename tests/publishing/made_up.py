"""A small document of a made-up town, through the whole pipeline: projects, relations that hold and do not, findings."""

from __future__ import annotations

from wenxiao.audit.model import Report
from wenxiao.audit.run import audit_reading
from wenxiao.documents.model import Anchor, Block, Cell, Document, Table
from wenxiao.reading.pipeline import read_document, read_text

TEXT = """柳溪镇2023年项目支出绩效自评报告

一、项目基本情况

（一）乡村道路养护项目
年初预算200.00万元，到位200.00万元，实际支出150.00万元，预算执行率85.00%。全年养护道路36.5公里，其中：村道20.5公里、乡道16公里。

（二）文化广场改造项目
年初预算80万元，实际支出60万元，预算执行率75%。改造广场3个。
"""


def report(text: str = TEXT, path: str = "柳溪镇自评报告.txt") -> Report:
    return audit_reading(read_text(text, path))


def table_report() -> Report:
    """The same through a document with blocks and a table, as a Word file gives them."""
    lines = [
        "柳溪镇2023年项目支出绩效自评表",
        "项目名称",
        "道路养护",
        "年初预算数",
        "全年执行数",
        "200.00万元",
        "150.00万元",
    ]
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    places = [(start, start + len(line)) for start, line in zip(starts, lines, strict=True)]
    grid = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    cells = tuple(Cell(*place, row, column) for place, (row, column) in zip(places[1:], grid, strict=True))
    blocks = (
        Block(*places[0], "heading", Anchor(block=1), 1),
        *(
            Block(cell.start, cell.end, "cell", Anchor(block=2, table=1, row=cell.row + 1, cell=cell.column + 1))
            for cell in cells
        ),
    )
    return audit_reading(
        read_document(Document("自评表.docx", "0" * 64, "application/x", text, blocks, (Table(cells),)))
    )
