"""What a page could not send is said at the page, and nothing that was typed is lost."""

from __future__ import annotations

import re
import time

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


def logs_in_elsewhere(person: Person, site: str, login: str = "clerk") -> None:
    """In another window, while this one stays as it is."""
    other = person.page.context.new_page()
    other.goto(f"{site}/login/")
    other.fill("[name=username]", login)
    other.fill("[name=password]", PASSWORD)
    other.click("button.primary")
    other.wait_for_url(lambda url: "/login/" not in url)


def test_an_expired_login_is_said_and_work_goes_on_after_a_new_one(clerk, site):
    page, note = clerk.page, clerk.page.locator("#unsent")
    page.context.clear_cookies(name="sessionid")
    typed(clerk, "补充一句")
    expect(note).to_contain_text("登录已过期")
    expect(page.locator(".saved")).to_contain_text("登录已过期")
    expect(page.locator("[name=password]")).to_have_count(0)  # no login page within the page
    logs_in_elsewhere(clerk, site)
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


def test_a_draft_that_could_not_be_looked_for_keeps_what_is_typed_then(clerk):
    page = clerk.page
    page.route("**/draft/**", lambda route: route.abort())
    page.reload()
    expect(page.locator("#found")).to_be_visible()
    page.unroute("**/draft/**")
    typed(clerk, "断线以后")
    expect(page.locator(".saved")).to_have_text("草稿已保存")


def test_a_window_keeps_its_draft_after_the_form_was_sent_from_another(clerk):
    page, saved = clerk.page, clerk.page.locator(".saved")
    typed(clerk, "甲")
    expect(saved).to_have_text("草稿已保存")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="保存", exact=True).click()
    expect(other.locator(".message")).to_contain_text("已保存")
    with page.expect_response(lambda answer: "place=" in answer.url and answer.status == 200):
        typed(clerk, "乙")
    expect(saved).to_have_text("草稿已保存")
    page.reload()
    expect(saved).to_contain_text("有一份未提交的草稿")
    page.get_by_role("button", name="恢复").click()
    assert page.locator("#text").input_value().endswith("甲乙")


def test_what_is_refused_is_said_with_its_reason(clerk):
    page = clerk.page
    why = "本年度报告已锁定。"
    page.route(
        "**/audit/",
        lambda route: route.fulfill(status=403, content_type="text/html", body=f"<main><p data-why>{why}</p></main>"),
    )
    typed(clerk, "再写")
    expect(page.locator("#unsent")).to_have_text(why)


@pytest.fixture
def finance(site, browser):
    person = Person(browser, site, "performance")
    yield person
    person.page.context.close()


def test_a_comment_that_was_sent_with_an_expired_login_is_sent_again(finance, site):
    page, why = finance.page, "请补充资金测算依据。\n另附合同。"
    finance.goes_to("待办")
    finance.card("运行监控").locator("li", has_text="校舍维修改造项目").get_by_role("link").first.click()
    page.locator("#comment").fill(why)
    page.context.clear_cookies(name="sessionid")
    finance.presses("退回修改", page.locator("#steps"))
    finance.sees("登录已过期，刚才提交的内容没有保存")
    logs_in_elsewhere(finance, site, "performance")
    finance.presses("已重新登录，再次提交")
    finance.sees("已办理", "请补充资金测算依据。")
    assert finance.failed == []


def test_files_go_on_after_a_new_login_and_need_not_be_chosen_again(finance, site, tmp_path):
    page, path = finance.page, tmp_path / "自评报告.txt"
    path.write_text("项目支出绩效自评报告\n全年预算100万元，支出90万元，执行率90%。", "utf8")
    finance.goes_to("文档审查")
    finance.follows("上传文档")
    page.get_by_label("选择文件").set_input_files([str(path)])
    page.context.clear_cookies(name="sessionid")
    finance.presses("上传")
    finance.sees("登录已过期，还有 1 份没有上传")
    logs_in_elsewhere(finance, site, "performance")
    finance.presses("继续上传")
    page.wait_for_url(re.compile(r"/desk/batches/\d+/$"))
    finance.sees("自评报告")


def test_a_file_that_was_too_large_is_told_until_it_was_seen(finance, tmp_path):
    page, small, large = finance.page, tmp_path / "自评报告.txt", tmp_path / "扫描件.pdf"
    small.write_text("项目支出绩效自评报告", "utf8")
    large.write_bytes(b"%PDF-1.4 " + b"x" * 100)
    finance.goes_to("文档审查")
    finance.follows("上传文档")
    page.evaluate("document.getElementById('upload').dataset.most = String(60 / 1048576)")
    page.get_by_label("选择文件").set_input_files([str(small), str(large)])
    finance.presses("上传")
    finance.sees("扫描件.pdf: 超过", "其余已上传")
    finance.follows("打开批次")
    page.wait_for_url(re.compile(r"/desk/batches/\d+/$"))


def test_a_form_pressed_twice_on_a_slow_line_is_sent_once(site, browser):
    person = Person(browser, site, "business")
    page = person.page
    page.goto(f"{site}/ledger/2/enter/?kind=paid")
    person.fills({"金额（元）": "1000", "文号或凭证号": "国库支2026-777号"})
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", {"offline": False, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1})  # fmt: skip
    button = page.locator("main form button.primary").bounding_box()
    for _ in range(2):
        page.mouse.click(button["x"] + 5, button["y"] + 5)
        time.sleep(0.4)
    page.wait_for_url(re.compile(r"/ledger/2/$"))
    expect(page.locator("tr", has_text="国库支2026-777号")).to_have_count(1)
    page.context.close()


def test_a_file_of_evidence_is_asked_for_again(site, browser, tmp_path):
    person, path = Person(browser, site, "clerk"), tmp_path / "佐证.txt"
    page, note = person.page, person.page.locator("#unsent")
    path.write_text("巡查记录", "utf8")
    person.takes_up("网格监督员购买服务项目", "单位自评")
    if "/edit/" not in page.url:
        person.follows("填报")
    chosen = page.locator("[id^=file-]").first
    page.context.clear_cookies(name="sessionid")
    chosen.set_input_files(str(path))
    expect(note).to_contain_text("文件没有上传，请重新选择")
    expect(chosen).to_have_value("")
    logs_in_elsewhere(person, site)
    chosen.set_input_files(str(path))
    person.sees("佐证.txt")
    expect(note).to_be_hidden()
    expect(chosen).to_have_value("")
    page.context.close()
