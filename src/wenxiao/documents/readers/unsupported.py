"""Formats that are known and not read: each is refused with a sentence that says what the file is and what to do."""

from __future__ import annotations

from wenxiao.documents.readers.base import Source
from wenxiao.documents.readers.compound import Compound, DamagedError

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SAVE_DOCX = ("请用 Word 或 WPS 另存为 .docx", "save it as .docx with Word or WPS")
_SAVE_XLSX = ("请用 Excel 或 WPS 另存为 .xlsx", "save it as .xlsx with Excel or WPS")
_UNPACK = ("请先解压，再读其中的文件", "unpack it and read the files in it")
_AGAIN = ("请用原软件打开后另存，或重新导出", "open it with its own program and save it again, or export it again")
_DAMAGED = ("文件已损坏或不完整", "the file is damaged or not complete")
_PASSWORD = ("请先取消密码再保存", "remove the password and save it again")

# What a file begins with; what it is; what to do.
_BEGINNINGS: tuple[tuple[bytes, str, str, tuple[str, str]], ...] = (
    (b"Rar!\x1a\x07", "这是压缩包", "it is an archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "这是压缩包", "it is an archive", _UNPACK),
    (b"\x1f\x8b", "这是压缩包", "it is an archive", _UNPACK),
)
# Streams of the old compound files, by their names in UTF-16.
_STREAMS: tuple[tuple[str, str, str, tuple[str, str]], ...] = (
    ("EncryptedPackage", "文档有密码", "the document is protected by a password", _PASSWORD),
    ("PowerPoint Document", "这是旧版演示文稿（.ppt）", "it is an old presentation (.ppt)", _SAVE_DOCX),
    ("", "这是旧版 Office 文件", "it is an old Office file", _SAVE_DOCX),
)
# Names of the parts inside a zip file.
_PARTS: tuple[tuple[bytes, str, str, tuple[str, str]], ...] = (
    (b"xl/workbook", "这是二进制 Excel 工作簿（.xlsb）", "it is a binary Excel workbook (.xlsb)", _SAVE_XLSX),
    (b"ppt/presentation", "这是演示文稿（.pptx）", "it is a presentation (.pptx)", _SAVE_DOCX),
    (
        b"opendocument",
        "这是 OpenDocument 演示或绘图文件（.odp、.odg）",
        "it is an OpenDocument presentation or drawing",
        _SAVE_DOCX,
    ),
    (b"", "这是压缩包，不是 Word 文档", "it is a zip archive and no Word document", _UNPACK),
)


def check(source: Source) -> None:
    """Raise ``UnreadableError`` if the format is one of these; else do nothing."""
    data = source.data
    for beginning, zh, en, (do_zh, do_en) in _BEGINNINGS:
        if data.startswith(beginning):
            raise source.refuse(f"{zh}；{do_zh}", f"{en}; {do_en}")
    if data.startswith(_OLE2):
        for stream, zh, en, (do_zh, do_en) in _STREAMS:
            if not stream and _damaged(data):
                raise source.refuse(f"{_DAMAGED[0]}；{_AGAIN[0]}", f"{_DAMAGED[1]}; {_AGAIN[1]}")
            if stream.encode("utf-16-le") in data:
                raise source.refuse(f"{zh}；{do_zh}", f"{en}; {do_en}")
    if data.startswith(_ZIP):
        for part, zh, en, (do_zh, do_en) in _PARTS:
            if part in data:
                raise source.refuse(f"{zh}；{do_zh}", f"{en}; {do_en}")


def _damaged(data: bytes) -> bool:
    """Whether a compound file cannot even be listed."""
    try:
        Compound(data)
    except DamagedError:
        return True
    return False
