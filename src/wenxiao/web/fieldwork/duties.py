"""What of the field work waits for a person: samples to inspect, actions of meetings, rounds that are still open."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from wenxiao.grid.states import Role
from wenxiao.performance.timeline import countdown
from wenxiao.web.core.clock import now, today
from wenxiao.web.core.errands import Errand
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.fieldwork.models import Item, MeetingAction, Patrol

_MOST = 10


def duties(access: Access) -> Iterator[Errand]:
    """A line each; nothing, and no question to the database, for who has no post."""
    if not access.grid_roles:
        return
    if Role.SUPERVISOR in access.grid_roles:
        for one in Patrol.objects.filter(person=access.user.pk, ended_at=None).select_related("beat"):
            hours = int((now() - one.started_at).total_seconds() // 3600)
            yield Errand(one.beat.name, say(f"巡查未结束，已 {hours} 小时", f"round open for {hours} hours"), reverse("fieldwork-walk"))  # fmt: skip
    if Role.INSPECTOR in access.grid_roles:
        waiting = Item.objects.filter(done_at=None).count()
        if waiting:
            yield Errand(say("督察样本", "Samples to inspect"), say(f"待督察 {waiting} 个", f"{waiting} to be inspected"), reverse("fieldwork-inspections"))  # fmt: skip
    mine = [post.agency_id for post in access.posts if post.role in (Role.HANDLER, Role.LEAD, Role.EMERGENCY)]
    for action in MeetingAction.objects.filter(agency__in=mine, done_on=None).order_by("due", "pk")[:_MOST]:
        yield Errand(action.text, say(*countdown((action.due - today()).days)), action.get_absolute_url())
