"""The pages of a PDF one after the other as sheets for the layout, and what is to be said of them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

import pypdfium2
from pypdfium2 import raw

from wenxiao.documents import pictures
from wenxiao.documents.layout.geometry import Matrix
from wenxiao.documents.layout.model import Sheet
from wenxiao.documents.model import Box, Page
from wenxiao.documents.progress import advance
from wenxiao.documents.readers import pdf_library as pdf
from wenxiao.documents.readers.pdf_fields import field_words
from wenxiao.documents.readers.pdf_geometry import shown
from wenxiao.documents.readers.pdf_pictures import picture
from wenxiao.documents.readers.pdf_strokes import drawn_on
from wenxiao.documents.readers.pdf_text import Characters, words_of

#: A page whose characters have no meaning in more than this share is read as a picture.
_UNREADABLE = 0.3
#: A picture that covers more than this share of a page may be its scan.
_SCAN = 0.5
#: More characters than any page of text has.
_MOST = 400_000


class Pages:
    """``sheets`` goes through the file once; the rest is known after it."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document
        self._form = document.formenv.raw if document.formenv is not None else None
        self._recognise = pictures.installed()
        self.shown: list[Page] = []
        self.pictures: list[int] = []  # pages without text
        self.unreadable: list[int] = []  # pages whose characters have no meaning
        self._turns: dict[int, Matrix] = {}
        self._damaged: list[int] = []
        self._layered: list[int] = []  # pages with the invisible text of a recognition
        self._cropped: list[int] = []
        self._turned: dict[str, int] = {}

    def sheets(self) -> Iterator[Sheet]:
        for index in range(len(self._document)):
            try:
                page = self._document[index]
            except pypdfium2.PdfiumError:
                self._damaged.append(index + 1)
                continue
            with closing(page):
                sheet = self._sheet(page, index + 1)
            advance(index + 1, len(self._document))
            yield sheet

    def placed(self, number: int, box: Box) -> Box:
        """A box of a sheet on its page as shown: they differ where the text of a page is turned."""
        turn = self._turns.get(number)
        return box if turn is None else turn.box(*box)

    def _sheet(self, page: pypdfium2.PdfPage, number: int) -> Sheet:
        handle = pdf.address(page.raw)
        bounds = (ctypes.c_float * 4)()
        pdf.page_box(handle, ctypes.addressof(bounds))
        left, top, right, bottom = bounds
        quarters = pdf.page_rotation(handle)
        width, height = abs(right - left), abs(top - bottom)
        self.shown.append(Page(number, *((height, width) if quarters % 2 else (width, height))))
        with characters_of(page) as characters:
            if characters.runs and characters.quarters != quarters:
                self._turns[number] = shown(left, bottom, right, top, quarters).after(
                    shown(left, bottom, right, top, characters.quarters).inverse()
                )
                quarters = characters.quarters
            if quarters % 2:
                width, height = height, width
            matrix = shown(left, bottom, right, top, quarters)
            drawn = drawn_on(handle, matrix, width, height)
            printed = words_of(characters, matrix, quarters, width, height, drawn.down)
        sheet = Sheet(number, width, height, printed.upright, drawn.across, drawn.down)
        if self._form is not None:
            sheet.words += field_words(page.raw, self._form, matrix)
        if printed.turned:
            self._turned.setdefault(printed.turned, number)
        if printed.outside:
            self._cropped.append(number)
        if printed.hidden and (not printed.upright or drawn.pictured > _SCAN):
            sheet.words = [*printed.upright, *(word._replace(confidence=0.0) for word in printed.hidden)]
            self._layered.append(number)
        if printed.unreadable > _UNREADABLE * printed.characters:
            self._picture(page, sheet, self.unreadable)
        elif not sheet.words and drawn.pictured > 0:
            self._picture(page, sheet, self.pictures)
        return sheet

    def _picture(self, page: pypdfium2.PdfPage, sheet: Sheet, noted: list[int]) -> None:
        """Read a page as a picture, or note that nobody could."""
        sheet.words = []
        if self._recognise is None:
            noted.append(sheet.number)
        else:
            pictures.recognised(picture(page), sheet, self._recognise)

    def notes(self) -> Iterator[str]:
        """What was left out, for the user."""
        if self.pictures:
            yield f"第 {_numbers(self.pictures)} 页是图片，没有识别"
        if self.unreadable:
            yield f"第 {_numbers(self.unreadable)} 页的文字没有编码，不能读出，需要文字识别"
        if self._damaged:
            yield f"第 {_numbers(self._damaged)} 页已损坏，没有读入"
        if self._layered:
            yield f"第 {_numbers(self._layered)} 页的文字是扫描件自带的识别结果，请对照图像"
        if self._cropped:
            yield f"第 {_numbers(self._cropped)} 页页面以外的文字没有读入"
        for text, number in self._turned.items():
            yield f"第 {number} 页斜放的文字没有读入：{text[:60]}"


@contextmanager
def characters_of(page: pypdfium2.PdfPage) -> Iterator[Characters]:
    """The characters of a page, none where they cannot be read; they live as long as the context."""
    try:
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        yield Characters(0, 0, "")
        return
    with closing(textpage):
        count = max(0, min(raw.FPDFText_CountChars(textpage.raw), _MOST))
        text = textpage.get_text_range(0, count, errors="replace") if count else ""
        yield Characters(pdf.address(textpage.raw), count, text)


def _numbers(pages: Sequence[int]) -> str:
    """Page numbers, runs of three and more as ranges: 3、5–9."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return "、".join(f"{a}–{b}" if b - a > 1 else "、".join(map(str, range(a, b + 1))) for a, b in runs)
