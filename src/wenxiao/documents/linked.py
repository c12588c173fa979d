"""Attachments of a saved web page that lie beside it or below: the files its links name, never anything elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

_LINK = re.compile(rb"""<a\s[^<>]{0,2000}?href\s{0,3}=\s{0,3}["']?([^"'<>\s#?]{1,1000})""", re.IGNORECASE)
#: Bytes of a page that are searched, and links that are followed.
_SEARCHED = 32 * 1024 * 1024
_MOST = 1000


def linked(page: Path) -> Iterator[Path]:
    """Files in the folder of ``page`` or below it to which it links, each once, in the order of the links."""
    try:
        with page.open("rb") as file:
            data = file.read(_SEARCHED)
        folder = page.parent.resolve()
    except OSError:
        return  # whoever reads the page says why
    seen: set[Path] = set()
    for link in _LINK.finditer(data):
        for target in _targets(link[1]):
            path = page.parent / target
            try:
                real = path.resolve()
                known = real in seen or not real.is_file() or not real.is_relative_to(folder)
            except (OSError, ValueError):
                continue
            if not known:
                seen.add(real)
                yield path
                break
        if len(seen) == _MOST:
            return


def _targets(link: bytes) -> Iterator[str]:
    """The relative path of a link, in the encodings in which a page may have it."""
    for encoding in ("utf-8", "gb18030"):
        try:
            parts = urlsplit(link.decode(encoding))
            if not parts.scheme and not parts.netloc and not parts.path.startswith("/"):
                yield unquote_to_bytes(parts.path).decode(encoding)
        except ValueError:
            continue
