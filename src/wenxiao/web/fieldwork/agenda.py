"""The agenda of a joint meeting (联席会议): what other rooms lay before it, and the state of what the last one decided.

A room says ``provide(source)`` when it starts; ``source(month)`` gives its points for the meeting on that month (its first day). The
scores, for instance, give the latest final run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wenxiao.web.core.say import say


@dataclass(frozen=True, slots=True)
class Point:
    """One point of an agenda in both languages, with its lines; ``order`` sorts the points, ``url`` leads to what it is about."""

    zh: str
    en: str
    lines: Sequence[tuple[str, str]] = ()
    order: int = 50
    url: str = ""

    @property
    def words(self) -> str:
        return say(self.zh, self.en)

    @property
    def said(self) -> list[str]:
        return [say(*line) for line in self.lines]


_SOURCES: list[Callable[[date], Iterable[Point]]] = []


def provide(source: Callable[[date], Iterable[Point]]) -> None:
    """Let a room lay something before the meetings."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def points(month: date) -> list[Point]:
    """All points for the meeting on a month, in their order."""
    return sorted((point for source in _SOURCES for point in source(month)), key=lambda point: point.order)
