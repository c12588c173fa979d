"""What a page could not send is said at the page, and nothing that was typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.web.browsing import PASSWORD, Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHAPTER = "二、项目资金使用及管理情况"


@pytest.fixture
def clerk(site, browser):
    """A clerk in the middle of a chapter."""
    person = Person(browser, site, "clerk")
    person.goes_to("绩效报告")
    person.page.get_by_role("link", name=re.compile("自评报告$")).first.click()
    person.follows(CHAPTER)
    expect(person.page.locator("#found")).to_be_visible()
    yield person
    person.page.context.close()


def typed(person: Person, words: str) -> None:
    text = person.page.locator("#text")
    text.press("Control+End")
    text.press_sequentially(words)


def test_an_expired_login_is_said_and_work_goes_on_after_a_new_one(clerk, site):
    page, note = clerk.page, clerk.page.locator("#unsent")
    page.context.clear_cookies(name="sessionid")
    typed(clerk, "补充一句")
    expect(note).to_contain_text("登录已过期")
    expect(page.locator(".saved")).to_contain_text("登录已过期")
    expect(page.locator("[name=password]")).to_have_count(0)  # no login page within the page
    other = page.context.new_page()
    other.goto(f"{site}/login/")
    other.fill("[name=username]", "clerk")
    other.fill("[name=password]", PASSWORD)
    other.click("button.primary")
    other.wait_for_url(lambda url: "/login/" not in url)
    typed(clerk, "。")
    expect(note).to_be_hidden()
    expect(page.locator(".saved")).to_have_text("草稿已保存")
    assert page.locator("#text").input_value().endswith("补充一句。")
    clerk.presses("保存")
    expect(page.locator(".message")).to_contain_text("已保存")


def test_a_broken_line_is_said_until_it_is_back(clerk):
    page, note = clerk.page, clerk.page.locator("#unsent")
    page.context.set_offline(True)
    typed(clerk, "断线")
    expect(note).to_contain_text("网络中断")
    expect(page.locator(".saved")).to_contain_text("未能保存")
    page.context.set_offline(False)
    typed(clerk, "。")
    expect(note).to_be_hidden()
    expect(page.locator(".saved")).to_have_text("草稿已保存")


def test_what_is_refused_is_said_with_its_reason(clerk):
    page = clerk.page
    why = "本年度报告已锁定。"
    page.route(
        "**/audit/",
        lambda route: route.fulfill(status=403, content_type="text/html", body=f"<main><p data-why>{why}</p></main>"),
    )
    typed(clerk, "再写")
    expect(page.locator("#unsent")).to_have_text(why)
