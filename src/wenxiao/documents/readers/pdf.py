"""PDF files with text. Pages that are pictures are recognised where a recogniser is installed, else they are noted."""

from __future__ import annotations

import pypdfium2
from pypdfium2 import raw

from wenxiao.documents import pictures
from wenxiao.documents.layout.compose import Composer
from wenxiao.documents.layout.flow import flow
from wenxiao.documents.layout.margins import Margins
from wenxiao.documents.readers.base import Content, Reader, Source
from wenxiao.documents.readers.pdf_facsimile import show
from wenxiao.documents.readers.pdf_file import opened
from wenxiao.documents.readers.pdf_pages import Pages

#: The mark of the format stands within the first bytes, not always at the very beginning.
_HEAD = 1024


def recognises(data: bytes) -> bool:
    return b"%PDF-" in data[:_HEAD]


def read(source: Source) -> Content:
    """Blocks have page and box, table cells too; ``placements`` have every printed line."""
    try:
        document, whole = opened(source.data)
    except pypdfium2.PdfiumError as error:
        raise _refused(source, error) from None
    try:
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        return _content(source, document, () if whole else ("文件不完整，只读入了能读出的部分；请重新下载",))
    finally:
        document.close()


def _content(source: Source, document: pypdfium2.PdfDocument, notes: tuple[str, ...]) -> Content:
    pages = Pages(document)
    margins = Margins()
    composer = Composer(pages.placed)
    composer.write(flow(pages.sheets(), margins))
    content = composer.content((*notes, *pages.notes(), *margins.notes()), pages.shown)
    if content.blocks:
        return content
    missing = pictures.installed() is None
    if pages.unreadable and missing:
        raise source.refuse(
            f"PDF 里的文字没有编码，不能读出；请从原文档重新导出，或{pictures.MISSING[0]}",
            f"the text of the PDF has no codes; export it again from the original, or {pictures.MISSING[1]}",
        )
    if pages.pictures and missing:
        raise source.refuse(
            f"这是扫描件或图片（共 {len(document)} 页），没有文字；{pictures.MISSING[0]}",
            f"it is a scan and holds pictures only; {pictures.MISSING[1]}",
        )
    raise source.refuse(
        "PDF 里没有可读的文字；请从原文档重新导出",
        "there is no readable text in the PDF; export it again from the original",
    )


def _refused(source: Source, error: pypdfium2.PdfiumError) -> Exception:
    code = error.err_code
    if code == raw.FPDF_ERR_PASSWORD:
        return source.refuse("PDF 有密码；请取消密码后另存", "the PDF has a password; save it without one")
    if code == raw.FPDF_ERR_SECURITY:
        return source.refuse(
            "PDF 的加密方式不能识别；请取消加密后另存",
            "the PDF is encrypted in an unknown way; save it without encryption",
        )
    return source.refuse(
        "PDF 已损坏或不完整；请重新下载，或用 WPS 打开后另存为 PDF",
        "the PDF is damaged or cut off; download it again, or open it with WPS and save it as PDF",
    )


READER = Reader("application/pdf", recognises, read, native=True, show=show)
