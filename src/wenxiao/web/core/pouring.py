"""Many rows at once, by the shortest way that the database has: COPY in PostgreSQL, inserts in batches elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model


def pour(rows: Sequence[Model], batch: int = 1000) -> None:
    """Insert rows of one model that have their keys already, or whose keys nobody needs. Raises IntegrityError, as ``bulk_create`` does."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows, batch_size=batch)
        return
    keyed = rows[0].pk is not None
    fields = [field for field in model._meta.concrete_fields if keyed or not field.primary_key]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    sql = f"COPY {quoted(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(sql) as into:
        for row in rows:
            into.write_row([field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields])
            row._state.adding = False
