"""A file database as a site has it: nothing is lost between two who post at once, nothing is left of an import that was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SETUP = """
    import django, os, sys, threading
    django.setup()
    from datetime import date
    from decimal import Decimal
    from django.db import connection
    from wenxiao.performance.ledger import Kind, Source
    from wenxiao.web.core.clock import travelling
    from wenxiao.web.ledger import services
    from wenxiao.web.ledger.models import Balance, Batch, Entry
    from wenxiao.web.ledger.services import Posting, Refused, post, post_many, position, verify
    from wenxiao.web.people.models import Organisation, User
    from wenxiao.web.register.models import Project, ProjectYear
    def year():
        return ProjectYear.objects.select_related("unit").get()
    DAY = date(2025, 6, 1)
    def posting(amount, reference, kind=Kind.PAID):
        return Posting(year(), kind, Source.FISCAL, DAY, Decimal(amount), reference)
"""
MAKE = """
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    unit = Organisation.objects.create(code="1", name="甲", kind="unit")
    user = User.objects.create(username="u", name="u")
    project = Project.objects.create(code="P", name="项目", unit=unit, attribute="new", fund="general", begins=2025, ends=2025)
    ProjectYear.objects.create(project=project, year=2025, unit=unit)
    for kind in (Kind.APPROVED, Kind.ARRIVED):
        post_many([posting(100, "批复", kind)], user)
"""


def command(folder: Path, code: str) -> list[str]:
    (folder / "run.py").write_text(textwrap.dedent(SETUP) + textwrap.dedent(code), "utf-8")
    return [sys.executable, str(folder / "run.py")]


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "WENXIAO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "wenxiao.web.settings"}


def run(folder: Path, code: str) -> str:
    done = subprocess.run(command(folder, code), env=environment(folder), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_of_many_who_post_at_once_no_entry_is_lost_and_no_limit_is_passed(tmp_path):
    run(tmp_path, MAKE)
    said = run(
        tmp_path,
        """
        results = []
        def work(name):
            for number in range(15):
                try:
                    post_many([posting(3, f"{name}-{number}")], User.objects.get())
                    results.append(1)
                except Refused:
                    results.append(0)
            connection.close()
        threads = [threading.Thread(target=work, args=(name,)) for name in "ABC"]
        [thread.start() for thread in threads]; [thread.join() for thread in threads]
        print(len(results), sum(results), Entry.objects.filter(kind="paid").count(), position(year()).paid, verify())
        """,
    )
    assert said == "45 33 33 99.00 []"


@pytest.mark.parametrize("at", ["Balance.objects.bulk_create", "services._add_months"])
def test_an_import_that_is_killed_leaves_nothing(tmp_path, at):
    run(tmp_path, MAKE)
    code = f"""
        import time
        where, name = "{at}".rsplit(".", 1)
        def stuck(*args, **kwargs):
            print(Entry.objects.count(), flush=True)
            time.sleep(60)
        setattr(eval(where), name, stuck)
        from django.db import transaction
        with transaction.atomic():
            batch = Batch.objects.create(name="f", sha256="0" * 64, rows=2000, read_by=User.objects.get())
            post_many([posting("0.01", f"文{{n}}") for n in range(2000)], User.objects.get(), batch)
    """
    process = subprocess.Popen(command(tmp_path, code), env=environment(tmp_path), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "2002"  # inside the transaction all of them are there
    time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)
    after = run(tmp_path, "print(Entry.objects.count(), Batch.objects.count(), position(year()).paid, verify())")
    assert after == "2 0 None []"
    run(tmp_path, 'post_many([posting("1", "之后")], User.objects.get())')
