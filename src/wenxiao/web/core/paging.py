"""Lists in pages, with their count."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

SIZE = 50


class Pages(Paginator):
    """Finds the rows of a page by their keys first: what else a row shows is read for those alone, not for all that are sorted."""

    object_list: QuerySet

    def __init__(self, rows: QuerySet, size: int, first: QuerySet | None = None) -> None:
        """``first``: those that stand before all others. A page that is full of them needs not look for the others."""
        super().__init__(rows, size)
        self.first = first

    def page(self, number: Any) -> Page:
        at = self.validate_number(number)
        rows = [] if self.first is None else self._rows(self.first, at)
        return Page(rows if len(rows) == self.per_page else self._rows(self.object_list, at), at, self)

    def _rows(self, every: QuerySet, at: int) -> list[Any]:
        """The rows of one page among ``every``, in their order."""
        keys = list(every.values_list("pk", flat=True)[(at - 1) * self.per_page : at * self.per_page])
        found = {row.pk: row for row in every.order_by().filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]


def page(rows: QuerySet, number: str | None, size: int = SIZE) -> Page:
    """One page of rows; a number that is none, or none there, gives the nearest."""
    return Pages(rows, size).get_page(number)
