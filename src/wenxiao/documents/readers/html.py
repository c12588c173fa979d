"""Web pages of government sites (.html), and Word documents that are saved as one.

What frames the article is left out: menus, page headers and footers, controls, scripts, hidden elements. Tables that
only lay out the page are taken apart; tables of data keep their grid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from wenxiao.documents.model import Anchor
from wenxiao.documents.readers.base import Content, Reader, Source
from wenxiao.documents.readers.encodings import UndecodableError, decode
from wenxiao.documents.readers.html_tables import is_layout, place
from wenxiao.documents.readers.html_text import BLOCKS, HEADINGS, LIST_ITEM, TABLE, ListCounter, drop_frame, squeeze
from wenxiao.documents.readers.writer import Writer

#: Larger pages are refused: no page of text is near it.
MAX_PAGE = 32 * 1024 * 1024
_START = re.compile(
    rb"(?:<\?xml[^>]{0,200}>\s{0,50})?(?:<!--.{0,2000}?-->\s{0,50})?"
    rb"<(?:!doctype\s{1,9}html|html|head|body|meta|title|div|table|p|h[1-6]|span|section|article|style|center)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(
    rb"""charset\s{0,3}=\s{0,3}["']?([A-Za-z0-9_-]{2,20})|encoding=["']([A-Za-z0-9_-]{2,20})""", re.IGNORECASE
)

# A comment to this program is kept as text: it says which check is not made, and nobody shall do that unseen.
_DIRECTIVE = re.compile(r"<!--(\s{0,4}wenxiao:[^<>\n]{0,500})-->")


def recognises(data: bytes) -> bool:
    head = data[:4096].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n\f")
    return _START.match(head) is not None


def read(source: Source) -> Content:
    """A block per paragraph, heading, list item and table cell. ``title`` is read only on a page without ``h1``."""
    if len(source.data) > MAX_PAGE:
        raise source.refuse(
            f"网页大于 {MAX_PAGE >> 20} MB；请拆分后再读", f"it is larger than {MAX_PAGE >> 20} MB; split it first"
        )
    root = _parse(source)
    title = squeeze("".join(node.text or "" for node in root.iterfind(".//head/title")))
    drop_frame(root)
    walk = _Walk()
    if title and next(root.iter("h1"), None) is None:
        walk.writer.paragraph(title, Anchor(block=walk.next_block()))
    walk.flow(root)
    content = walk.writer.content()
    if not content.blocks:
        raise source.refuse("网页里没有文字；请另存网页正文", "there is no text in the page; save the article itself")
    return content


def _parse(source: Source) -> etree._Element:
    declared = _CHARSET.search(source.data[:4096])
    name = (declared[1] or declared[2]).decode() if declared else None
    try:
        text = decode(source.data, name)
    except UndecodableError:
        raise source.refuse(
            "网页的编码无法识别；请用浏览器另存为 UTF-8 网页",
            "its encoding is unknown; save the page as UTF-8 with a browser",
        ) from None
    text = _DIRECTIVE.sub(r"&lt;!--\1--&gt;", text)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or any("depth" in error.message for error in parser.error_log):
        raise source.refuse(
            "网页结构已损坏或嵌套过深；请用浏览器打开后另存",
            "its structure is damaged or nested too deeply; open it in a browser and save it again",
        )
    return root


class _Walk:
    """One pass over a page in reading order, without recursion."""

    def __init__(self) -> None:
        self.writer = Writer()
        self._block = 0
        self._line: list[str] = []
        self._level: int | None = None
        self._prefix = ""
        self._preformatted = 0  # open ``pre`` elements: their line breaks count

    def next_block(self) -> int:
        self._block += 1
        return self._block

    def _flush(self) -> None:
        """End the current line, if anything stands in it."""
        text = squeeze("".join(self._line)) if self._line else ""
        self._line.clear()
        if text:
            self.writer.paragraph(self._prefix + text, Anchor(block=self.next_block()), self._level)
            self._prefix = ""

    def _say(self, text: str | None) -> None:
        if text and self._preformatted:
            *lines, text = text.split("\n")
            for line in lines:
                self._line.append(line)
                self._flush()
        if text:
            self._line.append(text)

    def flow(self, root: etree._Element) -> None:
        lists = ListCounter()
        events: Iterator[tuple[str, etree._Element]] = etree.iterwalk(root, events=("start", "end"))
        for event, node in events:
            tag = node.tag
            if not isinstance(tag, str):
                if event == "end":
                    self._say(node.tail)
                continue
            boundary = tag in BLOCKS
            if boundary:
                self._flush()
            if event == "start":
                if tag in HEADINGS:
                    self._level = int(tag[1])
                elif tag == LIST_ITEM:
                    self._prefix = lists.label(node)
                elif tag == TABLE and not is_layout(node):
                    self._table(node)
                    events.skip_subtree()  # type: ignore[attr-defined]
                    continue
                self._preformatted += tag == "pre"
                self._say(node.text)
            else:
                if tag in HEADINGS:
                    self._level = None
                elif tag == LIST_ITEM:
                    self._prefix = ""
                self._preformatted -= tag == "pre"
                self._say(node.tail)
        self._flush()

    def _table(self, node: etree._Element) -> None:
        caption = squeeze("".join(str(text) for part in node.iterchildren("caption") for text in part.itertext()))
        if caption:
            self.writer.paragraph(caption, Anchor(block=self.next_block()))
        self.writer.table(place(node), Anchor(block=self.next_block()))


READER = Reader("text/html", recognises, read)
