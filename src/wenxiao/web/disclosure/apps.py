from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DisclosureConfig(AppConfig):
    name = "wenxiao.web.disclosure"

    def ready(self) -> None:
        post_migrate.connect(self.keep, sender=self)

    def keep(self, using: str, **_: Any) -> None:
        """What is published is never changed, nor are the files of it."""
        from wenxiao.web.core.append_only import protect
        from wenxiao.web.disclosure.models import Blob, Release

        protect(Release, using, once="OLD.state = 'published'")
        protect(Blob, using)
