"""What one file holds: itself, or the documents of a zip collection or a web archive (WARC); and the bytes of each.

``inner`` leads to a document inside its file: parts with ``/``, each the place of a member in the listing of an archive, or
``@`` and the offset of a record in a web archive. A document that is its file has none.
"""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import unquote, urlsplit

import fsspec
from fsspec.implementations.local import LocalFileSystem

from wenxiao.documents.archive import MAX_DEPTH, Archive, Member, is_archive
from wenxiao.documents.items import ARCHIVES, MAX_BYTES, Item, is_document, source_of
from wenxiao.documents.model import UnreadableError
from wenxiao.documents.naming import printable
from wenxiao.documents.readers.base import Source
from wenxiao.told import cause

WARCS = (".warc", ".warc.gz")
#: A collection is no upload: it may be as long as a listing in memory allows.
_MOST = 5_000_000
#: Types under which a web site serves documents whose address has no ending.
_TYPES = ("pdf", "msword", "ms-word", "ms-excel", "officedocument", "opendocument", "ofd", "rtf", "zip", "html")


@dataclass(frozen=True, slots=True)
class Part:
    """A document of a file: its address below it, its name, its bytes, or why there are none. ``nothing``: it stands for a collection
    without documents."""

    address: str
    inner: str
    name: str
    data: bytes
    error: UnreadableError | None = None
    nothing: bool = False


def is_collection(place: str) -> bool:
    """Whether a file may hold many documents, by its ending."""
    return place.lower().endswith((*WARCS, *ARCHIVES))


def parts(place: str) -> Iterator[Part]:
    """The documents of a file: one where it is no collection. What cannot be read comes with its error."""
    name = PurePosixPath(place).name
    try:
        if not is_collection(place):
            yield Part("", "", name, whole(place))
            return
        with _open(place) as file:
            found: Iterator[Part] | None = None
            if place.lower().endswith(WARCS):
                found = _records(place, file)
            elif is_archive(file):
                found = _members(Source(place, b""), file, "", "", 1)
            if found is not None:
                first = next(found, None)
                yield first if first is not None else _nothing(place, name)
                yield from found
                return
        yield Part("", "", name, whole(place))
    except UnreadableError as error:
        yield Part("", "", name, b"", error)


def _nothing(place: str, name: str) -> Part:
    why = Source(place, b"").refuse(
        "里面没有可读的文件；请检查是否打包了文档", "it holds no document; check what was packed"
    )
    return Part("", "", name, b"", why, nothing=True)


def whole(place: str) -> bytes:
    """The bytes of a file. Raises ``UnreadableError``."""
    if place.startswith("/") and "::" not in place:  # most are on this disk
        return source_of(Item(Path(place))).data
    fs, path = _at(place)
    if isinstance(fs, LocalFileSystem):
        return source_of(Item(Path(path))).data
    with _told(place):
        size = fs.info(path).get("size") or 0
        if size > MAX_BYTES:
            raise _too_large(Source(place, b""))
        data: bytes = fs.cat_file(path)
    if not data:
        raise Source(place, b"").refuse(
            "文件是空的；请重新导出或重新下载", "the file is empty; export or download it again"
        )
    return data


def _at(place: str) -> tuple[Any, str]:
    """The file system of a place, and its path there. Raises ``UnreadableError``."""
    with _told(place):
        found: tuple[Any, str] = fsspec.core.url_to_fs(place)
        return found


def _too_large(source: Source) -> UnreadableError:
    limit = MAX_BYTES >> 20
    return source.refuse(f"文件大于 {limit} MB；请拆分", f"the file is larger than {limit} MB; split it")


@contextmanager
def _open(place: str) -> Iterator[IO[bytes]]:
    fs, path = _at(place)
    with _told(place), fs.open(path, "rb") as file:
        yield file


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Turn what a file system says into a refusal."""
    source = Source(place, b"")
    try:
        yield
    except UnreadableError:
        raise
    except FileNotFoundError:
        raise source.refuse("没有这个文件；请检查路径", "there is no such file; check the path") from None
    except PermissionError:
        raise source.refuse("没有读取权限；请检查权限", "permission denied; check the permissions") from None
    except Exception as error:  # network and object stores have errors of their own
        zh, en = cause(error)
        raise source.refuse(f"取不到（{zh}）；请检查网络和地址", f"it cannot be fetched ({en}); check network and address") from None  # fmt: skip


def _members(source: Source, file: IO[bytes], above: str, before: str, depth: int) -> Iterator[Part]:
    """The documents of an archive and of the archives in it."""
    archive = Archive(source, file)
    seen: set[str] = set()
    for member in archive.members(_MOST):
        again = f"@{member.index}" if member.name in seen else ""  # another one of the same name
        seen.add(member.name)
        address, inner = f"{above}!/{member.name}{again}", f"{before}{member.index}"
        nested = os.path.splitext(member.name)[1].lower() in ARCHIVES
        if not nested and not is_document(member.name):
            continue
        name = PurePosixPath(member.name).name
        try:
            data = archive.read(member)
            if nested and is_archive(io.BytesIO(data)):
                inside = Source(f"{source.name}/{member.name}", b"")
                if depth >= MAX_DEPTH:
                    raise inside.refuse(
                        "压缩包套了太多层；请解压后再读", "archives are nested too deeply; unpack them first"
                    )
                yield from _members(inside, io.BytesIO(data), address, f"{inner}/", depth + 1)
                continue
        except UnreadableError as error:
            yield Part(address, inner, name, b"", error)
        else:
            yield Part(address, inner, name, data)


def _records(place: str, file: IO[bytes]) -> Iterator[Part]:
    """The documents among the answers that a web archive keeps."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    seen: Counter[str] = Counter()
    records = ArchiveIterator(file)
    try:
        for record in records:
            name = _document_name(record)
            if name is None:
                continue
            data = _body(record)  # first: asking for the offset skips what is left of the record
            offset = records.get_record_offset()
            target = record.rec_headers.get_header("WARC-Target-URI") or ""
            seen[target] += 1
            again = f"@{offset}" if seen[target] > 1 else ""  # the same page, fetched another time
            yield from _record(place, f"!/{target}{again}", f"@{offset}", name, data)
    except (ArchiveLoadFailed, OSError, EOFError):
        raise Source(place, b"").refuse("网页存档已损坏或不完整；请重新下载", "the web archive is damaged; download it again") from None  # fmt: skip


def _record(place: str, address: str, inner: str, name: str, data: bytes) -> Iterator[Part]:
    source = Source(f"{place}{address}", data)
    if len(data) > MAX_BYTES:
        yield Part(address, inner, name, b"", _too_large(source))
    elif not data:
        yield Part(address, inner, name, b"", source.refuse("文件是空的", "it is empty"))
    elif name.lower().endswith(tuple(ARCHIVES)) and is_archive(io.BytesIO(data)):
        yield from _members(source, io.BytesIO(data), address, f"{inner}/", 1)
    else:
        yield Part(address, inner, name, data)


def _document_name(record: Any) -> str | None:
    """The name of a record that is a document; None for any other."""
    if record.rec_type not in ("response", "resource"):
        return None
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() != "200":
        return None
    target = record.rec_headers.get_header("WARC-Target-URI") or ""
    name = printable(unquote(PurePosixPath(urlsplit(target).path).name))
    kind = (headers.get_header("Content-Type") if headers is not None else record.content_type) or ""
    if is_document(name) or name.lower().endswith(tuple(ARCHIVES)):
        return name
    return (name or "index.html") if any(word in kind.lower() for word in _TYPES) else None


def _body(record: Any) -> bytes:
    data: bytes = record.content_stream().read(MAX_BYTES + 1)
    return data


class Fetcher:
    """Bytes of documents one after the other; a collection stays open while its documents are asked for."""

    def __init__(self) -> None:
        self._place: str | None = None
        self._file: Any = None
        self._archives: dict[str, Archive] = {}

    def fetch(self, place: str, inner: str, name: str) -> bytes:
        """The bytes of one document. Raises ``UnreadableError``."""
        if not inner:
            return whole(place)
        if place != self._place:
            self.close()
            fs, path = _at(place)
            with _told(place):
                self._file = fs.open(path, "rb")
            self._place = place
        with _told(f"{place}!/{name}"):
            return self._inside(place, inner)

    def _inside(self, place: str, inner: str) -> bytes:
        before, _, last = inner.rpartition("/")
        if last.startswith("@"):
            return _record_at(self._file, int(last[1:]))
        archive = self._archives.get(before)
        if archive is None:
            file = io.BytesIO(self._inside(place, before)) if before else self._file
            archive = Archive(Source(place, b""), file)
            self._archives = {at: kept for at, kept in self._archives.items() if before.startswith(at)} | {
                before: archive
            }
        return archive.read(Member("", int(last)))

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._place, self._file, self._archives = None, None, {}

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _record_at(file: Any, offset: int) -> bytes:
    from warcio.archiveiterator import ArchiveIterator

    file.seek(offset)
    return _body(next(iter(ArchiveIterator(file))))
