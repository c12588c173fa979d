"""Lists sorted by links: ``order`` in the address names a column, with - before it the other way round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet


def ordered(rows: QuerySet, asked: str | None, columns: Mapping[str, str], default: str) -> tuple[QuerySet, str]:
    """The rows in the order that is asked for, else in the default one; what is missing comes last. And that order."""
    order = asked if asked and asked.removeprefix("-") in columns else default
    column: Any = F(columns[order.removeprefix("-")])
    by = column.desc(nulls_last=True) if order.startswith("-") else column.asc(nulls_last=True)
    return rows.order_by(by, "pk"), order
