"""Coordinates of the pictures: plain numbers for SVG, made here so that the templates only draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

#: The frame of the chart by month, in units of its viewBox.
LEFT, TOP, WIDTH, HEIGHT = 44, 12, 548, 190


def along(month: int) -> int:
    """Where the end of a month is; 0 is the beginning of the year."""
    return LEFT + WIDTH * month // 12


def up(rate: Decimal, top: Decimal) -> int:
    """Where a rate is, in a chart that ends at ``top``."""
    return TOP + HEIGHT - round(HEIGHT * min(rate, top) / top)


def line(curve: Iterable[dict[str, Any]], top: Decimal) -> str:
    """The points of a line from the beginning of the year through the months that are known."""
    known = [(point["month"], point["rate"]) for point in curve if point["rate"] is not None]
    if not known:
        return ""
    return " ".join(f"{along(month)},{up(rate, top)}" for month, rate in [(0, Decimal(0)), *known])


def months(now: Sequence[dict[str, Any]], before: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The chart of two years against the even pace; None where nothing is known of either."""
    rates = [point["rate"] for point in (*now, *before) if point["rate"] is not None]
    if not rates:
        return None
    top = max(Decimal(1), max(rates))
    grid = [{"y": up(Decimal(n) / 4, top), "label": f"{25 * n}%"} for n in range(5)]
    last = next((point for point in reversed(now) if point["rate"] is not None), None)
    dot = {"x": along(last["month"]), "y": up(last["rate"], top), "rate": last["rate"]} if last else None
    return {
        "now": line(now, top), "before": line(before, top), "dot": dot, "grid": grid, "left": LEFT, "right": LEFT + WIDTH,
        "pace": f"{along(0)},{up(Decimal(0), top)} {along(12)},{up(Decimal(1), top)}", "bottom": TOP + HEIGHT,
        "ticks": [{"x": along(month), "month": month} for month in range(1, 13)],
    }  # fmt: skip


def stack(parts: Iterable[tuple[str, int]], width: int = 92) -> list[dict[str, Any]]:
    """A bar of several colours, its pieces in whole units that add up to its width."""
    known = [(name, number) for name, number in parts if number]
    whole, so_far, begin, pieces = sum(number for _, number in known), 0, 0, []
    for name, number in known:
        so_far += number
        end = width * so_far // whole
        pieces.append({"name": name, "x": begin, "width": end - begin})
        begin = end
    return pieces


def length(share: Decimal | None, width: int = 92) -> int:
    """How long a bar is; never beyond its frame."""
    return 0 if share is None else max(0, min(width, round(share * width)))
