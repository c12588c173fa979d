"""Pages at 100,000 project-years and 2,000,000 entries, 20 people at once, beside the raw SQL of the same question.

    .venv/bin/python bench/site.py FOLDER [project-years]

fills FOLDER with a scratch database where there is none, starts the site on it and asks each page from 20 connections without a
pause; then the statement that answers the same question from 20 connections of one process. Times in milliseconds. Each project-year
has twenty entries. DATABASE_URL names a PostgreSQL in place of the file.
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

PEOPLE, EACH, PORT = 20, 10, 8077
JOINED = "FROM register_projectyear y JOIN register_project p ON p.id = y.project_id JOIN people_organisation o ON o.id = y.unit_id LEFT JOIN ledger_balance b ON b.project_year_id = y.id"  # fmt: skip
#: What is asked, its address, and the statements of the same question.
PAGES = (
    ("register, one year", "/projects/?year=2026", (f"SELECT * {JOINED} WHERE y.year = 2026 ORDER BY p.code LIMIT 50", "SELECT count(*) FROM register_projectyear WHERE year = 2026")),
    ("register by budget", "/projects/?order=-revised", (f"SELECT * {JOINED} WHERE b.revised IS NOT NULL ORDER BY b.revised DESC, y.year DESC, y.id LIMIT 50", "SELECT count(*) FROM register_projectyear")),
    ("filter by name, by payments", "/projects/?" + urlencode({"q": "河道", "year": 2026, "order": "-paid"}), (f"SELECT * {JOINED} WHERE y.year = 2026 AND p.name LIKE '%河道%' ORDER BY b.paid DESC LIMIT 50", "SELECT count(*) FROM register_projectyear y JOIN register_project p ON p.id = y.project_id WHERE y.year = 2026 AND p.name LIKE '%河道%'")),
    ("project page", "/projects/40000/", ("SELECT * FROM register_projectyear y JOIN register_project p ON p.id = y.project_id WHERE y.id = 40000", "SELECT kind, sum(amount) FROM ledger_entry WHERE project_year_id = 40000 GROUP BY kind")),
    ("ledger of a project-year", "/ledger/40000/", ("SELECT * FROM ledger_entry WHERE project_year_id = 40000 ORDER BY date, id",)),
    ("latest entries", "/ledger/", ("SELECT * FROM ledger_entry ORDER BY date DESC, id DESC LIMIT 50", "SELECT count(*) FROM ledger_entry")),
    ("district overview", "/overview/", ("SELECT o.parent_id, sum(b.paid), sum(b.revised) FROM register_projectyear y JOIN people_organisation o ON o.id = y.unit_id JOIN ledger_balance b ON b.project_year_id = y.id WHERE y.year = 2026 GROUP BY o.parent_id",)),
)  # fmt: skip


def together(ask: Callable[[], Callable[[], None]]) -> tuple[float, float]:
    """Median and 95th percentile of what each of PEOPLE does EACH times; ``ask`` prepares one of them."""
    times: list[float] = []

    def work() -> None:
        act = ask()
        for _ in range(EACH):
            started = time.perf_counter()
            act()
            times.append((time.perf_counter() - started) * 1000)

    threads = [threading.Thread(target=work) for _ in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def logged_in() -> str:
    """The cookie of somebody who has logged in by the form."""
    link = http.client.HTTPConnection("127.0.0.1", PORT)
    link.request("GET", "/login/")
    answer = link.getresponse()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', answer.read().decode()).group(1)  # type: ignore[union-attr]
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    sent = urlencode({"csrfmiddlewaretoken": token, "username": "performance", "password": "bench-only-password"})
    link.request("POST", "/login/", sent, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie})
    answer = link.getresponse()
    answer.read()
    assert answer.status == 302, "could not log in"
    return "; ".join(value.split(";")[0] for value in answer.headers.get_all("Set-Cookie"))


def visitor(address: str, cookie: str) -> Callable[[], Callable[[], None]]:
    def ask() -> Callable[[], None]:
        link = http.client.HTTPConnection("127.0.0.1", PORT)

        def act() -> None:
            link.request("GET", address, headers={"Cookie": cookie})
            answer = link.getresponse()
            answer.read()
            assert answer.status == 200, answer.status

        return act

    return ask


def reader(statements: tuple[str, ...]) -> Callable[[], Callable[[], None]]:
    def ask() -> Callable[[], None]:
        from django.db import connection

        def act() -> None:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement.replace("%", "%%") if connection.vendor == "sqlite" else statement)
                    cursor.fetchall()

        return act

    return ask


def main(folder: str, count: int) -> None:
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
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    connection.close()
    code = f"from wenxiao.web import serve; serve.prepare(); serve.run('127.0.0.1', {PORT})"
    server = subprocess.Popen([sys.executable, "-c", code])
    try:
        for _ in range(120):
            try:
                cookie = logged_in()
                break
            except OSError:
                time.sleep(0.5)
        print("| what | page p50 | page p95 | raw SQL p50 | raw SQL p95 |\n|---|---|---|---|---|")
        for what, address, statements in PAGES:
            page, raw = together(visitor(address, cookie)), together(reader(statements))
            print(f"| {what} | " + " | ".join(f"{value:.0f}" for value in (*page, *raw)) + " |", flush=True)
    finally:
        server.terminate()
        server.wait(timeout=20)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
