"""Values of which one document makes thousands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """A frozen dataclass with slots whose fields the type checker alone guards.

    ``dataclass(frozen=True)`` guards them at run time too, by setting each field of a new value through a call: six times the
    time of plain assignments, for a mistake that ``make check`` finds before anything runs.
    """
    # A class that has a hash keeps it; the others get that of their fields, as if frozen.
    return dataclass(slots=True, unsafe_hash="__hash__" not in vars(cls))(cls)
