"""Warnings that wait for somebody to say that they have them stand in their to-do."""

from __future__ import annotations

from collections.abc import Iterator

from wenxiao.web.command.models import Answerable
from wenxiao.web.core.errands import Errand
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say


def unread(access: Access) -> Iterator[Errand]:
    """The warnings that this person answers for and has not acknowledged."""
    if not access.posts:
        return
    rows = Answerable.objects.filter(person__user=access.user, acknowledged_at=None, warning__closed_at=None)
    for row in rows.select_related("warning"):
        yield Errand(row.warning.title, say("预警待签收", "A warning to acknowledge"), row.warning.get_absolute_url())
