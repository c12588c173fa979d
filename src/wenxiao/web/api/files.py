"""Files through the API, as OpenAPI names them."""

from __future__ import annotations

from typing import Any

from wenxiao.web.core.spreadsheets import DOCX, XLSX


def a_file(*kinds: str) -> dict[str, Any]:
    """What OpenAPI says of an address that answers with a file."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    return {"responses": {200: {"description": "OK", "content": content}}}


OFFICIAL = a_file(XLSX, DOCX)
WORKBOOK = a_file(XLSX)
ANY = a_file("application/octet-stream")
