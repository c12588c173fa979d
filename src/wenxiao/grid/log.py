"""Events as JSON and back, the same for every store, file and interface: only what an event says, moments with their time zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from wenxiao.grid.clock import Limit, Unit
from wenxiao.grid.events import Event
from wenxiao.grid.states import CallBack, Level, Pressing, Role, Source
from wenxiao.grid.transitions import Action
from wenxiao.quantities.paper import plain

_FIELDS = tuple((each.name, each.default) for each in fields(Event))
_NAMES = frozenset(name for name, _ in _FIELDS)
_NEEDED = frozenset(name for name, default in _FIELDS if default is MISSING)


def written(event: Event) -> dict[str, Any]:
    """The event as JSON values; a field that says nothing is left out."""
    told: dict[str, Any] = {}
    for name, default in _FIELDS:
        value = getattr(event, name)
        if value == default:
            continue
        if isinstance(value, datetime):
            value = value.isoformat()
        elif isinstance(value, Limit):
            value = limit_written(value)
        elif isinstance(value, tuple):
            value = list(value)
        told[name] = value
    return told


def limit_written(limit: Limit) -> list[str]:
    """A limit as JSON: its number and its unit."""
    return [plain(limit.value), limit.unit.value]


def limit_read(value: Any) -> Limit:
    """The limit of what ``limit_written`` gave; raises ValueError, TypeError or ArithmeticError for anything else."""
    number, unit = value
    return Limit(Decimal(number), Unit(unit))


_MOMENTS = ("occurred_at", "recorded_at", "counted_at", "until", "due", "stage_due", "callable_until")
_READ: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_MOMENTS, datetime.fromisoformat), "action": Action, "role": Role, "source": Source, "level": Level,
    "limit": limit_read, "photos": tuple, "pressing": Pressing, "result": CallBack,
}  # fmt: skip


def read(told: Mapping[str, Any]) -> Event:
    """The event of what ``written`` gave. Raises ValueError for a field that is unknown, missing or not what it must be."""
    if not told.keys() <= _NAMES or not told.keys() >= _NEEDED:
        raise ValueError(f"no event: {sorted(told.keys() ^ _NEEDED)}")
    try:
        return Event(**{name: _READ[name](value) if name in _READ else value for name, value in told.items()})
    except (TypeError, ArithmeticError) as error:
        raise ValueError(f"no event: {error}") from error
