"""A page of a PDF as a picture."""

from __future__ import annotations

from typing import Any

from pypdfium2 import raw

from wenxiao.documents.pictures import Picture

#: Dots per inch of the picture, and the longest side it may have.
_DPI = 200
_LONGEST = 6000


def picture(page: Any, dpi: float = _DPI) -> Picture:
    """What a page (of pypdfium2) shows."""
    width, height = page.get_size()
    scale = min(dpi / 72, _LONGEST / max(width, height, 1.0))
    # Three bytes a pixel; with the bytes reversed they are red, green, blue.
    bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=raw.FPDFBitmap_BGR)
    try:
        rows = bytes(bitmap.buffer)
        wide, high, stride = bitmap.width, bitmap.height, bitmap.stride
    finally:
        bitmap.close()
    return Picture(wide, high, b"".join(rows[at * stride : at * stride + 3 * wide] for at in range(high)))
