"""A case as JSON and back: what a store keeps beside the events, so that a list of cases is read without folding them again.

What is kept is a copy. The events are the truth: ``fold`` of them gives the same case, and whatever differs is a broken store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from wenxiao.grid.cases import Case
from wenxiao.grid.log import limit_read, limit_written
from wenxiao.grid.parts import Asked, Call, Dispatch, Order, Proposed, Task
from wenxiao.grid.states import Appeal, CallBack, Level, Pressing, Role, Source, State
from wenxiao.grid.transitions import Action

_MOMENT: Callable[[str], datetime] = datetime.fromisoformat
_PLAIN = Case("", Source.SYSTEM, Level.DISTRICT, datetime.min, "")
_DEFAULTS = tuple((each.name, getattr(_PLAIN, each.name)) for each in fields(Case))


def kept(case: Case) -> dict[str, Any]:
    """The case as JSON values; a field that says nothing is left out."""
    told: dict[str, Any] = {}
    for name, default in _DEFAULTS:
        value = getattr(case, name)
        if value != default or name in {"source", "level"}:
            told[name] = _written(name, value)
    return told


def restored(told: Mapping[str, Any]) -> Case:
    """The case of what ``kept`` gave. Raises KeyError or ValueError for anything else."""
    case = Case(
        told["id"], Source(told["source"]), Level(told["level"]), _MOMENT(told["reported_at"]), told.get("reporter", "")
    )
    for name, value in told.items():
        read = _READ.get(name)
        if read is not None:
            setattr(case, name, read(value))
        elif name not in _MADE:
            setattr(case, name, value)
    return case


def _written(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()  # moments of one zone are compared in a third of the time
    if name == "limit":
        return limit_written(value)
    if name in _LISTS:
        return [[_written("", part) for part in _parts(each)] for each in value]
    if name in {"asked", "proposed"}:
        return [_written("", part) for part in _parts(value)]
    return value


def _parts(value: Any) -> list[Any]:
    return [getattr(value, each.name) for each in fields(value)]


def _moment(value: str | None) -> datetime | None:
    return None if value is None else _MOMENT(value)


def _task(told: list[Any]) -> Task:
    sent, send_due, by, due, assignee, done, *more = told
    return Task(_MOMENT(sent), _moment(send_due), by, _moment(due), assignee, _moment(done), *more)


def _dispatch(told: list[Any]) -> Dispatch:
    unit, at, due, by, returned, shirked = told
    return Dispatch(unit, _MOMENT(at), _moment(due), by, returned, shirked)


def _asked(told: list[Any]) -> Asked:
    action, by, until, endorsed_by = told
    return Asked(Action(action), by, _moment(until), endorsed_by)


def _proposed(told: list[Any]) -> Proposed:
    action, by, role, at, *more = told
    return Proposed(Action(action), by, Role(role), _MOMENT(at), *more)


def _order(told: list[Any]) -> Order:
    number, pressing, by, ordered_by, at, due, answered_at, answered_by = told
    return Order(
        number, Pressing(pressing), by, ordered_by, _MOMENT(at), _MOMENT(due), _moment(answered_at), answered_by
    )


def _call(told: list[Any]) -> Call:
    at, by, result, closing = told
    return Call(_MOMENT(at), by, CallBack(result), closing)


_MADE = frozenset({"id", "source", "level", "reported_at", "reporter"})
_LISTS = frozenset({"pre_checks", "post_checks", "dispatches", "orders", "calls"})
_MOMENTS = tuple(each.name for each in fields(Case) if "datetime" in str(each.type) and each.name not in _MADE)
_READ: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_MOMENTS, _MOMENT),
    "state": State, "limit": limit_read, "asked": _asked, "proposed": _proposed, "appeal": Appeal,
    "pre_checks": lambda told: [_task(each) for each in told],
    "post_checks": lambda told: [_task(each) for each in told],
    "dispatches": lambda told: [_dispatch(each) for each in told],
    "orders": lambda told: tuple(_order(each) for each in told),
    "calls": lambda told: tuple(_call(each) for each in told),
}  # fmt: skip
