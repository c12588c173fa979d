"""A document that says almost nothing must not look clean, and an excerpt must not be blamed for what was cut."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest

from wenxiao.audit.obligations import FACTS, State, obligations, whole
from wenxiao.audit.run import audit_reading, select
from wenxiao.performance.regime import names, regime
from wenxiao.publishing.json import report_tree
from wenxiao.publishing.text import report_text
from wenxiao.reading.pipeline import read, read_text

TITLE = "星河区道路养护项目支出绩效自评报告\n"
SIGNED = "星河区城市管理局\n2025年3月12日\n"
EMPTY = TITLE + "一、基本情况\n项目按照要求实施，资金使用规范，取得了明显成效。\n" + SIGNED
FULL = (
    TITLE
    + "一、项目基本情况\n星河区城市管理局2024年实施道路养护项目，年度目标是养护道路50公里。\n"
    + "二、资金使用情况\n全年预算20.00万元，实际支出18.00万元，执行率90%。\n"
    + "三、绩效目标完成情况\n全年养护道路52公里、涵洞14座，群众满意度为92.5%，自评得分95分。\n"
    + "四、存在的问题\n养护记录不够完整。\n五、改进措施\n逐月补齐养护记录。\n"
    + SIGNED
)


def states(text: str) -> dict[str, State]:
    return {o.requirement.name: o.state for o in obligations(read_text(text), regime())}


def test_an_empty_report_is_found_wanting() -> None:
    absent = {name for name, state in states(EMPTY).items() if state is State.ABSENT}
    assert absent >= {"存在的问题", "budget", "spending", "targets", "actuals", "score"}
    codes = {f.rule.code for f in audit_reading(read_text(EMPTY), select(["E109", "C112"])).findings}
    assert codes == {"E109", "C112"}


def test_a_full_report_has_everything() -> None:
    assert State.ABSENT not in states(FULL).values()
    assert audit_reading(read_text(FULL), select(["E109", "C112", "C113"])).findings == ()


def test_a_chapter_under_another_name_or_within_the_text_is_not_missing() -> None:
    assert states(FULL.replace("四、存在的问题", "四、主要短板"))["存在的问题"] is State.UNKNOWN
    assert states(FULL.replace("四、存在的问题", "四、不足之处"))["存在的问题"] is State.PRESENT


def test_what_may_be_an_excerpt_is_not_blamed() -> None:
    cut = EMPTY.removesuffix(SIGNED)
    assert not whole(read_text(cut))
    report = audit_reading(read_text(cut), select(["E109", "C112"]))
    assert report.findings == ()
    assert report.coverage["C112"].unknown == {"may be an excerpt": 1}
    assert "可能是节选" in report_text(report)


def test_a_text_of_no_known_type_says_that_nothing_was_required() -> None:
    report = audit_reading(read_text("全年共召开会议12次。"))
    assert obligations(report.reading, regime()) == ()
    assert "看不出文种" in report_text(report)


def test_the_report_says_what_is_there_and_what_is_not() -> None:
    report = audit_reading(read_text(EMPTY), ())
    text = report_text(report)
    assert "应有内容（国家（2020年起））" in text
    assert "未见" in text
    assert "Required content (National, from 2020)" in report_text(report, lang="en")
    tree = report_tree(report)
    assert tree["document"]["regime"] == "national-2020"
    assert {o["state"] for o in tree["obligations"]} >= {"present", "absent"}


@pytest.mark.parametrize("name", names())
def test_every_fact_that_a_pack_asks_for_can_be_looked_for(name: str) -> None:
    asked = {r.name for requirements in regime(name).documents.values() for r in requirements if r.kind == "fact"}
    assert asked <= set(FACTS)
    reading = read_text(FULL)
    for kind in regime(name).documents:
        typed = replace(reading, identity=replace(reading.identity, type=kind))
        assert len(obligations(typed, regime(name))) == len(regime(name).documents[kind])


BARE = [
    ("指标", "目标值", "实际完成值", "分值", "得分"),
    ("养护里程", "≥50公里", "52公里", "40", "40"),
    ("验收合格率", "≥95%", "97%", "30", "30"),
    ("群众满意度", "≥90%", "93%", "20", "20"),
]


@pytest.mark.parametrize("bar", ["｜", " | ", "\t"])
def test_a_bare_heading_of_indicators_is_their_column(bar: str) -> None:
    table = "\n".join(bar.join(row) for row in BARE) + "\n"
    reading = read_text(EMPTY.removesuffix(SIGNED) + "三、绩效目标完成情况\n" + table + SIGNED)
    assert [one.name for one in reading.indicators] == ["养护里程", "验收合格率", "群众满意度"]
    assert audit_reading(reading, select(["C112"])).findings == ()


def test_a_bare_heading_of_indicators_is_their_column_in_a_word_file(tmp_path: Path) -> None:
    document = docx.Document()
    for line in (EMPTY.removesuffix(SIGNED) + "三、绩效目标完成情况").splitlines():
        document.add_paragraph(line)
    table = document.add_table(len(BARE), len(BARE[0]))
    for cells, row in zip(table.rows, BARE, strict=True):
        for cell, words in zip(cells.cells, row, strict=True):
            cell.text = words
    for line in SIGNED.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    reading = read(tmp_path / "a.docx")
    assert len(reading.indicators) == 3
    assert audit_reading(reading, select(["C112"])).findings == ()
