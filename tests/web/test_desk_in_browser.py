"""Finance hands in forty documents and triages all of them by keyboard, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.web.browsing import People
from tests.web.desking import WRONG

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORTY = 40
#: Two keys in one breath: the address of the page changes after the second.
AT_ONCE = """(keys) => {
  for (const key of keys) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  return new Promise((later) => setTimeout(() => later(document.activeElement.tagName), 300));
}"""


@pytest.fixture(scope="module")
def people(site, browser) -> Iterator[People]:
    made = People(browser, site)
    yield made
    for person in made.values():
        person.page.context.close()


def test_finance_triages_forty_documents(people, tmp_path):
    paths = []
    for number in range(FORTY):
        path = tmp_path / f"{number:02}号自评报告.txt"
        path.write_text(WRONG.replace("网格巡查服务项目", f"网格巡查服务{number}号项目"), "utf8")
        paths.append(path)
    person = people["performance"]
    page = person.page
    person.goes_to("文档审查")
    person.follows("上传文档")
    page.get_by_label("选择文件").set_input_files([str(path) for path in paths])
    person.fills({"批次名称（可不填）": "四十份"})
    person.presses("上传")
    page.wait_for_url(re.compile(r"/desk/batches/\d+/$"))
    expect(page.locator("#progress .meter b")).to_have_text(f"{FORTY} / {FORTY}", timeout=120_000)
    page.locator("table.papers td a").first.click()
    for number in range(FORTY):
        page.wait_for_url(re.compile(r"/desk/\d+/\?batch=\d+"))
        expect(page.locator(".finding")).to_have_count(1)
        page.keyboard.press("j")
        if number % 4 == 3:
            page.keyboard.press("f")
            page.keyboard.type("分母为调整后预算")
            page.keyboard.press("Enter")
            expect(page.locator(".verdict")).to_contain_text("误报")
            page.keyboard.press("c")  # by habit: it is decided and stays so
            expect(page.locator(".verdict")).to_contain_text("误报")
        else:
            page.keyboard.press("c")
            expect(page.locator(".verdict")).to_contain_text("属实")
        expect(page.get_by_role("button", name="审结，下一份")).to_be_visible()
        with page.expect_navigation():
            page.keyboard.press("x")
    page.wait_for_url(re.compile(r"/desk/\?batch=\d+"))
    person.sees("没有其他待研判的文档")
    expect(page.locator("table.papers tbody .pill", has_text="已审结")).to_have_count(FORTY)
    person.goes_to("文档审查")
    person.follows("区域概览")
    person.sees("星河区网格化管理中心", "A101")
    assert person.failed == []


def test_a_reason_that_is_begun_at_once_keeps_the_keyboard(people, tmp_path):
    path = tmp_path / "快手自评报告.txt"
    path.write_text(WRONG.replace("网格巡查服务项目", "快手项目"), "utf8")
    person = people["performance"]
    page = person.page
    person.goes_to("文档审查")
    person.follows("上传文档")
    page.get_by_label("选择文件").set_input_files(str(path))
    person.presses("上传")
    page.wait_for_url(re.compile(r"/desk/batches/\d+/$"))
    expect(page.locator("#progress .meter b")).to_have_text("1 / 1", timeout=60_000)
    page.locator("table.papers td a").first.click()
    page.wait_for_load_state()
    assert page.evaluate(AT_ONCE, ["j", "f"]) == "TEXTAREA"
