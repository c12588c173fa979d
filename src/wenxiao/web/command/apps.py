"""The live board of the centre, warnings, drills and the tasks of the emergency team (指挥、预警、演练、应急)."""

from __future__ import annotations

from django.apps import AppConfig


class CommandConfig(AppConfig):
    name = "wenxiao.web.command"

    def ready(self) -> None:
        from wenxiao.web.command.errands import unread
        from wenxiao.web.core.errands import provide

        provide(unread)
