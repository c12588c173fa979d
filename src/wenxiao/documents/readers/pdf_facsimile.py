"""Pages of a PDF as pictures, with what must not be told painted over."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from wenxiao.documents import pictures
from wenxiao.documents.facsimile import Edges, Facsimile, Secret, Sign, Signs, Wanted, finished, scale_of, secret_boxes
from wenxiao.documents.model import Box
from wenxiao.documents.progress import advance
from wenxiao.documents.readers import pdf_library as pdf
from wenxiao.documents.readers.base import Source
from wenxiao.documents.readers.pdf_file import opened
from wenxiao.documents.readers.pdf_geometry import shown
from wenxiao.documents.readers.pdf_pages import characters_of
from wenxiao.documents.readers.pdf_pictures import picture
from wenxiao.documents.readers.pdf_text import meant

if TYPE_CHECKING:
    from PIL import Image


def show(source: Source, wanted: Sequence[Wanted], secret: Secret | None) -> Iterator[Facsimile]:
    """Pictures of the pages that can be drawn. Comments are left out, as they are when the file is read."""
    try:
        document, _ = opened(source.data)
    except pypdfium2.PdfiumError:
        return
    with closing(document):
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        for done, one in enumerate(wanted, 1):
            try:
                with closing(document[one.number - 1]) as page:
                    made = _facsimile(page, one, secret)
            except (pypdfium2.PdfiumError, IndexError):
                continue
            advance(done, len(wanted))
            yield made


def _facsimile(page: pypdfium2.PdfPage, wanted: Wanted, secret: Secret | None) -> Facsimile:
    if wanted.recognised:
        return finished(pictures.as_image(pictures.upright(picture(page))), wanted, [None] * len(wanted.strips))
    signs, others = _signs(page)
    known = Signs(signs)
    edges: list[Edges | None] = [known.edges(strip) for strip in wanted.strips]
    left_out: list[Box] = []
    if secret is not None:
        left_out = secret_boxes([sign for sign in signs if not known.claimed(sign)], secret)
        left_out += secret_boxes(others, secret)
    return finished(_drawn(page, scale_of(wanted.width, wanted.height)), wanted, edges, left_out)


def _drawn(page: pypdfium2.PdfPage, scale: float) -> Image.Image:
    bitmap = page.render(scale=scale, draw_annots=False, rev_byteorder=True, force_bitmap_format=raw.FPDFBitmap_BGR)
    with closing(bitmap):
        image: Image.Image = bitmap.to_pil().convert("RGB")
        return image


def _signs(page: pypdfium2.PdfPage) -> tuple[list[Sign], list[Sign]]:
    """The visible characters that stand upright as most of the page's text does, and the others."""
    bounds = (ctypes.c_float * 4)()
    handle = pdf.address(page.raw)
    pdf.page_box(handle, ctypes.addressof(bounds))
    left, top, right, bottom = bounds
    upright: list[Sign] = []
    others: list[Sign] = []
    with characters_of(page) as characters:
        level = -90 * characters.quarters % 360
        place = characters.placer(shown(left, bottom, right, top, pdf.page_rotation(handle)))
        for begin, end, style in characters.runs:
            if style.invisible:
                continue
            signs = others if style.turn != level else upright
            for at in range(begin, end):
                text = meant(characters.text[at], style.font)
                box = place(at)
                if text and box.right > box.left and box.bottom > box.top:
                    signs.append(Sign(text, box))
    return upright, others
