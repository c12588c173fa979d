"""A made-up province of work: 100,000 project-years and 2,000,000 entries, written straight into a scratch database.

It is written past the ledger's own door, because that takes an hour. ``site_cycle`` fills the other rooms.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from bench import site_cycle
from wenxiao.performance.ledger import Kind, position_of, rate
from wenxiao.web.core.money import MoneyField
from wenxiao.web.people.models import Membership, Organisation, User

DEPARTMENTS, UNITS, YEARS = 40, 50, (2023, 2024, 2025, 2026)
PASSWORD = "bench-only-password"
#: The tables whose rows are written with their numbers, which PostgreSQL goes on counting from.
NUMBERED = (
    "register_project", "register_projectyear", "targets_targetset", "monitoring_round", "monitoring_monitoring", "selfevaluation_selfevaluation",
)  # fmt: skip
WHAT = (
    "道路养护",
    "河道保洁",
    "校舍维修",
    "路灯节能",
    "垃圾分类",
    "公共卫生",
    "图书购置",
    "平台运维",
    "管网改造",
    "养老服务",
)


def rows(table: str, columns: str, values: Sequence[Sequence[object]]) -> None:
    """Many rows at once, in the way that is quick on this database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            places = ", ".join("?" * len(columns.split(",")))  # the driver's own way: Django's rewrites each statement
            connection.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)


def organisations() -> list[Organisation]:
    """A district with its departments and units; the units."""
    top = Organisation.objects.create(code="000", name="测试区", kind="jurisdiction")
    units = []
    for d in range(DEPARTMENTS):
        department = Organisation.objects.create(code=f"{d:03}D", name=f"测试区第{d}局", kind="department", parent=top)
        units += [
            Organisation.objects.create(
                code=f"{d:03}{u:03}", name=f"测试区第{d}局第{u}所", kind="unit", parent=department
            )
            for u in range(UNITS)
        ]
    secret = make_password(PASSWORD)
    for login, role, where in (
        ("performance", "performance", top),
        ("business", "business", units[0].parent),
        ("department", "department", units[0].parent),
        ("clerk", "clerk", units[0]),
    ):
        user = User.objects.create(username=login, name=login, password=secret)
        Membership.objects.create(user=user, organisation=where, role=role)
    return units


@transaction.atomic
def make(project_years: int = 100_000) -> None:
    """Fill an empty database. Amounts, paces and what is missing vary; the same at every run."""
    random.seed(7)
    units = organisations()
    user = User.objects.get(username="business").pk
    at = datetime(2026, 11, 21, tzinfo=UTC)
    count = project_years // len(YEARS)
    projects, years = [], []
    for p in range(1, count + 1):
        unit = random.choice(units).pk
        name = f"{random.choice(WHAT)}项目第{p}标段"
        fund = random.choice(("general",) * 7 + ("government", "capital", "insurance"))
        projects.append((p, f"P{p:06}", name, unit, random.choice(("new", "continuing")), fund, p % 20 == 0, YEARS[0], YEARS[-1], "", 0, at))  # fmt: skip
        years += [(len(years) + 1 + i, p, year, unit) for i, year in enumerate(YEARS)]
    rows("register_project", "id, code, name, unit_id, attribute, fund, bond, begins, ends, purpose, revision, changed_at", projects)  # fmt: skip
    rows("register_projectyear", "id, project_id, year, unit_id", years)
    balances, months = [], defaultdict(int)
    batch: list[tuple[object, ...]] = []
    for pk, project, year, unit in years:
        if project % 50 == 0:
            continue  # a project-year without money
        sums: dict[str, int] = {}
        for kind, month, fen in _entries(year):
            sums[kind] = sums.get(kind, 0) + fen
            months[unit, year, month, kind] += fen
            batch.append((pk, kind, "fiscal", date(year, month, 15), fen, f"文{pk}-{len(batch)}", "", user, at))
        balances.append(_balance(pk, sums))
        if len(batch) > 200_000:
            _store(batch)
    _store(batch)
    rows("ledger_balance", "project_year_id, original, added, cut, allocated, arrived, contracted, paid, revised, rate", balances)  # fmt: skip
    rows("ledger_monthsum", "unit_id, year, month, kind, amount", [(*key, fen) for key, fen in months.items()])
    site_cycle.make(rows, years, YEARS[-1], user, at)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in NUMBERED:
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _store(batch: list[tuple[object, ...]]) -> None:
    rows("ledger_entry", "project_year_id, kind, source, date, amount, reference, note, entered_by_id, entered_at", batch)  # fmt: skip
    batch.clear()


def _entries(year: int) -> Iterable[tuple[str, int, int]]:
    """Kind, month and fen of the entries of a project-year, about twenty."""
    budget = random.randrange(10_000, 500_000) * 10_000
    yield "approved", 2, budget
    yield "allocated", 2, budget // 2
    yield "allocated", 5, budget - budget // 2
    yield "contracted", 3, budget * 9 // 10
    yield "added", 6, budget // 10
    yield "cut", 9, budget // 20
    for month in (2, 4, 7, 10):
        yield "arrived", month, budget // 4
    share = random.randrange(20, 98)
    for month in range(2, 11 if year == YEARS[-1] else 13):
        yield "paid", month, max(budget * share // 1200 + random.randrange(100), 1)


def _balance(pk: int, sums: dict[str, int]) -> tuple[object, ...]:
    field = MoneyField()
    position = position_of({Kind(kind): field.from_db_value(fen, None, None) for kind, fen in sums.items()})  # type: ignore[misc]
    value = rate(position).value
    amounts = [sums.get(kind) for kind in ("approved", "added", "cut", "allocated", "arrived", "contracted", "paid")]
    return (pk, *amounts, field.get_prep_value(position.revised), None if value is None else str(round(value, 6)))
