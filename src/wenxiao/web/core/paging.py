"""Lists in pages, with their count."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

SIZE = 50


class Pages(Paginator):
    """Finds the rows of a page by their keys first: what else a row shows is read for those alone, not for all that are sorted."""

    object_list: QuerySet

    def __init__(
        self,
        rows: QuerySet,
        size: int,
        first: QuerySet | None = None,
        shown: QuerySet | None = None,
        few: bool = False,
        counting: Callable[[Callable[[], int]], int] = lambda count: count(),
    ) -> None:
        """``first``: those that stand before all others. A page that is full of them needs not look for the others. ``shown``:
        how the rows of a page are read, where their conditions need not be asked again. ``few``: they are dear to find and not
        many, as those of a search; they are found once, which also counts them. ``counting``: is given how they are counted, and may
        know the number."""
        super().__init__(rows, size)
        self.first, self.shown, self.few, self.counting = first, rows if shown is None else shown, few, counting

    @cached_property
    def keys(self) -> list[Any]:
        return list(self.object_list.values_list("pk", flat=True))

    @cached_property
    def count(self) -> int:
        return len(self.keys) if self.few else self.counting(self.object_list.count)

    def page(self, number: Any) -> Page:
        at = self.validate_number(number)
        part = slice((at - 1) * self.per_page, at * self.per_page)
        if self.few:
            return Page(self._rows(self.keys[part]), at, self)
        keys = [] if self.first is None else list(self.first.values_list("pk", flat=True)[part])
        if len(keys) < self.per_page:
            keys = list(self.object_list.values_list("pk", flat=True)[part])
        return Page(self._rows(keys), at, self)

    def _rows(self, keys: list[Any]) -> list[Any]:
        """The rows with these keys, in their order."""
        found = {row.pk: row for row in self.shown.order_by().filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]


def page(rows: QuerySet, number: str | None, size: int = SIZE) -> Page:
    """One page of rows; a number that is none, or none there, gives the nearest."""
    return Pages(rows, size).get_page(number)
