"""Parts of a zipped office document, read within limits."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from lxml import etree

from wenxiao.documents.readers.base import Source

#: Bytes that one part may have when unpacked, and how often that may be its packed size once it is large.
MAX_PART = 64 * 1024 * 1024
MAX_RATIO = 500
#: Bytes that the sheet of a workbook may have, which is not built as a tree, and all parts together.
MAX_SHEET, MAX_TOTAL = 256 * 1024 * 1024, 512 * 1024 * 1024
_LARGE = 1024 * 1024

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# A document of the strict form of the standard differs in its namespaces only.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
# The only two that office documents use; others may ask for any amount of memory.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DAMAGED = zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, KeyError, struct.error


class Package:
    """The parts of one document by name. Every failure is the ``UnreadableError`` of its source."""

    def __init__(self, source: Source, ending: str = ".docx") -> None:
        """``ending``: what the file is to be saved as where it cannot be read."""
        self._source, self._ending = source, ending
        self._left = MAX_TOTAL
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
            names = self._zip.namelist()
        except _DAMAGED:
            raise self._damaged() from None
        self.names = frozenset(names)
        self.duplicates = len(names) - len(self.names)

    def relationships(self, part: str) -> Mapping[str, str]:
        """Names of the parts that ``part`` ("" for the package) refers to, by the last word of the relation's type."""
        found: dict[str, str] = {}
        for node, target in self._related(part):
            found.setdefault(node.get("Type", "").rpartition("/")[2], target)
        return found

    def targets(self, part: str) -> Mapping[str, str]:
        """Names of the parts that ``part`` refers to, by the identity that it calls them by."""
        return {node.get("Id", ""): target for node, target in self._related(part)}

    def _related(self, part: str) -> Iterator[tuple[etree._Element, str]]:
        folder, name = posixpath.split(part)
        listing = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        for node in listing.iter(_RELATIONSHIP) if listing is not None else ():
            if node.get("TargetMode") != "External":
                target = posixpath.join("/", folder, node.get("Target", "").replace("\\", "/"))
                yield node, posixpath.normpath(target).lstrip("/")

    def xml(self, part: str) -> etree._Element | None:
        """The root of a part, or None where the package has no such part."""
        if part not in self.names:
            return None
        data = self._read(part, MAX_PART)
        self._refuse_entities(data)
        if _STRICT in data:
            data = data.replace(_STRICT, _TRANSITIONAL)
        parser = etree.XMLParser(
            resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise self._damaged() from None

    def data(self, part: str) -> bytes:
        """The bytes of a part that is no XML; empty where the package has no such part."""
        return self._read(part, MAX_PART) if part in self.names else b""

    def checked(self, part: str) -> bytes:
        """The bytes of a part that is well-formed XML, for parts too large to be built as a tree; empty without one."""
        if part not in self.names:
            return b""
        data = self._read(part, MAX_SHEET)
        self._refuse_entities(data)
        try:
            expat.ParserCreate().Parse(data, True)
        except (expat.ExpatError, LookupError, ValueError):  # not well-formed, or in no known encoding
            raise self._damaged() from None
        return data

    def _refuse_entities(self, data: bytes) -> None:
        if any(doctype in data for doctype in _DOCTYPES):
            raise self._source.refuse(
                f"文件内含实体声明（可能是恶意文件）；请用 Office 或 WPS 打开确认后另存为 {self._ending}",
                f"it declares XML entities and may be malicious; open it with Office or WPS and save it as {self._ending}",
            )

    def _read(self, part: str, most: int) -> bytes:
        try:
            info = self._zip.getinfo(part)
            if info.flag_bits & 1:
                raise self._source.refuse(
                    f"文档有密码；请取消密码后另存为 {self._ending}",
                    f"it is protected by a password; remove the password and save it as {self._ending}",
                )
            if info.compress_type not in _METHODS:
                raise self._damaged()
            with self._zip.open(info) as stream:
                data = stream.read(min(most, self._left) + 1)
        except _DAMAGED:
            raise self._damaged() from None
        self._left -= len(data)
        if len(data) > most or self._left < 0 or len(data) > max(_LARGE, MAX_RATIO * info.compress_size):
            raise self._source.refuse(
                f"解压后大得不正常（可能是压缩炸弹）；请用 Office 或 WPS 打开确认后另存为 {self._ending}",
                "it unpacks to an abnormal size and may be a zip bomb; open it with Office or WPS and save it again",
            )
        return data

    def _damaged(self) -> Exception:
        return self._source.refuse(
            f"文件已损坏或不完整；请重新下载，或用 Office、WPS 修复后另存为 {self._ending}",
            f"it is damaged or incomplete; download it again, or repair it with Office or WPS and save it as {self._ending}",
        )
