"""PDFium's functions that are called for every character, with plain addresses: building a typed pointer costs more than the call.

They keep the lock of the interpreter: giving it up and taking it again costs more than the call too.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw

_P, _I, _F = ctypes.c_void_p, ctypes.c_int, ctypes.c_float


def _function(name: str, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(getattr(raw, name), _P).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


char_box = _function("FPDFText_GetLooseCharBox", _I, _P, _I, _P)
char_object = _function("FPDFText_GetTextObject", _P, _P, _I)
char_code = _function("FPDFText_GetUnicode", ctypes.c_uint, _P, _I)
char_matrix = _function("FPDFText_GetMatrix", _I, _P, _I, _P)
char_weight = _function("FPDFText_GetFontWeight", _I, _P, _I)
char_font = _function("FPDFText_GetFontInfo", ctypes.c_ulong, _P, _I, _P, ctypes.c_ulong, _P)
char_unmapped = _function("FPDFText_HasUnicodeMapError", _I, _P, _I)
text_font = _function("FPDFTextObj_GetFont", _P, _P)
text_size = _function("FPDFTextObj_GetFontSize", _I, _P, _P)
text_mode = _function("FPDFTextObj_GetTextRenderMode", _I, _P)
count_objects = _function("FPDFPage_CountObjects", _I, _P)
page_object = _function("FPDFPage_GetObject", _P, _P, _I)
object_type = _function("FPDFPageObj_GetType", _I, _P)
object_bounds = _function("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)
object_matrix = _function("FPDFPageObj_GetMatrix", _I, _P, _P)
count_inner = _function("FPDFFormObj_CountObjects", _I, _P)
inner_object = _function("FPDFFormObj_GetObject", _P, _P, ctypes.c_ulong)
count_segments = _function("FPDFPath_CountSegments", _I, _P)
path_segment = _function("FPDFPath_GetPathSegment", _P, _P, _I)
path_mode = _function("FPDFPath_GetDrawMode", _I, _P, _P, _P)
segment_point = _function("FPDFPathSegment_GetPoint", _I, _P, _P, _P)
segment_type = _function("FPDFPathSegment_GetType", _I, _P)
segment_close = _function("FPDFPathSegment_GetClose", _I, _P)
page_box = _function("FPDF_GetPageBoundingBox", _I, _P, _P)
page_rotation = _function("FPDFPage_GetRotation", _I, _P)


def address(handle: Any) -> int:
    """The address that a handle of the library holds."""
    return ctypes.cast(handle, _P).value or 0
