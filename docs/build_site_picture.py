"""Take docs/site.png: the project page of the sample district, 1280 pixels wide.

``.venv/bin/python docs/build_site_picture.py [PICTURE]`` starts a site of its own in a folder that is thrown away. Needs a Chromium
and a Chinese font.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
LOGIN, PASSWORD = "performance", "xinghe-district-demo"
PROJECT = "网格监督员购买服务项目"


def main() -> None:
    picture = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "site.png"
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        command = [sys.executable, "-m", "wenxiao.cli", "site", "run", "--sample", "--port", str(port)]
        site = subprocess.Popen(command, env=os.environ | {"WENXIAO_DATA": folder}, stdout=subprocess.PIPE, text=True)
        try:
            next(line for line in site.stdout or () if str(port) in line)
            browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 980})
            page.goto(f"http://127.0.0.1:{port}/projects/?year=2026")
            page.fill("[name=username]", LOGIN)
            page.fill("[name=password]", PASSWORD)
            page.click("button.primary")
            page.get_by_role("link", name=PROJECT).first.click()
            page.wait_for_load_state()
            page.screenshot(path=picture)
            browser.close()
        finally:
            site.terminate()
            site.wait(timeout=20)


if __name__ == "__main__":
    main()
