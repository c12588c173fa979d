"""From the coordinates of a PDF page (from the lower left corner, unturned) to the page as it is shown."""

from __future__ import annotations

from wenxiao.documents.layout.geometry import Matrix


def shown(left: float, bottom: float, right: float, top: float, quarters: int) -> Matrix:
    """From a page's own coordinates to the page as shown: cut to its visible box and turned by quarters clockwise."""
    return (
        Matrix(1, 0, 0, -1, -left, top),
        Matrix(0, 1, 1, 0, -bottom, -left),
        Matrix(-1, 0, 0, 1, right, -bottom),
        Matrix(0, -1, -1, 0, top, right),
    )[quarters % 4]
