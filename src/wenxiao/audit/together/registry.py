"""Where joint rules register themselves, in the order of their codes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from wenxiao.audit.model import Severity
from wenxiao.audit.together.model import JointCheck, JointOutcome, JointRule, _nothing_alone

if TYPE_CHECKING:
    from wenxiao.audit.together.bundle import Bundle
    from wenxiao.performance.regime import Regime

_RULES: dict[str, JointRule] = {}

Written = Callable[..., Iterable[JointOutcome]]


def joint_rule(
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
    """Register the decorated generator function as joint rule ``code``: letter of the family, 5, number of the check.

    It takes the bundle and, where it asks for a threshold, the regime. Its docstring is its page; each example there holds
    several documents, each under a line ``=== name.txt``.
    """

    def register(function: Written) -> Written:
        if code in _RULES or any(other.slug == slug for other in _RULES.values()):
            raise ValueError(f"rule {code} {slug} is registered twice")
        _RULES[code] = JointRule(
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
            _nothing_alone,
            function.__doc__ or "",
            version,
            compare=_check(function),
        )
        return function

    return register


def _check(function: Written) -> JointCheck:
    if len(inspect.signature(function).parameters) > 1:
        return function

    def compare(bundle: Bundle, _: Regime) -> Iterable[JointOutcome]:
        return function(bundle)

    return compare


def joint_rules() -> tuple[JointRule, ...]:
    """Every joint rule, by code."""
    import wenxiao.audit.together.rules  # noqa: F401  (the families register on import)

    return tuple(_RULES[code] for code in sorted(_RULES))


def documents(example: str) -> list[tuple[str, str]]:
    """The documents of an example on a joint rule's page, by name: each stands under a line ``=== name.txt``."""
    found: list[tuple[str, list[str]]] = []
    for line in example.split("\n"):
        if line.startswith("=== "):
            found.append((line[4:].strip(), []))
        elif found:
            found[-1][1].append(line)
    return [(name, "\n".join(lines).strip("\n")) for name, lines in found]
