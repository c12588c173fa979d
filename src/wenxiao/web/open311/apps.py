from __future__ import annotations

from django.apps import AppConfig


class Open311Config(AppConfig):
    name = "wenxiao.web.open311"

    def ready(self) -> None:
        from wenxiao.web.core.upkeep import provide
        from wenxiao.web.open311.forgetting import forget

        provide(forget)
