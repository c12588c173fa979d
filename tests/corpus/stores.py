"""Small corpora and what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from wenxiao.corpus.reading import Request, read
from wenxiao.corpus.settings import Settings
from wenxiao.corpus.sql import connect
from wenxiao.corpus.store import Store
from wenxiao.corpus.tables import TABLES

TEXT = (
    "{county}网格化管理中心{year}年度项目支出绩效自评报告\n一、项目基本情况\n（一）项目概况\n"
    "网格巡查服务{number}项目年初预算200.00万元，实际支出150.00万元，预算执行率为{rate}%。\n二、自评结论\n综合得分为9{digit}分。\n"
)
#: Small shards, so that a few documents are several; a child that waits twenty seconds.
SMALL = Settings(seconds=20, megabytes=3072, shard=16, chunk=8)


def text(number: int, rate: str = "75.00") -> str:
    """A document of its own, of one of three counties and two years."""
    county = ("星河区", "云岭县", "清溪县")[number % 3]
    return TEXT.format(county=county, year=2023 + number % 2, number=number, rate=rate, digit=number % 10)


def written(folder: Path, numbers: Iterable[int]) -> Path:
    """Documents in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number:04}.txt").write_text(text(number), encoding="utf-8")
    return folder


def filled(store: Path | str, *sources: Path | str, settings: Settings = SMALL, **more: Any) -> dict[str, int]:
    """Read sources into a store: the buckets of the account."""
    account = read(Request(tuple(map(str, sources)), str(store), settings=settings, **more))
    assert sum(account.buckets.values()) == account.inputs
    return dict(account.buckets)


def asked(store: Path | str, query: str) -> list[tuple[Any, ...]]:
    """Rows of a query over a store."""
    with connect(Store(str(store))) as connection:
        return connection.sql(query).fetchall()


def rows(store: Path | str, *, without: str = "uri") -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, as they stand in order of their keys."""
    found = {}
    for table in TABLES:
        columns = [f'"{name}"' for name in (*table.names, "county", "year") if name != without]
        order = ", ".join(["sha256", *(f'"{name}"' for name in table.order)])
        found[table.name] = asked(store, f"SELECT {', '.join(columns)} FROM {table.name} ORDER BY {order}")
    return found
