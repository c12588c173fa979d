import shutil
from pathlib import Path

import pytest

from tests.publishing.made_up import TEXT, report, table_report
from wenxiao.publishing.html.page import render

_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.mark.browser
@pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium on this machine")
def test_numbers_and_findings_lead_to_their_places_without_any_request(tmp_path: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    page_file = tmp_path / "report.html"
    page_file.write_text(render([report(TEXT + "<script>document.title='x'</script>"), table_report()]), "utf-8")
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(page_file.as_uri())

        page.get_by_role("link", name="柳溪镇2023年项目支出绩效自评报告").click()
        page.locator("#d1 .q", has_text="150.00万元").click()
        card = page.locator("#card").inner_text()
        assert "1,500,000 元 ± 50" in card
        assert "支出" in card
        assert "乡村道路养护项目" in card
        assert "✗" in card
        page.keyboard.press("Escape")
        assert page.locator("#card").is_hidden()

        page.locator("#d1 .finding").first.click()
        assert page.locator("#d1 mark.on").count() > 0
        assert page.url.endswith("#d1-f1")
        page.locator("#d1 .lang").click()
        assert page.get_by_role("tab", name="Findings").is_visible()

        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            for address in ("#list", "#d1", "#d2"):
                page.goto(f"{page_file.as_uri()}{address}")
                for tab in ("text", "panel"):
                    button = page.locator(f"{address} [data-show={tab}]")
                    if address != "#list" and button.is_visible():
                        button.click()
                    assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.title() != "x"
        browser.close()
    assert said == []
    assert {url.partition("#")[0] for url in asked if not url.startswith("data:")} == {page_file.as_uri()}
