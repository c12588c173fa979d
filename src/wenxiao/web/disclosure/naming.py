"""Names of released files, and codes in addresses: as every browser, disk and archive takes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

#: Bytes of UTF-8 that a name of a file may have, and that of those its ending may have.
MOST, ENDING = 200, 20
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_WRITTEN = re.compile(r"~((?:[0-9a-f]{2})+)")


def servable(names: Iterable[str]) -> list[str]:
    """Each name without folders, not too long, and none of them twice."""
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        last = _CONTROL.sub("", name).replace("\\", "/").rpartition("/")[2]
        last = last if last.strip(". ") else "文件"
        number, made = 1, _cut(last, "")
        while made.casefold() in taken:
            number += 1
            made = _cut(last, f"（{number}）")
        taken.add(made.casefold())
        found.append(made)
    return found


def _cut(name: str, mark: str) -> str:
    ending = PurePosixPath(name).suffix
    if len(ending.encode()) > ENDING:
        ending = ""
    stem = name.removesuffix(ending) if ending else name
    room = MOST - len((mark + ending).encode())
    return stem.encode()[:room].decode(errors="ignore") + mark + ending


class Code:
    """A code of a unit or project in an address; one that would be taken for folders is written in figures after ``~``."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        written = _WRITTEN.fullmatch(value)
        try:
            return bytes.fromhex(written[1]).decode() if written else value
        except UnicodeDecodeError:
            return value

    def to_url(self, value: str) -> str:
        code = str(value)
        hidden = code in (".", "..") or code.startswith("~") or re.search(r"[/\\\x00-\x1f]", code)
        return f"~{code.encode().hex()}" if hidden else code
