from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GridConfig(AppConfig):
    name = "wenxiao.web.grid"

    def ready(self) -> None:
        from wenxiao.web.core.upkeep import provide
        from wenxiao.web.grid import holding
        from wenxiao.web.grid.upkeep import forget, resume, tidy

        post_migrate.connect(self.keep, sender=self)
        provide(forget)
        provide(resume)
        provide(tidy)
        provide(holding.tidy)

    def keep(self, using: str, **_: Any) -> None:
        """What was done to a case, and who cleared a photo of it, is never changed."""
        from wenxiao.web.core.append_only import protect
        from wenxiao.web.grid.models import CaseEvent, PhotoClearing

        protect(CaseEvent, using)
        protect(PhotoClearing, using)
