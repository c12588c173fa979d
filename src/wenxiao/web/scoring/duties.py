"""What of the scores waits for a person: appeals to be decided on, one's own score while appeals are open."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from wenxiao.grid.states import Role
from wenxiao.performance.timeline import countdown
from wenxiao.web.core.clock import today
from wenxiao.web.core.errands import Errand
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.grid.seeing import UNITS
from wenxiao.web.scoring.models import Appeal, RunLine

_MOST = 20
#: The appeals that wait for each role.
_STATES = {Role.ACCEPTOR: "asked", Role.DISPATCHER: "asked", Role.LEAD: "endorsed"}


def duties(access: Access) -> Iterator[Errand]:
    """A line each; nothing, and no question to the database, for who has no post."""
    if not access.grid_roles:
        return
    states = {_STATES[role] for role in access.grid_roles if role in _STATES}
    if states:
        waiting = Appeal.objects.filter(state__in=states).exclude(asked_by=access.user.pk)
        for one in waiting.select_related("line__run")[:_MOST]:
            yield Errand(
                f"{one.line.run} {one.line.name}",
                say("考核申诉待审", "an appeal against a score"),
                reverse("run-line", args=[one.line_id]),
            )
    units = [post.agency_id for post in access.posts if post.role in UNITS]
    own = Q(person=access.user.pk) | Q(agency__in=units)
    open_ones = RunLine.objects.filter(own, run__state="published", run__appeal_until__gte=today())
    for line in open_ones.select_related("run")[:_MOST]:
        days = say(*countdown((line.run.appeal_until - today()).days))
        yield Errand(
            f"{line.run} {line.name}",
            say(f"考核结果公示中，申诉{days}", f"scores are published; appeals: {days}"),
            reverse("run-line", args=[line.pk]),
        )
