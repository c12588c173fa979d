"""Where a case is filed, the conditions of one category are to choose from, not those of the whole catalogue."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.browsing import logged_in

pytestmark = pytest.mark.slow


def test_the_conditions_to_choose_from_are_those_of_the_category(browser, site):
    context = logged_in(browser, site, "acceptor", 390)
    page = context.pages[0]
    page.goto(f"{site}/grid/?kind=accept")
    page.locator("table.queue td.grow a").first.click()
    page.locator("#step-file summary").first.click()
    conditions, category = page.locator("[name=filing]"), page.get_by_label("类别", exact=True)
    own = category.locator("option:checked").text_content() or ""
    expect(conditions.locator("optgroup")).to_have_count(1)
    assert conditions.locator("optgroup").get_attribute("label") == own
    category.select_option("09006 占道经营")
    expect(conditions.locator("optgroup")).to_have_attribute("label", "09006 占道经营")
    page.get_by_label("查找类别或条件").fill("暴露垃圾")
    expect(category.locator("option:checked")).to_contain_text("暴露垃圾")
    assert "|rubbish" in conditions.input_value()
    category.select_option("")
    expect(conditions.locator("optgroup")).to_have_count(0)
    context.close()
