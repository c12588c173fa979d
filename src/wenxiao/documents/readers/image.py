"""Pictures of paper (scans and photographs: .jpg, .png, .tif, .bmp, .gif, .webp). They are read where text recognition is
installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from wenxiao.documents import pictures
from wenxiao.documents.facsimile import Facsimile, Secret, Wanted, finished
from wenxiao.documents.layout.compose import Composer
from wenxiao.documents.layout.flow import flow
from wenxiao.documents.layout.margins import Margins
from wenxiao.documents.layout.model import Sheet
from wenxiao.documents.model import Page
from wenxiao.documents.progress import advance
from wenxiao.documents.readers.base import Content, Reader, Source

_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*", b"BM")
#: Width of a sheet of A4 paper in points: what a picture without a size is taken for.
_WIDTH = 595.0


def recognises(data: bytes) -> bool:
    return data.startswith(_BEGINNINGS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def read(source: Source) -> Content:
    """Blocks have page and box; every piece of the text has the confidence of its recognition."""
    recognise = pictures.installed()
    if recognise is None:
        raise source.refuse(f"这是图片；{pictures.MISSING[0]}", f"it is a picture; {pictures.MISSING[1]}")
    margins = Margins()
    composer = Composer()
    pages: list[Page] = []
    composer.write(flow(_sheets(source, recognise, pages), margins))
    content = composer.content(margins.notes(), pages)
    if not content.blocks:
        raise source.refuse("图片里没有认出文字；请换一张更清晰的", "no text was recognised in it; give a clearer one")
    return content


def _sheets(source: Source, recognise: pictures.Recogniser, pages: list[Page]) -> Iterator[Sheet]:
    try:
        for number, (picture, total) in enumerate(pictures.frames(source.data), 1):
            if picture is None:
                raise source.refuse(
                    f"图片超过 {pictures.MAX_PIXELS // 10_000} 万像素；请缩小到长边 {pictures.LONGEST} 像素以内",
                    f"the picture has more than {pictures.MAX_PIXELS:,} pixels; make it no longer than {pictures.LONGEST}",
                )
            sheet = Sheet(number, _WIDTH, _WIDTH * picture.height / picture.width)
            pictures.recognised(picture, sheet, recognise)
            pages.append(Page(number, sheet.width, sheet.height))
            advance(number, total)
            yield sheet
    except ValueError:
        raise source.refuse(
            "图片已损坏或不完整；请重新扫描或下载", "the picture is damaged; scan or download it again"
        ) from None


def show(source: Source, wanted: Sequence[Wanted], secret: Secret | None) -> Iterator[Facsimile]:  # noqa: ARG001
    """The pictures themselves. All that stands on them was read, so that no ``secret`` is left out."""
    asked = {one.number: one for one in wanted}
    with suppress(ValueError):  # a file that ends early has the pages before its end
        for number, (picture, total) in enumerate(pictures.frames(source.data), 1):
            advance(number, total)
            one = asked.pop(number, None)
            if one is not None and picture is not None:
                yield finished(pictures.as_image(pictures.upright(picture)), one, [None] * len(one.strips))
            if not asked:
                return


READER = Reader("image/*", recognises, read, native=True, show=show)
