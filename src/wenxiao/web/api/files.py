"""Files through the API, as OpenAPI names them, and units by their code."""

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


def unit_key(request: Any, code: str) -> Any:
    """What the form of a page calls the organisation with this code; 0, which none is, where it is not among one's own."""
    if not code:
        return ""
    if "\0" in code:
        return 0  # PostgreSQL would not even look for it
    found = request.access.organisations().filter(code=code).values_list("pk", flat=True).first()
    return found or 0
