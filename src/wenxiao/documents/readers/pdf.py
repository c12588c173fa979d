"""PDF files with text. Pages that are pictures are recognised where a recogniser is installed, else they are noted."""

from __future__ import annotations

import re

import pypdfium2
from pypdfium2 import raw

from wenxiao.documents.layout.compose import Composer
from wenxiao.documents.layout.flow import flow
from wenxiao.documents.layout.margins import Margins
from wenxiao.documents.readers.base import Content, Reader, Source
from wenxiao.documents.readers.pdf_pages import Pages

#: The mark of the format stands within the first bytes, not always at the very beginning.
_HEAD = 1024
_CATALOG = re.compile(rb"(?<!\d)(\d{1,7}) 0 obj\s{0,9}<<[^>]{0,400}/Type\s{0,3}/Catalog")


def recognises(data: bytes) -> bool:
    return b"%PDF-" in data[:_HEAD]


def read(source: Source) -> Content:
    """Blocks have page and box, table cells too; ``placements`` have every printed line."""
    try:
        document, whole = _opened(source.data)
    except pypdfium2.PdfiumError as error:
        raise _refused(source, error) from None
    try:
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        return _content(source, document, () if whole else ("文件不完整，只读入了能读出的部分；请重新下载",))
    finally:
        document.close()


def _opened(data: bytes) -> tuple[pypdfium2.PdfDocument, bool]:
    """A document, and whether its file is whole. A file that was cut off has lost its index and which object is the first; the library can do without the index."""
    try:
        return pypdfium2.PdfDocument(data), True
    except pypdfium2.PdfiumError as error:
        first = _CATALOG.search(data)
        if error.err_code != raw.FPDF_ERR_FORMAT or first is None:
            raise
        number = int(first[1])
        trailer = b"\nendobj\ntrailer\n<</Root %d 0 R/Size %d>>\nstartxref\n0\n%%%%EOF\n" % (number, 8_388_607)
        return pypdfium2.PdfDocument(data + trailer), False


def _content(source: Source, document: pypdfium2.PdfDocument, notes: tuple[str, ...]) -> Content:
    pages = Pages(document)
    margins = Margins()
    composer = Composer(pages.placed)
    composer.write(flow(pages.sheets(), margins))
    content = composer.content((*notes, *pages.notes(), *margins.notes()), pages.shown)
    if content.blocks:
        return content
    if pages.unreadable:
        raise source.refuse(
            "PDF 里的文字没有编码，不能读出；请先做文字识别（OCR），或从原文档重新导出",
            "the text of the PDF has no codes; run text recognition (OCR) on it, or export it again from the original",
        )
    if pages.pictures:
        raise source.refuse(
            f"这是扫描件或图片（共 {len(document)} 页），没有文字；请先做文字识别（OCR），再另存为 .docx 或带文字的 PDF",
            "it is a scan and holds pictures only; run text recognition (OCR) and save the result as .docx or PDF with text",
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


READER = Reader("application/pdf", recognises, read, native=True)
