"""The grid with a big city's year: 2.5 million cases on PostgreSQL, in a folder that is kept and used again.

    POSTGRES_FOLDER=FOLDER/pg .ci/with-postgres .venv/bin/python bench/grid.py FOLDER fill [cases]

fills an empty database; what else is measured on it is said by the other words:

    reports [a second] [seconds]    50 new cases a second by the public edge, the server killed in the middle
    scoring [months back]           the scoring run of the last month, or of one before it, beside raw SQL
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def main(folder: str, what: str, *more: str) -> bool:
    os.environ |= {"WENXIAO_DATA": folder, "DJANGO_SETTINGS_MODULE": "wenxiao.web.settings"}
    sys.path.insert(0, str(Path(__file__).parent.parent))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(f"Load of the machine at the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")
    from bench import grid_reports, grid_scoring

    return {"fill": fill, "reports": grid_reports.measure, "scoring": grid_scoring.measure}[what](*map(int, more))


def fill(count: int = 2_500_000) -> bool:
    from bench import grid_data
    from wenxiao.web.grid.models import Case, CaseEvent

    started = time.perf_counter()
    grid_data.fill(count)
    took = time.perf_counter() - started
    print(f"{Case.objects.count():,} cases with {CaseEvent.objects.count():,} events in {took:.0f} s.")
    return True


if __name__ == "__main__":
    sys.exit(not main(*sys.argv[1:]))
