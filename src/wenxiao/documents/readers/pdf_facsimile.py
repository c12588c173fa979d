"""Pages of a PDF as pictures, with what must not be told painted over."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from wenxiao.documents import pictures
from wenxiao.documents.facsimile import (
    LARGE,
    Edges,
    Facsimile,
    Secret,
    Sign,
    Signs,
    Wanted,
    finished,
    scale_of,
    secret_boxes,
)
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

#: Parts of a drawing that are looked at.
_MOST = 1000


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
    signs, others, layered = _signs(page)
    known = Signs(signs)
    edges: list[Edges | None] = [known.edges(strip) for strip in wanted.strips]
    left_out: list[Box] = []
    if secret is not None:
        left_out = secret_boxes([sign for sign in signs if not known.claimed(sign)], secret)
        left_out += secret_boxes(others, secret)
    without = _without_pictures(page, wanted) if secret is not None and not layered else 0
    made = finished(_drawn(page, scale_of(wanted.width, wanted.height)), wanted, edges, left_out)
    return made._replace(without=without)


def _without_pictures(page: pypdfium2.PdfPage, wanted: Wanted) -> int:
    """Take large pictures, and drawings that hold pictures, off a page in memory. How many there were."""
    least = LARGE * wanted.width * wanted.height
    large = [found for found in page.get_objects(max_depth=1) if _pictured(found) and _area(found) > least]
    for found in large:
        page.remove_obj(found)
    return len(large)


def _pictured(found: pypdfium2.PdfObject) -> bool:
    """Whether an object of a page is a picture, or a drawing with one and without text."""
    if found.type == raw.FPDF_PAGEOBJ_IMAGE:
        return True
    if found.type != raw.FPDF_PAGEOBJ_FORM:
        return False
    inner = raw.FPDFFormObj_CountObjects(found.raw)
    kinds = [raw.FPDFPageObj_GetType(raw.FPDFFormObj_GetObject(found.raw, n)) for n in range(min(inner, _MOST))]
    return raw.FPDF_PAGEOBJ_IMAGE in kinds and raw.FPDF_PAGEOBJ_TEXT not in kinds


def _area(found: pypdfium2.PdfObject) -> float:
    left, bottom, right, top = found.get_bounds()
    return float(abs(right - left) * abs(top - bottom))


def _drawn(page: pypdfium2.PdfPage, scale: float) -> Image.Image:
    bitmap = page.render(scale=scale, draw_annots=False, rev_byteorder=True, force_bitmap_format=raw.FPDFBitmap_BGR)
    with closing(bitmap):
        image: Image.Image = bitmap.to_pil().convert("RGB")
        return image


def _signs(page: pypdfium2.PdfPage) -> tuple[list[Sign], list[Sign], bool]:
    """The visible characters that stand upright as most of the page's text does, the others, and whether there is invisible
    text, as over the picture that it was recognised from."""
    bounds = (ctypes.c_float * 4)()
    handle = pdf.address(page.raw)
    pdf.page_box(handle, ctypes.addressof(bounds))
    left, top, right, bottom = bounds
    upright: list[Sign] = []
    others: list[Sign] = []
    layered = False
    with characters_of(page) as characters:
        level = -90 * characters.quarters % 360
        place = characters.placer(shown(left, bottom, right, top, pdf.page_rotation(handle)))
        for begin, end, style in characters.runs:
            if style.invisible:
                layered = True
                continue
            signs = others if style.turn != level else upright
            for at in range(begin, end):
                text = meant(characters.text[at], style.font)
                box = Box(*place(at))
                if text and box.right > box.left and box.bottom > box.top:
                    signs.append(Sign(text, box))
    return upright, others, layered
