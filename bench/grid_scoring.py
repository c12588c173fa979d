"""The monthly scoring run of a city, beside the SQL that asks the columns of the cases the same."""

from __future__ import annotations

import time
from datetime import timedelta

#: How many are on time, late, open, of another kind: of each street and of each unit; checks and dispatches come from their lists.
_HANDLING = """
    SELECT {group}, count(*) FILTER (WHERE due <= %(cutoff)s AND feedback_at <= {due}), count(*) FILTER (WHERE due <= %(cutoff)s AND feedback_at > {due}),
        count(*) FILTER (WHERE due <= %(cutoff)s AND feedback_at IS NULL), count(*) FILTER (WHERE state = 'forced_closed'),
        count(*) FILTER (WHERE closed_at IS NOT NULL AND feedback_at <= {due}), count(*) FILTER (WHERE state IN ('void', 'merged')),
        count(*) FILTER (WHERE (folded->>'reworks')::int > 0), count(*) FILTER (WHERE (folded->>'extensions')::int > 0)
    FROM grid_case WHERE due >= %(start)s AND due < %(end)s GROUP BY 1"""
_FILED = """
    SELECT {group}, count(*), count(*) FILTER (WHERE state = 'void'), count(*) FILTER (WHERE pressed), count(*) FILTER (WHERE source = 'supervisor'),
        count(*) FILTER (WHERE source IN ('public', 'hotline')), count(*) FILTER (WHERE filed_at <= (folded->>'file_due')::timestamptz),
        count(*) FILTER (WHERE folded ? 'missed')
    FROM grid_case WHERE filed_at >= %(start)s AND filed_at < %(end)s GROUP BY 1"""
_REPORTED = """
    SELECT {group}, count(*) FILTER (WHERE filed_at IS NOT NULL), count(*) FILTER (WHERE state = 'rejected'), count(*) FILTER (WHERE state = 'merged')
    FROM grid_case WHERE reported_at >= %(start)s AND reported_at < %(end)s GROUP BY 1"""
_LIST = """
    SELECT {group}, count(*) FILTER (WHERE {done} <= {due}), count(*) FILTER (WHERE {done} > {due}), count(*) FILTER (WHERE {done} IS NULL)
    FROM grid_case, jsonb_array_elements(folded->'{name}') each
    WHERE folded ? '{name}' AND recorded_at >= %(start)s AND {due} >= %(start)s AND {due} < %(end)s GROUP BY 1"""
#: How long handling took, and why cases are left out of that.
_TOOK = """
    SELECT {group}, count(*) FILTER (WHERE {counts}), avg(feedback_at - dispatched_at) FILTER (WHERE {counts}),
        percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY extract(epoch FROM feedback_at - dispatched_at)) FILTER (WHERE {counts}),
        count(*) FILTER (WHERE state = 'void'), count(*) FILTER (WHERE state = 'merged'), count(*) FILTER (WHERE state = 'forced_closed'),
        count(*) FILTER (WHERE dispatched_at IS NULL), count(*) FILTER (WHERE (folded->>'coarse')::boolean)
    FROM grid_case WHERE feedback_at >= %(start)s AND feedback_at < %(end)s GROUP BY 1"""
_COUNTS = "dispatched_at IS NOT NULL AND state NOT IN ('void', 'merged', 'forced_closed') AND (folded->>'coarse')::boolean IS NOT TRUE"
#: What was closed in the month before, and of it what was filed again within thirty days.
_CAME_BACK = """
    SELECT {group}, count(*), count(*) FILTER (WHERE EXISTS (
        SELECT FROM filed WHERE filed.grid = ended.grid AND filed.category = ended.category
        AND filed.reported_at > ended.closed_at AND filed.reported_at <= ended.closed_at + interval '30 days'))
    FROM ended GROUP BY 1"""
#: With the names that both need; asked once, and read by every group.
_ENDED = """
    CREATE TEMP TABLE ended ON COMMIT DROP AS SELECT street, agency_id, grid, category, closed_at FROM grid_case
    WHERE state = 'closed' AND closed_at >= %(before)s AND closed_at < %(start)s"""
_FILED_AGAIN = """
    CREATE TEMP TABLE filed ON COMMIT DROP AS SELECT grid, category, reported_at FROM grid_case
    WHERE filed_at IS NOT NULL AND state NOT IN ('void', 'merged') AND reported_at >= %(before)s AND reported_at < %(end)s"""
_INDEX = "CREATE INDEX ON filed (grid, category, reported_at)"


def _moment(place: int) -> str:
    return f"(each->>{place})::timestamptz"


def statements() -> list[str]:
    made = []
    for group in ("street", "agency_id"):
        made += [_HANDLING.format(group=group, due=due) for due in ("due", "adjusted_due")]
        made += [part.format(group=group) for part in (_FILED, _REPORTED)]
    people = [("pre_checks", "each->>4", 5, 3), ("post_checks", "each->>4", 5, 3), ("pre_checks", "each->>2", 0, 1), ("post_checks", "each->>2", 0, 1), ("dispatches", "each->>3", 1, 2)]  # fmt: skip
    for name, group, done, due in people:
        made.append(_LIST.format(name=name, group=group, done=_moment(done), due=_moment(due)))
    made += [_TOOK.format(group=group, counts=_COUNTS) for group in ("1", "street", "agency_id")]
    made += [_ENDED, _FILED_AGAIN, _INDEX, *(_CAME_BACK.format(group=group) for group in ("1", "street", "agency_id"))]
    for group in ("reporter_id", "folded->>'decided_by'"):
        made += [part.format(group=group) for part in (_FILED, _REPORTED)]
    return made


def measure(back: int = 1) -> bool:
    """The run of the month that lies so many back."""
    from django.db import connection, transaction

    from wenxiao.grid.plausible import month_before
    from wenxiao.web.core.clock import now, today
    from wenxiao.web.core.policy import Access
    from wenxiao.web.people.models import User
    from wenxiao.web.scoring.cases import month, touching
    from wenxiao.web.scoring.models import Run
    from wenxiao.web.scoring.running import begin, freeze

    first = today().replace(day=1)
    for _ in range(back):
        first = (first - timedelta(days=1)).replace(day=1)
    period = month(first)
    lead = User.objects.get(username="lead0")
    asked = {"before": month(month_before(first)).start, "start": period.start, "end": period.end, "cutoff": now()}
    raw = []
    for _ in range(2):
        started = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements():
                cursor.execute(statement, asked)
                if cursor.description:
                    cursor.fetchall()
        raw.append(time.perf_counter() - started)
    cases = touching(period).count()
    run = Run.objects.filter(month=first).first()
    if run is not None and run.state != "draft":
        print("The month was run on this database already; take another one.")
        return False
    run = run or begin(first, lead)
    started, worked = time.perf_counter(), time.process_time()
    freeze(run, Access(lead))
    took, worked = time.perf_counter() - started, time.process_time() - worked
    print(f"Month {first:%Y-%m}: {cases:,} cases read, {took:.1f} s ({worked:.1f} s of computing in Python); raw SQL {raw[0]:.1f} s, again {raw[1]:.1f} s; ratio {took / raw[1]:.1f}.")  # fmt: skip
    return took < 60 and took < 3 * raw[1]
