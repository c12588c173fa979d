"""Take docs/report.png: a finding of the sample's report beside the place it speaks of, 1280 pixels wide.

Run after ``make run``: ``.venv/bin/python docs/build_picture.py [REPORT] [PICTURE]``. Needs a Chromium and a Chinese font.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
DOCUMENT = "星河区2024年重大政策和重点项目绩效目标执行结果说明"
FINDING = "A104"


def main() -> None:
    report = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out" / "report.html"
    picture = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "docs" / "report.png"
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 820})
        page.goto(report.resolve().as_uri())
        page.get_by_role("link", name=DOCUMENT).click()
        page.locator(".finding:visible", has_text=FINDING).first.click()
        page.wait_for_timeout(800)  # scrolling ends
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main()
