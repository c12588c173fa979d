"""How long 100,000 rows of another platform's ledger take, beside plain COPY of the same rows.

    .ci/with-postgres .venv/bin/python bench/case_import.py [rows]

For a CSV and an XLSX file: looked at (``draft``), then kept as cases (``enter``); every row is a closed case with nine steps, half of them with
coordinates in place of a unit grid. Then the rows of ``grid_case``, ``grid_caseevent`` and ``grid_caseagency`` that came of it are written
out by COPY and read by COPY into tables of the same columns and constraints: the least that a database takes for them. Without DATABASE_URL it is
SQLite, with executemany in place of COPY; the database has to be empty.
"""

from __future__ import annotations

import csv
import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

HEADINGS = ("平台", "案件编号", "来源", "问题描述", "类别", "立案条件", "单元网格", "处置单位", "经度", "纬度", "坐标系", "上报时间", "立案时间", "派遣时间", "处置时间", "核查时间", "结案时间")  # fmt: skip
TABLES = ("grid_case", "grid_caseevent", "grid_caseagency")


def rows(count: int, platform: str) -> Iterator[tuple[Any, ...]]:
    """A municipal ledger: odd rows say where in degrees, even ones in which unit grid."""
    for n in range(count):
        at = datetime(2026, 3, 2, 9) + timedelta(minutes=n)
        steps = [f"{at + timedelta(minutes=m):%Y-%m-%d %H:%M}" for m in (0, 5, 10, 90, 110, 120)]
        if n % 2:
            place = ("", "G22", 102.7 + n % 30 / 100 + 0.004, 24.8 + n // 30 % 30 / 100 + 0.004, "CGCS2000")
        else:
            place = (f"530100001001{n % 900 + 1:03}", "G22", "", "", "")
        yield (platform, str(n), "监督员上报", "路边垃圾", "47678.5-2026:item:06010", "rubbish", *place, *steps)


def csv_file(path: Path, count: int) -> Path:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        out = csv.writer(file)
        out.writerow(HEADINGS)
        out.writerows(rows(count, "市平台甲"))
    return path


def xlsx_file(path: Path, count: int) -> Path:
    from xlsxwriter import Workbook

    book = Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    for number, row in enumerate(rows(count, "市平台乙"), 1):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def grids() -> None:
    """900 unit grids of a hundredth of a degree."""
    from wenxiao.web.territory.models import UnitGrid

    made = []
    for n in range(900):
        west, south = 102.7 + n % 30 / 100, 24.8 + n // 30 / 100
        outline = [
            [west, south],
            [west + 0.01, south],
            [west + 0.01, south + 0.01],
            [west, south + 0.01],
            [west, south],
        ]
        code = f"530100001001{n + 1:03}"
        made.append(
            UnitGrid(
                code=code, standard="GB/T 30428.1", street=code[:9], community=code[:12], outline=outline, given_outline=outline,
                given_system="CGCS2000", area=1, west=west, south=south, east=west + 0.01, north=south + 0.01,
            )
        )  # fmt: skip
    UnitGrid.objects.bulk_create(made)


def plain() -> tuple[float, int]:
    """Seconds and rows of the plainest way into tables of the same columns, indexes and constraints."""
    from django.db import connection

    took, number = 0.0, 0
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor != "postgresql":
                kept = cursor.execute(f"SELECT * FROM {table}").fetchall()
                cursor.execute(f"CREATE TABLE plain_{table} AS SELECT * FROM {table} LIMIT 0")
                marks = ",".join(["%s"] * len(kept[0]))
                started = time.perf_counter()
                cursor.executemany(f"INSERT INTO plain_{table} VALUES ({marks})", kept)
                took, number = took + time.perf_counter() - started, number + len(kept)
                continue
            cursor.execute(f"CREATE TABLE plain_{table} (LIKE {table} INCLUDING ALL)")
            file = io.BytesIO()
            with cursor.copy(f"COPY {table} TO STDOUT") as out:
                for part in out:
                    file.write(part)
            started = time.perf_counter()
            with cursor.copy(f"COPY plain_{table} FROM STDIN") as into:
                into.write(file.getvalue())
            took += time.perf_counter() - started
            cursor.execute(f"SELECT count(*) FROM plain_{table}")
            number += cursor.fetchone()[0]
    return took, number


def main(count: int) -> None:
    folder = tempfile.TemporaryDirectory(prefix="wenxiao-bench-")
    os.environ |= {"WENXIAO_DATA": folder.name, "DJANGO_SETTINGS_MODULE": "wenxiao.web.settings"}
    sys.path.insert(0, str(Path(__file__).parent.parent))
    import django

    django.setup()
    from django.core.files.base import File
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from wenxiao.web.core.pending import keep
    from wenxiao.web.grid.models import Agency, Case, CaseEvent
    from wenxiao.web.people.models import User
    from wenxiao.web.platforms.importing import draft, enter

    user = User.objects.create(username="u", name="u")
    Agency.objects.create(code="G22", name="环卫站", kind="department", level="district")
    grids()
    whole = 0.0
    for made in (csv_file(Path(folder.name, "a.csv"), count), xlsx_file(Path(folder.name, "a.xlsx"), count)):
        with made.open("rb") as file:
            kept = keep(user, File(file, made.name))
        for again in (False, True):
            started, worked = time.perf_counter(), time.process_time()
            drafted = draft(kept)
            looked = time.perf_counter()
            batch = enter(kept, drafted, user)
            done, worked = time.perf_counter(), time.process_time() - worked
            whole += 0 if again else done - started
            told = f"{batch.new:,} new, {batch.located:,} by position, {batch.there:,} there, {batch.refused} refused"
            print(f"{made.suffix} {'again' if again else 'first'}: {count:,} rows ({told}): looked at in {looked - started:.0f} s, kept in {done - looked:.0f} s, {worked:.0f} s of computing in Python.", flush=True)  # fmt: skip
    took, number = plain()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{connection.vendor}: {Case.objects.count():,} cases, {CaseEvent.objects.count():,} events; plain {number:,} rows in {took:.1f} s; "
        f"the import takes {whole / took:.1f} times that; {memory:.2f} GB; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
