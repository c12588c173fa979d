"""Many cases are read by several processes: what comes out is what one process finds."""

from __future__ import annotations

import pytest

from tests.web.own_site import own_site

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

MADE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import timedelta
from proof.grid.made import KINDS, PERIOD, logs
from wenxiao.grid.durations import Handling
from wenxiao.grid.evidence import snapshot
from wenxiao.grid.many import BY, Many
from wenxiao.grid.plausible import Month, month_before
from wenxiao.grid.buckets import Period, View
from wenxiao.grid.rates import in_use
from wenxiao.grid.recurrence import Returns
from wenxiao.web.grid.keeping import Log, keep_many
from wenxiao.web.grid.models import Case
from wenxiao.web.scoring import passes
from wenxiao.web.scoring.facts import Gathered
keep_many([Log(log[0].case, [*log], "占道") for log in (list(one) for one in logs({kind: 2 + at % 3 for at, kind in enumerate(KINDS)}))])
before = Period(month_before(PERIOD.start), PERIOD.start)
def found(least, cutoff, *more):
    passes.LEAST, passes.MOST_PROCESSES = least, 2
    many, month, gathered = Many(in_use(), PERIOD, cutoff), Month(PERIOD, before), Gathered(PERIOD, before)
    handling, returns = Handling(PERIOD), Returns(PERIOD, cutoff)
    passes.passed((many, month, gathered, handling, returns, *more), PERIOD, cutoff)
    rates = {(each.id, view, by, group): snapshot(rate).digest for each in in_use() for view in View for by in BY for group, rate in many.rates(each, view, by).items()}
    beside = [{group: (d.times, {b: sorted(ids) for b, ids in d.excluded.items()}) for group, d in handling.durations(by).items()} for by in ("street", "unit")]
    beside += [{group: [sorted(ids) for ids in (r.came_back, r.closed, r.waiting, r.coarse)] for group, r in returns.found(by).items()} for by in ("street", "unit")]
    return rates, month, gathered.told(), beside
os.cpu_count = lambda: 2
"""


@pytest.fixture
def site(tmp_path):
    with own_site(tmp_path) as one:
        yield one


def test_two_processes_find_what_one_finds(site):
    said = site.run(
        MADE,
        """
        shared = []
        passes._shared, real = lambda *told: (shared.append(told), real(*told)), passes._shared
        for cutoff in (PERIOD.end + timedelta(days=3), PERIOD.start + timedelta(days=15)):  # all is known, and some changed later
            assert found(10**9, cutoff) == found(20, cutoff)
        assert Case.objects.filter(recorded_at__gt=cutoff).exists()
        print(len(shared))
        """,
    )
    assert said == "2"


def test_where_a_process_is_killed_one_reads_all(site):
    said = site.run(
        MADE,
        """
        from tests.web.killer import Killer
        whole = found(10**9, PERIOD.end)
        print(found(20, PERIOD.end, Killer()) == whole)
        """,
    )
    assert said == "True"
