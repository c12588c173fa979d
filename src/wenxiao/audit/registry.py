"""Where rules register themselves: those of one document, of several, and of the record of the cycle, in the order of their codes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NotRequired, TypedDict, TypeVar, Unpack

from wenxiao.audit.model import Outcome, Rule, Severity

_RULES: dict[str, Rule] = {}

#: A rule as it is written.
Written = Callable[..., Iterable[Outcome]]

R = TypeVar("R", bound=Rule)


class Wording(TypedDict):
    """What a decorator says of a rule besides code, slug and severity: the fields of ``Rule`` of the same names."""

    check: str
    title: str
    title_en: str
    basis: str
    by_hand: str
    basis_en: str
    by_hand_en: str
    version: NotRequired[int]


def register(rule: Rule) -> None:
    """Add a rule to the catalogue. Raises ValueError where its code or its slug is taken."""
    for other in _RULES.values():
        if rule.code == other.code or rule.slug == other.slug:
            raise ValueError(f"rule {rule.code} {rule.slug}: {other.code} {other.slug} is registered already")
    _RULES[rule.code] = rule


def registered(kind: type[R]) -> tuple[R, ...]:
    """The rules of exactly this kind that are imported so far, by code."""
    return tuple(rule for _, rule in sorted(_RULES.items()) if type(rule) is kind)


def with_regime(function: Callable[..., Any]) -> Callable[..., Any]:
    """A rule as it is called: with a regime, which one that asks for no threshold does not take."""
    if len(inspect.signature(function).parameters) > 1:
        return function
    return lambda looked_at, _: function(looked_at)


def nothing_alone(*_: object) -> tuple[Outcome, ...]:
    """What a rule that looks at several documents, or at a record, says of a single document."""
    return ()


def rule(code: str, slug: str, severity: Severity, **wording: Unpack[Wording]) -> Callable[[Written], Written]:
    """Register the decorated generator function as rule ``code``. The function's docstring is the rule's page.

    It takes the reading and, where it asks for a threshold or a form, the regime.
    """

    def decorate(function: Written) -> Written:
        page = function.__doc__ or ""
        register(Rule(code, slug, severity, run=with_regime(function), page=page, **wording))
        return function

    return decorate


def rules() -> tuple[Rule, ...]:
    """Every rule of one document, by code."""
    import wenxiao.audit.rules  # noqa: F401  (the families register on import)

    return registered(Rule)


def every_rule() -> tuple[Rule, ...]:
    """Every rule of the catalogue, by code: those of one document, those that look at several, those of a record."""
    from wenxiao.audit.records.registry import record_rules
    from wenxiao.audit.together.registry import joint_rules

    return tuple(sorted((*rules(), *joint_rules(), *record_rules()), key=lambda rule: rule.code))


@cache
def codes_of(name: str) -> frozenset[str]:
    """Codes of the rules that a code, slug or number of the catalogue means."""
    key = name.lower()
    return frozenset(r.code for r in every_rule() if key in (r.code.lower(), r.slug, r.check.lower()))


@cache
def joint_codes() -> frozenset[str]:
    """Codes of the rules that look at several documents."""
    from wenxiao.audit.together.registry import joint_rules

    return frozenset(r.code for r in joint_rules())
