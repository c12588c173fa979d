"""A unit writes its year's report in a real browser: a wrong figure is found at its words while it is typed, the ledger's takes its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.browsing import People, Person
from wenxiao.audit.run import audit_reading
from wenxiao.reading.pipeline import read

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "网格监督员购买服务项目2025年度项目支出绩效自评报告"
#: What the clerk writes in every blank.
WRITTEN = "由项目科明确专人负责，有关资料归档备查。"


@pytest.fixture
def people(site, browser) -> Iterator[People]:
    made = People(browser, site)
    yield made
    for person in made.values():
        person.page.context.close()


def test_a_report_is_written_with_live_audit_approved_and_taken_away(people, tmp_path):
    clerk: Person = people["clerk"]
    page = clerk.page
    page.locator("nav").get_by_role("link", name="绩效报告").click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="二、项目资金使用及管理情况", exact=True).click()
    text, found = page.locator("#text"), page.locator("#found")
    expect(found).not_to_contain_text("矛盾")
    before = text.input_value()

    _type_over(page, "年初预算560.00万元", "年初预算590.00万元")
    expect(found).to_contain_text("台账为“560.00万元”")
    expect(found).to_contain_text("590 − 560 = 30（万元）")
    expect(page.locator(".under mark.error").filter(has_text="590.00万元")).to_have_count(1)
    found.get_by_role("button", name="看原文").first.click(delay=1500)  # pressed slowly: it stays under the finger
    assert "590.00万元" in page.evaluate(
        "() => { const a = document.activeElement; return a.value.slice(a.selectionStart, a.selectionEnd); }"
    )

    found.get_by_role("button", name="采用台账数 560.00万元").click()
    expect(page.locator(".message")).to_contain_text("已保存")
    assert page.locator("#text").input_value() == before
    expect(page.locator(".under mark.ref").filter(has_text="560.00万元").first).to_be_attached()

    _fill_blanks(page)
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator("main")).to_contain_text("待审核")

    head: Person = people["head"]
    head.page.locator("nav").get_by_role("link", name="绩效报告").click()
    head.page.get_by_role("link", name=TITLE).click()
    head.page.get_by_role("button", name="审定").click()
    expect(head.page.locator(".head .pill").first).to_have_text("已审定")

    page.reload()
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载 Word").click()
    path = tmp_path / "report.docx"
    taken.value.save_as(path)
    assert _errors(path) == []
    assert clerk.failed == head.failed == []


def _type_over(page, words: str, instead: str) -> None:
    """Select words in the chapter and type others, as a person does."""
    page.evaluate(
        """(words) => { const a = document.getElementById("text"), at = a.value.indexOf(words);
        a.focus(); a.setSelectionRange(at, at + words.length); }""",
        words,
    )
    page.keyboard.insert_text(instead)


def _fill_blanks(page) -> None:
    """Go through the chapters and write every blank."""
    page.locator(".outline a").first.click()
    while True:
        text = page.locator("#text").input_value()
        written = re.sub(r"【待填写：[^【】]*】", WRITTEN, text)
        if written != text:
            page.locator("#text").fill(written)
        after = page.get_by_role("button", name="保存并写下一章")
        if after.count() == 0:
            page.get_by_role("button", name="保存", exact=True).click()
            page.get_by_role("link", name="返回").click()
            return
        after.click()


def _errors(path: Path) -> list[str]:
    return [one.message() for one in audit_reading(read(path)).findings if one.severity == "error"]
