from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "wenxiao.web.people"

    def ready(self) -> None:
        post_migrate.connect(self.keep, sender=self)

    def keep(self, using: str, **_: Any) -> None:
        """The record of administration is never changed."""
        from wenxiao.web.core.append_only import protect
        from wenxiao.web.people.models import Administration

        protect(Administration, using)
