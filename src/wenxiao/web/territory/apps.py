"""Grids, components, staff, catalogue, calendar and rules of the grid command (网格、部件、人员、目录、日历、规则)."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TerritoryConfig(AppConfig):
    name = "wenxiao.web.territory"

    def ready(self) -> None:
        post_migrate.connect(self.keep, sender=self)

    def keep(self, using: str, **_: Any) -> None:
        """Who changed the ground, which rules held and how components were found is never changed."""
        from wenxiao.web.core.append_only import protect
        from wenxiao.web.territory.models import Change, ComponentState, RuleVersion

        for model in (Change, ComponentState, RuleVersion):
            protect(model, using)
