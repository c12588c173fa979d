"""Money in the database: whole fen, so that sums are exact on SQLite too, which would add decimals up as binary floats."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core import checks, validators
from django.db import models

FEN = Decimal("0.01")
#: What a 64-bit number of fen holds, with room for sums over a district.
MOST = Decimal("9999999999999.99")


class MoneyField(models.DecimalField):
    """Yuan to the fen: a Decimal in Python and in forms, a whole number of fen in the database.

    ``Sum``, ``F`` with ``+`` and ``-``, and comparisons work on it as they do on decimals. A quotient does not: rates are
    computed from their parts outside the database. Raises ValueError where an amount has parts of a fen.
    """

    description = "yuan, kept as fen"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_digits=18, decimal_places=2)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [found for found in super().check(**kwargs) if found.id not in {"fields.E130", "fields.E132"}]

    @property
    def validators(self) -> list[Any]:
        return [validators.DecimalValidator(self.max_digits, self.decimal_places)]

    def get_prep_value(self, value: Any) -> int | None:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        fen = Decimal(self.to_python(value)).scaleb(2)
        whole = int(fen)
        if whole != fen:
            raise ValueError(f"{value} yuan has parts of a fen")
        return whole

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002
        return value if prepared else self.get_prep_value(value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return value if hasattr(value, "as_sql") else self.get_db_prep_value(value, connection)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:  # noqa: ARG002
        return None if value is None else Decimal(value).scaleb(-2)
