"""Whose cases are counted (范围): ``street=530100001;category=30428.2-2013:event:01``, or nothing for all of them.

The same words stand in an address, in a snapshot and in a score line, always in one order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wenxiao.grid.cases import Case

_PARTS = ("street", "unit", "person", "category")


@dataclass(frozen=True, slots=True)
class Scope:
    """Empty parts ask for nothing. ``category`` is the beginning of a code. ``person``: whose work it measures, asked of entries."""

    street: str = ""
    unit: str = ""
    person: str = ""
    category: str = ""

    @classmethod
    def read(cls, text: str) -> Scope:
        """The scope of such words. Raises ValueError for a part that is unknown, empty or there twice."""
        told: dict[str, str] = {}
        for part in filter(None, text.split(";")):
            name, _, value = part.partition("=")
            if name not in _PARTS or not value or name in told:
                raise ValueError(f"no scope: {part}")
            told[name] = value
        return cls(**told)

    def __str__(self) -> str:
        return ";".join(f"{name}={value}" for name in _PARTS if (value := getattr(self, name)))

    def admits(self, case: Case) -> bool:
        """Whether a case is within, as far as a case can tell."""
        return (
            (not self.street or case.grid[:9] == self.street)
            and (not self.unit or case.unit == self.unit)
            and (not self.category or case.category.startswith(self.category))
        )

    def of(self, cases: Iterable[Case]) -> Iterator[Case]:
        """The cases that are within."""
        return (case for case in cases if self.admits(case))
