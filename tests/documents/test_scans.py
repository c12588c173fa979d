"""Scans: what is recognised from the picture of a page says the same as the page, and what is doubtful breaks nothing."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from tests.documents.test_pdf_printed import _OFFICE, _SAMPLE, printed
from wenxiao.audit.run import audit_reading
from wenxiao.documents.opening import open_document
from wenxiao.reading.model import Reading, Verdict
from wenxiao.reading.pipeline import read_document

pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
pytestmark = [
    pytest.mark.ocr,
    pytest.mark.slow,
    pytest.mark.skipif(_OFFICE is None, reason="no LibreOffice on this machine: nothing prints the documents"),
]


def scanned(pdf: Path, dpi: int, degrees: float) -> bytes:
    """The pages of a PDF as a scanner sees them: a little askew and with noise, as a TIFF of several pages."""
    import numpy as np
    from PIL import Image

    noise = np.random.default_rng(1)
    pages = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        shown = page.render(scale=dpi / 72).to_pil().convert("RGB")
        askew = np.asarray(shown.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white"), float)
        pages.append(Image.fromarray(np.clip(askew + noise.normal(0, 8, askew.shape), 0, 255).astype("uint8")))
    document.close()
    file = io.BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_deflate")
    return file.getvalue()


def money(reading: Reading) -> Counter[tuple[str, str, str]]:
    return Counter((q.kind, str(q.normalized), q.unit) for q in reading.quantities if q.kind in ("money", "percent"))


@pytest.mark.parametrize(("name", "dpi", "degrees"), [("03", 200, 0.6), ("02", 150, -0.8)])
def test_a_scan_says_what_the_page_says(tmp_path: Path, name: str, dpi: int, degrees: float) -> None:
    source = next(_SAMPLE.glob(f"{name}-*.docx"))
    [pdf] = printed(tmp_path, source)
    scan = tmp_path / "扫描.tif"
    scan.write_bytes(scanned(pdf, dpi, degrees))
    one, other = read_document(open_document(source)), read_document(open_document(scan))
    missing = sum((money(one) - money(other)).values())
    assert missing <= 0.02 * sum(money(one).values())
    broken = Counter((r.kind, r.formula) for r in one.relations if r.verdict is Verdict.BROKEN)
    seen = Counter((r.kind, r.formula) for r in other.relations if r.verdict is Verdict.BROKEN)
    assert not seen - broken
    assert len(other.document.tables) == len(one.document.tables)
    assert other.recognition
    assert audit_reading(other).findings
