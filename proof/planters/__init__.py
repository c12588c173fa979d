"""Planters: each puts one defect into a clean document and says where. One small function per rule, found by its code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from random import Random
from typing import TypeVar

from proof.generator import Made, Place
from wenxiao.audit.registry import rules


@dataclass(frozen=True, slots=True)
class Edit:
    """``new`` in the place of what stands there; an empty place is an insertion."""

    place: Place
    new: str
    shown: bool = True  # whether the defect stands here; False for what is changed only to keep the rest true


@dataclass(frozen=True, slots=True)
class Plant:
    """The edits of one defect. ``also``: places of the unchanged text where it may be shown as well. ``along``: codes of
    other rules that rightly speak of the same defect."""

    edits: tuple[Edit, ...]
    also: tuple[Place, ...] = ()
    along: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planted:
    """A document with one defect: its text and the places of the defect in it."""

    code: str
    text: str
    places: tuple[Place, ...]
    quote: str
    along: tuple[str, ...] = ()


T = TypeVar("T")
Planter = Callable[[Made, Random], Plant | None]

_PLANTERS: dict[str, list[Planter]] = {}


def planter(code: str) -> Callable[[Planter], Planter]:
    """Register a planter for a rule. It gives None where a document has nowhere to plant."""

    def register(function: Planter) -> Planter:
        _PLANTERS.setdefault(code, []).append(function)
        return function

    return register


def planters() -> dict[str, list[Planter]]:
    """The planters of the rules that there are, by code; one that waits for its rule is left out."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    known = {rule.code for rule in rules()}
    return {code: found for code, found in sorted(_PLANTERS.items()) if code in known}


def plant(made: Made, code: str, rng: Random) -> Planted | None:
    """One defect of this rule, by one of its planters; None where none of them finds a place."""
    found = list(planters()[code])
    rng.shuffle(found)
    for function in found:
        done = function(made, rng)
        if done is not None:
            return apply(made, code, done)
    return None


def apply(made: Made, code: str, done: Plant) -> Planted:
    pieces: list[str] = []
    places: list[Place] = []
    at = length = 0
    moves: list[tuple[int, int]] = []  # where in the old text, by how much what follows moves
    for edit in sorted(done.edits, key=lambda e: e.place):
        pieces += [made.text[at : edit.place.start], edit.new]
        length += edit.place.start - at
        if edit.shown:
            places.append(Place(length, length + max(1, len(edit.new))))
        length += len(edit.new)
        at = edit.place.end
        moves.append((edit.place.end, len(edit.new) - (edit.place.end - edit.place.start)))
    pieces.append(made.text[at:])
    text = "".join(pieces)
    for place in done.also:
        shift = sum(by for end, by in moves if end <= place.start)
        places.append(Place(place.start + shift, place.end + shift))
    return Planted(code, text, tuple(places), " … ".join(text[p.start : p.end] for p in places[:3]), done.along)


def replaced(place: Place, new: str, *also: Place) -> Plant:
    return Plant((Edit(place, new),), also)


def inserted(at: int, new: str, *also: Place) -> Plant:
    return Plant((Edit(Place(at, at), new),), also)


def pick(rng: Random, found: Iterable[T]) -> T | None:
    """One of them at random, None of none."""
    listed = list(found)
    return rng.choice(listed) if listed else None
