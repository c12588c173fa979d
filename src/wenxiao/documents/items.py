"""What there is to read: a file, or a file inside archives; and what came together with it."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from wenxiao.documents.archive import MAX_DEPTH, MAX_MEMBERS, Member, is_archive, member_bytes, members
from wenxiao.documents.model import UnreadableError
from wenxiao.documents.naming import shown
from wenxiao.documents.readers.base import Source
from wenxiao.told import cause

#: Larger files are refused before they are read.
MAX_BYTES = 256 * 1024 * 1024
#: Endings of documents. A format that is not read is among them: leaving a document out silently would hide it.
ENDINGS = frozenset(
    [
        ".txt",
        ".text",
        ".docx",
        ".docm",
        ".dotx",
        ".html",
        ".htm",
        ".mht",
        ".mhtml",
        ".doc",
        ".wps",
        ".wpt",
        ".rtf",
        ".odt",
        ".ofd",
        ".pdf",
        ".xls",
        ".xlsx",
        ".xlsm",
        ".xlsb",
        ".et",
        ".ett",
        ".ods",
        ".csv",
        ".tsv",
    ]
)
ARCHIVES = frozenset([".zip"])


@dataclass(frozen=True, slots=True)
class Item:
    """A file on the disk, or one inside the archive there: ``members`` leads to it, outermost archive first."""

    path: Path
    members: tuple[Member, ...] = ()

    @property
    def name(self) -> str:
        """As it is told: 材料.zip/附件/自评表.xlsx."""
        return "/".join((shown(self.path), *(member.name for member in self.members)))

    @property
    def file_name(self) -> str:
        return PurePosixPath(self.members[-1].name).name if self.members else shown(Path(self.path.name))

    @property
    def together(self) -> str:
        """The folder, or the archive with the folder inside it, in which it came."""
        return self.name.removesuffix(self.file_name).rstrip("/")


def is_document(name: str) -> bool:
    """Whether a file of a folder or an archive is taken, by its ending; one that is named outright always is."""
    return os.path.splitext(name)[1].lower() in ENDINGS


def opened(item: Item) -> Iterator[Item | UnreadableError]:
    """The item itself, or where it is an archive the documents in it, archives inside too; what cannot be opened as an error."""
    if not _is_archive(item):
        yield item
        return
    try:
        source = source_of(item)
    except UnreadableError as error:
        yield error
        return
    if len(item.members) >= MAX_DEPTH:
        yield source.refuse("压缩包套了太多层；请解压后再读", "archives are nested too deeply; unpack them first")
        return
    try:
        listing = members(source)
    except UnreadableError as error:
        yield error
        return
    taken = 0
    for member in listing:
        inner = Item(item.path, (*item.members, member))
        if is_document(member.name):
            found: Iterator[Item | UnreadableError] = iter((inner,))
        elif os.path.splitext(member.name)[1].lower() in ARCHIVES:
            found = opened(inner)
        else:
            continue
        for one in found:
            taken += 1
            if taken > MAX_MEMBERS:
                yield source.refuse(
                    f"压缩包里的文件多于 {MAX_MEMBERS} 个；请分成几个压缩包",
                    f"the archive holds more than {MAX_MEMBERS} files; split it",
                )
                return
            yield one
    if not taken:
        yield source.refuse(
            "压缩包里没有可读的文件；请检查是否打包了文档", "the archive holds no document; check what was packed"
        )


def _is_archive(item: Item) -> bool:
    """Whether there are documents in it. What cannot be opened is taken for a document: whoever reads it says why."""
    try:
        if item.members:
            return is_archive(io.BytesIO(source_of(item).data))
        if not item.path.is_file():
            return False
        with item.path.open("rb") as file:
            return is_archive(file)
    except (OSError, ValueError, UnreadableError):
        return False


def source_of(item: Item) -> Source:
    """The bytes of an item with its name. Raises ``UnreadableError``."""
    source = _file(item.path)
    for member in item.members:
        source = Source(f"{source.name}/{member.name}", _member(source, member))
    return source


def _file(path: Path) -> Source:
    try:
        about = path.stat()
        return _cached(path, about.st_mtime_ns, about.st_size) if _caches(path) else _read(path)
    except (OSError, ValueError):
        return _read(path)  # which says what is wrong


def _caches(path: Path) -> bool:
    return path.suffix.lower() in ARCHIVES


@lru_cache(maxsize=1)
def _cached(path: Path, changed: int, size: int) -> Source:  # noqa: ARG001 - both tell a new version from the old one
    """An archive, kept while its members are read one after the other."""
    return _read(path)


@lru_cache(maxsize=1)
def _inner(source: Source, member: Member) -> bytes:
    """An archive inside an archive, kept likewise."""
    return member_bytes(source, member)


def _member(source: Source, member: Member) -> bytes:
    if os.path.splitext(member.name)[1].lower() in ARCHIVES:
        return _inner(source, member)
    return member_bytes(source, member)


def _read(path: Path) -> Source:
    nothing = Source(shown(path), b"")
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise nothing.refuse("这是一个文件夹；请给出其中的文件", "it is a folder; name the files in it")
        if not stat.S_ISREG(about.st_mode):
            raise nothing.refuse("这不是普通文件；请先存成文件", "it is not a regular file; save it as a file first")
        if about.st_size > MAX_BYTES:
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
        zh, en = cause(error) if isinstance(error, OSError) else ("路径无效", "invalid path")
        raise nothing.refuse(f"系统不能打开（{zh}）；请检查路径", f"{en}; check the path and disk") from None
    if not data:
        raise nothing.refuse("文件是空的；请重新导出或重新下载", "the file is empty; export or download it again")
    return Source(nothing.name, data)
