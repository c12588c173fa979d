"""OFD files (版式文件, GB/T 33190), the national format of fixed pages. Seals, signatures and annotations are left out."""

from __future__ import annotations

from wenxiao.documents import pictures
from wenxiao.documents.layout.compose import Composer
from wenxiao.documents.layout.flow import flow
from wenxiao.documents.layout.margins import Margins
from wenxiao.documents.readers.base import Content, Reader, Source
from wenxiao.documents.readers.ofd_facsimile import show
from wenxiao.documents.readers.ofd_pages import Pages
from wenxiao.documents.readers.ofd_structure import Structure


def recognises(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"ofd.xml" in data[-_LISTING:].lower()


#: The list of parts stands at the end of the file; it has some hundred bytes for each.
_LISTING = 4 * 1024 * 1024


def read(source: Source) -> Content:
    """Blocks have page and box, table cells too; ``placements`` have every printed line."""
    structure = Structure(source)
    pages = Pages(structure)
    margins = Margins()
    composer = Composer()
    composer.write(flow(pages.sheets(), margins))
    content = composer.content((*structure.notes(), *pages.notes(), *margins.notes()), pages.shown)
    if content.blocks:
        return content
    if pages.pictures and pictures.installed() is None:
        raise source.refuse(
            f"这份 OFD 共 {len(pages.shown)} 页，都是图片，没有文字；{pictures.MISSING[0]}",
            f"it holds pictures only; {pictures.MISSING[1]}",
        )
    raise source.refuse(
        "OFD 里没有可读的文字；请从原文档重新导出",
        "there is no readable text in the OFD; export it again from the original",
    )


READER = Reader("application/ofd", recognises, read, native=True, show=show)
