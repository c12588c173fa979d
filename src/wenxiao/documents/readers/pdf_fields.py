"""What is filled into the fields of a PDF form: its values, where the page shows them. Other annotations are not read."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from pypdfium2 import raw

from wenxiao.documents.layout.model import Word
from wenxiao.documents.readers.pdf_geometry import Matrix

_CHECKED = {True: "☑", False: "□"}
_BOXES = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_VALUES = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
#: Fields of one page that are read, and characters of one value.
_MOST = 5_000
_LONGEST = 20_000
#: Font size of a value where the field is higher than one line.
_SIZE = 11.0


def field_words(page: Any, form: Any, matrix: Matrix) -> Iterator[Word]:
    """The values of a page's fields as words; ``page`` and ``form`` are handles of the library."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        field = raw.FPDFPage_GetAnnot(page, index)
        if not field:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(field) == raw.FPDF_ANNOT_WIDGET:
                yield from _words(form, field, matrix)
        finally:
            raw.FPDFPage_CloseAnnot(field)


def _words(form: Any, field: Any, matrix: Matrix) -> Iterator[Word]:
    kind = raw.FPDFAnnot_GetFormFieldType(form, field)
    rect = raw.FS_RECTF()
    if (kind not in _VALUES and kind not in _BOXES) or not raw.FPDFAnnot_GetRect(field, ctypes.byref(rect)):
        return
    box = matrix.box(rect.left, rect.bottom, rect.right, rect.top)
    text = _CHECKED[bool(raw.FPDFAnnot_IsChecked(form, field))] if kind in _BOXES else _value(form, field)
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return
    high = (box.bottom - box.top) / len(lines)
    size = max(1.0, min(_SIZE, high))
    for number, line in enumerate(lines):
        top = box.top + high * number + (high - size) / 2
        right = min(box.right, box.left + size * len(line))
        yield Word(line.strip(), box._replace(top=top, bottom=top + size, right=right), size)


def _value(form: Any, field: Any) -> str:
    length = raw.FPDFAnnot_GetFormFieldValue(form, field, None, 0)
    if length <= 2 or length > 2 * _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pointer = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    raw.FPDFAnnot_GetFormFieldValue(form, field, pointer, length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0").replace("\r\n", "\n").replace("\r", "\n")
