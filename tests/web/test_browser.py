"""Every page that can be reached, in a real browser: no fault of access (WCAG 2.2 AA), nothing from elsewhere, nothing too wide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Error

from tests.web.browsing import logged_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
#: Pages of one kind (the same address with other numbers) are looked at once.
SAME = re.compile(r"\d+")


def walk(context: BrowserContext, base: str, most: int = 60) -> Iterator[tuple[str, Any, list[str]]]:
    """Every kind of page that links lead to from the first one: its address, the page, and what the browser complained of."""
    page, complaints = context.new_page(), []
    page.on(
        "console",  # of a file that is no page a browser asks the icon of the whole site
        lambda m: (
            complaints.append(f"{m.text} {m.location['url']}")
            if m.type in ("error", "warning") and not m.location["url"].endswith("/favicon.ico")
            else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda r: None if r.url.startswith((base, "data:")) else complaints.append(f"asks elsewhere: {r.url}"),
    )
    waiting, seen = ["/"], set()
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        kind = SAME.sub("N", path.split("?")[0])
        if kind in seen:
            continue
        seen.add(kind)
        complaints.clear()
        try:
            answer = page.goto(base + path)
        except Error as error:
            if "Download is starting" in str(error):
                continue
            raise
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        complaints += [] if answer.status == 200 else [f"status {answer.status}"]
        yield path, page, list(complaints)
        links = page.eval_on_selector_all("a[href]:not([download])", "all => all.map(a => a.getAttribute('href'))")
        waiting += [
            link
            for link in links
            if link.startswith("/") and not re.search(r"export|download|\.xlsx|\.docx|\.json|/api/|\?format=", link)
        ]
    page.close()


@pytest.mark.parametrize("login", ["clerk", "performance", "department", "evaluator", "oversight", "admin"])
def test_pages_are_for_everybody(site, browser, login):
    faults = {}
    context = logged_in(browser, site, login, 1280)
    for path, page, complaints in walk(context, site):
        found = Axe().run(page, options=AXE).response["violations"]
        said = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found] + complaints
        if said:
            faults[path] = said
    context.close()
    assert not faults, "\n".join(f"{path}  {one}" for path, said in faults.items() for one in said)


@pytest.mark.parametrize("login", ["clerk", "performance", "oversight"])
def test_pages_fit_a_phone(site, browser, login):
    context = logged_in(browser, site, login, 390)
    wide = {
        path: width
        for path, page, _ in walk(context, site)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 390
    }
    context.close()
    assert wide == {}
