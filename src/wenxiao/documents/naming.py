"""Names of files as they can be printed."""

from __future__ import annotations

import os
from pathlib import Path


def printable(name: str) -> str:
    """A name without line breaks, control characters or halves of characters; these are shown as escapes."""
    if name.isprintable():
        return name
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def shown(path: Path) -> str:
    """A path that can be printed: a name that is not UTF-8 as GB18030 (archives made on Windows) or with escapes."""
    name = str(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(path)
        try:
            name = raw.decode("gb18030")
        except UnicodeDecodeError:
            name = raw.decode("utf-8", "backslashreplace")
    return printable(name)
