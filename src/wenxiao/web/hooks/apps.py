from __future__ import annotations

from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "wenxiao.web.hooks"

    def ready(self) -> None:
        from wenxiao.web.core.errands import provide
        from wenxiao.web.core.happening import listen
        from wenxiao.web.hooks.outbox import put
        from wenxiao.web.hooks.services import stopped

        listen(put)
        provide(stopped)
