"""A small part of ``make accuracy``: clean documents stay clean, planted defects are found alone and in their place, truth is read back."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proof.accuracy import main, without_planter
from proof.generator import TYPES, Made, generate
from proof.generator.facts import Change, Form, States, half_up
from proof.generator.sentences import PartsFact, RateFact, printed_rate
from proof.joint.planters import PLANTERS
from proof.joint.trial import JointTally
from proof.joint.trial import run as run_groups
from proof.planters import plant, planters
from proof.records.made import make as make_record
from proof.records.planters import PLANTERS as RECORD_PLANTERS
from proof.records.planters import plant as plant_record
from proof.records.trial import RecordTally
from proof.records.trial import run as run_records
from proof.trial import Tally, run
from wenxiao.audit.records import record_rules
from wenxiao.audit.registry import rules
from wenxiao.audit.together import joint_rules

#: What the program is known to do worse than it should, and may not do worse than that: findings in clean documents by
#: rule, shares of planted defects by rule. Empty is the aim.
FLOORS = json.loads((Path(__file__).parents[1] / ".ci" / "floors-proof.json").read_text("utf8"))
SEEDS = range(60)
EACH = 5


@cache
def measured() -> Tally:
    return run(SEEDS, EACH)


@cache
def rare() -> Tally:
    """More documents for the defects that have few places."""
    short = [code for code in planters() if measured().planted[code] < EACH]
    return run(range(SEEDS.stop, 400), EACH, short) if short else Tally()


def test_clean_documents_have_no_error_and_no_warning() -> None:
    graver: Counter[str] = Counter()
    for (code, severity), n in measured().findings.items():
        if severity != "note":
            graver[code] += n
    assert {code: n for code, n in graver.items() if n > FLOORS["clean"].get(code, 0)} == {}


def test_every_document_type_is_among_them() -> None:
    assert set(measured().documents) == {module.TYPE for module in TYPES}


def test_projects_and_their_figures_are_read_back() -> None:
    projects, fields = measured().projects, measured().fields
    f1 = 2 * projects["read"] / (2 * projects["read"] + projects["extra"] + projects["missed"])
    right = sum(n for (_, good), n in fields.items() if good) / sum(fields.values())
    assert f1 >= FLOORS["project_f1"]
    assert right >= FLOORS["fields"]


def test_no_true_statement_is_called_broken() -> None:
    broken = {kind: n for (kind, verdict), n in measured().relations.items() if verdict == "broken"}
    assert {kind: n for kind, n in broken.items() if n > FLOORS["broken"].get(kind, 0)} == {}


@pytest.mark.parametrize("code", planters())
def test_a_planted_defect_is_found_in_its_place_and_alone(code: str) -> None:
    tally = measured() if measured().planted[code] >= EACH else rare()
    planted, exact = tally.planted[code], tally.exact[code]
    assert planted, "no document has a place for it"
    assert exact >= planted * Decimal(str(FLOORS["planted"].get(code, 0.98))), [n for n in tally.listed if code in n]


def test_planters_are_of_rules_that_exist() -> None:
    assert set(planters()) <= {rule.code for rule in rules()}
    assert without_planter() == [], "each rule is proved by a defect that somebody planted"
    assert set(PLANTERS) == {rule.code for rule in joint_rules()}
    assert set(RECORD_PLANTERS) == {rule.code for rule in record_rules()}


@cache
def measured_groups() -> JointTally:
    return run_groups(range(12))


def test_documents_that_agree_give_no_joint_finding() -> None:
    tally = measured_groups()
    assert tally.findings == Counter()
    assert {code for code in PLANTERS if not tally.passed[code]} <= {"B515"}, "a rule that never looked proves nothing"


@pytest.mark.parametrize("code", sorted(PLANTERS))
def test_a_defect_between_two_documents_is_found_in_its_place_and_alone(code: str) -> None:
    tally = measured_groups()
    assert tally.planted[code], "no group has a place for it"
    assert tally.exact[code] == tally.planted[code], [line for line in tally.listed if code in line]


@cache
def measured_records() -> RecordTally:
    return run_records(range(300))


def test_records_that_hold_together_give_no_finding() -> None:
    tally = measured_records()
    assert tally.findings == Counter(), tally.listed[:5]
    assert {code for code in RECORD_PLANTERS if not tally.passed[code]} == set(), (
        "a rule that never looked proves nothing"
    )


@pytest.mark.parametrize("code", sorted(RECORD_PLANTERS))
def test_a_defect_in_a_record_is_found_in_its_place_and_alone(code: str) -> None:
    tally = measured_records()
    assert tally.planted[code] >= EACH
    assert tally.exact[code] == tally.planted[code], [line for line in tally.listed if code in line]


def test_a_record_with_a_defect_differs_and_the_clean_one_stays_as_it_was() -> None:
    for seed in range(20):
        for code in RECORD_PLANTERS:
            tree = make_record(seed)
            changed = plant_record(tree, code, Random(seed))
            assert tree == make_record(seed)
            assert changed is None or changed.tree != tree


@given(st.integers(0, 10**6))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_what_the_generator_writes_is_true(seed: int) -> None:
    made = generate(seed)
    assert made.text == generate(seed).text
    for site in made.sites:
        assert all(0 <= place.start <= place.end <= len(made.text) for place in site.at.values())
        fact = site.fact
        if isinstance(fact, RateFact) and fact.measure == "saving":
            assert printed_rate(made.quote(site.at["saving"])) == 100 - printed_rate(made.quote(site.at["rate"]))
        elif isinstance(fact, RateFact) and "rate" in site.at:
            _rate_is_true(made, site.at["rate"], fact)
        elif isinstance(fact, PartsFact):
            assert sum(fact.parts) == fact.total
        elif isinstance(fact, States):
            assert sum(n for _, n in fact.states) == fact.total
        elif isinstance(fact, Change):
            assert fact.percent == half_up(abs(fact.new - fact.old) / fact.old * 100, fact.decimals)
        elif isinstance(fact, Form):
            _form_is_true(fact)


def _rate_is_true(made: Made, place, fact: RateFact) -> None:  # type: ignore[no-untyped-def]
    printed = printed_rate(made.quote(place))
    decimals = max(0, -int(printed.as_tuple().exponent))
    exact = fact.top / fact.base * 100
    assert printed == half_up(exact, decimals)
    assert (printed == 100) == (fact.top == fact.base) or decimals == 2


def _form_is_true(form: Form) -> None:
    total, *sources = form.rows
    assert all(sum(row[k] for row in sources) == total[k] for k in (1, 2, 3))
    assert sum(i.weight for i in form.indicators) == 90
    assert all(Decimal(0) <= i.score <= i.weight for i in form.indicators)
    assert form.rate_score == min(Decimal(10), half_up(total[3] / total[2] * 10, 2))


@given(st.integers(0, 10**6), st.sampled_from(sorted(planters())))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_planted_document_differs_in_the_named_places(seed: int, code: str) -> None:
    made = generate(seed)
    planted = plant(made, code, Random(seed))
    if planted is not None:
        assert planted.text != made.text
        assert planted.places
        assert all(0 <= place.start < place.end <= len(planted.text) + 1 for place in planted.places)


def test_the_page_is_written(tmp_path: Path) -> None:
    output = tmp_path / "accuracy.md"
    main(
        [
            "--documents",
            "12",
            "--each",
            "1",
            "--groups",
            "2",
            "--records",
            "5",
            "--workers",
            "1",
            "--shared",
            str(tmp_path),
            "--output",
            str(output),
        ]
    )
    words = output.read_text("utf8")
    assert "Rules without a planter" in words
    assert "## What these figures do not say" in words
