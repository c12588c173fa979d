"""The local rules of steps and clocks, as data: ``data/rules.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from wenxiao.grid.clock import Limit, WorkDay, read_limit
from wenxiao.grid.states import FINAL, STATE_NAMES, Source, State


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


#: Days in which a suspension, a reopening or a late entry must lie; hours alike.
_MOST_DAYS, _MOST_HOURS, _MOST_EXTENSIONS = 3650, 24 * 31, 20


@cache
def rules(name: str = "usual") -> Rules:
    """The rules of that name. Raises KeyError where there are none, ValueError for a value that no rule has."""
    return read_rules(name, told(name))


def told(name: str = "usual") -> dict[str, Any]:
    """The rules of that name as they are written down. Raises KeyError where there are none."""
    found: dict[str, Any] = tomllib.loads(files(__package__).joinpath("data", "rules.toml").read_text("utf8"))[name]
    return found


def read_rules(name: str, told: Mapping[str, Any]) -> Rules:
    """Rules from the same keys as in ``data/rules.toml``. Raises ValueError with a sentence for a value that no rule has."""
    for key, most in (("extensions", _MOST_EXTENSIONS), ("suspension_days", _MOST_DAYS), ("reopen_days", _MOST_DAYS), ("late_entry", _MOST_HOURS)):  # fmt: skip
        if not isinstance(told[key], int) or isinstance(told[key], bool) or not 0 <= told[key] <= most:
            raise ValueError(f"{key}：请写 0 到 {most} 之间的整数")
    made = Rules(
        name=name,
        title=told["title"],
        title_en=told["title_en"],
        clock_start=ClockStart(told["clock_start"]),
        workday=WorkDay(told["workday"]),
        hours=read_hours(told["hours"]),
        extensions=told["extensions"],
        suspension=timedelta(days=told["suspension_days"]),
        reopening=timedelta(days=told["reopen_days"]),
        late_entry=timedelta(hours=told["late_entry"]),
        pre_check=frozenset(Source(source) for source in told["pre_check"]),
        stages={State(state): read_limit(limit) for state, limit in told["stages"].items()},
    )
    for state in made.stages:
        if state in FINAL:
            raise ValueError(f"{STATE_NAMES[state][0]}：办结后没有时限")
    return made


def read_hours(periods: Iterable[str]) -> tuple[tuple[time, time], ...]:
    """Working hours of a day (08:00-12:00). Raises ValueError with a sentence where they are none, overlap or run backwards."""
    try:
        found = tuple(_period(text) for text in periods)
    except ValueError:
        raise ValueError("工作时间请写成如 08:00-12:00，每行一段") from None
    edges = [edge for period in found for edge in period]
    if not edges or any(a >= b for a, b in pairwise(edges)):
        raise ValueError("工作时间须依次排列，不能重叠")
    return found


def _period(text: str) -> tuple[time, time]:
    start, _, end = text.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)
