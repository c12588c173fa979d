from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EvidenceConfig(AppConfig):
    name = "wenxiao.web.evidence"

    def ready(self) -> None:
        post_migrate.connect(self.keep, sender=self)

    def keep(self, using: str, **_: Any) -> None:
        """What was computed, checked and read in is never changed."""
        from wenxiao.web.core.append_only import protect
        from wenxiao.web.evidence.models import Check, Point, SeriesFile, Snapshot

        for model in (Snapshot, Check, SeriesFile, Point):
            protect(model, using)
