"""Zip archives (压缩包): which documents they hold, archives inside them too, read in memory and within limits.

Nothing is ever unpacked onto the disk, so a member's name is a name and no path to write to.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from wenxiao.documents.naming import printable
from wenxiao.documents.readers.base import Source

#: Members of one archive, with those of archives inside it; bytes of one member; how often that may be its packed size.
MAX_MEMBERS = 20_000
MAX_MEMBER = 256 * 1024 * 1024
MAX_RATIO = 500
_LARGE = 16 * 1024 * 1024
#: Archives inside archives.
MAX_DEPTH = 3
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: The first entries by which a zip file is a document and no archive.
_DOCUMENTS = ("[Content_Types].xml", "OFD.xml", "mimetype", "META-INF/container.xml")
_UTF8_NAME = 0x800
_UNICODE_PATH = 0x7075  # extra field in which some programs keep the name in UTF-8
_DAMAGED = zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, KeyError


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its printable name with folders, and its place in the archive's listing."""

    name: str
    index: int


def is_archive(file: IO[bytes]) -> bool:
    """Whether a file, open at its beginning, is a zip file that is no document of its own kind. Reads its listing only."""
    if file.read(4) not in _ZIP:
        return False
    try:
        with zipfile.ZipFile(file) as found:
            names = {info.filename.lstrip("/").casefold() for info in found.infolist()}
    except _DAMAGED:
        return False  # a damaged document is told as such by its reader
    return not any(name.casefold() in names for name in _DOCUMENTS)


class Archive:
    """A zip file that is open: its listing is read once, however many of its members are asked for.

    ``source``: its name, by which refusals tell it. Raises ``UnreadableError`` for one that is damaged.
    """

    def __init__(self, source: Source, file: IO[bytes]) -> None:
        self._source = source
        try:
            self._file = zipfile.ZipFile(file)
            self._listing = self._file.infolist()
        except _DAMAGED:
            raise _damaged(source) from None

    def members(self, most: int = MAX_MEMBERS) -> tuple[Member, ...]:
        """Its files in its order, without folders and without what an operating system adds.

        Raises ``UnreadableError`` where there are more than ``most``.
        """
        if len(self._listing) > most:
            raise self._source.refuse(
                f"压缩包里的文件多于 {most} 个；请分成几个压缩包", f"the archive holds more than {most} files; split it"
            )
        return tuple(
            Member(name, index)
            for index, info in enumerate(self._listing)
            if info.filename and not info.is_dir() and not _added(name := printable(_name(info).replace("\\", "/")))
        )

    def read(self, member: Member) -> bytes:
        """The content of a member. Raises ``UnreadableError`` for one that is locked, damaged or unpacks to an abnormal size."""
        inside = Source(f"{self._source.name}/{member.name}", b"")
        try:
            info = self._listing[member.index]
            if info.flag_bits & 1:
                raise inside.refuse(
                    "压缩包有密码；请解压后再读其中的文件", "the archive has a password; unpack it and read its files"
                )
            with self._file.open(info) as stream:
                data = stream.read(MAX_MEMBER + 1)
        except _DAMAGED:
            raise _damaged(self._source) from None
        if len(data) > MAX_MEMBER or len(data) > max(_LARGE, MAX_RATIO * info.compress_size):
            raise inside.refuse(
                "解压后大得不正常（可能是压缩炸弹）；请解压确认后再读",
                "it unpacks to an abnormal size and may be a zip bomb; unpack it and look before reading it",
            )
        if not data:
            raise inside.refuse("文件是空的；请重新导出或重新下载", "the file is empty; export or download it again")
        return data


def members(source: Source) -> tuple[Member, ...]:
    """The files of an archive in memory; see ``Archive.members``. Raises ``UnreadableError``."""
    return Archive(source, io.BytesIO(source.data)).members()


def member_bytes(source: Source, member: Member) -> bytes:
    """The content of a member of an archive in memory; see ``Archive.read``. Raises ``UnreadableError``."""
    return Archive(source, io.BytesIO(source.data)).read(member)


def _damaged(source: Source) -> Exception:
    return source.refuse(
        "压缩包已损坏或不完整；请重新下载，或解压后再读", "the archive is damaged; download it again or unpack it first"
    )


def _added(name: str) -> bool:
    """Whether a member is none of the sender's documents: resource forks, hidden files, lock files, thumbnails."""
    parts = name.split("/")
    return "__MACOSX" in parts or parts[-1].startswith((".", "~$")) or parts[-1].lower() in ("thumbs.db", "desktop.ini")


def _name(info: zipfile.ZipInfo) -> str:
    """A name as its sender sees it: UTF-8 where the archive says so, else UTF-8 or GB18030 by what the bytes are."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    kept = _unicode_path(info.extra)
    if kept is not None:
        return kept
    try:
        raw = info.filename.encode("cp437")  # what zipfile takes such names for
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _unicode_path(extra: bytes) -> str | None:
    at = 0
    while at + 4 <= len(extra):
        kind, size = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        if kind == _UNICODE_PATH and size > 5:
            try:
                return extra[at + 9 : at + 4 + size].decode()
            except UnicodeDecodeError:
                return None
        at += 4 + size
    return None
