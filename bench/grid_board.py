"""The board and the map of the grid centre at a year of a large city's cases: 2,500,000 of them, 30,000 open.

    .ci/with-postgres .venv/bin/python bench/grid_board.py FOLDER [cases] [open]

fills a scratch database with the sample's agencies and unit grids and with cases written straight into their table, then asks each address of the
board in process, one after the other, with nothing remembered: milliseconds at the middle and at the 95th percentile, beside the
database's own time for the same questions. It ends with 1 where one takes more than 300 ms at the 95th percentile.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

AIM, EACH = 300, 40
#: Rows as the cases of a year: nearly all closed long ago, the open ones of the last days; a kept copy as long as real ones (bytes).
FOLDED = 2400
FILL = """
INSERT INTO grid_case (number, source, platform, external, state, level, revision, folded, category, condition, outcome, grid, street,
    agency_id, description, address, longitude, latitude, given_system, reported_at, filed_at, dispatched_at, due, adjusted_due,
    stage_due, feedback_at, closed_at, recorded_at, latest, pressed, urgent, open, {more})
SELECT 'B' || n, 'supervisor', '', '', CASE WHEN open THEN (ARRAY['reported', 'filed', 'dispatched', 'handling', 'handling', 'disposed', 'post_check', 'to_close'])[1 + n % 8] ELSE 'closed' END,
    'district', 9, jsonb_build_object('x', (SELECT string_agg(md5(n::text || k::text), '') FROM generate_series(1, {length}) k)),
    '30428.2-2013:event:0110', 'c', '', g.code, left(g.code, 9), (SELECT min(id) + n % 10 FROM grid_agency), '路边暴露垃圾', '某路 ' || n || ' 号',
    g.west + (g.east - g.west) * random(), g.south + (g.north - g.south) * random(), '', at, at, at, at + interval '2 days',
    at + interval '2 days', CASE WHEN open THEN at + interval '3 hours' END, CASE WHEN NOT open THEN at + interval '1 day' END,
    CASE WHEN NOT open THEN at + interval '30 hours' END, at, at + interval '2 days', n % 50 = 0, n % 20 = 0, open, {values}
FROM (SELECT n, n > {cases} - {open} AS open, now() - ({cases} - n) * interval '365 days' / {cases} AS at FROM generate_series(1::bigint, {cases}) n) made
JOIN (SELECT *, row_number() OVER (ORDER BY code) - 1 AS place FROM territory_unitgrid) g ON g.place = made.n * 7919 % (SELECT count(*) FROM territory_unitgrid)
"""


def fill(cases: int, open_: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from wenxiao.web.grid.models import Agency, Case, Post
    from wenxiao.web.grid.sample import AGENCIES
    from wenxiao.web.people.models import User
    from wenxiao.web.territory.sample import grids

    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        lead = User.objects.create(username="lead", name="秦岚")
        for code, name, kind, level, of, _ in AGENCIES:
            agency = Agency.objects.create(
                code=code, name=name, kind=kind, level=level, street=of if kind == "street" else ""
            )
            if kind == "centre":
                Post.objects.create(user=lead, agency=agency, role="lead")
        grids(lead)
    if Case.objects.count() >= cases:
        return
    written = FILL.split("(", 1)[1].split(")", 1)[0]
    #: Columns of other rooms' making that must have something and that the board does not read.
    missing = [
        field
        for field in Case._meta.concrete_fields
        if not field.null and not field.primary_key and field.column not in written
    ]
    kinds = {"BooleanField": "false", "CharField": "''", "TextField": "''", "JSONField": "'{}'::jsonb"}
    more = ", ".join(field.column for field in missing) or "given_latitude"
    values = ", ".join(kinds.get(field.get_internal_type(), "0") for field in missing) or "NULL"
    with connection.cursor() as cursor:
        cursor.execute(FILL.format(cases=cases, open=open_, length=FOLDED // 32, more=more, values=values))
        cursor.execute("VACUUM ANALYZE grid_case")


@contextmanager
def counting() -> Iterator[list[float]]:
    """The milliseconds of each question to the database."""
    from django.db import connection

    found: list[float] = []

    def timed(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            found.append((time.perf_counter() - start) * 1000)

    with connection.execute_wrapper(timed):
        yield found


def main() -> None:
    folder = Path(sys.argv[1])
    cases, open_ = (int(text) for text in (*sys.argv[2:4], "2500000", "30000")[:2]) if len(sys.argv) != 3 else (int(sys.argv[2]), 30_000)  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {"WENXIAO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "wenxiao.web.settings", "WENXIAO_DEBUG": "1"}
    import django

    django.setup()
    from django.conf import settings
    from django.core.cache import cache
    from django.test import Client

    from wenxiao.web.grid.models import Case
    from wenxiao.web.people.models import User

    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["testserver"]
    start = time.perf_counter()
    fill(cases, open_)
    print(f"{Case.objects.count():,} cases, {Case.objects.filter(open=True).count():,} open, filled in {time.perf_counter() - start:.0f} s")  # fmt: skip
    client = Client()
    client.force_login(User.objects.get(username="lead"), "wenxiao.web.people.logins.Logins")
    box = "/command/cases.json?bbox={},{},{},{}"
    addresses = {
        "board": "/command/",
        "its part, every 15 s": "/command/part/",
        "map, whole district": box.format(102.78, 24.90, 102.82, 24.93),
        "map, one unit grid": box.format(102.792, 24.917, 102.795, 24.919),
        "list, overdue": "/command/cases/?what=overdue",
        "list of an agency": "/command/cases/?agency=2",
        "unit grids": "/territory/map.json",
        "staffing": "/territory/staffing/",
    }
    print(f"{'':24}{'median':>10}{'p95':>10}{'database':>10}   ms")
    slow = False
    for name, address in addresses.items():
        times, asked = [], []
        for _ in range(EACH):
            cache.clear()
            with counting() as questions:
                begun = time.perf_counter()
                answer = client.get(address)
                assert answer.status_code == 200, (address, answer.status_code)
                len(answer.content)
                times.append((time.perf_counter() - begun) * 1000)
            asked.append(sum(questions))
        p95 = statistics.quantiles(times, n=20)[-1]
        slow |= p95 > AIM
        print(f"{name:24}{statistics.median(times):10.1f}{p95:10.1f}{statistics.median(asked):10.1f}")
    sys.exit(slow)


if __name__ == "__main__":
    main()
