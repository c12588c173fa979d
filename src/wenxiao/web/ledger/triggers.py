"""What the database itself asks of a reversal: the same project-year, kind and source as the entry, and not more than it."""

from __future__ import annotations

from django.db import connections

from wenxiao.web.core.append_only import execute
from wenxiao.web.ledger.models import Entry

_FITS = """SELECT 1 FROM {table} e WHERE e.id = NEW.reverses_id AND e.reverses_id IS NULL AND e.amount + NEW.amount >= 0
    AND e.project_year_id = NEW.project_year_id AND e.kind = NEW.kind AND e.source = NEW.source"""
_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_reverses BEFORE INSERT ON {table}
WHEN NEW.reverses_id IS NOT NULL AND NOT EXISTS ({fits})
BEGIN SELECT RAISE(ABORT, 'the reversal does not fit its entry'); END
"""
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_reversal_fits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF NOT EXISTS ({fits}) THEN
    RAISE EXCEPTION 'the reversal does not fit its entry' USING ERRCODE = 'integrity_constraint_violation';
END IF; RETURN NEW; END $$;
DROP TRIGGER IF EXISTS {table}_reverses ON {table};
CREATE TRIGGER {table}_reverses BEFORE INSERT ON {table}
    FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION {table}_reversal_fits();
"""


def match_reversals(using: str) -> None:
    """Let the database refuse a reversal that does not fit. Does nothing where it does so already."""
    table, connection = Entry._meta.db_table, connections[using]
    if table in connection.introspection.table_names():
        statement = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
        execute(connection, statement.format(table=table, fits=_FITS.format(table=table)))
