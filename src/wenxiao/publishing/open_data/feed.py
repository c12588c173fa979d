"""The feed of releases (Atom, RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

_ATOM = "http://www.w3.org/2005/Atom"
#: Characters that no XML document holds.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One release in the feed: ``id`` never changes, ``updated`` is RFC 3339."""

    id: str
    title: str
    updated: str
    author: str
    link: str
    summary: str = ""


def atom(title: str, self_link: str, home: str, entries: Iterable[Entry]) -> bytes:
    """The feed, newest first."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed")
    every = list(entries)

    def add(to: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
        made = ElementTree.SubElement(to, f"{{{_ATOM}}}{name}", attributes)
        made.text = _NOT_XML.sub("", text) or None
        return made

    add(root, "id", "urn:wenxiao:open:releases")
    add(root, "title", title)
    add(root, "updated", max((entry.updated for entry in every), default="1970-01-01T00:00:00Z"))
    add(root, "link", rel="self", href=self_link)
    add(root, "link", rel="alternate", href=home)
    for entry in every:
        one = add(root, "entry")
        add(one, "id", entry.id)
        add(one, "title", entry.title)
        add(one, "updated", entry.updated)
        add(add(one, "author"), "name", entry.author)
        add(one, "link", rel="alternate", href=entry.link)
        if entry.summary:
            add(one, "summary", entry.summary)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made
