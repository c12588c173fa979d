"""The examples on the page of every rule are executed: they fail, pass or stay silent as the page says."""

from __future__ import annotations

import pytest

from wenxiao.audit.model import Report, Rule
from wenxiao.audit.page import parse
from wenxiao.audit.registry import rules
from wenxiao.audit.run import audit_reading
from wenxiao.reading.pipeline import read_text


def _examples(kind: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.code}-{number}")
        for rule in rules()
        for number, example in enumerate(getattr(parse(rule), kind), 1)
    ]


def _report(rule: Rule, example: str) -> Report:
    return audit_reading(read_text(example), [rule])


@pytest.mark.parametrize(("rule", "example"), _examples("fails"))
def test_the_rule_finds_what_its_page_says_fails(rule: Rule, example: str) -> None:
    findings = _report(rule, example).findings
    assert findings
    assert all(finding.message("zh") and finding.message("en") and finding.spans for finding in findings)


@pytest.mark.parametrize(("rule", "example"), _examples("passes"))
def test_the_rule_passes_what_its_page_says_passes(rule: Rule, example: str) -> None:
    report = _report(rule, example)
    assert not report.findings
    assert report.coverage[rule.code].passed


@pytest.mark.parametrize(("rule", "example"), _examples("silent"))
def test_the_rule_is_silent_where_its_page_says_so(rule: Rule, example: str) -> None:
    report = _report(rule, example)
    assert not report.findings
    assert not report.coverage[rule.code].passed


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.code) for rule in rules()])
def test_every_rule_has_a_complete_page(rule: Rule) -> None:
    page = parse(rule)
    assert page.summary
    assert page.fails
    assert page.passes
    assert page.silent
    assert rule.title.strip()
    assert rule.title_en.strip()
    assert rule.basis.strip()
    assert rule.by_hand.strip()
