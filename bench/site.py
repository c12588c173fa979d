"""Pages at 100,000 project-years and 2,000,000 entries, 20 people at once, beside the raw SQL of the same question.

    .venv/bin/python bench/site.py FOLDER [project-years [WORDS]]

fills FOLDER with a scratch database where there is none, starts the site on it and asks each page from 20 connections without a
pause; then the statements that answer the same question, those of who asks among them, from 20 connections of one process; then the
page once more from 20 people who look at it for a second before they ask again. Each asks once before the clock starts. Times in
milliseconds. WORDS: only the pages with these in their name. DATABASE_URL names a PostgreSQL in place of the file. CPU
a page is what the server computed for one (Linux): twenty people without a pause wait for twenty times that, shared by the cores.

Pages named "each another" are asked by other numbers each time; of lists there are some 480, so that the last of them may have been asked
before, up to 15 seconds earlier.

It ends with 1 where a page with an aim misses it: at the 95th percentile, without a pause, 3 times the raw SQL and 300 ms.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

PEOPLE, EACH, PORT, PAUSE = 20, 20, 8077, 1.0
RATIO, MOST = 3, 300
JOINED = "FROM register_projectyear y JOIN register_project p ON p.id = y.project_id JOIN people_organisation o ON o.id = y.unit_id LEFT JOIN ledger_balance b ON b.project_year_id = y.id"  # fmt: skip
BY_DEPARTMENT = "SELECT o.parent_id, {} FROM register_projectyear y JOIN people_organisation o ON o.id = y.unit_id JOIN {} = y.id WHERE y.year = {} GROUP BY o.parent_id"  # fmt: skip
PROJECT = "FROM {} t JOIN register_projectyear y ON y.id = t.year_id JOIN register_project p ON p.id = y.project_id JOIN people_organisation o ON o.id = y.unit_id"  # fmt: skip
#: What every page asks of who looks at it.
WHO = (
    "SELECT session_data FROM django_session ORDER BY session_key LIMIT 1",
    "SELECT * FROM people_user WHERE id = 1",
    "SELECT * FROM people_membership m JOIN people_organisation o ON o.id = m.organisation_id WHERE m.user_id = 1",
    "SELECT * FROM grid_post p JOIN grid_agency a ON a.id = p.agency_id WHERE p.user_id = 1",
)
#: What the list of the register shows beside its rows: the years and the units to choose from, one's own views.
CHOICES = (
    "SELECT min(year), max(year) FROM register_projectyear",
    "SELECT code, name FROM people_organisation WHERE kind <> 'firm' ORDER BY path LIMIT 121",
    "SELECT * FROM register_savedview WHERE user_id = 1 ORDER BY name",
)
#: Every kind of thing that the page of a project-year shows, each asked by its key.
OF_YEAR = (
    "SELECT * FROM register_projectyear y JOIN register_project p ON p.id = y.project_id JOIN people_organisation o ON o.id = y.unit_id LEFT JOIN people_organisation d ON d.id = o.parent_id WHERE y.id = {0}",
    "SELECT o.* FROM register_projectyear y JOIN register_projectyear o ON o.project_id = y.project_id WHERE y.id = {0} ORDER BY o.year",
    "SELECT kind, sum(amount), min(date), count(*) FROM ledger_entry WHERE project_year_id = {0} GROUP BY kind",
    "SELECT * FROM targets_targetset WHERE year_id = {0} ORDER BY version",
    'SELECT i.* FROM targets_indicator i JOIN targets_targetset t ON t.id = i.target_set_id WHERE t.year_id = {0} ORDER BY i."order"',
    "SELECT * FROM monitoring_monitoring m JOIN monitoring_round r ON r.id = m.round_id WHERE m.year_id = {0} ORDER BY r.month",
    "SELECT g.* FROM monitoring_progress g JOIN monitoring_monitoring m ON m.id = g.monitoring_id WHERE m.year_id = {0}",
    "SELECT c.* FROM monitoring_correction c JOIN monitoring_monitoring m ON m.id = c.monitoring_id WHERE m.year_id = {0}",
    "SELECT * FROM selfevaluation_selfevaluation WHERE year_id = {0}",
    "SELECT a.* FROM selfevaluation_actualrow a JOIN selfevaluation_selfevaluation s ON s.id = a.self_evaluation_id WHERE s.year_id = {0}",
    "SELECT r.* FROM evaluation_review r JOIN selfevaluation_selfevaluation s ON s.id = r.self_evaluation_id WHERE s.year_id = {0}",
    "SELECT * FROM evaluation_evaluation WHERE year_id = {0}",
    "SELECT l.* FROM evaluation_evaluationline l JOIN evaluation_evaluation e ON e.id = l.evaluation_id WHERE e.year_id = {0}",
    "SELECT * FROM reports_report WHERE year_id = {0}",
    "SELECT * FROM problems_problem WHERE year_id = {0} ORDER BY due",
    "SELECT * FROM problems_useofresult WHERE year_id = {0}",
    "SELECT id, kind, title, version, state, published_at FROM disclosure_release WHERE year_id = {0} ORDER BY version",
    "SELECT id FROM desk_document WHERE year_id = {0} AND state = 'closed'",
    "SELECT a.* FROM disclosure_approval a JOIN register_projectyear y ON y.year = a.year WHERE y.id = {0}",
    "SELECT e.at, e.machine, e.object_id, e.action, e.source, e.target, e.role, e.comment, u.name FROM core_event e JOIN people_user u ON u.id = e.actor_id WHERE e.year_id = {0} ORDER BY e.at DESC",
)  # fmt: skip
MINE = "SELECT count(*) FROM {} WHERE state IN ({})"


#: Project-years of the year before the last, one after the other.
YEARS = itertools.count(40_003, 4)


@dataclass(frozen=True)
class Page:
    """What is asked, its address, the statements of the same question, and who asks. ``aim``: it must be quick.

    {} stands for a number, each time another one: of a project-year, or what ``numbers`` gives.
    """

    what: str
    address: str
    statements: tuple[str, ...]
    who: str = "performance"
    aim: bool = False
    numbers: Iterator[int] = YEARS


PAGES = (
    Page("register, one year", "/projects/?year=2026", (*CHOICES, f"SELECT * {JOINED} WHERE y.year = 2026 ORDER BY p.code LIMIT 50", "SELECT count(*) FROM register_projectyear WHERE year = 2026"), aim=True),
    Page("register, each another page", "/projects/?year=2026&page={}", (*CHOICES, f"SELECT * {JOINED} WHERE y.year = 2026 ORDER BY p.code LIMIT 50 OFFSET 50 * ({{}} - 1)", "SELECT count(*) FROM register_projectyear WHERE year = 2026"), aim=True, numbers=itertools.cycle(range(1, 490))),
    Page("register by budget", "/projects/?order=-revised", (*CHOICES, f"SELECT * {JOINED} WHERE b.revised IS NOT NULL ORDER BY b.revised DESC, y.year DESC, y.id LIMIT 50", "SELECT count(*) FROM register_projectyear"), aim=True),
    Page("filter by name, by payments", "/projects/?" + urlencode({"q": "河道", "year": 2026, "order": "-paid"}), (*CHOICES, f"SELECT * {JOINED} WHERE y.year = 2026 AND p.name LIKE '%河道%' ORDER BY b.paid DESC LIMIT 50", "SELECT count(*) FROM register_projectyear y JOIN register_project p ON p.id = y.project_id WHERE y.year = 2026 AND p.name LIKE '%河道%'"), aim=True),
    Page("filter by name, each another", "/projects/?" + urlencode({"q": "项目第", "year": 2026, "order": "-paid"}).replace("&year", "{}&year"), (*CHOICES, f"SELECT * {JOINED} WHERE y.year = 2026 AND p.name LIKE '%项目第{{}}%' ORDER BY b.paid DESC LIMIT 50", "SELECT count(*) FROM register_projectyear y JOIN register_project p ON p.id = y.project_id WHERE y.year = 2026 AND p.name LIKE '%项目第{}%'"), aim=True, numbers=itertools.cycle(range(10, 490))),
    Page("project pages, each another", "/projects/{}/", OF_YEAR, aim=True),
    Page("district overview", "/overview/?year=2025", (BY_DEPARTMENT.format("sum(b.paid), sum(b.revised)", "ledger_balance b ON b.project_year_id", 2025), BY_DEPARTMENT.format("t.state, count(*)", "selfevaluation_selfevaluation t ON t.year_id", 2025) + ", t.state"), aim=True),
    Page("register of a department", "/projects/?year=2026", (*CHOICES, f"SELECT * {JOINED} WHERE y.year = 2026 AND o.path LIKE '/1/2/%' ORDER BY p.code LIMIT 50", "SELECT count(*) FROM register_projectyear y JOIN people_organisation o ON o.id = y.unit_id WHERE y.year = 2026 AND o.path LIKE '/1/2/%'"), "department"),
    Page("ledger of a project-year", "/ledger/{}/", ("SELECT * FROM ledger_entry WHERE project_year_id = {} ORDER BY date, id",)),
    Page("latest entries", "/ledger/", ("SELECT * FROM ledger_entry ORDER BY date DESC, id DESC LIMIT 50", "SELECT count(*) FROM ledger_entry")),
    Page("to do", "/", tuple(MINE.format(table, states) for table, states in (("targets_targetset", "'at_performance'"), ("monitoring_monitoring", "'at_finance', 'correcting'"), ("selfevaluation_selfevaluation", "'at_finance'"), ("problems_problem", "'reported'")))),
    Page("targets", "/targets/?year=2026", (f"SELECT * {JOINED} LEFT JOIN targets_targetset t ON t.year_id = y.id WHERE y.year = 2026 ORDER BY p.code LIMIT 50", "SELECT count(*) FROM register_projectyear WHERE year = 2026")),
    Page("monitoring round", "/monitoring/", (f"SELECT * {PROJECT.format('monitoring_monitoring')} WHERE t.round_id = 1 ORDER BY p.code LIMIT 50", BY_DEPARTMENT.format("t.light, count(*)", "monitoring_monitoring t ON t.year_id", 2026) + ", t.light")),
    Page("self-evaluations", "/selfevaluation/?year=2025&order=-total", (f"SELECT * {PROJECT.format('selfevaluation_selfevaluation')} WHERE y.year = 2025 ORDER BY t.total DESC LIMIT 50", "SELECT count(*) FROM selfevaluation_selfevaluation")),
    Page("evaluations", "/evaluation/", (f"SELECT * {PROJECT.format('evaluation_evaluation')} ORDER BY y.year DESC LIMIT 50", "SELECT count(*) FROM evaluation_evaluation")),
    Page("problems", "/problems/", (f"SELECT * {PROJECT.format('problems_problem')} ORDER BY t.due, t.id LIMIT 50", "SELECT count(*) FROM problems_problem")),
    Page("use of results", "/problems/results/", (f"SELECT * {PROJECT.format('selfevaluation_selfevaluation')} WHERE t.state = 'accepted' ORDER BY y.year DESC, p.code LIMIT 50", "SELECT count(*) FROM selfevaluation_selfevaluation WHERE state = 'accepted'")),
)  # fmt: skip


def together(ask: Callable[[], Callable[[], None]], pause: float = 0) -> tuple[float, float]:
    """Median and 95th percentile of what each of PEOPLE does EACH times, and once before that; ``ask`` prepares one of them."""
    times: list[float] = []
    failed: list[BaseException] = []
    ready = threading.Barrier(PEOPLE)

    def work(number: int) -> None:
        try:
            act = ask()
            act()  # a program that has just started reads its templates, a database its pages
            ready.wait()
            time.sleep(pause * number / PEOPLE)
            for _ in range(EACH):
                started = time.perf_counter()
                act()
                times.append((time.perf_counter() - started) * 1000)
                time.sleep(pause)
        except BaseException as error:
            failed.append(error)
            ready.abort()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def logged_in(who: str) -> str:
    """The cookie of somebody who has logged in by the form."""
    link = http.client.HTTPConnection("127.0.0.1", PORT)
    link.request("GET", "/login/")
    answer = link.getresponse()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', answer.read().decode()).group(1)  # type: ignore[union-attr]
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    sent = urlencode({"csrfmiddlewaretoken": token, "username": who, "password": "bench-only-password"})
    link.request("POST", "/login/", sent, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie})
    answer = link.getresponse()
    answer.read()
    assert answer.status == 302, "could not log in"
    return "; ".join(value.split(";")[0] for value in answer.headers.get_all("Set-Cookie"))


def spent(process: int) -> float:
    """Milliseconds that the workers of the server have computed so far; the database's own processes are not among them."""
    every = [Path("/proc", pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    ticks = [(one / "stat").read_text().rpartition(")")[2].split()[11:13] for one in every]
    return sum(map(int, itertools.chain(*ticks))) * 1000 / os.sysconf("SC_CLK_TCK")


def visitor(page: Page, cookie: str) -> Callable[[], Callable[[], None]]:
    def ask() -> Callable[[], None]:
        link = http.client.HTTPConnection("127.0.0.1", PORT)

        def act() -> None:
            at = page.address.format(next(page.numbers))
            try:
                link.request("GET", at, headers={"Cookie": cookie})
                answer = link.getresponse()
            except (ConnectionError, http.client.HTTPException):  # the server let go of an idle connection, as it may
                link.close()
                link.request("GET", at, headers={"Cookie": cookie})
                answer = link.getresponse()
            answer.read()
            assert answer.status == 200, (at, answer.status)

        return act

    return ask


def reader(page: Page) -> Callable[[], Callable[[], None]]:
    def ask() -> Callable[[], None]:
        from django.db import connection

        def act() -> None:
            number = next(page.numbers)
            with connection.cursor() as cursor:
                for statement in (*WHO, *page.statements):
                    cursor.execute(statement.format(number).replace("%", "%%"), ())
                    cursor.fetchall()

        return act

    return ask


def main(folder: str, count: int, words: str) -> bool:
    os.environ |= {"WENXIAO_DATA": folder, "DJANGO_SETTINGS_MODULE": "wenxiao.web.settings"}
    sys.path.insert(0, str(Path(__file__).parent.parent))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from bench.site_data import make
    from wenxiao.web.people.models import User

    if not User.objects.exists():
        make(count)
        if connection.vendor == "postgresql":  # as it does by itself a little later
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
    connection.close()
    code = f"from wenxiao.web import serve; serve.prepare(); serve.run('127.0.0.1', {PORT})"
    server = subprocess.Popen([sys.executable, "-c", code])
    missed = 0
    try:
        cookies = {who: _waited(who) for who in {page.who for page in PAGES}}
        together(visitor(PAGES[0], cookies[PAGES[0].who]))  # every worker has started
        print(f"Load of the machine at the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
        print("| what | page p50 | page p95 | raw SQL p50 | raw SQL p95 | ratio of p95 | p95 with a pause of 1 s | CPU a page | |\n|---|---|---|---|---|---|---|---|---|")  # fmt: skip
        for page in (one for one in PAGES if words in one.what):
            ask = visitor(page, cookies[page.who])
            before = spent(server.pid)
            asked = together(ask)
            cost = (spent(server.pid) - before) / PEOPLE / (EACH + 1)
            raw, calm = together(reader(page)), together(ask, PAUSE)
            ratio = asked[1] / raw[1]
            over = [words for words, is_ in (("ratio", ratio > RATIO), ("300 ms", asked[1] > MOST)) if page.aim and is_]
            missed += bool(over)
            row = [
                page.what,
                *(f"{value:.0f}" for value in (*asked, *raw)),
                f"{ratio:.1f}",
                f"{calm[1]:.0f}",
                f"{cost:.0f}",
            ]
            print(f"| {' | '.join(row)} | {'missed: ' + ', '.join(over) if over else 'met' if page.aim else ''} |", flush=True)  # fmt: skip
    finally:
        server.terminate()
        server.wait(timeout=20)
    return bool(missed)


def _waited(who: str) -> str:
    """The cookie of somebody who logs in as soon as the site answers."""
    for _ in range(240):
        try:
            return logged_in(who)
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the site does not answer")


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("folder")
    asked.add_argument("count", type=int, nargs="?", default=100_000)
    asked.add_argument("words", nargs="?", default="")
    sys.exit(main(**vars(asked.parse_args())))
