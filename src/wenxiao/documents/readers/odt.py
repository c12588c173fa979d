"""OpenDocument texts (.odt), by way of LibreOffice."""

from __future__ import annotations

from wenxiao.documents.readers.base import Content, Reader, Source
from wenxiao.documents.readers.converted import read_converted

_TYPE = b"application/vnd.oasis.opendocument.text"


def recognises(data: bytes) -> bool:
    """The media type stands at the head of the archive, stored and not packed."""
    return data.startswith(b"PK\x03\x04") and data[30:38] == b"mimetype" and _TYPE in data[38:160]


def read(source: Source) -> Content:
    return read_converted(source, "odt", "这是 OpenDocument 文本（.odt）", "it is an OpenDocument text (.odt)")


READER = Reader(_TYPE.decode(), recognises, read)
