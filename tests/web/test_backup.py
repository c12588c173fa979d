"""A backup restored into an empty database is the same district: proved by the commands themselves, each in its own process."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.apps import apps

from wenxiao.web.core import backup

pytestmark = pytest.mark.slow


def site(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """``wenxiao site`` with its data in a folder."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    environment |= {"WENXIAO_DATA": str(folder), "LANG": "zh_CN.UTF-8"}
    return subprocess.run(
        [sys.executable, "-m", "wenxiao.cli", "site", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> Path:
    """A backup of the sample district, with an uploaded file."""
    folder = tmp_path_factory.mktemp("first")
    loaded = site(
        folder,
        "manage",
        "shell",
        "-c",
        "from django.core.management import call_command; call_command('migrate', verbosity=0); from wenxiao.web.sample import load; load()",
    )
    assert loaded.returncode == 0, loaded.stderr
    (folder / "files" / "evidence").mkdir(parents=True, exist_ok=True)
    (folder / "files" / "evidence" / "照片.txt").write_text("佐证")
    done = site(folder, "backup", str(folder / "a.zip"))
    assert done.returncode == 0, done.stderr
    return folder / "a.zip"


def rows(path: Path) -> dict[str, list]:
    """The rows by table. What a row refers to many of is a set, told in no order."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith("rows/")]
        return {name: [_ordered(json.loads(line)) for line in archive.read(name).splitlines()] for name in names}


def _ordered(row: dict) -> dict:
    many = {field.name for field in apps.get_model(row["model"])._meta.many_to_many}
    return row | {"fields": {k: sorted(v, key=str) if k in many else v for k, v in row["fields"].items()}}


def test_what_is_restored_is_what_was_saved(saved, tmp_path):
    done = site(tmp_path, "restore", str(saved))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "files" / "evidence" / "照片.txt").read_text() == "佐证"
    again = site(tmp_path, "backup", str(tmp_path / "b.zip"))
    assert again.returncode == 0, again.stderr
    assert rows(tmp_path / "b.zip") == rows(saved)


def test_a_moment_is_saved_to_the_microsecond(saved):
    moments = [row["fields"]["changed_at"] for row in rows(saved)["rows/monitoring.monitoring.jsonl"]]
    assert moments
    assert all(re.search(r"\.\d{6}", moment) for moment in moments)


def test_a_database_that_is_not_empty_is_left_alone(saved):
    refused = site(saved.parent, "restore", str(saved))
    assert refused.returncode != 0
    assert "只能恢复到空的数据库" in refused.stderr


def test_a_damaged_backup_changes_nothing(saved, tmp_path):
    short = tmp_path / "short.zip"
    with zipfile.ZipFile(saved) as archive, zipfile.ZipFile(short, "w") as out:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "rows/people.user.jsonl":
                data = b"".join(data.splitlines(keepends=True)[:-1])
            out.writestr(name, data)
    refused = site(tmp_path, "restore", str(short))
    assert "备份不完整" in refused.stderr
    assert site(tmp_path, "restore", str(saved)).returncode == 0, "still empty"


def test_a_site_that_holds_nobody_is_not_backed_up_nor_exported(tmp_path):
    for command in (("backup", str(tmp_path / "a.zip")), ("export", str(tmp_path / "pages"))):
        done = site(tmp_path / "empty", *command)
        assert done.returncode != 0
        assert "WENXIAO_DATA" in done.stdout + done.stderr
    assert not (tmp_path / "a.zip").exists()


def test_a_backup_that_may_not_be_read_is_not_called_damaged(monkeypatch, tmp_path):
    def refused(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(backup.zipfile, "ZipFile", refused)
    with pytest.raises(backup.BackupError, match=r"无法读取 .*（没有权限）"):
        backup.read(tmp_path / "a.zip")
