"""Bundles of made-up documents."""

from __future__ import annotations

from wenxiao.audit.model import Report, Severity
from wenxiao.audit.run import audit_reading
from wenxiao.audit.summary import Summary, summarise
from wenxiao.audit.together import Comparison, JointRule, compare, joint_rules
from wenxiao.audit.together.registry import documents
from wenxiao.reading.pipeline import read_text


def summaries(example: str) -> list[Summary]:
    """The documents of an example, each under a line ``=== name.txt``."""
    return [summarise(read_text(text, name)) for name, text in documents(example)]


def compared(example: str, *codes: str, severity: Severity = Severity.NOTE) -> Comparison:
    rules: list[JointRule] = [rule for rule in joint_rules() if not codes or rule.code in codes]
    return compare(summaries(example), rules, severity)


def audited(example: str) -> list[Report]:
    return [audit_reading(read_text(text, name)) for name, text in documents(example)]
