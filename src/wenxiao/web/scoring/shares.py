"""A share of the cases read by a process of its own: it has a connection to the database, and nothing else of the site is loaded.

What it is asked is a statement that gives ``(pk, later, case as JSON)``; which it is, and what is done about cases that changed later,
``passes`` knows.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from wenxiao.grid.cases import Case
from wenxiao.grid.stored import restored

#: Rows that are fetched, and cases that are read, at once.
BATCH = 2000


class Reader(Protocol):
    """Whatever cases are read for; it can be pickled, and two that read different cases can be put together."""

    def read(self, cases: Iterable[Case]) -> Any: ...

    def absorb(self, other: Any) -> None: ...


def begun(database: Mapping[str, Any], statement: str, parameters: Sequence[Any], readers: Sequence[Reader]) -> bytes:
    """What a process is given that reads a share: the readers, what they read, and the database that it is in."""
    return pickle.dumps((dict(database), statement, parameters, readers))


def done(told: bytes) -> tuple[Sequence[Reader], list[int]]:
    """What it gives back: the readers, and the keys of the cases that changed later, which they did not read."""
    readers, later = pickle.loads(told)
    return readers, later


def main() -> None:
    """Read the share that stands in the standard input; the answer goes to the standard output."""
    from django.conf import settings
    from django.db import connection

    database, statement, parameters, readers = pickle.load(sys.stdin.buffer)
    settings.DATABASES["default"] |= database
    later: list[int] = []
    connection.set_autocommit(False)  # only within a transaction are rows fetched as they are read
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(BATCH):
            later += [pk for pk, changed, _ in rows if changed]
            known = [restored(json.loads(told)) for _, changed, told in rows if not changed]
            for reader in readers:
                reader.read(known)
    connection.close()
    pickle.dump((readers, later), sys.stdout.buffer)


if __name__ == "__main__":
    main()
