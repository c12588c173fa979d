"""Open a file: tell its format by its content, never by its name, and hand it to that format's reader."""

from __future__ import annotations

import os
import pkgutil
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from wenxiao.documents import readers
from wenxiao.documents.model import Document
from wenxiao.documents.readers import text, unsupported
from wenxiao.documents.readers.base import Reader, Source

#: Larger files are refused before they are read.
MAX_BYTES = 256 * 1024 * 1024


def open_document(path: Path) -> Document:
    """Read one file of any known format.

    Raises ``UnreadableError``, and nothing else, for a file that is missing, unreadable, empty, damaged, hostile or of
    a format that is not read.
    """
    source = Source(shown(path), _bytes(path))
    reader = next((known for known in _readers() if known.recognises(source.data)), None)
    if reader is None:
        unsupported.check(source)
        reader = text.READER
    content = reader.read(source)
    return Document(
        path=source.name,
        sha256=sha256(source.data).hexdigest(),
        media_type=reader.media_type,
        text=content.text,
        blocks=content.blocks,
        tables=content.tables,
        notes=content.notes,
        pages=content.pages,
        placements=content.placements,
        doubtful=content.doubtful,
    )


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
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


@cache
def _readers() -> tuple[Reader, ...]:
    """Every reader of the package but the text reader, which takes what no other recognises."""
    modules = (import_module(f"{readers.__name__}.{found.name}") for found in pkgutil.iter_modules(readers.__path__))
    found = (getattr(module, "READER", None) for module in modules)
    return tuple(reader for reader in found if isinstance(reader, Reader) and reader is not text.READER)


def _bytes(path: Path) -> bytes:
    nothing = Source(shown(path), b"")
    try:
        if path.is_dir():
            raise nothing.refuse("这是一个文件夹；请给出其中的文件", "it is a folder; name the files in it")
        if path.exists() and not path.is_file():
            raise nothing.refuse("这不是普通文件；请先存成文件", "it is not a regular file; save it as a file first")
        if path.stat().st_size > MAX_BYTES:
            raise nothing.refuse(
                f"文件大于 {MAX_BYTES >> 20} MB；请拆分，或删去其中的图片后再读",
                f"the file is larger than {MAX_BYTES >> 20} MB; split it or remove its pictures",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise nothing.refuse("没有这个文件；请检查路径", "there is no such file; check the path") from None
    except PermissionError:
        raise nothing.refuse("没有读取权限；请检查权限", "permission denied; check the file's permissions") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "invalid path"
        raise nothing.refuse(f"系统不能打开（{reason}）；请检查路径", f"{reason}; check the path and disk") from None
    if not data:
        raise nothing.refuse("文件是空的；请重新导出或重新下载", "the file is empty; export or download it again")
    return data
