"""What of a web page is read, and how its lists are numbered."""

from __future__ import annotations

import re

from lxml import etree

from wenxiao.documents.readers.number_forms import printed_number

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LIST_ITEM, TABLE = "li", "table"
#: Elements before and after which a new line begins.
BLOCKS = HEADINGS | {
    LIST_ITEM, TABLE, "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "main",
    "ol", "p", "pre", "section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_DROPPED = (
    "head", "script", "style", "noscript", "template", "nav", "header", "footer", "select", "button", "input",
    "textarea", "label", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "map", "rt", "rp", "marquee",
)  # fmt: skip
# Names (class, id) that page frames give to their menus, heads, feet and toolbars.
_FRAME = frozenset({
    "nav", "navbar", "navigation", "menu", "header", "head", "top", "topbar", "footer", "foot", "bottom", "breadcrumb",
    "breadcrumbs", "crumbs", "crumb", "position", "location", "sidebar", "share", "bdsharebuttonbox", "copyright",
    "toolbar", "tools", "search", "print", "related", "pagination", "pager",
})  # fmt: skip
_FRAMED = frozenset({"div", "ul", "section", "aside"})
_HIDDEN = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|mso-hide\s{0,3}:\s{0,3}all", re.IGNORECASE
)
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def squeeze(text: str) -> str:
    """White space as a browser shows it: runs as one space, none at the ends."""
    return " ".join(text.split())


def drop_frame(root: etree._Element) -> None:
    """Empty what frames the article or is not shown. A frame's name on half of the page's text is not believed."""
    for node in list(root.iter(*_DROPPED)):
        if node.tag != "header" or next(node.iterancestors("article", "main"), None) is None:
            _empty(node)
    for node in list(root.iter("div", "ul", "section", "aside", "tr", "td", "table", "p", "span")):
        if node.get("hidden") is not None or _HIDDEN.search(node.get("style", "")[:1000]):
            _empty(node)
    frames, total = _frames(root)
    for node, length in frames:
        if length * 2 < total:
            _empty(node)


def _empty(node: etree._Element) -> None:
    """Take away what an element holds. It stays itself, so that the text after it and the grid around it stay in place."""
    node.clear(keep_tail=True)  # type: ignore[call-arg]  # the stubs lack the argument


def _frames(root: etree._Element) -> tuple[list[tuple[etree._Element, int]], int]:
    """Elements with a frame's name and how much text each holds, and how much the page holds; in one pass."""
    frames: list[tuple[etree._Element, int]] = []
    begun: list[int] = []
    at = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        framed = node.tag in _FRAMED and not _FRAME.isdisjoint(
            (*node.get("class", "").lower().split(), node.get("id", "").lower())
        )
        if event == "start":
            if framed:
                begun.append(at)
            at += len((node.text or "").strip())
        else:
            if framed:
                frames.append((node, at - begun.pop()))
            at += len((node.tail or "").strip())
    return frames, at


class ListCounter:
    """Numbers of list items as a browser prints them."""

    def __init__(self) -> None:
        self._next: dict[etree._Element, int] = {}

    def label(self, item: etree._Element) -> str:
        """The number or bullet before a list item, with its gap."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return "• "
        count = self._next.get(parent)
        if count is None:
            count = _whole(parent.get("start"), 1)
        count = _whole(item.get("value"), count)
        self._next[parent] = count + 1
        form = _FORMS.get(parent.get("type", ""), "decimal")
        return f"{printed_number(count, form) if 0 < count < 10000 else count}. "


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(text[:9]) if text else otherwise
    except ValueError:
        return otherwise
