"""A PDF file, opened; also one that was cut off."""

from __future__ import annotations

import re

import pypdfium2
from pypdfium2 import raw

_CATALOG = re.compile(rb"(?<!\d)(\d{1,7}) 0 obj\s{0,9}<<[^>]{0,400}/Type\s{0,3}/Catalog")


def opened(data: bytes) -> tuple[pypdfium2.PdfDocument, bool]:
    """A document, and whether its file is whole. A file that was cut off has lost its index and which object is the first; the library can do without the index."""
    try:
        return pypdfium2.PdfDocument(data), True
    except pypdfium2.PdfiumError as error:
        first = _CATALOG.search(data)
        if error.err_code != raw.FPDF_ERR_FORMAT or first is None:
            raise
        number = int(first[1])
        trailer = b"\nendobj\ntrailer\n<</Root %d 0 R/Size %d>>\nstartxref\n0\n%%%%EOF\n" % (number, 8_388_607)
        return pypdfium2.PdfDocument(data + trailer), False
