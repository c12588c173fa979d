"""The example notebook says what it says: every cell is executed, every printed answer is the one that stands in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")

NOTEBOOK = Path(__file__).parents[2] / "docs" / "corpus.ipynb"


@pytest.mark.slow
def test_the_notebook_prints_what_stands_in_it() -> None:
    kept = nbformat.read(NOTEBOOK, as_version=4)
    run = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(run, timeout=300, kernel_name="python3", record_timing=False).execute()
    assert _printed(run) == _printed(kept)
    assert any("execution_by_region_year" in cell.source for cell in run.cells)


def _printed(notebook: object) -> list[list[str]]:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]  # type: ignore[attr-defined]
    return [[output.text for output in cell.outputs] for cell in cells]
