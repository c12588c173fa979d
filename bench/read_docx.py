"""Time the docx reader against python-docx (paragraphs with styles, tables left out) on a generated report.

Run: ``python bench/read_docx.py``. Both read the same file in the same process, warm; the best of several rounds
counts.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx

from wenxiao.documents.opening import open_document

ROUNDS = 15


def report(path: Path) -> None:
    """A made-up self-evaluation report: 12 projects of 8 paragraphs and a table of 20 rows."""
    document = docx.Document()
    document.add_heading("云溪区二〇二三年项目支出绩效自评报告", 0)
    for number in range(1, 13):
        document.add_heading(f"第{number}项 河道养护项目", 1)
        for part in range(8):
            paragraph = document.add_paragraph(f"（{part + 1}）本年预算安排 {120 + number}.50 万元，")
            paragraph.add_run("实际支出 98.70 万元，").bold = True
            paragraph.add_run("完成河道清淤12公里，受益群众约3.2万人，各项指标均已按期完成并通过验收。")
    table = document.add_table(rows=20, cols=4)
    for row in table.rows:
        for cell, text in zip(row.cells, ("产出数量", "清淤长度", "≥12公里", "12公里"), strict=True):
            cell.text = text
    document.save(str(path))


def peer(path: Path) -> int:
    return sum(len(p.text) + len(p.style.name or "") for p in docx.Document(str(path)).paragraphs if p.style)


def best(read: Callable[[Path], object], path: Path) -> float:
    """Least time of one reading, in seconds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        read(path)
        times.append(time.perf_counter() - begin)
    return min(times)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        report(path)
        ours, theirs = best(open_document, path), best(peer, path)
    print(f"wenxiao {ours * 1000:.2f} ms, python-docx {theirs * 1000:.2f} ms, {theirs / ours:.1f} times as fast")
    print("floor: 10 times")


if __name__ == "__main__":
    main()
