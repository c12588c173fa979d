"""What is printed says the same as OFD as it does as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

from tests.documents.making_ofd import ofd
from tests.documents.test_pdf_printed import _OFFICE, _SAMPLE, _SHARED, compare, facts, printed, retyped, tables
from wenxiao.documents.layout.model import Word
from wenxiao.documents.model import Box
from wenxiao.documents.opening import open_document
from wenxiao.documents.readers.pdf_pages import Pages
from wenxiao.reading.pipeline import read_document

pytestmark = [
    pytest.mark.skipif(_OFFICE is None, reason="no LibreOffice on this machine: nothing prints the documents"),
    pytest.mark.slow,
]


def as_ofd(pdf: Path) -> Path:
    """The same pages as OFD: every run of characters with the place of each, every ruling line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        sheets = list(Pages(document).sheets())
        for sheet in sheets:
            sheet.words = list(runs(document[sheet.number - 1], sheet.height))
        path = pdf.with_suffix(".ofd")
        path.write_bytes(ofd(sheets))
    finally:
        document.close()
    return path


def runs(page: pypdfium2.PdfPage, height: float) -> Iterator[Word]:
    """Characters of one size that stand on one line, as an office program would write them in a text object."""
    page_text = page.get_textpage()
    held: list[tuple[str, float, float, float, float, float]] = []  # character, left, top, right, bottom, size
    for at in range(page_text.count_chars()):
        character = page_text.get_text_range(at, 1)
        left, bottom, right, top = page_text.get_charbox(at, loose=True)
        size = round(raw.FPDFText_GetFontSize(page_text.raw, at), 1)
        one = (character, left, height - top, right, height - bottom, size)
        if held and (
            not character.strip() or size != held[-1][5] or abs(held[-1][4] - one[4]) > 1 or left < held[-1][1]
        ):
            yield run(held)
            held = []
        if character.strip():
            held.append(one)
    if held:
        yield run(held)


def run(held: list[tuple[str, float, float, float, float, float]]) -> Word:
    box = Box(held[0][1], held[0][4] - held[0][5], held[-1][3], held[0][4])
    return Word("".join(c[0] for c in held), box, held[0][5], False, [c[1] for c in held])


def test_the_sample(tmp_path: Path) -> None:
    sources = sorted(_SAMPLE.glob("*.docx"))
    assert sources
    for source, pdf in zip(sources, printed(tmp_path, *sources), strict=True):
        compare(source, as_ofd(pdf))


@pytest.mark.shared
@pytest.mark.skipif(not _SHARED.is_dir(), reason="no ../shared: the real reports are not here")
def test_real_reports(tmp_path: Path) -> None:
    sources = []
    for number, text in enumerate(sorted(_SHARED.glob("*.txt"))):
        sources.append(tmp_path / f"report{number}.docx")
        retyped(text, sources[-1])
    for source, pdf in zip(sources, printed(tmp_path, *sources), strict=True):
        one, other = open_document(source), open_document(as_ofd(pdf))
        assert tables(other) == tables(one)
        (quantities, relations), (seen, told) = facts(read_document(one)), facts(read_document(other))
        assert told == relations
        lost = quantities - seen
        assert not {kind for kind, _, _ in lost} & {"money", "percent"}
        assert lost.total() <= 0.01 * quantities.total()
