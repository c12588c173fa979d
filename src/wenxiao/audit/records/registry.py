"""Where rules over a record register themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Unpack

from wenxiao.audit.model import Severity
from wenxiao.audit.records.model import RecordOutcome, RecordRule
from wenxiao.audit.registry import Wording, nothing_alone, register, registered, with_regime

Written = Callable[..., Iterable[RecordOutcome]]


def record_rule(code: str, slug: str, severity: Severity, **wording: Unpack[Wording]) -> Callable[[Written], Written]:
    """Register the decorated generator function as rule ``code``: letter of the family, 6, number of the check, or a free
    number above those of the family where the check has several.

    It takes the record and, where it asks for a threshold or a deadline, the regime. Its docstring is its page; each example
    there is a record as a file of TOML holds it, of the year 2023 and without ``project`` and ``year`` (see ``example``).
    """

    def decorate(function: Written) -> Written:
        page, look = function.__doc__ or "", with_regime(function)
        register(RecordRule(code, slug, severity, run=nothing_alone, page=page, look=look, **wording))
        return function

    return decorate


def record_rules() -> tuple[RecordRule, ...]:
    """Every rule over a record, by code."""
    import wenxiao.audit.records.rules  # noqa: F401  (the families register on import)

    return registered(RecordRule)


def example(text: str) -> str:
    """An example of a page as a whole file: with the project and the year that all of them share."""
    return f'project = "饮水安全工程"\nyear = 2023\n{text}'
