"""Documents that LibreOffice turns into .docx first; the note ``read-by:LibreOffice`` says so."""

from __future__ import annotations

from dataclasses import replace

from wenxiao.documents import office
from wenxiao.documents.readers import docx
from wenxiao.documents.readers.base import Content, Source

NOTE = "read-by:LibreOffice"


def read_converted(source: Source, ending: str, zh: str, en: str) -> Content:
    """Read a file of the format ``ending`` by way of .docx. ``zh`` and ``en`` say what the file is, where that fails."""
    try:
        data = office.convert(source.data, ending)
    except office.MissingOfficeError:
        raise source.refuse(
            f"{zh}，要借助 LibreOffice 读取，而本机没有；请安装 LibreOffice（或用环境变量 {office.VARIABLE} 指明其位置），"
            "或另存为 .docx",
            f"{en}, which is read by way of LibreOffice, and there is none here; install LibreOffice (or name it in "
            f"{office.VARIABLE}), or save the file as .docx",
        ) from None
    except office.OfficeError as error:
        raise source.refuse(
            f"{zh}，LibreOffice {'超时未能' if error.hung else '也不能'}打开；请用 Word 或 WPS 打开并另存为 .docx",
            f"{en}, and LibreOffice {'took too long over it' if error.hung else 'cannot open it'}; "
            "open it with Word or WPS and save it as .docx",
        ) from None
    content = docx.read(Source(source.name, data))
    return replace(content, notes=(*content.notes, NOTE))
