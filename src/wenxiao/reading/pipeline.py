"""The whole way from bytes to facts. Read this file first."""

from __future__ import annotations

from pathlib import Path

from wenxiao.documents.model import Document
from wenxiao.documents.opening import open_document
from wenxiao.documents.view import view
from wenxiao.quantities.scan import scan
from wenxiao.reading.model import Reading
from wenxiao.reading.structure import blocks_in, find_sections


def read(path: str | Path) -> Reading:
    """Read one file. Raises ``UnreadableError`` with one sentence for the user."""
    return read_document(open_document(Path(path)))


def read_document(document: Document) -> Reading:
    """What a document says: sections, quantities, projects with their facts, relations."""
    text = view(document)
    quantities = tuple(scan(text.text))
    sections = find_sections(text.text, blocks_in(text, document))
    return Reading(
        document=document,
        view=text,
        sections=sections,
        quantities=quantities,
        ids={quantity: f"q{number}" for number, quantity in enumerate(quantities, 1)},
    )


def read_text(text: str, path: str = "<text>") -> Reading:
    """Read text that is already in memory; for tests and for callers without a file."""
    return read_document(Document(path, "", "text/plain", text))
