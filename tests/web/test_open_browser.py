"""A citizen at the public pages, in a real browser: without scripts, on a desk and on a phone, with a screen reader's eyes."""

from __future__ import annotations

import csv
import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.browsing import Person
from tests.web.test_browser import AXE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KIND = re.compile(r"\d[\d-]*")


@pytest.fixture(params=[1280, 390])
def citizen(site, browser, request):
    """Somebody without a login and without scripts."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 900}, java_script_enabled=False, accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{site}/open/")
    yield page
    context.close()


def test_from_the_front_page_to_the_money_of_a_project_in_three_clicks_and_to_its_data(citizen):
    main = citizen.locator("main")
    main.get_by_role("link", name="星河区水务局").click()  # 1
    main.get_by_role("link", name="临溪河综合治理工程", exact=True).click()  # 2
    money = citizen.locator("#money")
    assert "26,839,183.00" in money.inner_text()
    assert "55.00%" in money.inner_text()
    assert "÷全年预算" in money.inner_text()
    with citizen.expect_download() as download:
        main.get_by_role("link", name="资金 CSV").click()  # 3
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert {row["paid"] for row in rows if row["paid"]} == {"26839183.00"}


def test_by_searching(citizen):
    citizen.get_by_role("searchbox").fill("图书馆")
    citizen.get_by_role("button", name="搜索").click()
    citizen.get_by_role("link", name="2025年度项目支出绩效自评：公共图书馆免费开放项目").click()
    text = citizen.locator("main").inner_text()
    assert "各分项相加为 125场，与总数“120场”不能同时成立" in text
    assert "单位说明 有5场活动兼有讲座和展览" in text


def test_an_older_version_says_what_replaced_it(citizen):
    citizen.locator("main").get_by_role("link", name="2025年度项目支出绩效自评：网格监督员购买服务项目").click()
    assert "本版更正了第1版" in citizen.get_by_role("status").inner_text()
    citizen.get_by_role("link", name="第1版").first.click()
    assert "这个版本已由第2版代替" in citizen.get_by_role("status").inner_text()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("begin", ["/open/", "/open/en/"])
def test_public_pages_are_for_everybody(site, browser, width, begin):
    """No fault of access, nothing from elsewhere, nothing too wide, on each kind of page."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page, faults, elsewhere = context.new_page(), {}, []
    page.on("request", lambda asked: None if asked.url.startswith((site, "data:")) else elsewhere.append(asked.url))
    waiting, seen = [begin, f"{begin}search/?q=项目", f"{begin}1999/"], set()
    while waiting:
        path = waiting.pop(0)
        kind = KIND.sub("N", path.split("?")[0])
        if kind in seen or re.search(r"\.(csv|json|zip|atom|docx|xlsx)$", path):
            continue
        seen.add(kind)
        page.goto(site + path)
        said = [
            f"{one['id']}: {one['nodes'][0]['html'][:120]}"
            for one in Axe().run(page, options=AXE).response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            said.append("too wide")
        if said:
            faults[path] = said
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        waiting += [link for link in links if link.startswith("/open/")]
    context.close()
    assert faults == {}
    assert elsewhere == []
    assert len(seen) >= 7


def test_the_pages_print_as_documents_without_their_menu(site, browser):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/open/2025/202001/530100-0005/")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="主菜单").is_visible()
    assert page.locator("#money").is_visible()
    assert page.pdf(format="A4")[:5] == b"%PDF-"
    context.close()


def test_a_unit_publishes_and_the_public_sees_it(site, browser):
    """From the clerk who prepares to the head who approves and publishes, by what the pages offer."""
    clerk, head = Person(browser, site, "clerk3"), Person(browser, site, "head2")
    clerk.goes_to("公开")
    row = clerk.row("河道日常管护项目", "单位自评", "未准备")
    clerk.presses("准备公开", row)
    clerk.sees("公开前检查", "应于 2026-09-24 前公开")
    clerk.main.locator("#gate textarea").first.fill("决算口径核对后补报。")
    clerk.presses("保存说明和理由")
    clerk.steps("提交公开审核", then="待审核")
    head.goes_to("公开")
    head.follows("河道日常管护项目", head.row("河道日常管护项目", "单位自评", "待审核"))
    head.steps("审核通过", then="待发布")
    head.steps("发布", then="已公开")
    head.follows("公开页面")
    assert "2025年度项目支出绩效自评：河道日常管护项目" in head.page.locator("h1").inner_text()
    assert (clerk.failed, head.failed) == ([], [])
