"""Formats that are known and not read: each is refused with a sentence that says what the file is and what to do."""

from __future__ import annotations

from wenxiao.documents.readers.base import Source

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SAVE_DOCX = ("请用 Word 或 WPS 另存为 .docx", "save it as .docx with Word or WPS")
_SAVE_XLSX = ("请用 Excel 或 WPS 另存为 .xlsx", "save it as .xlsx with Excel or WPS")
_TEXT_LAYER = (
    "请用 Word 或 WPS 打开并另存为 .docx；扫描件先做文字识别",
    "open it with Word or WPS and save it as .docx; run text recognition on a scan first",
)
_RECOGNISE = ("请先做文字识别（OCR），再另存为 .docx", "run text recognition (OCR) on it and save the result as .docx")
_UNPACK = ("请先解压，再读其中的文件", "unpack it and read the files in it")
_PASSWORD = ("请先取消密码再保存", "remove the password and save it again")

# What a file begins with; what it is; what to do.
_BEGINNINGS: tuple[tuple[bytes, str, str, tuple[str, str]], ...] = (
    (b"\xff\xd8\xff", "这是图片", "it is a picture", _RECOGNISE),
    (b"\x89PNG\r\n\x1a\n", "这是图片", "it is a picture", _RECOGNISE),
    (b"GIF8", "这是图片", "it is a picture", _RECOGNISE),
    (b"II*\0", "这是图片", "it is a picture", _RECOGNISE),
    (b"MM\0*", "这是图片", "it is a picture", _RECOGNISE),
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
    (b"OFD.xml", "这是 OFD 版式文件，暂不支持", "it is an OFD file, which is not supported yet", _TEXT_LAYER),
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
            if stream.encode("utf-16-le") in data:
                raise source.refuse(f"{zh}；{do_zh}", f"{en}; {do_en}")
    if data.startswith(_ZIP):
        for part, zh, en, (do_zh, do_en) in _PARTS:
            if part in data:
                raise source.refuse(f"{zh}；{do_zh}", f"{en}; {do_en}")
