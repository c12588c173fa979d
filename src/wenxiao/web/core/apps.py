from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "wenxiao.web.core"

    def ready(self) -> None:
        from wenxiao.web.core.drafting import give_up
        from wenxiao.web.core.many import register
        from wenxiao.web.core.upkeep import provide

        register()
        provide(give_up)
        post_migrate.connect(self.keep, sender=self)

    def keep(self, using: str, **_: Any) -> None:
        """The record of steps is never changed."""
        from wenxiao.web.core.append_only import protect
        from wenxiao.web.core.models import Event

        protect(Event, using)
