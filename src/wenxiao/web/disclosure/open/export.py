"""The public pages as plain files that any web server can serve, and that open from a disk: every link in them is relative.

Begins at the front page and follows every link, so that what is exported is what a visitor can reach; there is no search in it.
"""

from __future__ import annotations

import posixpath
import re
import shutil
import tempfile
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.urls import resolve

ROOT, STATIC, MARK = "/open/", "/static/", ".wenxiao-export"
_LINK = re.compile(r'(?P<name>\b(?:href|src)=")(?P<address>/[^"]*)"')


class NotOurs(ValueError):  # noqa: N818  (an answer to the person who asked)
    """The folder holds files that no export wrote: nothing is touched."""


@dataclass(frozen=True, slots=True)
class Exported:
    """How many pages and other files were written."""

    pages: int
    files: int


def export(folder: Path) -> Exported:
    """Write everything public into a folder: a new one, an empty one, or that of an earlier export, which is replaced once all is written.

    Raises NotOurs.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise NotOurs(str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        done = _write(made)
        (made / MARK).write_text("", "utf-8")
        made.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        made.replace(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return done


def _write(folder: Path) -> Exported:
    waiting, seen = (
        [ROOT, f"{ROOT}en/", f"{ROOT}data/datapackage.json"],
        {ROOT, f"{ROOT}en/", f"{ROOT}data/datapackage.json"},
    )
    pages = files = 0
    while waiting:
        address = waiting.pop()
        content, kind = _answer(address)
        if kind.startswith("text/html"):
            text = content.decode()
            for link in _links(text):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)
            content, pages = _relative(text, address).encode(), pages + 1
        else:
            files += 1
        path = folder / _file(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Exported(pages, files)


def _answer(address: str) -> tuple[bytes, str]:
    """What the site answers at an address: content and kind. A link that leads nowhere is a fault of the program."""
    if address.startswith(STATIC):
        return _static(unquote(address.removeprefix(STATIC))), "application/octet-stream"
    request: Any = HttpRequest()
    request.method, request.path, request.exported = "GET", unquote(address), True
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    found = resolve(request.path)
    answer = found.func(request, *found.args, **found.kwargs)
    if answer.status_code != 200:
        raise LookupError(address)
    return answer.content, answer.headers["Content-Type"]


def _static(name: str) -> bytes:
    """A static file as it is served: collected, or where nothing is collected yet, from where it comes from."""
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            return file.read()
    found = finders.find(name)
    if found is None:
        raise LookupError(name)
    return Path(found).read_bytes()


def _links(text: str) -> set[str]:
    """Addresses of this site that a page leads to."""
    found = (unescape(match["address"]).partition("#")[0] for match in _LINK.finditer(text))
    return {address for address in found if address.startswith((ROOT, STATIC))}


def _file(address: str) -> str:
    """The name of the file of an address, in the folder."""
    if address.startswith(STATIC):
        return "assets/" + unquote(address.removeprefix(STATIC))
    name = unquote(address.removeprefix(ROOT))
    return f"{name}index.html" if name == "" or name.endswith("/") else name


def _relative(text: str, address: str) -> str:
    """The page with its links as they are from its own file."""
    here = posixpath.dirname(_file(address))

    def rewritten(match: re.Match[str]) -> str:
        target, hash_, place = unescape(match["address"]).partition("#")
        if not target.startswith((ROOT, STATIC)):
            return match[0]
        return f'{match["name"]}{escape(quote(posixpath.relpath(_file(target), here or "."), safe="/"))}{hash_}{place}"'

    return _LINK.sub(rewritten, text)
