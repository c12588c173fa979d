"""Which files of a folder are taken for documents."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Set
from pathlib import Path

from wenxiao.documents.items import ARCHIVES, is_document

#: Name, without its ending, of the report that a run leaves behind where no other is asked for.
REPORT = "wenxiao-report"
#: Pages that a browser saved, beside which it may have put what they refer to.
PAGES = frozenset([".html", ".htm"])


def walk(folder: Path, refused: Callable[[OSError], None] | None = None, also: tuple[str, ...] = ()) -> Iterator[Path]:
    """The documents and archives in a folder and below it, in order; ``refused`` is told of folders that cannot be looked into.
    ``also``: endings that are taken besides."""
    for where, folders, names in os.walk(folder, onerror=refused):
        pages = {name.rpartition(".")[0] for name in names if os.path.splitext(name)[1].lower() in PAGES}
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _of_page(name, pages))
        for name in sorted(names):
            if taken(name) or (name.lower().endswith(also) and not hidden(name)):
                yield Path(where, name)


def taken(name: str) -> bool:
    """Whether a file of a folder is taken, by its name."""
    return not hidden(name) and (is_document(name) or os.path.splitext(name)[1].lower() in ARCHIVES)


def hidden(name: str) -> bool:
    """Hidden by its owner, the lock file of an office program, or a report or a letter of an earlier run."""
    return name.startswith((".", "~$", f"{REPORT}.", f"{REPORT}-"))


def _of_page(folder: str, pages: Set[str]) -> bool:
    """Whether a browser made this folder for the pictures and scripts of a page that it saved beside it."""
    return any(folder == f"{page}{ending}" for page in pages for ending in ("_files", ".files", "_file"))
