"""Made-up PDF files, written by hand: each a few objects, in the font that every reader of PDF knows for Chinese."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.documents.making import check_consistent, opened
from wenxiao.documents.model import Document

FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/DW 1000/W[1 95 500 814 939 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6"
    b"/FontBBox[0 -120 1000 880]/Ascent 880/Descent -120/ItalicAngle 0/CapHeight 880/StemV 80>>>>]>>"
)


def at(x: float, y: float, text: str, size: float = 12, *, mode: int = 0, turn: str = "1 0 0 1") -> str:
    """Operators that print a text, its baseline ``y`` points from the lower edge. ``mode`` 3 is invisible."""
    return f"BT /F1 {size} Tf {mode} Tr {turn} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def box(left: float, bottom: float, right: float, top: float) -> str:
    """Operators that draw the four edges of a rectangle."""
    return f"{left} {bottom} {right - left} {top - bottom} re S\n"


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S\n"


def ruled(
    left: float, top: float, widths: Sequence[float], height: float, rows: Sequence[Sequence[str]], size: float = 10
) -> str:
    """Operators of a table with all its lines, one line of text in each cell."""
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + width)
    bottom = top - height * len(rows)
    drawn = [rule(left, top - height * i, edges[-1], top - height * i) for i in range(len(rows) + 1)]
    drawn += [rule(edge, top, edge, bottom) for edge in edges]
    for i, row in enumerate(rows):
        drawn += [
            at(edge + 4, top - height * (i + 1) + 6, text, size) for edge, text in zip(edges, row, strict=False) if text
        ]
    return "".join(drawn)


@dataclass
class Leaf:
    """A page: its operators, and entries of its dictionary besides contents and resources."""

    content: str
    entries: str = "/MediaBox[0 0 595 842]"


def pdf(*pages: str | Leaf, catalog: str = "", objects: Sequence[bytes] = (), packed: bool = False) -> bytes:
    """A file of some pages. ``objects`` follow as numbers 4 and on; ``packed`` deflates the contents."""
    leaves = [page if isinstance(page, Leaf) else Leaf(page) for page in pages]
    first = 4 + len(objects)
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(leaves)))
    body = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        f"<</Type/Pages/Count {len(leaves)}/Kids[{kids}]>>".encode(),
        FONT,
        *objects,
    ]
    for i, leaf in enumerate(leaves):
        content = leaf.content.encode()
        how = ""
        if packed:
            content, how = zlib.compress(content), "/Filter/FlateDecode"
        body.append(
            f"<</Type/Page/Parent 2 0 R{leaf.entries}/Contents {first + 2 * i + 1} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>/XObject<</P {4 if objects else 3} 0 R>>>>>>".encode()
        )
        body.append(f"<</Length {len(content)}{how}>>stream\n".encode() + content + b"\nendstream")
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, item in enumerate(body, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + item + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(body) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<</Size {len(body) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


PICTURE = (
    b"<</Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8/Length 4>>stream\n"
    b"\x00\xff\xff\x00\nendstream"
)
#: Operators that cover a page with a picture; give ``objects=[PICTURE]``.
SCAN = "q 595 0 0 842 0 0 cm /P Do Q\n"

#: A sentence that fits on one line.
SENTENCE = "预算 100.00 万元，支出 95.00 万元。"
A4 = "/MediaBox[0 0 595 842]"


def read(folder: Path, *pages: str | Leaf, catalog: str = "", objects: tuple[bytes, ...] = ()) -> Document:
    document = opened(folder, pdf(*pages, catalog=catalog, objects=objects))
    assert document.media_type == "application/pdf"
    check_consistent(document)
    sizes = {page.number: page for page in document.pages}
    for start, end, page, box in document.placements:
        assert 0 <= start < end <= len(document.text)
        assert -1 < box.left < box.right <= sizes[page].width + 200
        assert -1 < box.top < box.bottom <= sizes[page].height + 1
    return document


def lines(folder: Path, *pages: str | Leaf) -> list[str]:
    return read(folder, *pages).text.rstrip("\n").split("\n")
