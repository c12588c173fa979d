"""What can be released: one small class for each kind. A further kind is a class with ``@source`` in a module that ``load`` imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar

from django.apps import apps
from django.db.models import QuerySet

from wenxiao.performance.disclosure import GoesWith
from wenxiao.web.core.prepared import Prepared
from wenxiao.web.register.models import ProjectYear


class Waits(LookupError):  # noqa: N818  (an answer, not a fault)
    """It cannot be taken yet, in one sentence of each language."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


#: Name, media type, content.
File = tuple[str, str, bytes]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a source says now. ``content`` is JSON with amounts as text; ``forms``: files that the site wrote as official forms."""

    title: str
    unit: Any
    fiscal_year: int
    year: Any  # the project-year; None of what belongs to the unit as a whole
    content: dict[str, Any]
    files: tuple[File, ...] = ()
    forms: frozenset[str] = frozenset()
    audited: tuple[
        str, ...
    ] = ()  # names of the files whose findings are published; of a form in two formats one is enough
    checked: dict[str, Any] | None = None  # documents and findings, where they are kept and not to be read again
    aside: frozenset[str] = frozenset()  # findings that finance has called false alarms
    replies: dict[str, str] = field(default_factory=dict)  # what the unit has said to findings so far, by finding


class Source:
    """A kind of thing that is released."""

    kind: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]
    goes_with: ClassVar[GoesWith | None] = None  # what starts the time for it
    of_project: ClassVar[bool] = True  # else it belongs to a unit as a whole and is not shown with each of its projects
    foreign: ClassVar[bool] = False  # its files were handed in: they are opened in the guarded process alone
    published: ClassVar[str] = ""  # its name among what a regime wants published

    def ready(self, years: QuerySet) -> Iterable[tuple[int, int | None, int]]:
        """Of these project-years the things that could be released, as rows (subject, project-year, unit)."""
        raise NotImplementedError

    @cached_property
    def offered(self) -> Prepared[Any]:
        """Of one project-year what could be released."""
        return Prepared(lambda year: self.ready(ProjectYear.objects.filter(pk=year)))

    def stable(self, subject: int) -> int:
        """The subject under which every version of this thing is released."""
        return subject

    def take(self, subject: int, papers: bool = True) -> Taken:
        """What there is of one of them now, with its files where ``papers`` are wanted. Raises LookupError where it is not ready, ``Waits`` where it will be."""
        raise NotImplementedError

    def blanks(self, content: dict[str, Any]) -> Iterable[tuple[str, str]]:  # noqa: ARG002
        """What is missing in it and should be there, zh and en."""
        return ()


_SOURCES: dict[str, Source] = {}


def source(made: type[Source]) -> type[Source]:
    """Register a kind."""
    _SOURCES[made.kind] = made()
    return made


@cache
def load() -> None:
    """Find the kinds: every room may have a ``releasing`` module."""
    for app in apps.get_app_configs():
        if app.name.startswith("wenxiao.web.") and find_spec(f"{app.name}.releasing"):
            import_module(f"{app.name}.releasing")


def every() -> Iterator[Source]:
    """Every kind, in a fixed order."""
    load()
    return iter(_SOURCES.values())


def find(kind: str) -> Source | None:
    load()
    return _SOURCES.get(kind)


def named(kind: str) -> tuple[str, str]:
    """The name of a kind, zh and en."""
    found = find(kind)
    return (found.zh, found.en) if found else (kind, kind)
