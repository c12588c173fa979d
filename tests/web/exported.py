"""Made-up files as other systems export them: budget items, payments, projects, with titles above and totals below."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from wenxiao.web.sample import YEAR

PAYMENTS = (
    "序号",
    "预算年度",
    "预算单位编码",
    "项目代码",
    "项目名称",
    "支付方式",
    "资金性质",
    "支付凭证号",
    "清算日期",
    "支付金额",
    "用途",
)
ITEMS = ("指标ID", "预算年度", "项目代码", "指标文号", "指标类型", "资金性质", "指标日期", "指标金额", "指标摘要")
PROJECTS = (
    "预算年度",
    "预算单位编码",
    "项目代码",
    "项目名称",
    "项目状态",
    "开始年度",
    "结束年度",
    "资金性质",
    "项目概况",
)


def payment(number: int, **changes: Any) -> tuple[Any, ...]:
    row = {
        "number": number, "year": YEAR, "unit": "201001", "code": "530100-0001", "name": "网格化巡查", "how": "财政授权支付",
        "source": "一般公共预算资金", "voucher": f"Z{YEAR}{number:05}", "date": f"{YEAR}-11-02", "amount": 1000.5, "use": "巡查费",
    }  # fmt: skip
    return tuple({**row, **changes}.values())


def item(number: int, **changes: Any) -> tuple[Any, ...]:
    row = {
        "id": f"ZB{number}", "year": YEAR, "code": "530100-0001", "document": f"星财预〔{YEAR}〕{number}号", "kind": "预算追加",
        "source": "一般公共预算资金", "date": f"{YEAR}-11-03", "amount": 20000, "note": "年中追加",
    }  # fmt: skip
    return tuple({**row, **changes}.values())


def project(number: int, **changes: Any) -> tuple[Any, ...]:
    row = {
        "year": YEAR, "unit": "201001", "code": f"530100-9{number:03}", "name": f"对接项目{number}", "state": "新增项目", "begins": YEAR,
        "ends": YEAR + 1, "fund": "一般公共预算资金", "about": "做什么",
    }  # fmt: skip
    return tuple({**row, **changes}.values())


def book(
    heading: tuple[str, ...], *rows: tuple[Any, ...], name: str = "导出.xlsx", above: int = 2
) -> SimpleUploadedFile:
    """A workbook with a title and a line of units above the heading, and an empty row."""
    made = openpyxl.Workbook()
    for cells in (("国库支付明细表",), (f"单位：元   期间：{YEAR}年1—11月",))[:above]:
        made.active.append(cells)
    for cells in (heading, *rows):
        made.active.append(cells)
    file = io.BytesIO()
    made.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def text(heading: tuple[str, ...], *rows: tuple[Any, ...], name: str = "导出.csv") -> SimpleUploadedFile:
    """The same as text in the encoding that such systems write."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows((heading, *rows))
    return SimpleUploadedFile(name, file.getvalue().encode("gb18030"))
