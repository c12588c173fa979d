"""Rich text (.rtf, and what is saved as such under the name .doc), by way of LibreOffice."""

from __future__ import annotations

from wenxiao.documents.readers.base import Content, Reader, Source
from wenxiao.documents.readers.converted import read_converted


def read(source: Source) -> Content:
    return read_converted(source, "rtf", "这是 RTF 文件", "it is an RTF file")


READER = Reader("application/rtf", lambda data: data.lstrip()[:5] == b"{\\rtf", read)
