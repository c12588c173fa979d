"""The page for developers keeps up with the tables."""

from __future__ import annotations

import importlib.util
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_that_of_the_tables() -> None:
    spec = importlib.util.spec_from_file_location("build_grid", DOCS / "build_grid.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (DOCS / "grid.md").read_text("utf-8") == module.page(), "run `make docs`"
