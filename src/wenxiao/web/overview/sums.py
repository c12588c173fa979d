"""Sums of money in the database, exact: SQLite adds binary floats, so cents are added as whole numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, BigIntegerField


class Cents(Aggregate):
    """The sum of a column of yuan, in whole cents; None where no row has an amount."""

    function = "SUM"
    name = "Cents"
    template = "%(function)s(CAST(ROUND(%(expressions)s * 100) AS BIGINT))"
    output_field = BigIntegerField()


def yuan(cents: Any) -> Decimal | None:
    """Cents of ``Cents`` as yuan."""
    return None if cents is None else Decimal(cents) / 100
