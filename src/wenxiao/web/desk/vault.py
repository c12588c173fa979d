"""Where the bytes of documents are kept: one file for each content, under its hash and nothing that a client said.

No Django here: the child process that unpacks archives stores by the same function.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

_DIGEST = re.compile(r"[0-9a-f]{64}")
_BLOCK = 1 << 20


def path_of(folder: Path, digest: str) -> Path:
    """Where the content of a hash is. Raises ValueError for what is no hash."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError(digest)
    return folder / digest[:2] / digest


def store(folder: Path, file: IO[bytes], digest: str) -> Path:
    """Keep a content under its hash, whole or not at all; one that is there already is left alone."""
    kept = path_of(folder, digest)
    if kept.exists():
        return kept
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=kept.parent, suffix=".part", delete=False) as part:
        try:
            while block := file.read(_BLOCK):
                part.write(block)
            part.flush()
            os.fsync(part.fileno())
        except BaseException:
            os.unlink(part.name)
            raise
    os.replace(part.name, kept)
    return kept


def digest_of(chunks: Iterable[bytes]) -> str:
    made = hashlib.sha256()
    for chunk in chunks:
        made.update(chunk)
    return made.hexdigest()


def folder() -> Path:
    """The folder of the site's documents, outside of what a web server could serve."""
    from django.conf import settings

    return Path(settings.MEDIA_ROOT) / "documents"


def kept(document: Any) -> Path:
    """The bytes of a document."""
    return path_of(folder(), document.sha256)
