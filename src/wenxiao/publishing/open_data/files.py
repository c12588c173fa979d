"""Tables as files: CSV, JSON, the data package that describes them, and all of it in one archive."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from wenxiao.publishing.open_data.tables import TABLES, Release, Row, Table, rows

#: Before a text that begins with one of these stands an apostrophe: a spreadsheet program would take it for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def as_csv(table: Table, lines: Iterable[Row]) -> bytes:
    """UTF-8 with a byte order mark, by which spreadsheet programs know it; a missing value is an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    for line in lines:
        writer.writerow(_cell(line[column.name], column.type) for column in table.columns)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if kind == "string" and text.startswith(_FORMULA) else text


def as_json(table: Table, lines: Sequence[Row]) -> bytes:
    """A list of objects. Amounts and other numbers with decimals are text, as they were released."""
    names = [column.name for column in table.columns]
    return json.dumps([{name: line[name] for name in names} for line in lines], ensure_ascii=False, indent=0).encode()


def package(title: str, made_at: datetime | None, sizes: Mapping[str, int]) -> bytes:
    """``datapackage.json`` of a folder with the CSV files. ``sizes``: bytes of each, by the name of the file."""
    described: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "wenxiao-open-data",
        "title": title,
        "description": "预算绩效公开数据：只含已公开的内容，金额以元计。Budget performance data: what was published and nothing else, in yuan.",
        "resources": [_resource(table, sizes.get(f"{table.name}.csv")) for table in TABLES],
    }
    if made_at is not None:
        described["created"] = made_at.isoformat(timespec="seconds")
    return json.dumps(described, ensure_ascii=False, indent=1).encode()


def _resource(table: Table, size: int | None) -> dict[str, Any]:
    described: dict[str, Any] = {
        "profile": "tabular-data-resource", "name": table.name, "title": f"{table.zh} {table.en}", "path": f"{table.name}.csv",
        "format": "csv", "mediatype": "text/csv", "encoding": "utf-8-sig",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "schema": {
            "fields": [_field(column.name, column.type, column.zh, column.en, column.name in table.key) for column in table.columns],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }  # fmt: skip
    if size is not None:
        described["bytes"] = size
    return described


def _field(name: str, kind: str, zh: str, en: str, key: bool) -> dict[str, Any]:
    described: dict[str, Any] = {"name": name, "type": kind, "title": zh, "description": en}
    if kind == "datetime":
        described["format"] = "any"
    if key:
        described["constraints"] = {"required": True}
    return described


def every_file(title: str, made_at: datetime | None, releases: Sequence[Release]) -> dict[str, bytes]:
    """Every file of the open data by its name, the data package among them."""
    made: dict[str, bytes] = {}
    for table in TABLES:
        lines = rows(table, releases)
        made[f"{table.name}.csv"] = as_csv(table, lines)
        made[f"{table.name}.json"] = as_json(table, lines)
    made["datapackage.json"] = package(title, made_at, {name: len(content) for name, content in made.items()})
    return made


def archive(files: Mapping[str, bytes]) -> bytes:
    """The files in one zip; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
