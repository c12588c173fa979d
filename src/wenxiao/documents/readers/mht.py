"""Web archives (.mht): a page and its pictures in one file, as browsers and Word save it. The page is read as .html."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser

from wenxiao.documents.readers import html
from wenxiao.documents.readers.base import Content, Reader, Source
from wenxiao.documents.readers.encodings import UndecodableError, decode

#: Larger archives are refused; their pictures make them large.
MAX_ARCHIVE = 128 * 1024 * 1024
_HEAD = re.compile(
    rb"\s{0,20}(?:mime-version|from|subject|date|snapshot-content-location|content-type):", re.IGNORECASE
)
_TYPE = re.compile(rb"^content-type:\s{0,9}(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
_VERSION = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_BLANK = re.compile(rb"\r?\n\r?\n")
_DEEPEST, _MOST = 4, 5000  # parts within parts, parts


def recognises(data: bytes) -> bool:
    head = data[:4096]
    return bool(_HEAD.match(head) and _VERSION.search(head) and _TYPE.search(head))


def read(source: Source) -> Content:
    """The first page in it: the others are frames with headers and footers."""
    if len(source.data) > MAX_ARCHIVE:
        raise source.refuse(
            f"网页归档大于 {MAX_ARCHIVE >> 20} MB；请另存为 .docx",
            f"it is a web archive larger than {MAX_ARCHIVE >> 20} MB; save it as .docx",
        )
    for head, body in _parts(source.data.lstrip()):
        if head.get_content_type() == "text/html":
            return html.read(Source(source.name, _page(head, body)))
    raise source.refuse(
        "网页归档（.mht）里没有网页；请重新保存，或另存为 .docx",
        "the web archive (.mht) holds no page; save it again, or as .docx",
    )


def _parts(data: bytes) -> Iterator[tuple[Message, bytes]]:
    """Parts in their order, each with its headers; a part that holds parts is taken apart."""
    pending = [(data, 0)]
    count = 0
    while pending and count < _MOST:
        part, depth = pending.pop()
        count += 1
        blank = _BLANK.search(part)
        head = BytesHeaderParser().parsebytes(part[: blank.start()] if blank else part)
        body = part[blank.end() :] if blank else b""
        boundary = head.get_boundary()
        if head.get_content_maintype() != "multipart" or not boundary:
            yield head, body
        elif depth < _DEEPEST:
            inner = body.split(b"--" + boundary.encode("utf-8", "surrogateescape"))[1:]
            pending += [(piece.lstrip(b"\r\n"), depth + 1) for piece in reversed(inner[:_MOST])]


def _page(head: Message, body: bytes) -> bytes:
    encoding = str(head.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "quoted-printable":
        body = quopri.decodestring(body)
    elif encoding == "base64":
        body = _base64(body)
    charset = head.get_content_charset()
    try:
        return decode(body, charset).encode("utf-8-sig", "replace") if charset else body
    except UndecodableError:
        return body


def _base64(body: bytes) -> bytes:
    try:
        return binascii.a2b_base64(body)
    except binascii.Error:
        return b""


READER = Reader("multipart/related", recognises, read)
