"""With a telephone where the line comes and goes: what was done there arrives once, in order, and what is refused can be mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.web.browsing import logged_in
from tests.web.griding import taken
from tests.web.lines import Line

pytestmark = pytest.mark.slow


@pytest.fixture
def line(site) -> Iterator[Line]:
    with Line(site) as one:
        yield one


@pytest.fixture
def photo(tmp_path: Path) -> str:
    path = tmp_path / "现场.jpg"
    path.write_bytes(taken().read())
    return str(path)


#: Waits until the worker answers for the pages and has the page of every task. (A predicate as text would be against the site's rules on scripts.)
#: Whether it answers for this very page is not asked: one that was loading when the worker began is not its own, and what is opened from it is.
KEPT = """async () => {
  const links = [...document.querySelectorAll("a[data-keep]")].map((one) => one.href);
  let told = "nothing answers";
  const kept = async () => {
    for (;;) {
      const worker = (await navigator.serviceWorker.getRegistration())?.active?.state;
      told = `worker ${worker}, the store does not answer`;
      const found = await Promise.all(links.map((one) => caches.match(one, { ignoreVary: true })));
      if (worker === "activated" && found.every(Boolean)) return "";
      told = `worker ${worker}, ${found.filter(Boolean).length} of ${links.length} pages kept`;
      await new Promise((later) => setTimeout(later, 100));
    }
  };
  return Promise.race([kept(), new Promise((later) => setTimeout(() => later(told), 60000))]);
}"""


def ready(context: BrowserContext, base: str) -> Page:
    """The page of the tasks, kept by the browser for where there is no line."""
    page = context.pages[0]
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{base}/grid/m/")
    assert page.evaluate(KEPT) == ""
    return page


def report(page: Page, words: str, photo: str | None = None) -> None:
    page.get_by_role("link", name="上报", exact=True).click()
    page.select_option("[name=category]", index=1)
    page.fill("[name=description]", words)
    page.fill("[name=address]", "银杏路8号")
    if photo:
        page.set_input_files("[name=photos]", photo)
    page.get_by_role("button", name="上报", exact=True).click()


def asked_until_sent(page: Page, line: Line) -> None:
    """Presses what sends now until the site's answer came through, as somebody does who sees that something still waits."""
    for _ in range(40):
        if line.answered:
            break
        if page.locator("#outbox-send").is_visible():
            page.locator("#outbox-send").dispatch_event("click")
        page.wait_for_timeout(500)
    expect(page.locator("#outbox")).to_be_hidden()


def found(page: Page, base: str, words: str) -> list[str]:
    """The numbers of the cases with these words."""
    answer = page.request.get(f"{base}/grid/cases/?q={words}").text()
    return re.findall(r'href="/grid/cases/(\d+)/">' + words, answer)


def test_what_is_done_without_a_line_is_sent_when_there_is_one(browser, site, photo):
    context = logged_in(browser, site, "supervisor", 390)
    page = ready(context, site)
    page.goto(f"{site}/grid/m/report/")
    context.set_offline(True)
    page.reload()
    report(page, "断网上报甲", photo)
    page.wait_for_url("**/grid/m/")
    report(page, "断网上报乙")
    page.wait_for_url("**/grid/m/")
    expect(page.locator("#outbox-items li")).to_have_count(2)
    expect(page.locator("#offline")).to_be_visible()
    page.reload()  # closed and opened again: it is still there
    expect(page.locator("#outbox-items li")).to_have_count(2)
    context.set_offline(False)
    expect(page.locator("#outbox")).to_be_hidden(timeout=20_000)
    one, two = found(page, site, "断网上报甲"), found(page, site, "断网上报乙")
    assert len(one) == len(two) == 1
    assert int(one[0]) < int(two[0])
    assert "/grid/photos/" in page.request.get(f"{site}/grid/m/cases/{one[0]}/").text()
    context.close()


def test_an_answer_that_is_lost_makes_no_second_case(browser, line):
    """The site took it, and the line broke before the telephone heard so."""
    context = logged_in(browser, line.base, "supervisor2", 390)
    page = ready(context, line.base)
    page.goto(f"{line.base}/grid/m/report/")
    line.loses(2)
    report(page, "应答丢失")
    page.wait_for_url("**/grid/m/")
    asked_until_sent(page, line)
    assert line.lost == [200, 200]  # it was taken, and the telephone did not hear so
    assert len(found(page, line.base, "应答丢失")) == 1
    context.close()


def test_what_is_dropped_while_another_is_sent_is_not_sent(browser, line):
    context = logged_in(browser, line.base, "supervisor3", 390)
    page = ready(context, line.base)
    page.goto(f"{line.base}/grid/m/report/")
    context.set_offline(True)
    page.reload()
    for words in ("先发出的一条", "随后删去的一条"):
        report(page, words)
        page.wait_for_url("**/grid/m/")
    expect(page.locator("#outbox-items li")).to_have_count(2)
    with line.held():
        context.set_offline(False)
        page.click("#outbox-send")
        line.waits()
        page.locator("#outbox-items li").nth(1).get_by_role("button").click()
        expect(page.locator("#outbox-items li")).to_have_count(1)
    expect(page.locator("#outbox")).to_be_hidden(timeout=20_000)
    assert [len(found(page, line.base, words)) for words in ("先发出的一条", "随后删去的一条")] == [1, 0]
    context.close()


def test_an_answer_that_is_not_of_the_site_keeps_what_was_filled_in(browser, line):
    """A line that asks for a login of its own answers everything with a page of its own."""
    context = logged_in(browser, line.base, "supervisor3", 390)
    page = ready(context, line.base)
    page.goto(f"{line.base}/grid/m/report/")
    line.answers_itself(1)
    report(page, "陌生网络")
    page.wait_for_url("**/grid/m/")
    asked_until_sent(page, line)
    assert line.lost == [None]
    assert len(found(page, line.base, "陌生网络")) == 1
    context.close()


def test_steps_of_a_case_go_in_order_and_a_refused_one_is_mended(browser, site, photo):
    context = logged_in(browser, site, "sanitation", 390)
    page = ready(context, site)
    context.set_offline(True)
    page.get_by_role("link").filter(has_text="待签收").first.click()
    page.wait_for_url(re.compile(r"/grid/m/cases/\d+/"))
    case = page.url
    page.locator("#step-accept").get_by_role("button", name="签收").click()
    page.wait_for_url("**/grid/m/")
    page.goto(case)
    back = page.locator("#step-return")
    back.locator("summary").first.click()
    back.locator("[name=reason]").fill("    ")  # the browser takes it, the site does not
    back.get_by_role("button", name="回退").click()
    page.wait_for_url("**/grid/m/")
    expect(page.locator("#outbox-items li")).to_have_count(2)
    context.set_offline(False)
    expect(page.locator("#outbox-items li")).to_have_count(1, timeout=20_000)
    expect(page.locator("#outbox-items")).to_contain_text("未被接受")
    expect(page.locator("#outbox-items")).to_contain_text("理由")
    page.get_by_role("link", name="修改").click()
    back = page.locator("#step-return")
    back.locator("[name=reason]").fill("经现场核实，不属本单位管养。")
    back.get_by_role("button", name="回退").click()
    page.wait_for_url(re.compile(r"/grid/m/"))
    expect(page.locator("#outbox")).to_be_hidden(timeout=20_000)
    told = page.request.get(case).text()
    assert re.findall(r"<li><b>(\w+)</b>", told)[:2] == ["回退", "签收"]
    context.close()


def test_a_site_is_checked_without_a_line_and_the_check_arrives_once(browser, line, photo):
    context = logged_in(browser, line.base, "inspector", 390)
    page = ready(context, line.base)
    page.get_by_role("link", name="现场", exact=True).click()
    assert page.evaluate(KEPT) == ""
    link = page.locator("a[href*='/field/sites/']").first
    name, address = link.locator("b").inner_text(), link.get_attribute("href")
    context.set_offline(True)
    link.click()
    page.wait_for_url(f"**{address}")
    page.get_by_label("未落实到位").check()
    page.fill("[name=note]", "断网督查")
    page.set_input_files("[name=photos]", photo)
    page.get_by_role("button", name="记录").click()
    page.wait_for_url("**/grid/m/")
    expect(page.locator("#outbox-items")).to_contain_text("裸地督查")
    expect(page.locator("#outbox-items")).to_contain_text(name)
    line.loses(1)
    context.set_offline(False)
    asked_until_sent(page, line)
    assert line.lost == [200]
    told = page.request.get(f"{line.base}/fieldwork/sites/{address.rstrip('/').split('/')[-1]}/").text()
    assert told.count("断网督查") == 1
    assert "/fieldwork/sites/photos/" in told
    context.close()


def test_what_somebody_else_filled_in_is_not_sent_as_mine(browser, site):
    context = logged_in(browser, site, "supervisor3", 390)
    page = ready(context, site)
    page.goto(f"{site}/grid/m/report/")
    context.set_offline(True)
    report(page, "换人登录")
    page.wait_for_url("**/grid/m/")
    context.clear_cookies()
    context.set_offline(False)
    page.goto(f"{site}/login/")
    page.fill("[name=username]", "supervisor")
    page.fill("[name=password]", "xinghe-district-demo")
    page.click("button.primary")
    page.wait_for_url("**/grid/m/")
    expect(page.locator("#outbox-items")).to_contain_text("由另一登录人填写")
    page.click("#outbox-send")
    page.wait_for_timeout(500)
    expect(page.locator("#outbox-items li")).to_have_count(1)
    assert found(page, site, "换人登录") == []
    context.close()


#: What somebody does with an item in another window while this one is sending it.
CHANGES = {
    "dropped": "(all, item) => all.delete(item.number)",
    "mended": """(all, item) => all.put({ ...item, about: "mended", fields: [["token", "another"]], state: "refused", said: "mended" })""",
}
#: While the line is tried; and in the moment when the browser has learnt that it carried nothing and is about to note it.
MOMENTS = {
    "tried": """
      window.fetch = () => new Promise((_, fail) => {
        const asked = indexedDB.open("grid-outbox", 1);
        asked.onsuccess = () => {
          const turn = asked.result.transaction("items", "readwrite"), all = turn.objectStore("items"), every = all.getAll();
          every.onsuccess = () => { for (const item of every.result) change(all, item); };
          turn.oncomplete = () => { window.done = true; fail(new TypeError("no line")); };
        };
      });
    """,
    "noted": """
      const get = IDBObjectStore.prototype.get;
      let learnt = false;
      window.fetch = async () => { learnt = true; throw new TypeError("no line"); };
      IDBObjectStore.prototype.get = function (number) {
        const asked = get.call(this, number);
        if (learnt) asked.addEventListener("success", () => {
          const turn = asked.transaction.db.transaction("items", "readwrite");
          if (asked.result) change(turn.objectStore("items"), asked.result);
          IDBObjectStore.prototype.get = get;
          window.done = true;
        }, { once: true });
        return asked;
      };
    """,
}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("change", "left"), [("dropped", 0), ("mended", 1)])
def test_what_changes_while_it_is_on_its_way_stays_changed(browser, site, moment, change, left):
    context = logged_in(browser, site, "supervisor3", 390)
    page = ready(context, site)
    context.set_offline(True)
    report(page, "途中有变")
    page.wait_for_url("**/grid/m/")
    expect(page.locator("#outbox-items li")).to_have_count(1)
    page.wait_for_timeout(500)  # what the page does by itself when it opens is over
    page.evaluate("() => { const change = " + CHANGES[change] + ";" + MOMENTS[moment] + "}")
    page.click("#outbox-send")
    page.wait_for_function("() => window.done")
    page.wait_for_timeout(500)
    expect(page.locator("#outbox-items li")).to_have_count(left)
    page.reload()
    expect(page.locator("#outbox-items li")).to_have_count(left)
    if left:
        expect(page.locator("#outbox-items")).to_contain_text("mended")
    context.close()


def test_without_scripts_the_forms_still_work(browser, site, photo):
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/login/")
    page.fill("[name=username]", "supervisor")
    page.fill("[name=password]", "xinghe-district-demo")
    page.click("button.primary")
    page.goto(f"{site}/grid/m/")
    report(page, "没有脚本", photo)
    page.wait_for_url(re.compile(r"/grid/m/cases/\d+/"))
    expect(page.locator("main")).to_contain_text("已送达")
    context.close()


@pytest.mark.parametrize("address", ["/grid/m/", "/grid/m/report/", "/grid/m/field/", "/grid/", "/grid/cases/"])
def test_nothing_is_wider_than_the_telephone(browser, site, address):
    context = logged_in(browser, site, "supervisor", 390)
    page = context.pages[0]
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda told: failed.append(told.text) if told.type == "error" else None)
    page.goto(site + address)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert failed == []
    context.close()


def test_the_map_of_a_task_is_there_without_a_line(browser, site):
    context = logged_in(browser, site, "supervisor3", 390)
    page = ready(context, site)
    page.goto(f"{site}/grid/m/")
    task = page.locator("a.task[data-keep*=around]").first
    page.wait_for_function(
        "async (address) => Boolean(await caches.match(address, { ignoreVary: true }))",
        arg=task.get_attribute("data-keep"),
    )
    context.set_offline(True)
    task.click()
    expect(page.locator(".gridmap .unit-grid.here")).to_be_visible()
    at = page.url
    page.locator(".gridmap .unit-grid.here").dispatch_event("click")
    assert page.url == at
    context.close()
