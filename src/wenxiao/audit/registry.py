"""Where rules register themselves, in the order of their codes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable

from wenxiao.audit.model import Check, Outcome, Rule, Severity

_RULES: dict[str, Rule] = {}


#: A rule as it is written.
Written = Callable[..., Iterable[Outcome]]


def _check(function: Written) -> Check:
    if len(inspect.signature(function).parameters) > 1:
        return function
    return lambda reading, _: function(reading)


def rule(
    code: str,
    slug: str,
    severity: Severity,
    *,
    check: str,
    title: str,
    title_en: str,
    basis: str,
    by_hand: str,
    basis_en: str,
    by_hand_en: str,
    version: int = 1,
) -> Callable[[Written], Written]:
    """Register the decorated generator function as rule ``code``. The function's docstring is the rule's page.

    It takes the reading and, where it asks for a threshold or a form, the regime.
    """

    def register(function: Written) -> Written:
        if code in _RULES or any(other.slug == slug for other in _RULES.values()):
            raise ValueError(f"rule {code} {slug} is registered twice")
        _RULES[code] = Rule(
            code,
            slug,
            severity,
            check,
            title,
            title_en,
            basis,
            by_hand,
            basis_en,
            by_hand_en,
            _check(function),
            function.__doc__ or "",
            version,
        )
        return function

    return register


def rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    import wenxiao.audit.rules  # noqa: F401  (the families register on import)

    return tuple(_RULES[code] for code in sorted(_RULES))


def every_rule() -> tuple[Rule, ...]:
    """Every rule of the catalogue, by code: those of one document and those that look at several."""
    from wenxiao.audit.together.registry import joint_rules

    return tuple(sorted((*rules(), *joint_rules()), key=lambda rule: rule.code))
