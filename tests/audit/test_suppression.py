from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from wenxiao.audit.model import Report
from wenxiao.audit.run import audit_reading
from wenxiao.audit.suppression import left_over, suppress
from wenxiao.audit.suppression_file import Entry, SuppressionError, parse
from wenxiao.reading.pipeline import read_text

TODAY = date(2030, 1, 1)
ROAD = "一、道路养护项目\n预算200万元，支出150万元，执行率85%。\n"
TREES = "二、绿化项目\n预算100.00万元，支出60.00万元，执行率65%。\n"


def _report(text: str = ROAD + TREES) -> Report:
    return audit_reading(read_text(text, "报告.txt"))


def _entries(text: str) -> tuple[Entry, ...]:
    return parse(text, "wenxiao.toml", Path("."))


def _aside(text: str, report: Report | None = None) -> Report:
    return suppress(report or _report(), _entries(text), today=TODAY)


def test_without_suppressions_nothing_changes() -> None:
    report = _report()
    assert suppress(report, today=TODAY) is report
    assert len(report.findings) == 2


def test_a_rule_of_a_document_is_set_aside_with_its_reason() -> None:
    report = _aside('[[suppress]]\nrule="A101"\ndocument="报告.txt"\nreason="口径见附件"\nby="张"\nuntil=2030-01-01')
    assert report.findings == ()
    assert {aside.suppression.reason for aside in report.suppressed} == {"口径见附件"}
    assert report.suppressed[0].suppression.by == "张"
    assert report.unused == ()


def test_a_quote_narrows_it_whatever_the_width_of_the_characters() -> None:
    report = _aside('[[suppress]]\nrule="stated-rate-differs"\ndocument="报告.txt"\nquote="执行率 ６５％"\nreason="甲"')
    assert [f.outcome.project for f in report.findings] == [0]
    assert [a.finding.outcome.project for a in report.suppressed] == [1]


def test_an_id_needs_no_document() -> None:
    finding = _report().findings[0]
    report = _aside(f'[[suppress]]\nfinding="{finding.id}"\nreason="甲"')
    assert [aside.finding.id for aside in report.suppressed] == [finding.id]
    assert finding.id not in {f.id for f in report.findings}


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ('rule="B106"\ndocument="报告.txt"\nreason="甲"', "fits no finding"),
        ('rule="A101"\ndocument="报告.txt"\nreason="甲"\nuntil=2029-12-31', "expired"),
        ('rule="A101"\ndocument="报告.txt"\nreason="甲"\nquote="别的话"', "fits no finding"),
    ],
)
def test_what_sets_nothing_aside_is_told(entry: str, why: str) -> None:
    report = _aside(f"[[suppress]]\n{entry}")
    assert len(report.findings) == 2
    assert [unused.why for unused in report.unused] == [why]


def test_another_document_is_not_touched_and_its_entry_is_not_called_unused() -> None:
    report = _aside('[[suppress]]\nrule="A101"\ndocument="别的.txt"\nreason="甲"')
    assert (len(report.findings), report.suppressed, report.unused) == (2, (), ())


def test_of_a_rule_that_did_not_run_nothing_is_said() -> None:
    report = audit_reading(read_text(ROAD, "报告.txt"), [])
    assert _aside('[[suppress]]\nrule="A101"\ndocument="报告.txt"\nreason="甲"', report).unused == ()


def test_a_whole_run_tells_what_no_document_used(tmp_path: Path) -> None:
    entries = parse(
        '[[suppress]]\nfinding="A101-0"\nreason="甲"\n[[suppress]]\nrule="A101"\ndocument="没有.txt"\nreason="乙"',
        "wenxiao.toml",
        tmp_path,
    )
    told = left_over(entries, used=(), seen=("报告.txt",), ran={"A101"})
    assert [(u.suppression.reason, u.why) for u in told] == [("甲", "fits no finding"), ("乙", "no such document")]
    assert left_over(entries[:1], used={"wenxiao.toml #1"}, seen=(), ran={"A101"}) == []
    assert left_over(entries[:1], used=(), seen=(), ran={"B106"}) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[suppress]]\nrule="A101"\ndocument="a"', "没有写理由"),
        ('[[suppress]]\nrule="A101"\ndocument="a"\nreason=" "', "没有写理由"),
        ('[[suppress]]\nreason="甲"', "二者取一"),
        ('[[suppress]]\nrule="A101"\nreason="甲"', "还要写明文件"),
        ('[[suppress]]\nrule="A1O1"\ndocument="a"\nreason="甲"', "没有规则“A1O1”"),
        ('[[suppress]]\nrule="A101"\ndocument="a"\nreason="甲"\nuntil="明年"', "不是日期"),
        ('[[suppress]]\nrule="A101"\ndocument="a"\nreason="甲"\nwho="乙"', "不认识“who”"),
        ('[[suppress]]\nrule=101\ndocument="a"\nreason="甲"', "引号"),
        ('suppress="A101"', "[[suppress]]"),
        ("[[suppress", "不是有效的 TOML"),
    ],
)
def test_what_cannot_be_followed_is_one_sentence(text: str, said: str) -> None:
    with pytest.raises(SuppressionError) as error:
        _entries(text)
    assert said in error.value.message("zh")
    assert error.value.message("en").isascii() or "A1O1" in text or "“" not in error.value.message("en")


def test_a_note_speaks_of_its_own_line() -> None:
    report = suppress(_report(ROAD.replace("85%。", "85%。【问效：不核对 A101，理由：甲】") + TREES), today=TODAY)
    assert [f.outcome.project for f in report.findings] == [1]
    assert [(a.suppression.reason, a.suppression.source) for a in report.suppressed] == [("甲", ":2")]


def test_a_note_with_a_line_of_its_own_speaks_of_the_next() -> None:
    report = suppress(_report(ROAD + TREES.replace("预算", "<!-- wenxiao: ignore A101 why -->\n预算")), today=TODAY)
    assert [f.outcome.project for f in report.findings] == [0]
    assert [a.suppression.reason for a in report.suppressed] == ["why"]


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("【问效：不核对 A101】", "no reason given"),
        ("【问效：不核对 A199，理由：甲】", "no such rule"),
        ("【问效：不核对，理由：甲】", "no such rule"),
        ("【问效：不核对 B106，理由：甲】", "fits no finding"),
    ],
)
def test_a_note_that_is_not_followed_is_told(note: str, why: str) -> None:
    report = suppress(_report(ROAD.replace("85%。", f"85%。{note}")), today=TODAY)
    assert len(report.findings) == 1
    assert [unused.why for unused in report.unused] == [why]
