"""Tables to which rows are added and never anything else: the database itself refuses, whoever asks.

The triggers are laid after every migration and not by one of them: SQLite rebuilds a table that a migration alters, and its
triggers are gone with the old one.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_keeps_{verb} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$;
DROP TRIGGER IF EXISTS {table}_keeps ON {table};
CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW {when} EXECUTE FUNCTION {table}_is_append_only();
"""


def protect(model: Any, using: str, once: str = "") -> None:
    """Let the database refuse UPDATE and DELETE on the rows of a model. Does nothing where it does so already.

    ``once``: a condition on ``OLD``, for rows that are worked on until they have come to their end.
    """
    when = f"WHEN ({once})" if once else ""
    table, connection = model._meta.db_table, connections[using]
    if table not in connection.introspection.table_names():
        return  # the migrations have not come that far
    if connection.vendor == "postgresql":
        execute(connection, _POSTGRESQL.format(table=table, when=when))
    else:
        for verb in ("UPDATE", "DELETE"):
            execute(connection, _SQLITE.format(table=table, verb=verb, when=when))


def execute(connection: Any, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
