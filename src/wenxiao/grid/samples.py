"""Samples that inspectors look at (督察), and how much two lists of the same problems leave unseen (捕获-再捕获).

A draw rests on a digest of seed and key alone, so that anybody can make it again from the population that was kept with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

_DIGITS = Context(prec=28)
_Z = Decimal("1.959963984540054")  # 95 %, two sides


def drawn(population: Iterable[str], size: int, seed: str) -> tuple[str, ...]:
    """So many of the population, each as likely as any other, without replacement; all of it where it is smaller. The same seed and
    population give the same sample, in whatever order the population comes. Raises ValueError for a size below 1 or a key that is there twice."""
    keys = list(population)
    if size < 1:
        raise ValueError("a sample of nothing")
    if len(set(keys)) < len(keys):
        raise ValueError("a key that is there twice")
    return tuple(sorted(keys, key=lambda key: (hashlib.sha256(f"{seed}\n{key}".encode()).digest(), key))[:size])


@dataclass(frozen=True, slots=True)
class TwoLists:
    """How many problems there are, from two lists that looked for them independently: ``first`` and ``second`` found, ``both`` found
    by both. ``estimate`` is Chapman's; ``low`` and ``high`` bound it at 95 % (log-normal around what nobody saw), ``low`` never below
    what was seen. ``missed`` is the part of the estimate that is not on the first list, a fraction."""

    first: int
    second: int
    both: int
    estimate: Decimal
    low: Decimal
    high: Decimal

    @property
    def seen(self) -> int:
        return self.first + self.second - self.both

    @property
    def missed(self) -> Decimal | None:
        if not self.estimate:
            return None
        return _DIGITS.divide(self.estimate - self.first, self.estimate)


def two_lists(first: int, second: int, both: int) -> TwoLists | None:
    """The estimate; None where a list is empty or nothing is on both: then nothing can be told. Raises ValueError for numbers that
    cannot be: more on both than on one, or below 0."""
    if min(first, second, both) < 0 or both > min(first, second):
        raise ValueError("more on both lists than on one of them")
    if not both:
        return None
    with localcontext(_DIGITS):
        a, b, m = Decimal(first), Decimal(second), Decimal(both)
        estimate = (a + 1) * (b + 1) / (m + 1) - 1
        seen = a + b - m
        unseen = estimate - seen
        if unseen <= 0:
            return TwoLists(first, second, both, estimate, seen, seen)
        variance = (a + 1) * (b + 1) * (a - m) * (b - m) / ((m + 1) ** 2 * (m + 2))
        spread = (_Z * (1 + variance / unseen**2).ln().sqrt()).exp()
        return TwoLists(first, second, both, estimate, seen + unseen / spread, seen + unseen * spread)
