"""Files through the API, as OpenAPI names them."""

from __future__ import annotations

from typing import Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def a_file(*kinds: str) -> dict[str, Any]:
    """What OpenAPI says of an address that answers with a file."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    return {"responses": {200: {"description": "OK", "content": content}}}


OFFICIAL = a_file(XLSX, DOCX)
WORKBOOK = a_file(XLSX)
ANY = a_file("application/octet-stream")
