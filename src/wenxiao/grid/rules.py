"""The local rules of steps and clocks, as data: ``data/rules.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files

from wenxiao.grid.clock import Limit, WorkDay, read_limit
from wenxiao.grid.states import Source, State


class ClockStart(StrEnum):
    """What starts the time for 处置."""

    FILED = "filed"
    DISPATCHED = "dispatched"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one place. ``stages``: how long a case may stay in a state. ``hours``: working hours of a day."""

    name: str
    title: str
    title_en: str
    clock_start: ClockStart
    workday: WorkDay
    hours: tuple[tuple[time, time], ...]
    extensions: int
    suspension: timedelta
    reopening: timedelta
    late_entry: timedelta
    pre_check: frozenset[Source]
    stages: Mapping[State, Limit]


@cache
def rules(name: str = "usual") -> Rules:
    """The rules of that name. Raises KeyError where there are none, ValueError for a value that no rule has."""
    told = tomllib.loads(files(__package__).joinpath("data", "rules.toml").read_text("utf8"))[name]
    return Rules(
        name=name,
        title=told["title"],
        title_en=told["title_en"],
        clock_start=ClockStart(told["clock_start"]),
        workday=WorkDay(told["workday"]),
        hours=tuple(_period(text) for text in told["hours"]),
        extensions=told["extensions"],
        suspension=timedelta(days=told["suspension_days"]),
        reopening=timedelta(days=told["reopen_days"]),
        late_entry=timedelta(hours=told["late_entry"]),
        pre_check=frozenset(Source(source) for source in told["pre_check"]),
        stages={State(state): read_limit(limit) for state, limit in told["stages"].items()},
    )


def _period(text: str) -> tuple[time, time]:
    start, _, end = text.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)
