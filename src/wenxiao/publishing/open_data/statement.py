"""The statement of a release: all that was made public at once, as one JSON object, and the hash by which it is known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

FORMAT = "wenxiao/release/1"


def canonical(statement: Mapping[str, Any]) -> bytes:
    """The bytes that are hashed: UTF-8, names in order, no spaces. Amounts are text in it, so that no program rounds them."""
    return json.dumps(statement, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(statement: Mapping[str, Any]) -> str:
    """sha256 of the canonical bytes."""
    return hashlib.sha256(canonical(statement)).hexdigest()


def printed(statement: Mapping[str, Any], sha256: str) -> bytes:
    """The statement as a file for people and programs, its hash beside it."""
    return json.dumps({"statement": statement, "sha256": sha256}, ensure_ascii=False, indent=1, sort_keys=True).encode()
