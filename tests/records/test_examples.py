"""The examples on the page of every rule over a record are executed, each a file of TOML."""

from __future__ import annotations

import pytest

from wenxiao.audit.page import parse as page_of
from wenxiao.audit.records import RecordReport, RecordRule, audit_record, record_rules
from wenxiao.audit.records.registry import example
from wenxiao.performance.record_file import parse


def _examples(kind: str) -> list[object]:
    return [
        pytest.param(rule, text, id=f"{rule.code}-{number}")
        for rule in record_rules()
        for number, text in enumerate(getattr(page_of(rule), kind), 1)
    ]


def _report(rule: RecordRule, text: str) -> RecordReport:
    return audit_record(parse(example(text)), chosen=[rule])


@pytest.mark.parametrize(("rule", "text"), _examples("fails"))
def test_the_rule_finds_what_its_page_says_fails(rule: RecordRule, text: str) -> None:
    findings = _report(rule, text).findings
    assert findings
    assert all(f.message("zh") and f.message("en") and f.outcome.quotes for f in findings)


@pytest.mark.parametrize(("rule", "text"), _examples("passes"))
def test_the_rule_passes_what_its_page_says_passes(rule: RecordRule, text: str) -> None:
    report = _report(rule, text)
    assert not report.findings
    assert report.coverage[rule.code].passed
    assert not report.coverage[rule.code].unknown


@pytest.mark.parametrize(("rule", "text"), _examples("silent"))
def test_the_rule_is_silent_where_its_page_says_so(rule: RecordRule, text: str) -> None:
    report = _report(rule, text)
    assert not report.findings
    assert not report.coverage[rule.code].passed


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.code) for rule in record_rules()])
def test_every_rule_over_a_record_has_a_complete_page_and_a_code_of_its_kind(rule: RecordRule) -> None:
    page = page_of(rule)
    assert page.summary
    assert page.fails
    assert page.passes
    assert page.silent
    assert rule.code[:2] == f"{rule.check[0]}6"
    assert rule.code[2:] == rule.check[1:] or int(rule.code[2:]) > 16
    assert all((rule.title, rule.title_en, rule.basis, rule.basis_en, rule.by_hand, rule.by_hand_en))
