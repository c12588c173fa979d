"""Backup and restore: one file with every row and every uploaded file, the same for SQLite and PostgreSQL.

The file is a zip: ``manifest.json`` (version, migrations, rows by table), ``rows/TABLE.jsonl``, ``files/...``. A backup is of one
moment; a restore goes into an empty database, whole or not at all.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from wenxiao.told import cause
from wenxiao.web.core.say import say

#: What lives for a moment: nobody stays logged in over a restore.
LEFT_OUT = {
    "sessions.session",
    "core.worker",
    "axes.accessattempt",
    "axes.accessattemptexpiration",
}

_AT_ONCE = 2000


class BackupError(Exception):
    """A backup cannot be written or read; one sentence says why and what to do."""


class _Exact(DjangoJSONEncoder):
    """Moments whole: Django's own encoder cuts them to thousandths of a second."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)


def _tables() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)  # what joins two tables has rows of its own
    return [model for model in every if model._meta.label_lower not in LEFT_OUT and not model._meta.proxy]


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that sees the database as it was at its beginning."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def write(path: Path) -> dict[str, int]:
    """Write a backup; the number of rows by table. An earlier file of that name is replaced only once the new one is whole."""
    unfinished = path.with_name(path.name + ".part")
    rows: dict[str, int] = {}
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        with _one_moment():
            for model in _tables():
                label = model._meta.label_lower
                objects = model._base_manager.order_by("pk").iterator(chunk_size=_AT_ONCE)
                with (
                    archive.open(f"rows/{label}.jsonl", "w", force_zip64=True) as raw,
                    io.TextIOWrapper(raw, "utf8") as out,
                ):
                    rows[label] = 0
                    for one in objects:
                        out.write(serializers.serialize("jsonl", [one], ensure_ascii=False, cls=_Exact))
                        rows[label] += 1
        root = Path(settings.MEDIA_ROOT)
        for file in sorted(root.rglob("*")) if root.exists() else ():
            if file.is_file():
                archive.write(file, f"files/{file.relative_to(root).as_posix()}")
        manifest = {
            "wenxiao": version("wenxiao"),
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "migrations": _migrations(),
            "rows": rows,
        }
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    unfinished.replace(path)
    return rows


def read(path: Path) -> dict[str, int]:
    """Restore a backup into an empty database; the number of rows by table. Raises BackupError and changes nothing."""
    try:
        archive = zipfile.ZipFile(path)
        manifest = json.loads(archive.read("manifest.json"))
    except PermissionError as error:
        zh, en = cause(error)
        raise BackupError(say(f"无法读取 {path}（{zh}）。", f"{path} cannot be read: {en}.")) from None
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        raise BackupError(say(f"{path} 不是备份文件，或已损坏。", f"{path} is no backup, or it is damaged.")) from None
    with archive:
        if manifest["migrations"] != _migrations():
            raise BackupError(
                say(
                    f"备份来自版本 {manifest['wenxiao']}，数据库结构不同：请用该版本恢复，再升级。",
                    f"The backup is of version {manifest['wenxiao']}, whose tables differ: restore it with that version, then upgrade.",
                )
            )
        if apps.get_model("people", "User").objects.exists():
            raise BackupError(
                say(
                    "数据库里已有数据；只能恢复到空的数据库。",
                    "The database is not empty; a backup is restored into an empty one.",
                )
            )
        with transaction.atomic():
            _rows(archive, manifest["rows"])
            _sequences()
        _files(archive)
    return manifest["rows"]


def _rows(archive: zipfile.ZipFile, expected: dict[str, int]) -> None:
    tables = _tables()
    for model in reversed(tables):  # what setting up an empty database leaves: kinds of content and permissions
        model._base_manager.all()._raw_delete(connection.alias)
    for model in tables:
        label = model._meta.label_lower
        count = 0
        with (
            archive.open(f"rows/{label}.jsonl") as raw,
            io.TextIOWrapper(raw, "utf8") as lines,
            _times_as_they_were(model),
        ):
            batch: list[Any] = []
            for line in lines:
                batch.extend(one.object for one in serializers.deserialize("jsonl", line))
                if len(batch) >= _AT_ONCE:
                    count += len(model._base_manager.bulk_create(batch))
                    batch = []
            count += len(model._base_manager.bulk_create(batch))
        if count != expected[label]:
            raise BackupError(
                say(
                    f"备份不完整：{label} 应有 {expected[label]} 行，只有 {count} 行。",
                    f"The backup is not whole: {label} has {count} of {expected[label]} rows.",
                )
            )


@contextmanager
def _times_as_they_were(model: type[models.Model]) -> Iterator[None]:
    """Fields that note the time of writing keep what the backup says."""
    noted = [
        (field, name)
        for field in model._meta.local_fields
        for name in ("auto_now", "auto_now_add")
        if getattr(field, name, False)
    ]
    for field, name in noted:
        setattr(field, name, False)
    try:
        yield
    finally:
        for field, name in noted:
            setattr(field, name, True)


def _sequences() -> None:
    """The next row of each table gets a number of its own."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _tables()):
            cursor.execute(statement)


def _files(archive: zipfile.ZipFile) -> None:
    root = Path(settings.MEDIA_ROOT).resolve()
    for name in archive.namelist():
        path = PurePosixPath(name)
        if path.parts[:1] != ("files",):
            continue
        target = root.joinpath(*path.parts[1:]).resolve()
        if not target.is_relative_to(root):
            raise BackupError(say(f"备份中有不安全的路径：{name}", f"The backup holds an unsafe path: {name}"))
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as source, target.open("wb") as out:
            shutil.copyfileobj(source, out)
        target.chmod(0o600)
