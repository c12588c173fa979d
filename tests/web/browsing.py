"""The site in a process of its own and people at it in a real browser, who press, follow and fill in what they see."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from wenxiao.web.sample import PASSWORD

CHROMIUM = next(
    (p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome") if Path(p).exists()), None
)

#: What a person would wait for on a busy machine: tests of speed are elsewhere.
expect.set_options(timeout=20_000)

POST = """async ([address, fields]) => {
  const headers = {"X-CSRFToken": JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]};
  return (await fetch(address, {method: "POST", body: new URLSearchParams(fields), headers})).status;
}"""


@contextlib.contextmanager
def running(data: Path) -> Iterator[str]:
    """The site as people start it, with the sample district, in a process of its own; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    environment["WENXIAO_DATA"] = str(data)
    command = [sys.executable, "-m", "wenxiao.cli", "site", "run", "--sample", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True) as process:
        try:
            base = f"http://127.0.0.1:{port}"
            for _ in range(600):
                with contextlib.suppress(OSError), urllib.request.urlopen(f"{base}/login/", timeout=5):
                    break
                time.sleep(0.2)
            yield base
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def logged_in(browser: Browser, base: str, login: str, width: int) -> BrowserContext:
    """A window in which one of the sample's people is logged in."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{base}/login/")
    page.fill("[name=username]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("button.primary")
    page.wait_for_url(lambda url: "/login/" not in url)
    return context


class Person:
    """Somebody at the site. Types no address but that of the login, and goes on by what the pages offer."""

    def __init__(self, browser: Browser, base: str, login: str, width: int = 1280) -> None:
        self.page: Page = logged_in(browser, base, login, width).pages[0]
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.failed: list[str] = []
        self.page.on("response", lambda a: self.failed.append(f"{a.status} {a.url}") if a.status >= 500 else None)
        self.page.on("pageerror", lambda error: self.failed.append(str(error)))

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def card(self, heading: str) -> Locator:
        """The part of the page under a heading."""
        return self.page.locator("section, form.card, details, .panel > section").filter(
            has=self.page.locator("h2, summary", has_text=heading)
        ).last  # fmt: skip

    def row(self, *words: str) -> Locator:
        """The row of a table or list that holds all of these words."""
        found = self.main.locator("tr, li, .row")
        for word in words:
            found = found.filter(has_text=word)
        return found.first

    def goes_to(self, room: str) -> None:
        """By the side bar."""
        self.page.get_by_role("navigation", name="主菜单").get_by_role("link", name=re.compile(f"^{room}")).click()

    def takes_up(self, project: str, what: str) -> None:
        """What waits for this person of a project, from the list of the start page."""
        self.goes_to("待办")
        self.card(what).locator("li", has_text=project).get_by_role("link").first.click()

    def looks_at(self, project: str) -> None:
        """The page of a project, from the register."""
        self.goes_to("项目库")
        self.page.locator("form.filters [name=q]").fill(project)
        self.presses("筛选")
        self.follows(project)
        self.page.wait_for_url(re.compile(r"/projects/\d+/$"))

    def follows(self, words: str, within: Locator | None = None) -> None:
        (within or self.main).get_by_role("link", name=words, exact=True).first.click()

    def presses(self, words: str, within: Locator | None = None) -> None:
        (within or self.main).get_by_role("button", name=words, exact=True).first.click()

    def fills(self, fields: dict[str, str], within: Locator | None = None) -> None:
        """Types into fields, or chooses, by what stands before them."""
        for label, value in fields.items():
            field = self.field(label, within)
            if field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """A field by its name, as a screen reader says it; a star marks one that must be filled."""
        name, at = re.compile(rf"^{re.escape(label)}( ?\*)?$"), within or self.main
        found = at.get_by_role("textbox", name=name)
        for role in ("combobox", "spinbutton", "searchbox"):
            found = found.or_(at.get_by_role(role, name=name))  # type: ignore[arg-type]
        return found.first

    def sees(self, *words: str, within: Locator | None = None) -> None:
        for word in words:
            expect(within or self.main).to_contain_text(word)

    def misses(self, *words: str, within: Locator | None = None) -> None:
        for word in words:
            expect(within or self.main).not_to_contain_text(word)

    def steps(self, words: str, comment: str = "", then: str = "") -> None:
        """Makes a step of the thing on the page; ``then``: the state that it is in afterwards."""
        card = self.page.locator("#steps")
        if comment:
            card.locator("[name=comment]").fill(comment)
        self.presses(words, card)
        if then:
            expect(self.page.locator("#steps h2 .pill")).to_have_text(then)

    def offered(self) -> set[str]:
        """The words of all that the page lets one press, follow or unfold."""
        return {words.strip() for words in self.main.locator("button, a, summary").all_text_contents()}

    def rooms(self) -> list[str]:
        """What the side bar offers."""
        links = self.page.get_by_role("navigation", name="主菜单").get_by_role("link").all_inner_texts()
        return [words.split()[0] for words in links]

    def posts(self, address: str, fields: dict[str, str]) -> int:
        """Sends what no page of theirs offers, with the token of their own page; the status of the answer."""
        return int(self.page.evaluate(POST, [address, fields]))


class People(dict[str, Person]):
    """Everybody who takes part by login name, each in a window of their own, which opens when somebody is first needed."""

    def __init__(self, browser: Browser, base: str) -> None:
        super().__init__()
        self.browser, self.base = browser, base

    def __missing__(self, login: str) -> Person:
        return self.setdefault(login, Person(self.browser, self.base, login))
