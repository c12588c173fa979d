"""Files between their upload and the moment somebody has looked at the preview and says yes: kept for a day, each for its sender."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.shortcuts import redirect

from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import BYTES, Unreadable

KEPT = 24 * 3600  # seconds
_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent: its name where it came from, the hash of its bytes, and where it is kept.

    ``about`` is said of one that was made from what somebody sent: from which file, by which profile, what was left out.
    """

    name: str
    sha256: str
    path: Path
    about: Mapping[str, Any] = field(default_factory=dict)


def keep(user: Any, file: Any) -> Upload:
    """Keep an uploaded file for a day. Raises Unreadable where it is too large."""
    if file.size > BYTES:
        most = BYTES // 1_000_000
        raise Unreadable(say(f"文件超过 {most} MB；请分成几个文件。", f"The file is larger than {most} MB; split it."))
    digest = hashlib.sha256()
    folder = _folder()
    part = folder / f"{user.pk}-{os.getpid()}-{time.monotonic_ns()}.part"
    with part.open("wb") as kept:
        for chunk in file.chunks():
            digest.update(chunk)
            kept.write(chunk)
    upload = Upload(Path(file.name).name[:200], digest.hexdigest(), folder / f"{user.pk}-{digest.hexdigest()}")
    upload.path.with_suffix(".name").write_text(upload.name, "utf-8")
    part.replace(upload.path)
    return upload


def keep_made(user: Any, name: str, data: bytes, about: Mapping[str, Any]) -> Upload:
    """Keep a file that was made from one that this person sent, as if they had sent it. Raises Unreadable where it is too large."""
    upload = keep(user, ContentFile(data, name))
    made = Upload(upload.name, upload.sha256, upload.path, about)
    upload.path.with_suffix(".about").write_text(json.dumps(about, ensure_ascii=False), "utf-8")
    return made


def sent(request: Any) -> tuple[Upload | None, str]:
    """The file that a form sends, kept; else one sentence on why there is none, empty where nothing was sent yet."""
    if request.method != "POST":
        return None, ""
    file = request.FILES.get("file")
    if file is None:
        return None, say("请选择一个 .xlsx 或 .csv 文件。", "Choose a .xlsx or .csv file.")
    try:
        return keep(request.user, file), ""
    except Unreadable as error:
        return None, str(error)


def gone(request: Any, where: str) -> HttpResponse:
    """Back to where a file is chosen, for one that is no longer kept."""
    messages.error(request, say("文件已不在，请重新上传。", "The file is no longer kept; upload it again."))
    return redirect(where)


def find(user: Any, sha256: str) -> Upload | None:
    """What this person sent and was kept; None where there is no such file any more."""
    if not _NAME.fullmatch(sha256):
        return None
    path = _folder() / f"{user.pk}-{sha256}"
    try:
        return (
            Upload(path.with_suffix(".name").read_text("utf-8"), sha256, path, _about(path)) if path.exists() else None
        )
    except FileNotFoundError:
        return None


def _about(path: Path) -> Mapping[str, Any]:
    said = path.with_suffix(".about")
    return dict(json.loads(said.read_text("utf-8"))) if said.exists() else {}


def drop(upload: Upload) -> None:
    upload.path.unlink(missing_ok=True)
    upload.path.with_suffix(".name").unlink(missing_ok=True)
    upload.path.with_suffix(".about").unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in folder.iterdir():
        try:
            if time.time() - old.stat().st_mtime > KEPT:
                old.unlink(missing_ok=True)
        except FileNotFoundError:
            continue
    return folder
