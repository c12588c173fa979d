"""Coordinates: from those of a PDF page (from the lower left corner, unturned) to the page as it is shown."""

from __future__ import annotations

from typing import NamedTuple

from wenxiao.documents.model import Box


class Matrix(NamedTuple):
    """x' = a x + c y + e, y' = b x + d y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The upright box around a turned one."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def inverse(self) -> Matrix:
        """The way back, of a matrix that turns by quarters and moves."""
        return Matrix(
            self.a,
            self.c,
            self.b,
            self.d,
            -(self.a * self.e + self.b * self.f),
            -(self.c * self.e + self.d * self.f),
        )

    def after(self, first: Matrix) -> Matrix:
        """``first``, then this."""
        x, y = self.point(first.e, first.f)
        return Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            x,
            y,
        )


def shown(left: float, bottom: float, right: float, top: float, quarters: int) -> Matrix:
    """From a page's own coordinates to the page as shown: cut to its visible box and turned by quarters clockwise."""
    return (
        Matrix(1, 0, 0, -1, -left, top),
        Matrix(0, 1, 1, 0, -bottom, -left),
        Matrix(-1, 0, 0, 1, right, -bottom),
        Matrix(0, -1, -1, 0, top, right),
    )[quarters % 4]
