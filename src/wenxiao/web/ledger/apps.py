from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "wenxiao.web.ledger"

    def ready(self) -> None:
        post_migrate.connect(self.keep, sender=self)

    def keep(self, using: str, **_: Any) -> None:
        """Entries are never changed, and a reversal takes back what it names."""
        from wenxiao.web.core.append_only import protect
        from wenxiao.web.ledger.models import Entry
        from wenxiao.web.ledger.triggers import match_reversals

        protect(Entry, using)
        match_reversals(using)
