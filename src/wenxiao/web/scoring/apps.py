from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ScoringConfig(AppConfig):
    name = "wenxiao.web.scoring"

    def ready(self) -> None:
        from wenxiao.web.core import errands
        from wenxiao.web.fieldwork.agenda import provide
        from wenxiao.web.scoring.duties import duties
        from wenxiao.web.scoring.meeting import point

        post_migrate.connect(self.keep, sender=self)
        provide(point)
        errands.provide(duties)

    def keep(self, using: str, **_: Any) -> None:
        """Schemes, scores and steps are never changed; a run not after it is final, an appeal not after it was decided."""
        from wenxiao.web.core.append_only import protect
        from wenxiao.web.scoring.models import Appeal, Given, Run, RunEvent, RunLine, SchemeVersion

        for model in (SchemeVersion, RunLine, Given, RunEvent):
            protect(model, using)
        protect(Run, using, "OLD.state = 'final'")
        protect(Appeal, using, "OLD.state IN ('granted', 'refused')")
