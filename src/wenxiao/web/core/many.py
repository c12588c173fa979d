"""Long lists in a question: ``filter(pk__in=keys)`` sends them as one parameter, however many there are.

A statement takes 65,535 parameters on PostgreSQL and as few as 32,766 on SQLite; the keys of a district's years are more. A queryset
that fetches what belongs to many rows (``prefetch_related``, ``in_bulk``) asks in the same way.
"""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Field
from django.db.models.fields.related import ForeignObject
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In

#: Values from which on they are one parameter: so few that several lists fit in one statement.
MANY = 5_000


class _Many:
    """A lookup of values in a list."""

    def as_postgresql(self: Any, compiler: Any, connection: Any) -> tuple[str, Any]:
        values = self._many(connection)
        if values is None:
            return self.as_sql(compiler, connection)
        left, parameters = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.db_type(connection).split("(")[0]  # not varchar(40): that would cut what is longer
        return f"{left} = ANY(%s::{kind}[])", (*parameters, values)

    def as_sqlite(self: Any, compiler: Any, connection: Any) -> tuple[str, Any]:
        values = self._many(connection)
        if values is None or not all(isinstance(value, int | str) for value in values):
            return self.as_sql(compiler, connection)
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} IN (SELECT value FROM json_each(%s))", (*parameters, json.dumps(values))

    def _many(self: Any, connection: Any) -> list[Any] | None:
        """The values as the database takes them; None where they are few, or no values."""
        if not self.rhs_is_direct_value() or len(self.rhs) < MANY:
            return None
        if any(hasattr(value, "resolve_expression") for value in self.rhs):
            return None
        _, values = self.get_db_prep_lookup([value for value in self.rhs if value is not None], connection)
        return list(values)


class ManyIn(_Many, In):
    pass


class ManyRelatedIn(_Many, RelatedIn):
    pass


def register() -> None:
    """Ask so from now on."""
    Field.register_lookup(ManyIn)
    ForeignObject.register_lookup(ManyRelatedIn)
