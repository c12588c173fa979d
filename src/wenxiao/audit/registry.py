"""Where rules register themselves, in the order of their codes."""

from __future__ import annotations

from collections.abc import Callable

from wenxiao.audit.model import Check, Rule, Severity

_RULES: dict[str, Rule] = {}


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
) -> Callable[[Check], Check]:
    """Register the decorated generator function as rule ``code``. The function's docstring is the rule's page."""

    def register(function: Check) -> Check:
        if code in _RULES or any(other.slug == slug for other in _RULES.values()):
            raise ValueError(f"rule {code} {slug} is registered twice")
        _RULES[code] = Rule(
            code, slug, severity, check, title, title_en, basis, by_hand, basis_en, by_hand_en, function, version
        )
        return function

    return register


def rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    import wenxiao.audit.rules  # noqa: F401  (the families register on import)

    return tuple(_RULES[code] for code in sorted(_RULES))
