"""OFD files for the tests, written from what stands on pages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from itertools import pairwise
from xml.sax.saxutils import escape

from wenxiao.documents.layout.model import Sheet, Stroke, Word

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MM = 25.4 / 72
ROOT = (
    f'<ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
    "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
)


def ofd(sheets: Iterable[Sheet], parts: dict[str, str] | None = None, template: str = "") -> bytes:
    """An OFD file with a page for each sheet. ``parts`` replace or add parts; ``template`` is content behind every page."""
    pages = list(sheets)
    every = {"OFD.xml": ROOT, "Doc_0/Document.xml": document(pages, template)}
    for sheet in pages:
        every[f"Doc_0/Pages/Page_{sheet.number}/Content.xml"] = page(sheet, template=bool(template))
    if template:
        every["Doc_0/Tpls/Tpl_0/Content.xml"] = content(template)
    return packed({**every, **(parts or {})})


def packed(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, part in parts.items():
            out.writestr(name, part)
    return file.getvalue()


def document(sheets: list[Sheet], template: str = "") -> str:
    width, height = (sheets[0].width * MM, sheets[0].height * MM) if sheets else (210, 297)
    leaves = "".join(f'<ofd:Page ID="{s.number}" BaseLoc="Pages/Page_{s.number}/Content.xml"/>' for s in sheets)
    behind = '<ofd:TemplatePage ID="900" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    return (
        f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 {width:.3f} {height:.3f}</ofd:PhysicalBox></ofd:PageArea>{behind}</ofd:CommonData>"
        f"<ofd:Pages>{leaves}</ofd:Pages></ofd:Document>"
    )


def page(sheet: Sheet, *, template: bool = False) -> str:
    objects = [text(word) for word in sheet.words]
    objects += [line(stroke, across=True) for stroke in sheet.across]
    objects += [line(stroke, across=False) for stroke in sheet.down]
    return content("".join(objects), '<ofd:Template TemplateID="900" ZOrder="Background"/>' if template else "")


def content(objects: str, before: str = "") -> str:
    return (
        f'<ofd:Page {NAMESPACE}>{before}<ofd:Content><ofd:Layer ID="1" Type="Body">{objects}'
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )


def text(word: Word) -> str:
    """A word as a text object: its characters where the word has them."""
    left, top, right, bottom = (value * MM for value in word.box)
    size = word.size * MM
    edges = [edge * MM for edge in word.edges] or [left]
    deltas = " ".join(f"{b - a:.3f}" for a, b in pairwise(edges))
    base = bottom - top - 0.14 * size
    weight = ' Weight="700"' if word.bold else ""
    step = f' DeltaX="{deltas}"' if deltas else ""
    return (
        f'<ofd:TextObject ID="1" Boundary="{left:.3f} {top:.3f} {right - left:.3f} {bottom - top:.3f}" Font="2" '
        f'Size="{size:.4f}"{weight}><ofd:TextCode X="0" Y="{base:.3f}"'
        f"{step}>{escape(word.text)}</ofd:TextCode></ofd:TextObject>"
    )


def line(stroke: Stroke, *, across: bool) -> str:
    at, start, end = (value * MM for value in stroke)
    x0, y0, x1, y1 = (start, at, end, at) if across else (at, start, at, end)
    return (
        f'<ofd:PathObject ID="1" Boundary="{x0:.3f} {y0:.3f} {x1 - x0:.3f} {y1 - y0:.3f}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:.3f} {y1 - y0:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
    )
