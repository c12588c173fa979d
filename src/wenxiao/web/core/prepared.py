"""Questions that are put together once: the same statement each time, about other rows.

Putting a statement together costs several times what a database needs to answer it by a key, and a page with forty small questions
spends most of its time there. ``Prepared`` keeps the statement, and what its columns become.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from inspect import signature
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Q, QuerySet, prefetch_related_objects

T = TypeVar("T")
#: In place of the first key while a statement is put together; the next follow. It fits the smallest of our columns of numbers, years too.
_FIRST = 31_991
#: What has been answered before it was asked: rows by statement and keys.
_Answers = dict[tuple["_Statement", tuple[int, ...]], list[Any]]
_ANSWERS: ContextVar[_Answers | None] = ContextVar("answers", default=None)


class Prepared(Generic[T]):
    """``Prepared(lambda year: Event.objects.filter(year=year))`` is asked as ``events(year.pk)``, for a list.

    Its keys are numbers of rows, and nothing else of the question may depend on who asks or when. Raises ValueError, at its first use,
    where a key does not arrive in the statement as it was given.
    """

    def __init__(self, make: Callable[..., QuerySet]) -> None:
        #: The question with some keys as an ordinary queryset, to be narrowed further.
        self.plain = make

    def __call__(self, *keys: int) -> list[T]:
        found: list[T] = self._statement.rows(keys)
        if found and self._statement.asked._prefetch_related_lookups:
            prefetch_related_objects(found, *self._statement.asked._prefetch_related_lookups)
        return found

    def where(self, condition: Q, *keys: int) -> list[T]:
        """Those of them that a condition leaves, as that of what somebody sees; put together anew where there is one."""
        return list(self.plain(*keys).filter(condition)) if condition else self(*keys)

    def first(self, *keys: int) -> T | None:
        """The first of them; the question should be for one."""
        return next(iter(self(*keys)), None)

    @cached_property
    def _statement(self) -> _Statement:
        count = len(signature(self.plain).parameters)
        return _Statement(self.plain(*range(_FIRST, _FIRST + count)), count)


class _Statement:
    """A statement with the places of its keys, and how its rows are read: by Django, as it reads those of a queryset."""

    def __init__(self, asked: QuerySet, count: int) -> None:
        compiler = asked.query.get_compiler(connection=connection)
        self.sql, parameters = compiler.as_sql()
        self.parameters = tuple(parameters)
        self.places = {
            at: value - _FIRST for at, value in enumerate(self.parameters) if value in range(_FIRST, _FIRST + count)
        }
        if set(self.places.values()) != set(range(count)):
            raise ValueError(f"a key does not arrive in the statement: {self.sql}")
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda _: converters  # the same for every row that it will ever read
        self.asked, self.compiler = asked, compiler
        #: Columns of a row that are asked for; others are there to sort by.
        self.width = compiler.col_count if compiler.has_extra_select else None

    def send(self, cursor: Any, keys: tuple[int, ...]) -> None:
        """Ask it by this cursor."""
        parameters = [keys[self.places[at]] if at in self.places else value for at, value in enumerate(self.parameters)]
        cursor.execute(self.sql, parameters)

    def rows(self, keys: tuple[int, ...]) -> list[Any]:
        answered = (_ANSWERS.get() or {}).pop((self, keys), None)
        if answered is None:
            with connection.cursor() as cursor:
                self.send(cursor, keys)
                answered = cursor.fetchall()
        if not answered:
            return []
        if self.width is not None:
            answered = [row[: self.width] for row in answered]
        reader = QuerySet(self.asked.model, query=_Answered(self.compiler, answered), using=connection.alias)
        reader._fields = self.asked._fields
        return list(self.asked._iterable_class(reader))


@contextmanager
def together(questions: Iterable[Prepared[Any]], *keys: int) -> Iterator[None]:
    """Asks several questions of the same keys at once: who asks one of them within the block finds its answer here, once.

    PostgreSQL takes them one after the other without waiting to be heard; to and fro takes longer than an answer by a key. SQLite, to
    which there is no way, is asked what is needed when it is needed.
    """
    statements = list(dict.fromkeys(question._statement for question in questions))
    if not connection.settings_dict["OPTIONS"].get("server_side_binding"):
        yield
        return
    token = _ANSWERS.set(_answers(statements, keys))
    try:
        yield
    finally:
        _ANSWERS.reset(token)


def _answers(statements: Sequence[_Statement], keys: tuple[int, ...]) -> _Answers:
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline() as pipeline:
        cursors = [connection.cursor() for _ in statements]
        for statement, cursor in zip(statements, cursors, strict=True):
            statement.send(cursor, keys)
        pipeline.sync()
        return {(statement, keys): cursor.fetchall() for statement, cursor in zip(statements, cursors, strict=True)}


class _Answered:
    """Stands in place of a query whose answer is here already."""

    def __init__(self, compiler: Any, answered: list[Any]) -> None:
        self.compiler, self.answered = compiler, answered

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.execute_sql = lambda *_, **__: [self.answered]
        return compiler


def attach(things: Iterable[Any], name: str, rows: Iterable[Any], key: str) -> None:
    """Give every thing those of ``rows`` that point to it by ``key``, as ``prefetch_related(name)`` would have."""
    by_thing: dict[int, list[Any]] = {}
    for row in rows:
        by_thing.setdefault(getattr(row, key), []).append(row)
    for thing in things:
        kept = getattr(thing, name).get_queryset()
        kept._result_cache, kept._prefetch_done = by_thing.get(thing.pk, []), True
        if not hasattr(thing, "_prefetched_objects_cache"):
            thing._prefetched_objects_cache = {}
        thing._prefetched_objects_cache[name] = kept
