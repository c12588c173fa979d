"""Lists sorted by links: ``order`` in the address names a column, with - before it the other way round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, QuerySet


def ordered(rows: QuerySet, asked: str | None, columns: Mapping[str, str], default: str) -> tuple[QuerySet, str]:
    """The rows in the order that is asked for, else in the default one; what is missing comes last. And that order."""
    order = asked if asked and asked.removeprefix("-") in columns else default
    return rows.order_by(by(rows, columns[order.removeprefix("-")], order.startswith("-")), "pk"), order


def by(rows: QuerySet, column: str, down: bool, known: bool = False) -> Any:
    """A column to sort by. Missing values come last; where none can be, or all rows are ``known`` to have one, the database may go
    along an index."""
    last = True if not known and _may_be_missing(rows.model, column) else None
    return F(column).desc(nulls_last=last) if down else F(column).asc(nulls_last=last)


def _may_be_missing(model: Any, column: str) -> bool:
    try:
        for name in column.split("__"):
            field = model._meta.get_field(name)
            if field.null:  # a column, or a row on the other side, that need not be there
                return True
            model = field.related_model
    except FieldDoesNotExist:
        return True  # computed for this list
    return False
