"""The parts of an OFD file: which pages it has, how large they are, what stands behind them.

Names of elements are compared without their namespace, names of parts without case: makers differ in both.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from wenxiao.documents.model import UnreadableError
from wenxiao.documents.readers.base import Source
from wenxiao.documents.readers.package import Package

#: Points in a millimetre, the unit of the format.
POINTS = 72 / 25.4
#: A4, for a document that names no size.
_A4 = (0.0, 0.0, 210.0, 297.0)
#: Millimetres, added up, that no list of places or distances reaches.
_LARGEST = 1e7
#: More pages than any document has.
_MOST = 20_000


@dataclass(slots=True)
class Leaf:
    """A page: its part, its visible box in millimetres (left, top, width, height), its own content and its templates'."""

    part: str
    box: tuple[float, float, float, float]
    content: etree._Element
    behind: list[etree._Element] = field(default_factory=list)


class Structure:
    """The pages of all documents in the file. Raises ``UnreadableError`` for a file that is locked or damaged."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._package = Package(source, ".ofd")
        self._names = {name.lower(): name for name in self._package.names}
        self.damaged: list[int] = []  # pages whose part is missing or broken
        self._attached = 0
        self._media: dict[str, str] = {}  # parts of pictures by number
        root = self.part("OFD.xml")
        if root is None:
            raise self._refuse()
        if "encryptions.xml" in self._names or child(root, "Encryptions") is not None:
            raise source.refuse("OFD 已加密；请取消加密后另存", "the OFD is encrypted; save it without encryption")
        self._roots = [
            resolved(text(child(body, "DocRoot")), "")
            for body in children(root, "DocBody")
            if child(body, "DocRoot") is not None
        ]

    def resource(self, key: str) -> bytes:
        """The bytes of a picture by its number; empty where there is none."""
        part = self._media.get(key)
        try:
            return self._package.data(self._names[part.lower()]) if part and part.lower() in self._names else b""
        except UnreadableError:
            return b""

    def _resources(self, document: etree._Element, root: str) -> None:
        """Where the pictures of a document are kept."""
        common = child(document, "CommonData")
        for kind in ("PublicRes", "DocumentRes"):
            for listing in children(common, kind):
                part = resolved(text(listing), root)
                found = self._tolerant(part)
                if found is None:
                    continue
                folder = resolved(found.get("BaseLoc", "."), part)
                for media in children(child(found, "MultiMedias"), "MultiMedia"):
                    self._media[media.get("ID", "")] = resolved(text(child(media, "MediaFile")), f"{folder}/x")

    def leaves(self) -> Iterator[Leaf | None]:
        """Every page in order; None for one that cannot be read."""
        count = 0
        for root in self._roots:
            document = self.part(root)
            if document is None:
                raise self._refuse()
            self._attached += child(document, "Attachments") is not None
            self._resources(document, root)
            common = child(document, "CommonData")
            area = _box(common)
            templates = {
                node.get("ID"): resolved(node.get("BaseLoc", ""), root)
                for node in (children(common, "TemplatePage") if common is not None else ())
            }
            behind: dict[str | None, etree._Element | None] = {}
            for page in children(child(document, "Pages"), "Page"):
                count += 1
                if count > _MOST:
                    raise self._source.refuse(
                        f"超过 {_MOST} 页；请拆分后再读", f"it has more than {_MOST} pages; split it"
                    )
                yield self._leaf(resolved(page.get("BaseLoc", ""), root), area, templates, behind, count)

    def _leaf(
        self,
        part: str,
        area: tuple[float, float, float, float] | None,
        templates: dict[str | None, str],
        behind: dict[str | None, etree._Element | None],
        number: int,
    ) -> Leaf | None:
        content = self._tolerant(part)
        if content is None:
            self.damaged.append(number)
            return None
        leaf = Leaf(part, _box(content) or area or _A4, content)
        for template in children(content, "Template"):
            key = template.get("TemplateID")
            if key not in behind:
                behind[key] = self._tolerant(templates[key]) if key in templates else None
            found = behind[key]
            if found is not None:
                leaf.behind.append(found)
        return leaf

    def part(self, name: str) -> etree._Element | None:
        """The root of a part, None where there is none."""
        real = self._names.get(name.lower())
        return None if real is None else self._package.xml(real)

    def _tolerant(self, name: str) -> etree._Element | None:
        """A page's part: one broken page does not lose the others."""
        try:
            return self.part(name)
        except UnreadableError:
            return None

    def notes(self) -> Iterator[str]:
        """What was left out, for the user."""
        if self.damaged:
            yield f"第 {'、'.join(map(str, self.damaged))} 页已损坏，没有读入"
        if self._attached:
            yield "OFD 内嵌的附件没有读入；请另存后一并给出"

    def too_large(self) -> UnreadableError:
        return self._source.refuse(
            "各页内容合计大得不正常；请拆分后再读", "its pages hold an abnormal amount of content; split it"
        )

    def _refuse(self) -> UnreadableError:
        return self._source.refuse(
            "OFD 已损坏或不完整；请重新下载，或用 OFD 阅读器另存",
            "the OFD is damaged or incomplete; download it again or save it again with an OFD reader",
        )


def children(node: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Child elements of a name in any namespace."""
    for one in node if node is not None else ():
        if local(one) == name:
            yield one


def local(node: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node: etree._Element | None, name: str) -> etree._Element | None:
    return next(children(node, name), None)


def text(node: etree._Element | None) -> str:
    return (node.text or "").strip() if node is not None else ""


def resolved(location: str, part: str) -> str:
    """The name of a part that another one refers to: from the root with a slash, else from that one's folder."""
    location = location.strip().replace("\\", "/")
    if location.startswith("/"):
        return posixpath.normpath(location).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), location)).lstrip("/")


def attributes(node: etree._Element) -> dict[str, str]:
    """All of them at once: several times as fast as one by one."""
    return dict(node.items())  # type: ignore[arg-type]  # the stubs allow for bytes


def numbers(value: str | None) -> list[float]:
    """The numbers of an attribute; empty where one of them is none, or they are larger than any page."""
    if not value:
        return []
    try:
        found = list(map(float, value.split()))
    except ValueError:
        return []
    return found if sum(map(abs, found)) < _LARGEST else []


def number(value: str | None, otherwise: float = 0.0) -> float:
    """The first number of an attribute."""
    if not value:
        return otherwise
    try:
        found = float(value)
    except ValueError:
        return (numbers(value) or (otherwise,))[0]
    return found if abs(found) < _LARGEST else otherwise


def _box(holder: etree._Element | None) -> tuple[float, float, float, float] | None:
    """The visible box of a page or of all pages."""
    for area in (child(holder, "PageArea"), child(holder, "Area")):
        for name in ("CropBox", "ApplicationBox", "PhysicalBox") if area is not None else ():
            box = numbers(text(child(area, name)))
            if len(box) == 4 and 1 < box[2] < 1e5 and 1 < box[3] < 1e5:
                return box[0], box[1], box[2], box[3]
    return None
