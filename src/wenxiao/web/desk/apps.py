from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DeskConfig(AppConfig):
    name = "wenxiao.web.desk"

    def ready(self) -> None:
        post_migrate.connect(self.keep, sender=self)

    def keep(self, using: str, **_: Any) -> None:
        """What was decided of a finding, and what was said beside it, is never changed."""
        from wenxiao.web.core.append_only import protect
        from wenxiao.web.desk.models import Note, Triage

        protect(Triage, using)
        protect(Note, using)
