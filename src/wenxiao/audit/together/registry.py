"""Where joint rules register themselves, and how an example of theirs is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Unpack

from wenxiao.audit.model import Severity
from wenxiao.audit.registry import Wording, nothing_alone, register, registered, with_regime
from wenxiao.audit.together.model import JointOutcome, JointRule

Written = Callable[..., Iterable[JointOutcome]]


def joint_rule(code: str, slug: str, severity: Severity, **wording: Unpack[Wording]) -> Callable[[Written], Written]:
    """Register the decorated generator function as joint rule ``code``: letter of the family, 5, number of the check.

    It takes the bundle and, where it asks for a threshold, the regime. Its docstring is its page; each example there holds
    several documents, each under a line ``=== name.txt``.
    """

    def decorate(function: Written) -> Written:
        page, compare = function.__doc__ or "", with_regime(function)
        register(JointRule(code, slug, severity, run=nothing_alone, page=page, compare=compare, **wording))
        return function

    return decorate


def joint_rules() -> tuple[JointRule, ...]:
    """Every joint rule, by code."""
    import wenxiao.audit.together.rules  # noqa: F401  (the families register on import)

    return registered(JointRule)


def documents(example: str) -> list[tuple[str, str]]:
    """The documents of an example on a joint rule's page, by name: each stands under a line ``=== name.txt``."""
    found: list[tuple[str, list[str]]] = []
    for line in example.split("\n"):
        if line.startswith("=== "):
            found.append((line[4:].strip(), []))
        elif found:
            found[-1][1].append(line)
    return [(name, "\n".join(lines).strip("\n")) for name, lines in found]
