"""How long 50,000 rows of a workbook take into the ledger: preview with every check, then the entering, in a scratch database.

    .venv/bin/python bench/ledger_import.py [rows]

The entries fall on 2,500 project-years that have a budget already. SQLite, or the database of DATABASE_URL, which has to be empty.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path


def main(count: int) -> None:
    folder = tempfile.TemporaryDirectory(prefix="wenxiao-bench-")
    os.environ |= {"WENXIAO_DATA": folder.name, "DJANGO_SETTINGS_MODULE": "wenxiao.web.settings"}
    sys.path.insert(0, str(Path(__file__).parent.parent))
    import django

    django.setup()
    from django.core.files.base import File
    from django.core.management import call_command
    from xlsxwriter import Workbook

    from bench.site_data import make
    from wenxiao.web.core.pending import keep
    from wenxiao.web.core.policy import Access
    from wenxiao.web.ledger.importing import draft, enter
    from wenxiao.web.ledger.models import Entry
    from wenxiao.web.people.models import User
    from wenxiao.web.register.models import ProjectYear

    call_command("migrate", verbosity=0)
    make(10_000)
    user = User.objects.get(username="performance")
    codes = list(ProjectYear.objects.filter(year=2026).values_list("project__code", flat=True))
    path = Path(folder.name) / "rows.xlsx"
    book = Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("项目代码", "预算年度", "种类", "资金来源", "日期", "金额（元）", "文号或凭证号", "备注"))
    for row in range(count):
        kind, code = ("追加", "到位")[row % 2], codes[row % len(codes)]
        sheet.write_row(row + 1, 0, (code, 2026, kind, "财政拨款", "2026-11-02", 1000 + row / 100, f"凭{row}", "测"))
    book.close()
    before = Entry.objects.count()
    with path.open("rb") as file:
        started = time.perf_counter()
        kept = keep(user, File(file, "rows.xlsx"))
        drafted = draft(kept, Access(user))
        looked = time.perf_counter()
    assert not drafted.refusals, drafted.refusals[:3]
    enter(kept, drafted, user)
    done = time.perf_counter()
    assert Entry.objects.count() - before == count
    print(
        f"{count} rows: preview {looked - started:.1f} s, entering {done - looked:.1f} s, together {done - started:.1f} s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
