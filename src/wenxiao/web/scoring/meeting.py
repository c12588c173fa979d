"""The scores and the joint meeting: the month's results are on its agenda, and what the last one decided stands in the next report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wenxiao.publishing.bulletin import Action
from wenxiao.publishing.bulletin.facts import figure
from wenxiao.web.core.clock import today
from wenxiao.web.fieldwork.agenda import Point
from wenxiao.web.fieldwork.models import Meeting
from wenxiao.web.scoring.models import Run
from wenxiao.web.scoring.running import stands


def point(month: date) -> Iterator[Point]:
    """The scores of the month that a meeting speaks of, once they are published inside."""
    run = Run.objects.filter(month=month, state__in=("published", "final")).first()
    if run is None:
        return
    lines = []
    for scheme in dict.fromkeys(run.lines.filter(kind__in=("street", "department")).values_list("scheme", flat=True)):
        rows = list(run.lines.filter(scheme=scheme).prefetch_related("appeals"))
        ranked = sorted(
            (stand.rank, row.name, figure(stand.total))
            for row, stand in zip(rows, stands(rows), strict=True)
            if stand.rank
        )
        zh = "；".join(f"第{rank}名{name}{total}分" for rank, name, total in ranked)
        en = "; ".join(f"{rank}. {name} {total}" for rank, name, total in ranked)
        if ranked:
            lines.append((zh, en))
    yield Point(f"通报{run.month:%Y年%m月}考核结果", f"Scores of {run.month:%Y-%m}", lines, 10, run.get_absolute_url())


def actions(before: date) -> list[Action]:
    """What the last meeting that was held before a day decided, and how it stood on that day, or stands until it has come: a report that
    is printed later says the same."""
    meeting = Meeting.objects.filter(held_on__lt=before).order_by("-held_on").first()
    if meeting is None:
        return []
    rows = meeting.actions.select_related("agency").order_by("due", "pk")
    day = min(before, today())
    return [Action(row.text, row.agency.name, row.due, _state(row.due, row.done_on, day)) for row in rows]


def _state(due: date, done: date | None, day: date) -> str:
    if done is not None and done <= day:
        return f"已完成（{done.isoformat()}）" if done <= due else f"逾期完成（{done.isoformat()}）"
    return "逾期未完成" if due < day else "办理中"
