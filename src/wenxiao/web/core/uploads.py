"""Files that people hand in: checked before they are kept, given out only by a view that asks, every reading recorded."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse

from wenxiao.web.core.models import SensitiveRead
from wenxiao.web.core.say import say

#: What one file may have, in bytes.
MOST = 20 * 1024 * 1024

_ZIP, _OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
#: Kinds of files by the end of their name, and how such a file begins. Nothing here is run or shown by a browser by itself.
KINDS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".docx": _ZIP, ".xlsx": _ZIP, ".pptx": _ZIP, ".ofd": _ZIP, ".wps": _OLE + _ZIP, ".et": _OLE + _ZIP,
    ".doc": _OLE, ".xls": _OLE, ".ppt": _OLE,
    ".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",), ".png": (b"\x89PNG\r\n\x1a\n",),
}  # fmt: skip


def checked(file: Any) -> tuple[str, str]:
    """Name (without any folder) and SHA-256 of a file that may be kept. Raises ValidationError, in one sentence, for another."""
    name = PurePath(file.name.replace("\\", "/")).name[-200:]
    ending = PurePath(name).suffix.lower()
    if ending not in KINDS:
        kinds = " ".join(kind[1:] for kind in KINDS)
        raise ValidationError(say(f"“{name}”不是可上传的类型，请改用：{kinds}。", f"“{name}” is of no kind that is taken; use one of: {kinds}."))  # fmt: skip
    if not file.size:
        raise ValidationError(say(f"“{name}”是空文件，请重新选择。", f"“{name}” is empty; choose another file."))
    if file.size > MOST:
        limit = MOST // 1024 // 1024
        raise ValidationError(say(f"“{name}”超过 {limit} MB，请压缩或拆分后上传。", f"“{name}” has more than {limit} MB; compress or split it."))  # fmt: skip
    file.seek(0)
    head = file.read(16)
    if not head.startswith(KINDS[ending]):
        raise ValidationError(
            say(
                f"“{name}”的内容不是 {ending[1:]} 文件，请核对后重新选择。",
                f"What “{name}” holds is no {ending[1:]} file; check and choose again.",
            )
        )
    digest = hashlib.sha256(head)
    for chunk in iter(lambda: file.read(1 << 16), b""):
        digest.update(chunk)
    file.seek(0)
    return name, digest.hexdigest()


def given(request: Any, file: Any, name: str, what: str) -> FileResponse:
    """A kept file to be saved, never shown in place; who got it is recorded as ``what``."""
    note_reading(request, what)
    return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")


def note_reading(request: Any, what: str) -> None:
    """Record that somebody got something that is not for everybody."""
    SensitiveRead.objects.create(user=request.user, what=what[:200], address=request.META.get("REMOTE_ADDR") or None)
