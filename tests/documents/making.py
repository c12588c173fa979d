"""Made-up files for the tests of the readers, built in memory."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from wenxiao.documents.model import Document
from wenxiao.documents.opening import open_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def p(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def listed(text: str, num: int, level: int = 0) -> str:
    """A paragraph of an automatic list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def tc(content: str, properties: str = "") -> str:
    """A table cell; plain text becomes a paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tbl(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def docx(body: str, **parts: str) -> bytes:
    """A .docx with the given body and inner XML of other parts (styles, numbering, footnotes, comments)."""
    files = {"word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>", "_rels/.rels": RELS}
    files |= {f"word/{name}.xml": f"<w:{name} {NAMESPACES}>{inner}</w:{name}>" for name, inner in parts.items()}
    return packed(files)


def complete(data: bytes) -> bytes:
    """The .docx with the listings of its parts that office programs insist upon."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    kinds = [name[5:-4] for name in files if name.startswith("word/") and name != "word/document.xml"]
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    files["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{base}document.main+xml"/>'
        + "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{base}{kind}+xml"/>' for kind in kinds)
        + "</Types>"
    )
    files["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(f'<Relationship Id="{kind}" Type="{relation}{kind}" Target="{kind}.xml"/>' for kind in kinds)
        + "</Relationships>"
    )
    return packed(files)


def packed(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def opened(folder: Path, data: bytes, name: str = "甲") -> Document:
    """The document of some bytes; the file's name says nothing of its format."""
    path = folder / name
    path.write_bytes(data)
    return open_document(path)


def check_consistent(document: Document) -> None:
    """Blocks and cells lie inside the text, in order, none reaching into the next."""
    for spans in (document.blocks, *(table.cells for table in document.tables)):
        at = 0
        for span in spans:
            assert at <= span.start <= span.end <= len(document.text)
            at = span.end
    for table in document.tables:
        for cell in table.cells:
            assert "\n" not in document.text[cell.start : cell.end]
            assert "\t" not in document.text[cell.start : cell.end]
            assert cell.rowspan >= 1
            assert cell.colspan >= 1
