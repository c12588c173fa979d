"""Files that people hand in: what is taken, told by the content and never by the name alone, and how they are given back."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from wenxiao.documents.naming import printable
from wenxiao.web.core.models import SensitiveRead
from wenxiao.web.core.say import say

MEGABYTE = 1024 * 1024
#: What one file may have, in bytes.
MOST = 50 * MEGABYTE

_ZIPPED = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/", "ofd": "OFD.xml"}
_COMPOUND = ("doc", "xls", "ppt", "wps", "et")
_TEXT = ("txt", "csv")
_BEGINNINGS = {
    "pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff",
    **dict.fromkeys(_COMPOUND, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
}  # fmt: skip
#: The endings that are taken, in the order in which they are named to people.
KINDS = ("pdf", "ofd", "docx", "xlsx", "pptx", *_COMPOUND, "png", "jpg", "jpeg", *_TEXT)
ACCEPT = ",".join(f".{kind}" for kind in KINDS)


class Refused(Exception):  # noqa: N818  (an answer, not a fault)
    """A file that is not taken; ``str`` says why and what to do, in the language of the request."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that is taken: the name that it is kept under, its size in bytes and its hash."""

    name: str
    size: int
    sha256: str


def check(file: Any) -> Checked:
    """Look at an uploaded file; raises Refused."""
    name = printable(str(file.name).replace("\\", "/").rsplit("/", 1)[-1])[-200:]
    if file.size == 0:
        raise Refused(say(f"“{name}”是空文件，请重新选择。", f"“{name}” is empty; choose another file."))
    if file.size > MOST:
        raise Refused(
            say(
                f"“{name}”有 {file.size / MEGABYTE:.1f} MB，超过 {MOST // MEGABYTE} MB，请压缩或拆分后上传。",
                f"“{name}” has {file.size / MEGABYTE:.1f} MB, above {MOST // MEGABYTE} MB; make it smaller or split it.",
            )
        )
    kind = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if kind not in KINDS:
        raise Refused(
            say(
                f"“{name}”不是可上传的文件类型，请转换为 PDF、OFD、Word、Excel、图片或文本。",
                f"“{name}” is of a kind that is not taken; use PDF, OFD, Word, Excel, a picture or a text.",
            )
        )
    if not _is(kind, file):
        raise Refused(
            say(
                f"“{name}”的内容不是 {kind.upper()}，请核对文件后重新上传。",
                f"“{name}” does not contain {kind.upper()}; check the file and upload it again.",
            )
        )
    digest = hashlib.sha256()
    file.seek(0)
    for part in file.chunks():
        digest.update(part)
    file.seek(0)
    return Checked(name, file.size, digest.hexdigest())


def _is(kind: str, file: Any) -> bool:
    """Whether the content is what the ending says."""
    file.seek(0)
    if kind in _ZIPPED:
        try:
            with zipfile.ZipFile(file) as archive:
                return any(name.startswith(_ZIPPED[kind]) for name in archive.namelist())
        except (zipfile.BadZipFile, NotImplementedError, ValueError):
            return False
    head = file.read(4096)
    return b"\0" not in head if kind in _TEXT else head.startswith(_BEGINNINGS[kind])


def handed(content: bytes, name: str, kind: str) -> HttpResponse:
    """The answer that hands over a file made just now."""
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def given(request: Any, kept: Any, what: str) -> FileResponse:
    """The answer that hands a kept file (``file``, ``name``) over, and the record of who took it."""
    return saved(request, kept.file.open("rb"), kept.name, what)


def saved(request: Any, file: Any, name: str, what: str) -> FileResponse:
    """The answer that hands an open file over to be saved, never to be shown or run, and the record of who took it."""
    SensitiveRead.objects.create(user=request.user, what=what[:200], address=request.META.get("REMOTE_ADDR") or None)
    answer = FileResponse(file, as_attachment=True, filename=name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Type"] = "application/octet-stream"
    return answer
