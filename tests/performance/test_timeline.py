"""The time line of a project-year: what was done, what is under way, what is late and by how many days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from wenxiao.performance.monitoring import Light
from wenxiao.performance.timeline import (
    Cycle,
    Judgement,
    Mark,
    Release,
    Report,
    SelfEvaluation,
    Station,
    Targets,
    Trouble,
    countdown,
    stations,
    words,
)

TODAY = date(2026, 9, 10)


def at(key: str, today: date = TODAY, **known: object) -> Station:
    found = stations(Cycle(2026, **known), today)  # type: ignore[arg-type]
    return next(one for one in found if one.key == key)


def said(station: Station) -> list[str]:
    return [zh for zh, _ in words(station, 2026)]


def test_the_stations_stand_in_the_order_of_the_cycle() -> None:
    reports = (Report(10, "issued"), Report(7, "closed"))
    assert [one.key for one in stations(Cycle(2026, reports=reports), TODAY)] == [
        "target", "budget", "monitoring-7", "monitoring-10", "self_evaluation", "evaluation", "problem", "disclosure",
    ]  # fmt: skip


def test_nothing_is_known_yet() -> None:
    marks = {one.key: one.mark for one in stations(Cycle(2026), TODAY)}
    assert marks.pop("target") is Mark.NOW
    assert set(marks.values()) == {Mark.AHEAD}
    assert said(at("budget")) == ["—"]


def test_targets_are_done_with_the_first_approval() -> None:
    station = at("target", targets=(Targets(1, "approved", date(2026, 2, 14)),), released=date(2026, 2, 20))
    assert (station.mark, station.on, station.days) == (Mark.DONE, date(2026, 2, 14), None)
    assert said(station) == ["2月14日"]


def test_a_day_of_another_year_has_its_year() -> None:
    assert said(at("target", targets=(Targets(1, "approved", date(2025, 12, 22)),))) == ["2025-12-22"]


def test_targets_approved_after_the_money_was_released_say_how_late() -> None:
    station = at("target", targets=(Targets(1, "approved", date(2026, 3, 2)),), released=date(2026, 2, 20))
    assert (station.mark, station.days) == (Mark.DONE, -10)
    assert said(station) == ["3月2日", "迟 10 天"]


def test_targets_are_late_from_the_day_after_the_money_was_released() -> None:
    draft = (Targets(1, "submitted"),)
    on_the_day = at("target", date(2026, 2, 20), targets=draft, released=date(2026, 2, 20))
    after = at("target", date(2026, 2, 21), targets=draft, released=date(2026, 2, 20))
    assert (on_the_day.mark, said(on_the_day)) == (Mark.NOW, ["今天到期", "单位审核"])
    assert (after.mark, said(after)) == (Mark.LATE, ["逾期 1 天", "单位审核"])


def test_targets_that_are_being_adjusted_are_under_way_and_not_late() -> None:
    versions = (Targets(1, "approved", date(2026, 2, 14)), Targets(2, "at_finance"))
    station = at("target", targets=versions, released=date(2026, 2, 20))
    assert station.mark is Mark.NOW
    assert said(station) == ["2月14日", "第2版", "业务科审核"]


@pytest.mark.parametrize(
    ("known", "mark", "lines"),
    [
        ({}, Mark.AHEAD, ["—"]),
        ({"approved": date(2026, 2, 10)}, Mark.NOW, ["已批复，未下达"]),
        ({"approved": date(2026, 2, 10), "released": date(2026, 2, 18)}, Mark.DONE, ["2月18日"]),
    ],
)
def test_the_budget_is_done_when_money_is_released(known: dict[str, date], mark: Mark, lines: list[str]) -> None:
    station = at("budget", **known)
    assert (station.mark, said(station)) == (mark, lines)


@pytest.mark.parametrize(
    ("report", "mark", "lines"),
    [
        (Report(7, "issued", due=date(2026, 9, 15)), Mark.NOW, ["剩 5 天", "待填报"]),
        (Report(7, "issued", due=date(2026, 9, 1)), Mark.LATE, ["逾期 9 天", "待填报"]),
        (Report(7, "issued"), Mark.NOW, ["待填报"]),
        (Report(7, "at_finance", due=date(2026, 8, 31), sent=date(2026, 8, 28)), Mark.NOW, ["财政审核"]),
        (Report(7, "closed", date(2026, 8, 31), date(2026, 8, 28), date(2026, 9, 4), Light.GREEN), Mark.DONE, ["9月4日", "绿灯"]),
        (Report(7, "closed", date(2026, 8, 31), date(2026, 9, 2), date(2026, 9, 4), Light.YELLOW), Mark.DONE, ["9月4日", "迟 2 天", "黄灯"]),
        (Report(7, "correcting", light=Light.RED, order_due=date(2026, 9, 30)), Mark.NOW, ["剩 20 天", "纠偏中", "红灯"]),
        (Report(7, "correcting", light=Light.RED, order_due=date(2026, 9, 7)), Mark.LATE, ["逾期 3 天", "纠偏中", "红灯"]),
        (Report(7, "suspended", light=Light.RED), Mark.LATE, ["暂缓拨款", "红灯"]),
    ],
)  # fmt: skip
def test_a_round_of_monitoring(report: Report, mark: Mark, lines: list[str]) -> None:
    station = at("monitoring-7", reports=(report,))
    assert (station.mark, said(station)) == (mark, lines)


@pytest.mark.parametrize(
    ("own", "mark", "lines"),
    [
        (None, Mark.AHEAD, ["—"]),
        (SelfEvaluation("draft"), Mark.AHEAD, ["—"]),
        (SelfEvaluation("draft", due=date(2026, 9, 16)), Mark.NOW, ["剩 6 天", "草稿"]),
        (SelfEvaluation("draft", due=date(2026, 9, 9)), Mark.LATE, ["逾期 1 天", "草稿"]),
        (SelfEvaluation("at_finance", total=Decimal("92.50"), grade="优"), Mark.NOW, ["财政复核", "92.5分 优"]),
        (SelfEvaluation("accepted", date(2026, 9, 1), date(2026, 9, 3), date(2026, 9, 8), Decimal(88), "良"), Mark.DONE, ["9月8日", "迟 2 天", "88分 良"]),
    ],
)  # fmt: skip
def test_the_self_evaluation(own: SelfEvaluation | None, mark: Mark, lines: list[str]) -> None:
    station = at("self_evaluation", self_evaluation=own)
    assert (station.mark, said(station)) == (mark, lines)


def test_a_draft_of_a_year_that_is_over_is_under_way() -> None:
    assert at("self_evaluation", date(2027, 1, 5), self_evaluation=SelfEvaluation("draft")).mark is Mark.NOW


def test_reviews_and_evaluations_are_done_when_all_of_them_are() -> None:
    done = Judgement("财政评价", "Finance evaluation", date(2026, 8, 3), Decimal("91.2"), "优")
    both = at("evaluation", judgements=(Judgement("复核", "review"), done))
    assert (both.mark, said(both)) == (Mark.NOW, ["复核进行中", "财政评价 91.2分 优"])
    alone = at("evaluation", judgements=(done,))
    assert (alone.mark, said(alone)) == (Mark.DONE, ["8月3日", "财政评价 91.2分 优"])


def test_problems_wait_for_the_nearest_day_of_those_that_are_open() -> None:
    problems = (Trouble(date(2026, 6, 1), date(2026, 5, 20)), Trouble(date(2026, 9, 30)), Trouble(date(2026, 9, 8)))
    station = at("problem", problems=problems)
    assert (station.mark, said(station)) == (Mark.LATE, ["逾期 2 天", "已销号 1/3"])
    closed = tuple(Trouble(one.due, date(2026, 9, 9)) for one in problems)
    assert said(at("problem", problems=closed)) == ["9月9日", "已销号 3/3"]


def test_english_counts_days() -> None:
    assert [countdown(n)[1] for n in (-2, -1, 0, 1, 2)] == ["2 days late", "1 day late", "due today", "1 day left", "2 days left"]  # fmt: skip
    station = at("target", targets=(Targets(1, "approved", date(2026, 2, 4)),))
    assert words(station, 2026) == [("2月4日", "4 Feb")]


def test_lateness_never_shrinks_as_days_go_by() -> None:
    report = (Report(7, "issued", due=date(2026, 8, 31)),)
    days = [at("monitoring-7", date(2026, 8, day), reports=report).days for day in range(1, 32)]
    assert days == sorted(days, reverse=True)  # type: ignore[type-var]
    assert days[-1] == 0


def disclosed(*releases: Release) -> Station:
    return stations(Cycle(2025, releases=releases), TODAY)[-1]


def test_what_waits_to_be_public_is_late_after_its_day() -> None:
    one = disclosed(Release("绩效目标", "Targets", done=TODAY), Release("单位自评", "Self-evaluation", due=TODAY - timedelta(days=2), last=True))  # fmt: skip
    assert (one.mark, one.days, one.said) == (Mark.LATE, -2, (("绩效目标已公开", "Targets: public"),))


def test_the_year_is_public_with_its_self_evaluation() -> None:
    targets, own = Release("绩效目标", "Targets", done=TODAY - timedelta(days=9)), Release("单位自评", "Self-evaluation", done=TODAY, last=True)  # fmt: skip
    assert disclosed(targets, own).mark is Mark.DONE
    assert disclosed(targets, own).on == TODAY
    assert disclosed(targets).mark is Mark.AHEAD
    assert disclosed().mark is Mark.AHEAD
