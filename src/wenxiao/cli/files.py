"""Which files the arguments mean."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

#: What a folder is searched for. The content, not the name, decides how a file is read.
ENDINGS = frozenset({".txt", ".docx", ".html", ".htm", ".doc", ".wps", ".pdf", ".ofd", ".xls", ".xlsx", ".et", ".md"})


def expand(arguments: Iterable[str]) -> Iterator[Path]:
    """Files of files, folders (recursive, hidden ones skipped) and globs, each once, in order."""
    seen: set[str] = set()
    for argument in arguments:
        for path in _of(argument):
            key = os.path.realpath(path)
            if key not in seen:
                seen.add(key)
                yield path


def _of(argument: str) -> Iterator[Path]:
    path = Path(argument)
    if path.is_dir():
        yield from _inside(path)
    elif path.exists() or not glob.has_magic(argument):
        yield path
    else:
        found = sorted(glob.glob(argument, recursive=True))
        if not found:
            yield path  # reading it says that there is no such file
        for name in found:
            yield from _of(name) if Path(name).is_dir() else [Path(name)]


def _inside(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", "~$")) and Path(name).suffix.lower() in ENDINGS:
                yield Path(parent) / name
