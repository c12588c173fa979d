"""What ships, with what the place has added, as one ``grid.deadlines.Ground``; read again only when a part of it was changed."""

from __future__ import annotations

from wenxiao.grid.calendar import local
from wenxiao.grid.catalogue import Catalogue, Category, Condition, catalogue
from wenxiao.grid.clock import read_limit
from wenxiao.grid.deadlines import Ground
from wenxiao.grid.rules import Rules, read_rules, rules
from wenxiao.web.territory.changes import Kept
from wenxiao.web.territory.models import (
    Change,
    LocalCategory,
    LocalCondition,
    LocalDay,
    LocalYear,
    RuleVersion,
)


def category_of(row: LocalCategory) -> Category:
    return Category(row.standard, row.kind, row.code, row.zh, row.en or row.zh, "local", row.group, row.group)


def condition_of(row: LocalCondition) -> Condition:
    return Condition(
        row.code, tuple(row.categories), row.zh, row.en or row.zh, read_limit(row.limit), row.closing,
        row.closing_en or row.closing, row.urgent,
    )  # fmt: skip


def extended(categories: list[LocalCategory], conditions: list[LocalCondition]) -> Catalogue:
    """The catalogue with these entries of the place. Raises ValueError where they do not hold together."""
    return catalogue().extended(map(category_of, categories), map(condition_of, conditions))


def _read(version: RuleVersion) -> Rules:
    return read_rules(f"local-{version.number}", version.told)


def _rules() -> Rules:
    latest = RuleVersion.objects.first()
    return rules() if latest is None else _read(latest)


def _make() -> Ground:
    of = _rules()
    days = dict(LocalDay.objects.values_list("day", "worked"))
    return Ground(
        of,
        local(of.hours, days, LocalYear.objects.values_list("year", flat=True)),
        extended(list(LocalCategory.objects.all()), list(LocalCondition.objects.all())),
    )


_KEPT = Kept("ground", (Change.Part.CATALOGUE, Change.Part.CALENDAR, Change.Part.RULES), _make)


def current() -> Ground:
    """The ground as it stands now."""
    return _KEPT.get()
