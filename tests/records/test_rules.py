"""What the rules over a record say, to the word, and where they keep silent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wenxiao import audit_record as audit_file
from wenxiao.audit.model import Severity
from wenxiao.audit.records import RecordReport, audit_record, record_rules
from wenxiao.audit.records.registry import example
from wenxiao.audit.records.words import likeness, same_target, yuan
from wenxiao.audit.registry import joint_codes, rules
from wenxiao.audit.run import audit_reading
from wenxiao.performance.record_file import parse
from wenxiao.performance.regime import regime
from wenxiao.reading.pipeline import read_text

DOCUMENTATION = (Path(__file__).parents[2] / "docs" / "records.md").read_text("utf-8")


def _report(text: str, under: str = "national-2020") -> RecordReport:
    return audit_record(parse(example(text)), regime(under))


def _codes(text: str, under: str = "national-2020") -> list[str]:
    return [finding.rule.code for finding in _report(text, under).findings]


def _unknown(text: str, code: str) -> set[str]:
    report = _report(text)
    assert report.coverage[code].failed == 0
    return set(report.coverage[code].unknown)


def test_the_documentation_shows_what_is_found_in_its_record(tmp_path: Path) -> None:
    written = re.search(r"(?s)```toml\n(.*?)```", DOCUMENTATION)
    assert written is not None
    (tmp_path / "记录.toml").write_text(written[1], "utf-8")
    report = audit_file(tmp_path / "记录.toml")
    shown = re.findall(r"(?m)^\| (F\d{3}) \| (.*) \|$", DOCUMENTATION)
    assert sorted((f.rule.code, f.message()) for f in report.findings) == shown
    assert report == audit_file(parse(written[1]))


def test_an_empty_record_gives_no_finding_and_no_pass() -> None:
    report = _report("")
    assert report.findings == ()
    assert all(c.passed == c.failed == 0 for c in report.coverage.values())


def test_an_id_stays_when_the_record_is_taken_later_and_when_a_list_grows() -> None:
    first = 'as_of = 2024-12-01\nproblems = [{ text = "旧灯具处置没有台账", due = 2024-09-30 }]'
    later = 'as_of = 2025-01-05\nproblems = [{ text = "档案未归集", due = 2025-09-30 }, { text = "旧灯具处置没有台账", due = 2024-09-30 }]'
    [was], [now] = _report(first).findings, _report(later).findings
    assert was.id == now.id
    assert was.message() != now.message()


def test_a_role_of_money_is_compared_with_the_same_role_only() -> None:
    said = 'ledger = { approved = 2400000 }\nself_evaluation = { figures = { adjusted = "252万元" } }'
    assert _unknown(said, "F604") == {"the ledger lacks the figure"}


@pytest.mark.parametrize(
    ("held", "stated", "severity"),
    [
        ("2386450", "238.64万元", None),
        ("2386480", "238.64万元", Severity.NOTE),
        ("2386480", "238.65万元", None),
        ("2380000", "238.64万元", Severity.ERROR),
        ("2386400", "2386400.01元", Severity.ERROR),
        ("2400000", "约238万元", None),
    ],
)
def test_a_printed_figure_stands_for_what_rounds_to_it(held: str, stated: str, severity: Severity | None) -> None:
    found = _report(
        f'ledger = {{ spent = {held} }}\nself_evaluation = {{ figures = {{ spent = "{stated}" }} }}'
    ).findings
    assert [finding.severity for finding in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("≥12座", "不少于12座", True),
        ("≥12座", "≥ 12 座", True),
        ("≥12座", "12座", True),
        ("≥12座", "≤12座", False),
        ("≥12座", "≥8座", False),
        ("95", "≥95", True),
        ("≥95%", "≥0.95", None),
        ("≥12座", "≥12公里", None),
        ("明显改善", "有所改善", None),
        ("明显改善", "明显改善", True),
    ],
)
def test_targets_are_compared_by_sign_value_and_unit(one: str, other: str, same: bool | None) -> None:
    assert same_target(one, other) is same


def test_a_name_that_is_nearly_an_approved_one_is_left_open() -> None:
    said = """targets = [{ indicators = [{ name = "更换路灯数量", target = "≥860盏" }] }]
    self_evaluation = { indicators = [{ name = "更换路灯灯具数量", target = "≥860盏" }] }"""
    assert _unknown(said, "F605") == {"an indicator may have been renamed"}


@pytest.mark.parametrize(
    "more",
    [
        'text = "受雨季影响，更换路灯数量年底集中完成。"',
        'text = "监控发现偏差后增加了班组。"',
        'text = ""\ntotal = 80\nindicators = [{ name = "更换路灯数量", points = 20, score = 20, reason = "年底集中完成" }]',
        'text = ""\nindicators = [{ name = "更换路灯数量", points = 20, score = 19 }]',
    ],
)
def test_a_warning_that_the_self_evaluation_speaks_of_was_followed(more: str) -> None:
    scored = "" if "indicators" in more else 'indicators = [{ name = "更换路灯数量", points = 20, score = 20 }]\n'
    warned = (
        'monitoring = [{ outlooks = [{ indicator = "更换路灯数量", forecast = "完全不可能" }] }]\n[self_evaluation]\n'
    )
    report = _report(warned + scored + more)
    assert report.coverage["F606"].passed
    assert report.findings == ()


def test_a_later_round_takes_an_earlier_warning_back() -> None:
    rounds = """monitoring = [
      { date = 2023-11-10, light = "green", outlooks = [{ indicator = "更换路灯数量", forecast = "确定能" }] },
      { date = 2023-08-10, light = "red", outlooks = [{ indicator = "更换路灯数量", forecast = "完全不可能" }] },
    ]
    self_evaluation = { total = 100, text = "", indicators = [{ name = "更换路灯数量", points = 20, score = 20 }] }"""
    assert _codes(rounds) == []
    assert _codes(rounds.replace("2023-11-10", "2023-05-10")) == ["F606", "F606"]


def test_a_text_that_was_not_recorded_is_not_taken_for_silence() -> None:
    said = 'monitoring = [{ light = "red" }]\nself_evaluation = { total = 100 }'
    assert _unknown(said, "F606") == {"the text of the self-evaluation"}


def test_a_forecast_of_perhaps_is_a_note() -> None:
    said = 'monitoring = [{ outlooks = [{ indicator = "甲类数量", forecast = "有可能" }] }]\n[self_evaluation]\ntext = ""\nindicators = [{ name = "甲类数量", points = 9, score = 9 }]'
    assert [finding.severity for finding in _report(said).findings] == [Severity.NOTE]


def test_twenty_days_are_in_time_and_the_deadline_is_the_regimes() -> None:
    said = 'disclosures = [{ what = "绩效自评", approved_at = 2024-09-01, published_at = 2024-09-21 }]'
    assert _codes(said) == []
    assert _codes(said.replace("09-21", "09-22")) == ["F610"]
    assert _codes(said, "template-province") == ["F610"]
    assert _codes(said.replace("09-21", "12-21"), "national-2013") == [], "no deadline, no finding"


def test_what_nobody_recorded_of_publication_is_not_judged() -> None:
    assert _report("as_of = 2026-01-01").coverage["F619"].unknown == {}
    assert _codes("as_of = 2026-01-01\ndisclosures = []") == ["F619", "F619"]
    assert _unknown("disclosures = []", "F619") == {"the day of the record"}


@pytest.mark.parametrize(
    ("last", "now", "found"),
    [
        ("旧灯具处置没有台账", "旧灯具处置没有台账", True),
        ("预算执行率偏低，仅为62.3%", "预算执行率偏低，仅为71%", True),
        ("个别小区对点位意见不一，公示反复", "部分小区对点位意见不一，公示反复", True),
        ("柳溪镇管护责任未落实，损坏后维修不及时", "梅沟村管护责任未落实，损坏后维修不及时", False),
        ("绩效目标设置不科学", "绩效目标设置不完整", False),
        ("项目资金拨付不及时", "项目资料归档不及时", False),
        ("无", "无", False),
    ],
)
def test_a_problem_came_back_only_in_nearly_the_same_words(last: str, now: str, found: bool) -> None:
    said = f'problems = [{{ text = "{now}" }}]\nbefore = {{ problems = [{{ text = "{last}" }}] }}'
    assert (_codes(said) == ["F620"]) is found


def test_likeness_is_of_words_and_not_of_figures() -> None:
    assert likeness("执行率62.3%", "执行率71%") == 1
    assert likeness("62.3%", "71%") == 0


def test_evaluations_that_differ_and_reasons_are_left_to_a_reader() -> None:
    money = "ledger = { approved = 100, next_approved = 120 }\n"
    two = money + 'evaluations = [{ kind = "部门评价", score = 92 }, { kind = "财政评价", score = 55 }]'
    assert _unknown(two, "F614") == {"evaluations differ"}
    own = money + 'evaluations = [{ kind = "财政评价", score = 92, grade = "差" }]'
    assert _unknown(own, "F614") == {"evaluations differ"}
    why = money + 'evaluations = [{ kind = "财政评价", score = 55 }]\ndecision = { use = "维持", reason = "任务增加" }'
    assert _unknown(why, "F614") == {"a reason is given"}


def test_a_cut_that_was_decided_and_not_made_is_told_once() -> None:
    said = 'ledger = { approved = 100, next_approved = 120 }\nevaluations = [{ kind = "财政评价", score = 55 }]\ndecision = { use = "压减" }'
    assert _codes(said) == ["F621"]


def test_two_years_running_are_said_so() -> None:
    said = 'ledger = { approved = 100, next_approved = 120 }\nevaluations = [{ kind = "财政评价", score = 55 }]\n'
    assert "上年也是如此" not in _report(said).findings[0].message()
    said += 'before = { evaluations = [{ kind = "财政评价", score = 58 }] }'
    assert "上年也是如此" in _report(said).findings[0].message()


def test_amounts_are_written_in_ten_thousands_where_their_digits_allow() -> None:
    from decimal import Decimal

    assert yuan(Decimal("2.40E+6")) == "240万元"
    assert yuan(Decimal("2386420.50")) == "2386420.5元"


def test_rules_over_a_record_say_nothing_of_documents() -> None:
    assert not {rule.code for rule in record_rules()} & (joint_codes() | {rule.code for rule in rules()})
    assert audit_reading(read_text("甲项目预算5万元。"), record_rules()).coverage == {}
