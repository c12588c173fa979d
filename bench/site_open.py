"""The public pages with many releases: answers a page from 20 connections without a pause, beside what each page weighs.

    .venv/bin/python bench/site_open.py FOLDER [projects]

fills FOLDER with the sample district and that many published self-evaluations (2,000 where nothing is said) where there is none, starts
the site on it and asks each page. Times in milliseconds, weights in bytes with the style sheets. Ends with 1 where a page is above
200 kB, or above 500 ms at the 95th percentile.
"""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

PEOPLE, EACH, PORT = 20, 20, 8078
MOST_MS, MOST_BYTES = 500, 200_000
PAGES = (
    ("district", "/open/"), ("year", "/open/2024/"), ("department", "/open/2024/201/"), ("project", "/open/2024/201001/X-{:05}/"),
    ("release", "/open/release/{first}/"), ("all releases", "/open/releases/"), ("search", "/open/search/?q=" + quote("巡查 网格")), ("open data", "/open/data/projects.csv"),
)  # fmt: skip


def fill(projects: int) -> None:
    """The sample district, and one more year with many releases like its first."""
    import copy

    import django

    django.setup()
    from wenxiao.publishing.open_data.statement import digest
    from wenxiao.web.disclosure.models import Release
    from wenxiao.web.disclosure.publishing import searched, summary
    from wenxiao.web.register.models import Project, ProjectYear
    from wenxiao.web.serve import prepare, sample

    prepare()
    sample()
    if Release.objects.filter(fiscal_year=2024).exists():
        return
    like = Release.objects.filter(kind="self_evaluation", state="published").order_by("pk").first()
    names = [f"{like.year.project.name}（{number}）" for number in range(projects)]
    made = Project.objects.bulk_create(
        Project(
            code=f"X-{number:05}", name=name, unit=like.unit, attribute="new", fund="general", begins=2024, ends=2024
        )
        for number, name in enumerate(names)
    )
    years = ProjectYear.objects.bulk_create(ProjectYear(project=one, year=2024, unit=like.unit) for one in made)
    rows = []
    for number in range(projects):
        said = copy.deepcopy(like.statement)
        said["number"], said["year"] = 100_000 + number, 2024
        said["project"] |= {"code": f"X-{number:05}", "name": names[number]}
        rows.append(
            Release(
                kind="bench", subject=number, number=100_000 + number, version=1, unit=like.unit, fiscal_year=2024, year=years[number], title=said["title"],
                content={}, prepared_by=like.prepared_by, state="published", statement=said, sha256=digest(said), summary=summary(said),
                words=searched(said), published_at=like.published_at,
            )
        )  # fmt: skip
    Release.objects.bulk_create(rows, batch_size=500)


def ask(address: str) -> tuple[list[float], int]:
    """Milliseconds of each answer, and the bytes of the last one."""
    times: list[float] = []
    size = 0

    def visit(person: int) -> None:
        nonlocal size
        link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        for turn in range(EACH):
            begin = time.perf_counter()
            link.request("GET", address.format(person * EACH + turn, first=100_000))
            answer = link.getresponse()
            body = answer.read()
            assert answer.status == 200, (address, answer.status)
            times.append((time.perf_counter() - begin) * 1000)
            size = len(body)

    people = [threading.Thread(target=visit, args=(number,)) for number in range(PEOPLE)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return times, size


def main() -> int:
    folder, projects = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    environment = {**os.environ, "WENXIAO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "wenxiao.web.settings"}
    os.environ.update(environment)
    fill(projects)
    styles = Path(__file__).parents[1] / "src/wenxiao/web/static/css"
    css = sum((styles / name).stat().st_size for name in ("tokens.css", "open.css"))
    server = subprocess.Popen([sys.executable, "-m", "wenxiao.cli", "site", "run", "--port", str(PORT)], env=environment, stdout=subprocess.DEVNULL)  # fmt: skip
    missed = False
    try:
        for _ in range(200):
            try:
                ask_once = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
                ask_once.request("GET", "/open/")
                ask_once.getresponse().read()
                break
            except OSError:
                time.sleep(0.2)
        print(f"{'page':<14}{'median':>8}{'p95':>8}{'bytes':>10}")
        for name, address in PAGES:
            times, size = ask(address)
            p95 = statistics.quantiles(times, n=20)[-1]
            weight = size if address.endswith(".csv") else size + css
            missed |= p95 > MOST_MS or (weight > MOST_BYTES and not address.endswith(".csv"))
            print(f"{name:<14}{statistics.median(times):>8.0f}{p95:>8.0f}{weight:>10,}")
    finally:
        server.terminate()
        server.wait()
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
