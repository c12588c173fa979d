"""The catalogue is whole, and every rule stands in it."""

from __future__ import annotations

from collections import Counter

import pytest

from wenxiao.audit.catalogue import DECIDED_BY, catalogue, waits
from wenxiao.audit.model import Severity
from wenxiao.audit.records import RecordRule, record_rules
from wenxiao.audit.registry import every_rule
from wenxiao.audit.together.registry import joint_rule
from wenxiao.publishing.pages import checks


def test_it_has_all_101_checks_numbered_within_their_families() -> None:
    every = catalogue()
    assert len(every) == 101
    assert Counter(entry.number[0] for entry in every) == {"A": 15, "B": 18, "C": 24, "D": 16, "E": 12, "F": 16}
    for family, size in Counter(entry.number[0] for entry in every).items():
        assert [e.number for e in every if e.number[0] == family] == [f"{family}{n:02}" for n in range(1, size + 1)]


def test_every_entry_has_both_titles_and_says_what_decides_it() -> None:
    for entry in catalogue():
        assert entry.title
        assert entry.title_en
        assert {entry.decided_by, entry.also_by} - {None} <= set(DECIDED_BY)
        assert {entry.waits_for, entry.partly_waits_for} - {None} <= set(waits())
        assert entry.waits_for is None or entry.partly_waits_for is None


def test_every_rule_decides_a_check_of_it() -> None:
    numbers = {entry.number for entry in catalogue()}
    assert [rule.code for rule in every_rule() if rule.check not in numbers] == []
    assert sum(len(entry.rules) for entry in catalogue()) == len(every_rule())


def test_what_waits_for_something_has_no_rule() -> None:
    assert [entry.number for entry in catalogue() if entry.waits_for and entry.implemented] == []


def test_only_the_page_format_and_causes_that_words_cannot_decide_are_open() -> None:
    assert [entry.number for entry in catalogue() if not entry.implemented] == ["E12"]
    assert [entry.number for entry in catalogue() if entry.partly_waits_for] == ["D16"]


def test_what_needs_the_ledger_or_the_record_of_the_cycle_says_so_and_has_a_rule_over_records() -> None:
    needing = {e.number: e for e in catalogue() if {e.decided_by, e.also_by} & {"ledger", "workflow"}}
    assert set(needing) == {"F04", "F05", "F06", "F10", "F13", "F14"}
    assert all(any(isinstance(rule, RecordRule) for rule in entry.rules) for entry in needing.values())
    assert {rule.check for rule in record_rules()} == set(needing)


def test_all_of_it_is_listed_one_a_line_those_with_a_rule_first() -> None:
    for lang in ("zh", "en"):
        lines = [line.split() for line in checks(lang).splitlines() if line.startswith("  ")]
        listed = [words[0] for words in lines]
        done = [entry.number for entry in catalogue() if entry.implemented]
        assert sorted(listed) == [entry.number for entry in catalogue()]
        assert listed[: len(done)] == done


@pytest.mark.parametrize(("code", "slug"), [("A101", "another-slug"), ("Z599", "stated-rate-differs")])
def test_no_rule_of_one_or_several_documents_takes_the_code_or_slug_of_another(code: str, slug: str) -> None:
    before = every_rule()
    decorate = joint_rule(
        code,
        slug,
        Severity.NOTE,
        check="Z99",
        title="甲",
        title_en="a",
        basis="",
        by_hand="",
        basis_en="",
        by_hand_en="",
    )
    with pytest.raises(ValueError, match="registered already"):
        decorate(lambda _: ())
    assert every_rule() == before
