"""Files that LibreOffice makes for the tests; where there is none, the tests that need it skip."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import pytest

from wenxiao.documents.office import OfficeError, convert_many, find_office

needs_office = pytest.mark.skipif(
    find_office() is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer-nogui)"
)


def made(files: Mapping[str, bytes], ending: str) -> dict[str, bytes]:
    """The .docx files in another format, made in one call."""
    if find_office() is None:
        return {}
    results = convert_many([(data, "docx") for data in files.values()], ending)
    return {name: data for name, data in zip(files, results, strict=True) if not isinstance(data, OfficeError)}


def without_restarts(data: bytes) -> bytes:
    """A .docx whose lists are not told to start anew: LibreOffice loses the count of such lists when it writes a .doc."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in dict.fromkeys(source.namelist()):
            content = source.read(name)
            if name == "word/numbering.xml":
                content = re.sub(rb"<w:lvlOverride.*?</w:lvlOverride>", b"", content)
            target.writestr(name, content)
    return buffer.getvalue()
