"""Which files a source means: a folder, a file, a pattern, the same in an object store, or a list of files (``@list.csv``)."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import fsspec
import pyarrow.parquet as pq
from fsspec.implementations.local import LocalFileSystem

from wenxiao.corpus.containers import WARCS
from wenxiao.corpus.inputs import Entry
from wenxiao.documents.folders import hidden, taken, walk
from wenxiao.documents.naming import shown
from wenxiao.told import Told, cause

#: Columns of a list in which the place of a file may stand.
_PLACES = ("uri", "path", "url", "文件", "路径")
_REGIONS, _YEARS, _UNITS = ("region", "地区"), ("year", "年度"), ("organisation", "单位")
_NAMES = ("filename", "文件名")
#: Letters of a region or a unit of a list; what is longer is another column.
_LONGEST = 100
#: Files of an object store whose tags are asked for at a time.
_ASKED = 16


class SourceError(Told):
    """A source that means nothing, in one sentence."""


def entries(source: str) -> Iterator[Entry]:
    """The files that a source means, one by one. Raises ``SourceError`` where there are none."""
    found = _listed(source[1:]) if source.startswith("@") else _found(source)
    empty = True
    for entry in found:
        empty = False
        yield entry
    if empty:
        raise SourceError(
            f"{source} 中没有可读的文件；请检查路径和文件名的后缀。",
            f"{source} holds no document; check path and file endings.",
        )


def _found(source: str) -> Iterator[Entry]:
    try:
        fs, path = fsspec.core.url_to_fs(source)
    except (ValueError, ImportError) as error:
        raise _closed(source, error) from None
    if isinstance(fs, LocalFileSystem):
        yield from _local(source, Path(path))
        return
    try:
        for at, about in _there(fs, path):
            if about.get("type") != "directory":
                yield Entry(fs.unstrip_protocol(at), _tag(about))
    except FileNotFoundError:
        raise SourceError(f"没有 {source}；请检查路径。", f"there is no {source}; check the path.") from None
    except Exception as error:  # what an object store or its library may say is not ours to list
        raise _closed(source, error) from None


def _there(fs: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What an object store holds at or below a place; one folder after the other, so that no listing is in memory as a whole."""
    if "*" in path or "?" in path:
        yield from sorted(fs.glob(path, detail=True).items())
    elif fs.isdir(path):
        for _, _, files in fs.walk(path, detail=True, on_error="raise"):
            yield from ((about["name"], about) for _, about in sorted(files.items()) if _inside(about["name"], path))
            fs.invalidate_cache()
    else:
        yield path, fs.info(path)


def _closed(source: str, error: Exception) -> SourceError:
    zh, en = cause(error)
    return SourceError(
        f"不能列出 {source}（{zh}）；请检查地址和访问权限。",
        f"cannot list {source} ({en}); check the address and the credentials.",
    )


def _inside(path: str, folder: str) -> bool:
    """Whether a file below a folder of an object store is taken."""
    *folders, name = path[len(folder) :].strip("/").split("/")
    return (taken(name) or name.endswith(WARCS)) and not any(part.startswith(".") for part in folders)


def _tag(about: Mapping[str, Any]) -> str | None:
    tag = next((about[key] for key in ("ETag", "etag", "LastModified", "mtime") if about.get(key)), None)
    return None if tag is None else f"{about.get('size')}-{tag}"


def _local(source: str, path: Path) -> Iterator[Entry]:
    if path.is_dir():
        for each in walk(path, also=WARCS):
            yield _on_disk(each)
    elif not os.path.lexists(path) and any(sign in source for sign in "*?["):
        root = Path(path.anchor)
        for each in sorted(root.glob(str(path.relative_to(root)))):
            if not each.is_dir() and not hidden(each.name):
                yield _on_disk(each)
    elif path.exists():
        yield _on_disk(path)
    else:
        name = shown(path)
        raise SourceError(f"没有 {name}；请检查路径。", f"there is no {name}; check the path.")


def _on_disk(path: Path) -> Entry:
    try:
        about = path.stat()
    except (OSError, ValueError):  # whoever fetches it says why
        return Entry(str(path))
    return Entry(str(path), f"{about.st_size}-{about.st_mtime_ns}")


def _listed(source: str) -> Iterator[Entry]:
    """The files of a list in CSV or Parquet, with what it says of region, year and unit. Places are relative to the list."""
    try:
        fs, path = fsspec.core.url_to_fs(source)
    except (ValueError, ImportError) as error:
        raise _closed(source, error) from None
    folder = path.rpartition("/")[0]
    local = isinstance(fs, LocalFileSystem)

    def entry(row: Mapping[str, Any]) -> Entry:
        place = next((str(row[name]) for name in _PLACES if row.get(name)), None)
        if place is None:
            raise SourceError(
                f"清单 {source} 有一行没有写明文件；请加一列 path 或 uri。", f"a row of the list {source} names no file; add a column path or uri."
            )  # fmt: skip
        if "://" not in place and not place.startswith("/"):
            place = f"{folder}/{place}" if local else fs.unstrip_protocol(f"{folder}/{place}")
        return Entry(
            place,
            None,
            _short(source, _said(row, _REGIONS)),
            _year(source, _said(row, _YEARS)),
            _short(source, _said(row, _UNITS)),
            _said(row, _NAMES),
        )

    yield from _tagged(map(entry, _rows(source, fs, path)))


def _tagged(listed: Iterator[Entry]) -> Iterator[Entry]:
    """The entries of a list with the tags that a listing of their folders would show."""
    with ThreadPoolExecutor(_ASKED) as pool:
        while some := list(islice(listed, _ASKED * 16)):
            far = [entry.place for entry in some if "://" in entry.place]
            tags = dict(zip(far, pool.map(_far_tag, far), strict=True))
            for entry in some:
                place = entry.place
                yield replace(entry, tag=tags[place] if place in tags else _on_disk(Path(place)).tag)


def _far_tag(place: str) -> str | None:
    try:
        fs, path = fsspec.core.url_to_fs(place)
        return _tag(fs.info(path))
    except Exception:  # whoever fetches it says why
        return None


def _rows(source: str, fs: Any, path: str) -> Iterator[dict[str, Any]]:
    try:
        with fs.open(path, "rb") as file:
            if source.lower().endswith((".parquet", ".pq")):
                for batch in pq.ParquetFile(file).iter_batches():
                    yield from batch.to_pylist()
            else:
                yield from csv.DictReader(io.StringIO(_text(file.read()), newline=""))
    # Beside what a list may be: what an object store or its library may say is not ours to list.
    except Exception as error:
        zh, en = cause(error)
        raise SourceError(
            f"不能读取清单 {source}（{zh}）；请检查路径和访问权限；清单应为 CSV（UTF-8 或 GBK）或 Parquet，第一行为列名。",
            f"cannot read the list {source} ({en}); check path and credentials; it should be CSV in UTF-8 or GBK, or Parquet, with "
            "names of columns.",
        ) from None


def _text(data: bytes) -> str:
    """A list in the encoding of its program: UTF-8, or what a Chinese spreadsheet calls CSV. Raises ``UnicodeDecodeError``."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _said(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    value = next((row[name] for name in names if row.get(name) not in (None, "")), None)
    return None if value is None else str(value).strip()


def _short(source: str, said: str | None) -> str | None:
    if said is not None and len(said) > _LONGEST:
        raise SourceError(
            f"清单 {source} 的地区或单位“{said[:20]}……”长于 {_LONGEST} 字；请检查各列。",
            f"the region or unit “{said[:20]}…” in the list {source} is longer than {_LONGEST} letters; check its columns.",
        )
    return said


def _year(source: str, said: str | None) -> int | None:
    if said is None:
        return None
    if not (said.isascii() and said.isdigit() and len(said) == 4):
        raise SourceError(
            f"清单 {source} 的年度“{said}”不是四位数字；请改正。",
            f"“{said}” in the list {source} is no year of four digits; mend it.",
        )
    return int(said)
