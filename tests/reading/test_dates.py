"""Dates with their ends, what 截至 means, and titles that only quote a year. All texts are made up."""

from __future__ import annotations

import pytest

from wenxiao.reading.dates import find_moments
from wenxiao.reading.pipeline import read_text

ENDS = {
    "2023年完成": ((2023, 1, 1), (2023, 12, 31)),
    "2023年度预算": ((2023, 1, 1), (2023, 12, 31)),
    "2023年5月完成": ((2023, 5, 1), (2023, 5, 31)),
    "2023年12月6日完成": ((2023, 12, 6), (2023, 12, 6)),
    "2023年1月31号完成": ((2023, 1, 31), (2023, 1, 31)),
    "2023年上半年完成": ((2023, 1, 1), (2023, 6, 31)),
    "2023年底完成": ((2023, 12, 1), (2023, 12, 31)),
    "2023年三季度完成": ((2023, 7, 1), (2023, 9, 31)),
    "2023年11月底完成": ((2023, 11, 1), (2023, 11, 31)),
}


@pytest.mark.parametrize("text", ENDS)
def test_a_date_has_two_ends(text: str) -> None:
    (moment,) = find_moments(text)
    assert (moment.first, moment.last) == ENDS[text]
    assert text[moment.start : moment.end] == text.removesuffix("完成").removesuffix("预算")


@pytest.mark.parametrize("text", ["截至2023年8月底完成3座", "截止2023年8月底完成3座", "截至到2023年8月底完成3座"])
def test_figures_up_to_a_date(text: str) -> None:
    (moment,) = find_moments(text)
    assert moment.until
    assert moment.start == 0


def test_a_year_in_a_title_is_quoted() -> None:
    first, second = find_moments("根据《关于2022年工作的通知》，2023年完成。")
    assert (first.quoted, second.quoted) == (True, False)


@pytest.mark.parametrize("text", ["财预〔2020〕10号", "编号12023年检", "累计20年", "3年内"])
def test_what_is_no_date(text: str) -> None:
    assert find_moments(text) == ()


def test_steps_have_their_dates() -> None:
    reading = read_text(
        "甲工程于2023年3月开工，2023年6月竣工验收。项目资金于2023年2月到位，2023年5月支付工程款20万元。"
    )
    assert [s.step for s in reading.steps] == ["begun", "finished", "received", "paid"]


@pytest.mark.parametrize(
    "text", ["甲工程预计2023年6月竣工。", "甲工程计划于2023年3月开工。", "甲工程应于2023年6月底前竣工。"]
)
def test_what_is_planned_is_no_step(text: str) -> None:
    assert read_text(text).steps == ()
