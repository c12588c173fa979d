"""What a place may set for its grid centre (``limits.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def limits() -> dict[str, Any]:
    """The limits as they ship."""
    return tomllib.loads(files(__package__).joinpath("limits.toml").read_text("utf8"))
