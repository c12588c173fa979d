"""Time the workbook reader against openpyxl, which knows number formats as it does, and a bare read by calamine (Rust).

Run: ``python bench/read_xlsx.py``. All read the same files in the same process, warm; the best of several rounds counts.
The bare read gives values only: no number formats (98.50% is 0.985), no addresses, no merged cells, no text.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import python_calamine  # type: ignore[import-not-found]
import xlsxwriter  # type: ignore[import-untyped]

from wenxiao.documents.opening import open_document
from wenxiao.publishing.forms import FormIndicator, MoneyLine, Values, find, xlsx

ROUNDS = 5


def form(path: Path) -> None:
    """A made-up self-evaluation form with nine indicators."""
    amounts = {role: Decimal("120.50") for role in ("approved", "adjusted", "spent")}
    money = (MoneyLine("", amounts, Decimal("100.00"), Decimal(10), Decimal(10)), MoneyLine("其中：财政拨款", amounts))
    indicators = tuple(
        FormIndicator(f"第{n}段河道清淤长度", "产出指标", "数量指标", "≥12公里", "12公里", weight=Decimal(10), score=Decimal(10))
        for n in range(9)
    )  # fmt: skip
    path.write_bytes(xlsx(find("自评表"), Values("河道养护项目", year=2024, money=money, indicators=indicators)))


def ledger(path: Path) -> None:
    """A made-up list of 20,000 rows of seven cells."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    money, percent = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "0.00%"})
    for row in range(20_000):
        sheet.write_row(row, 0, [row, f"第{row}项保洁服务", "青枫街道办事处"])
        sheet.write_row(row, 3, [row * 1.37, row * 1.21], money)
        sheet.write_number(row, 5, 0.985, percent)
        sheet.write_string(row, 6, "已完成")
    book.close()


def bare(path: Path) -> int:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def peer(path: Path) -> int:
    """Values and number formats of all cells."""
    cells = (cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row)
    return sum(len(str(cell.value)) + len(cell.number_format) for cell in cells)


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
        for name, make in (("a form", form), ("20,000 rows of 7 cells", ledger)):
            path = Path(folder) / "a.xlsx"
            make(path)
            ours, theirs, values = best(open_document, path), best(peer, path), best(bare, path)
            print(
                f"{name}: wenxiao {ours * 1000:.1f} ms, openpyxl {theirs * 1000:.1f} ms ({theirs / ours:.1f} times as fast), "
                f"bare calamine {values * 1000:.1f} ms ({ours / values:.1f} times as long)"
            )
    print("aim: 3 times as long as bare calamine; floor: as fast as openpyxl")


if __name__ == "__main__":
    main()
