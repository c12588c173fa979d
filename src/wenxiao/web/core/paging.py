"""Lists in pages, with their count."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator

SIZE = 50


def page(rows: Any, number: str | None, size: int = SIZE) -> Page:
    """One page of rows; a number that is none, or none there, gives the nearest."""
    return Paginator(rows, size).get_page(number)
