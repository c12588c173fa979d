"""The examples on the page of every joint rule are executed, each a bundle of several documents."""

from __future__ import annotations

import pytest

from tests.together.bundles import compared
from wenxiao.audit.page import parse
from wenxiao.audit.together import JointRule, joint_rules


def _examples(kind: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.code}-{number}")
        for rule in joint_rules()
        for number, example in enumerate(getattr(parse(rule), kind), 1)
    ]


@pytest.mark.parametrize(("rule", "example"), _examples("fails"))
def test_the_rule_finds_what_its_page_says_fails(rule: JointRule, example: str) -> None:
    findings = compared(example, rule.code).findings
    assert findings
    for finding in findings:
        assert finding.message("zh")
        assert finding.message("en")
        assert len({cited.document for cited in finding.outcome.quotes}) > 1, "quotes stand in two documents"


@pytest.mark.parametrize(("rule", "example"), _examples("passes"))
def test_the_rule_passes_what_its_page_says_passes(rule: JointRule, example: str) -> None:
    comparison = compared(example, rule.code)
    assert not comparison.findings
    assert comparison.coverage[rule.code].passed


@pytest.mark.parametrize(("rule", "example"), _examples("silent"))
def test_the_rule_is_silent_where_its_page_says_so(rule: JointRule, example: str) -> None:
    comparison = compared(example, rule.code)
    assert not comparison.findings
    assert not comparison.coverage[rule.code].passed


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.code) for rule in joint_rules()])
def test_every_joint_rule_has_a_complete_page_and_a_code_of_its_kind(rule: JointRule) -> None:
    page = parse(rule)
    assert page.summary
    assert page.fails
    assert page.passes
    assert page.silent
    assert rule.code == f"{rule.check[0]}5{rule.check[1:]}"
    assert rule.title.strip()
    assert rule.title_en.strip()
    assert rule.basis.strip()
    assert rule.by_hand.strip()
