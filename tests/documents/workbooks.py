"""Made-up workbooks for the tests, and other formats of them by LibreOffice where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl
import pytest

_OFFICE = shutil.which("soffice")
_COMPONENT = any(
    Path(folder, "libsclo.so").exists() for folder in ("/usr/lib/libreoffice/program", "/opt/libreoffice/program")
)
needs_office = pytest.mark.skipif(
    _OFFICE is None or not _COMPONENT,
    reason="LibreOffice Calc, which writes .xls and .ods for this test, is not installed",
)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xlsx(rows: Iterable[Sequence[object]], name: str = "Sheet1") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = name
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            book.active.cell(at, column, value)
    return saved(book)


def converted(data: bytes, ending: str, to: str) -> bytes:
    """A file in another format, by LibreOffice under a profile of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a.{ending}")
        path.write_bytes(data)
        subprocess.run(
            [str(_OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to, "--outdir", f"{folder}/out", str(path)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return next(Path(folder, "out").iterdir()).read_bytes()
