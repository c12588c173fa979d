"""Short ways to ask a reading."""

from __future__ import annotations

from decimal import Decimal

from wenxiao.reading.model import Reading, Relation, Role
from wenxiao.reading.pipeline import read_text


def roles(text: str) -> list[tuple[str, str | None]]:
    """(amount as printed, role) of every fact of every project."""
    reading = read_text(text)
    return [(reading.quote(f.quantity.span), f.role.value) for p in reading.projects for f in p.facts]


def amounts(reading: Reading, role: Role) -> list[Decimal]:
    return [f.quantity.normalized for p in reading.projects for f in p.facts if f.role is role]


def relations(text: str, kind: str) -> list[Relation]:
    return [r for r in read_text(text).relations if r.kind == kind]


def verdicts(text: str, kind: str) -> list[str]:
    return [r.verdict.value for r in relations(text, kind)]
