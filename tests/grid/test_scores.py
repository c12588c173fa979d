"""Scores: points from rates, bands, ranks; and what others got wrong."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proof.grid.made import PERIOD
from wenxiao.grid import points_told
from wenxiao.grid.buckets import Question
from wenxiao.grid.rates import Rate, newest
from wenxiao.grid.scores import Scheme, grade, grades, placed, scheme, schemes, score

STREETS = schemes()["streets@1"]


def made(code: str, n: int, d: int = 0) -> Rate:
    ids = tuple(str(i) for i in range(max(n, d)))
    return Rate(newest(code), Question(PERIOD, PERIOD.end), "deadline", ids[:n], ids[:d], {})


def street(closed: int, on_time: int, of: int = 100, reworked: int = 0, pressed: int = 0) -> dict[str, Rate]:
    rates = [
        made("closed_on_time", on_time, of), made("closed", closed, of), made("rework", reworked, of), made("missed", 0, of),
        made("pressed_count", pressed),
    ]  # fmt: skip
    return {each.indicator.code: each for each in rates}


def one(mapping: str, indicator: str, **told: Any) -> Scheme:
    line = {"indicator": indicator, "points": 100, "mapping": mapping, **told}
    return scheme({"code": "x", "version": 1, "zh": "甲", "en": "x", "objects": "street", "total": 100, "line": [line]})


def test_points_are_parts_of_the_points() -> None:
    found = score(STREETS, "龙城", street(closed=90, on_time=80, reworked=5, pressed=3))
    assert [each.points for each in found.lines] == [
        Decimal(text) for text in ("40.00", "18.00", "9.50", "10.00", "8.50")
    ]
    assert found.total == Decimal("86.00")


def test_closing_more_never_lowers_a_score() -> None:
    """One program scored 100 − 结案率."""
    totals = [score(STREETS, "", street(closed=closed, on_time=40)).low for closed in range(40, 101)]
    assert totals == sorted(totals)


def test_a_rate_is_rounded_half_up_at_the_edge_alone() -> None:
    found = score(one("linear", "handled"), "", {"handled": made("handled", 17669, 20000)})  # 88.345
    assert found.total == Decimal("88.35")


def test_an_undefined_rate_is_neither_nothing_nor_everything() -> None:
    rates = street(closed=90, on_time=80) | {"rework": made("rework", 0, 0)}
    found = score(STREETS, "", rates)
    assert found.total is None
    assert (found.low, found.high) == (Decimal("78.00"), Decimal("88.00"))
    assert score(STREETS, "", {}).high == 100


def test_steps() -> None:
    acceptors = one("steps", "accepted_count", steps=[[2001, 100], [1201, 90], [501, 75], [301, 60], [101, 40]])
    for count, points in ((2001, 100), (2000, 90), (1201, 90), (1200, 75), (500, 60), (101, 40), (100, 0), (0, 0)):
        assert score(acceptors, "", {"accepted_count": made("accepted_count", count)}).total == points


def test_points_lost_below_a_threshold() -> None:
    of = one("deduct", "closed_on_time", threshold="0.7", per_point=1)
    for n, total in ((100, "100"), (70, "100"), (69, "99"), (0, "30")):
        assert score(of, "", {"closed_on_time": made("closed_on_time", n, 100)}).total == Decimal(total)
    less = one("deduct", "rework", threshold="0.05", per_point=2, most=20)
    for n, total in ((5, "100"), (6, "98"), (50, "80")):
        assert score(less, "", {"rework": made("rework", n, 100)}).total == Decimal(total)


def test_points_lost_for_each_case_have_an_end() -> None:
    of = one("each", "shirked_count", per_case=1)
    assert score(of, "", {"shirked_count": made("shirked_count", 3)}).total == 97
    assert score(of, "", {"shirked_count": made("shirked_count", 300)}).total == 0


def test_a_veto_takes_all() -> None:
    of = one("linear", "handled", veto="0.5")
    assert score(of, "", {"handled": made("handled", 49, 100)}).total == 0
    assert score(of, "", {"handled": made("handled", 50, 100)}).total == 50


def test_points_given_by_hand() -> None:
    district = schemes()["district_in_city@1"]
    rates = {code: made(code, 100, 100) for code in ("closed_on_time", "closed")}
    assert score(district, "", rates).total is None
    assert score(district, "", rates, {"第三方市容环境检查": Decimal("36.5")}).total == Decimal("96.50")
    assert score(district, "", rates, {"第三方市容环境检查": Decimal("99")}).total == 100


@pytest.mark.parametrize(
    ("mapping", "indicator", "told", "zh"),
    [
        ("linear", "closed_on_time", {"points": 50}, "50 分 × 指标值：100% 得 50 分，每低 1 个百分点少 0.5 分。"),
        ("linear", "rework", {"most": 8}, "10 分 ×（100% − 指标值）：0% 得 10 分，每高 1 个百分点少 0.1 分。最多得 8 分。"),
        ("steps", "accepted_count", {"steps": [[2001, 100], [101, 45]]}, "取达到的最高一档：达到 2001 得 10 分，达到 101 得 4.5 分，不到 101 得 0 分。"),
        ("steps", "handled", {"steps": [["0.9", 100]]}, "取达到的最高一档：达到 90% 得 10 分，不到 90% 得 0 分。"),
        ("deduct", "closed", {"threshold": "0.90", "per_point": 1}, "达到 90% 得满分 10 分，每低 1 个百分点扣 1 分，扣完为止。"),
        ("deduct", "rework", {"threshold": "0.05", "per_point": 2, "most": 6}, "不超过 5% 得满分 10 分，每高 1 个百分点扣 2 分，最多扣 6 分。"),
        ("each", "pressed_count", {"per_case": "0.5"}, "0 件得满分 10 分，每 1 件扣 0.5 分，扣完为止。"),
        ("linear", "handled", {"veto": "0.5"}, "10 分 × 指标值：100% 得 10 分，每低 1 个百分点少 0.1 分。低于 50% 时总分为 0。"),
    ],
)  # fmt: skip
def test_how_points_come_about_is_said_with_the_numbers_of_the_line(
    mapping: str, indicator: str, told: dict[str, Any], zh: str
) -> None:
    points = told.get("points", 10)
    row = {"code": "x", "version": 1, "zh": "甲", "en": "x", "objects": "street", "total": points}
    (line,) = scheme({**row, "line": [{"indicator": indicator, "mapping": mapping, "points": points, **told}]}).lines
    said, english = points_told.told(line)
    assert said == zh
    numbers, same = (set(re.findall(r"[\d.]*\d", words)) - {"0", "1"} for words in (zh, english))
    assert numbers == same


def test_what_is_said_of_points_is_what_is_computed() -> None:
    """100% 得 50 分，每低 1 个百分点少 0.5 分; 0 件得满分 10 分，每 1 件扣 0.5 分."""
    found = score(STREETS, "", street(closed=100, on_time=99, pressed=1)).lines
    assert (found[0].points, found[4].points) == (Decimal("49.50"), Decimal("9.50"))
    assert all(all(points_told.told(line)) for each in schemes().values() for line in each.lines)


def test_bands_end_where_the_next_begins() -> None:
    """One program asked 90 <= x <= 100 in a language where that is always true: everybody had an A."""
    expected = {
        "100": "A",
        "90": "A",
        "89.99": "B",
        "75": "B",
        "74.99": "C",
        "60": "C",
        "40": "D",
        "39.99": "E",
        "0": "E",
    }
    assert {total: grade(Decimal(total)) for total in expected} == expected
    assert grade(None) is grade(Decimal("100.01")) is grade(Decimal(-1)) is None
    assert [name for name, _ in grades()] == list("ABCDE")


def test_ties_share_a_rank_and_few_cases_have_none() -> None:
    scores = [
        score(STREETS, name, street(closed=closed, on_time=50, of=of))
        for name, closed, of in (("甲", 70, 100), ("乙", 90, 100), ("丙", 70, 100), ("丁", 60, 100), ("戊", 1, 1))
    ]
    scores[-1] = score(STREETS, "戊", street(closed=1, on_time=1, of=1))
    assert scores[-1].total == 100
    assert placed([each.ranked_by for each in scores]) == [2, 1, 2, 4, None]


def test_a_scheme_whose_points_do_not_add_up_is_refused() -> None:
    """One that was in use has 10 + 20 + 30 + 10 and calls it 100."""
    lines = [
        {"indicator": code, "points": points, "mapping": "linear"}
        for code, points in (("public_first", 10), ("handled", 20), ("closed", 30), ("closed_on_time", 10))
    ]
    with pytest.raises(ValueError, match="do not add up to 100"):
        scheme({"code": "x", "version": 1, "zh": "", "en": "", "objects": "street", "total": 100, "line": lines})


@pytest.mark.parametrize(
    ("mapping", "indicator", "told"),
    [
        ("linear", "filed_count", {}),
        ("each", "handled", {}),
        ("steps", "filed_count", {"steps": [[1, 10], [5, 100]]}),
        ("power", "handled", {}),
        ("external", "handled", {}),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(mapping: str, indicator: str, told: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="line"):
        one(mapping, indicator, **told)
    with pytest.raises(KeyError):
        one("linear", "none")


@given(st.sampled_from(list(schemes().values())), st.data())
def test_a_score_lies_between_nothing_and_its_points(of: Scheme, data: st.DataObject) -> None:
    rates = {}
    for line in of.lines:
        if line.indicator:
            d = data.draw(st.integers(0, 60))
            rates[line.indicator] = made(line.indicator, data.draw(st.integers(0, d)), d)
    found = score(of, "", rates)
    assert 0 <= found.low <= found.high <= of.total
    assert all(each.points is None or 0 <= each.points <= each.line.points for each in found.lines)
