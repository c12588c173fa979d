"""A whole year of one project through all roles in a real browser, and what each role must not do."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.web import later_stations, stations
from tests.web.browsing import People, Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def people(site, browser) -> Iterator[People]:
    made = People(browser, site)
    yield made
    for person in made.values():
        person.page.context.close()


def test_a_year_of_a_project(people):
    stations.registered(people)
    stations.targets_written(people)
    stations.targets_submitted(people)
    stations.budget_entered(people)
    stations.targets_adjusted(people)
    stations.monitored(people)
    later_stations.money_spent(people)
    later_stations.evaluated_by_the_unit(people)
    later_stations.self_evaluation_submitted(people)
    later_stations.firm_added(people)
    later_stations.reviewed(people)
    later_stations.evaluation_assigned(people)
    later_stations.evaluation_done(people)
    later_stations.problem_raised(people)
    later_stations.problem_closed(people)
    later_stations.result_used(people)
    later_stations.seen_as_a_whole(people)
    assert [line for person in people.values() for line in person.failed] == []


#: A project of the sample whose monitoring waits for finance and whose problem waits for the unit; one of another unit and
#: department; one that a firm evaluates, whose draft is with the unit.
MINE, FOREIGN, EVALUATED = "网格监督员购买服务项目", "校舍维修改造项目", "临溪河综合治理工程"

#: What somebody presses nowhere on the pages of MINE, and what is refused where it is sent all the same: address, fields.
NOT_THEIRS: dict[str, tuple[tuple[str, ...], tuple[tuple[str, dict[str, str]], ...]]] = {
    "clerk": (
        ("录入分录", "冲销", "提出问题", "决定结果应用", "立项评价", "无异常，办结", "下达纠偏通知", "批复", "销号", "复核通过"),
        (
            ("/ledger/{year}/enter/", {"kind": "added", "source": "fiscal", "date": "2026-06-01", "amount": "1000", "reference": "试"}),
            ("/monitoring/{monitoring}/step/", {"action": "close"}),
            ("/monitoring/{monitoring}/correct/", {"order": "试", "due": "2026-12-31"}),
            ("/problems/new/{year}/", {"origin": "review", "text": "试", "due": "2026-12-31"}),
            ("/problems/results/{year}/", {"decision": "prefer", "reason": "试"}),
            ("/problems/{problem}/step/", {"action": "close", "comment": "试"}),
        ),
    ),
    "head": (
        ("填报", "申请调整目标", "录入分录", "提出问题", "开始自评", "上传", "修改项目"),
        (
            ("/targets/{targets}/adjust/", {"reason": "试"}),
            ("/selfevaluation/{selfevaluation}/edit/", {"outcome": "试"}),
            ("/projects/{year}/edit/", {"name": "试"}),
            ("/selfevaluation/{selfevaluation}/step/", {"action": "submit"}),
        ),
    ),
    "department": (
        ("填报", "录入分录", "决定结果应用", "无异常，办结", "销号", "下达监控任务"),
        (
            ("/ledger/{year}/enter/", {"kind": "cut", "source": "fiscal", "date": "2026-06-01", "amount": "1000", "reference": "试"}),
            ("/monitoring/{monitoring}/step/", {"action": "close"}),
            ("/problems/results/{year}/", {"decision": "cut", "reason": "试"}),
            ("/problems/{problem}/step/", {"action": "plan"}),
        ),
    ),
    "business": (
        ("填报", "申请调整目标", "立项评价", "下达监控任务", "批复"),
        (
            ("/monitoring/issue/", {"year": "2026", "month": "11", "opens": "2026-12-01", "due": "2026-12-15"}),
            ("/targets/{targets}/adjust/", {"reason": "试"}),
            ("/evaluation/new/", {"code": "530100-0001", "year": "2026", "kind": "finance", "framework": "2020"}),
            ("/evaluation/reviews/draw/", {"year": "2025", "size": "1", "seed": "1"}),
            ("/problems/{problem}/step/", {"action": "plan"}),
        ),
    ),
    "performance": (
        ("填报", "申请调整目标", "提交整改方案", "提交单位审核"),
        (
            ("/targets/{targets}/adjust/", {"reason": "试"}),
            ("/selfevaluation/{selfevaluation}/edit/", {"outcome": "试"}),
            ("/selfevaluation/{selfevaluation}/step/", {"action": "submit"}),
            ("/problems/{problem}/step/", {"action": "plan"}),
            ("/organisations/new/", {"code": "F7", "name": "试", "kind": "firm"}),
        ),
    ),
    "oversight": (
        ("填报", "录入分录", "提出问题", "决定结果应用", "立项评价", "修改项目", "下达监控任务", "新增项目"),
        (
            ("/projects/new/", {"name": "试"}),
            ("/monitoring/{monitoring}/step/", {"action": "close"}),
            ("/problems/{problem}/step/", {"action": "close", "comment": "试"}),
            ("/ledger/{year}/enter/", {"kind": "added", "source": "fiscal", "date": "2026-06-01", "amount": "1000", "reference": "试"}),
        ),
    ),
}  # fmt: skip

#: Rooms that the side bar does not offer.
CLOSED = {
    "clerk": ("机构与人员",), "head": ("机构与人员",), "department": ("机构与人员",), "business": ("机构与人员",), "performance": ("机构与人员",),
    "oversight": ("机构与人员",), "evaluator": ("机构与人员", "问题整改", "全区概览"), "admin": ("项目库", "资金台账", "绩效目标", "单位自评", "评价与复核"),
}  # fmt: skip

#: A step that is for one role is for no other, whoever sees the thing.
REFUSED = {403, 404, 409}


def things(person: Person, project: str) -> dict[str, str]:
    """The numbers of a project's things, from the links of its page."""
    person.looks_at(project)
    found = {"year": re.findall(r"/projects/(\d+)/", person.page.url)[0]}
    links = "\n".join(person.main.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))"))
    for room in ("monitoring", "selfevaluation", "evaluation", "problems"):
        if numbers := re.findall(rf"^/{room}/(\d+)/$", links, re.MULTILINE):
            found[room.removesuffix("s")] = numbers[-1]
    person.follows("绩效指标")
    word = person.main.get_by_role("link", name="导出 Word").get_attribute("href") or ""
    found["targets"] = re.findall(r"/targets/(\d+)/", word)[0]
    return found


def pages(person: Person, project: str) -> Iterator[None]:
    """Every page of a project that its own page leads to, one after the other."""
    person.looks_at(project)
    yield
    for room in ("ledger", "targets", "monitoring", "selfevaluation", "problems"):
        link = person.page.locator(f"#{room} a[href^='/{room}/']").first
        if link.count():
            to = link.get_attribute("href") or ""
            link.click()
            person.page.wait_for_url(f"**{to}")
            yield
            person.page.go_back()


def shown(person: Person, project: str) -> list[str]:
    """What the pages of a project say, once what a page asks for after itself has come."""

    def settled() -> str:
        expect(person.main.locator("[hx-trigger=load]")).to_have_count(0)
        return person.main.inner_text()

    return [settled() for _ in pages(person, project)]


def test_what_each_role_must_not_do(people):
    office = people["performance"]
    known = things(office, MINE)
    evaluated = things(office, EVALUATED)["year"]
    before = [shown(office, MINE), shown(office, FOREIGN)]
    for login, (unoffered, posts) in NOT_THEIRS.items():
        person = people[login]
        for _ in pages(person, MINE):
            assert person.offered().isdisjoint(unoffered), (login, person.page.url)
        for address, fields in posts:
            assert person.posts(address.format(**known), fields) in REFUSED, (login, address)

    foreign = things(office, FOREIGN)
    for login in ("clerk", "head", "department", "business", "evaluator"):
        person = people[login]
        person.goes_to("项目库")
        person.misses(FOREIGN)
        for address in ("/projects/{year}/edit/", "/ledger/{year}/enter/", "/monitoring/{monitoring}/step/"):
            assert person.posts(address.format(**foreign), {"action": "close"}) in REFUSED, (login, address)

    firm = people["evaluator"]
    firm.goes_to("评价与复核")
    firm.follows(EVALUATED)
    firm.page.wait_for_url(re.compile(r"/evaluation/\d+/"))
    assert firm.offered().isdisjoint(("定稿", "反馈意见", "按意见修改", "保存"))
    number = re.findall(r"/evaluation/(\d+)/", firm.page.url)[0]
    for login, action in (
        ("evaluator", "comment"),
        ("evaluator", "finish"),
        ("business", "comment"),
        ("head", "finish"),
    ):
        assert people[login].posts(f"/evaluation/{number}/step/", {"action": action, "comment": "试"}) in REFUSED
    assert firm.posts(f"/problems/new/{evaluated}/", {"text": "试"}) in REFUSED

    for login, rooms in CLOSED.items():
        assert [people[login].rooms().count(room) for room in rooms] == [0] * len(rooms), login
    for address in ("/projects/{year}/edit/", "/ledger/{year}/enter/", "/targets/{targets}/step/"):
        assert people["admin"].posts(address.format(**known), {"action": "approve"}) in REFUSED
    assert [shown(office, MINE), shown(office, FOREIGN)] == before
