from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FieldworkConfig(AppConfig):
    name = "wenxiao.web.fieldwork"

    def ready(self) -> None:
        from wenxiao.web.core import errands, upkeep
        from wenxiao.web.fieldwork import agenda, duties, meeting, patrolling, registering

        post_migrate.connect(self.keep, sender=self)
        errands.provide(duties.duties)
        agenda.provide(meeting.own_points)
        upkeep.provide(registering.forget)
        upkeep.provide(patrolling.end_forgotten)

    def keep(self, using: str, **_: Any) -> None:
        """What was seen in the field is never changed: a round once it has ended, a visit, a draw, a check, what an inspector said."""
        from wenxiao.web.core.append_only import protect
        from wenxiao.web.fieldwork.models import Drawing, Item, Patrol, SiteCheck, Visit

        for model in (Visit, Drawing, SiteCheck):
            protect(model, using)
        protect(Patrol, using, "OLD.ended_at IS NOT NULL")
        protect(Item, using, "OLD.done_at IS NOT NULL")
