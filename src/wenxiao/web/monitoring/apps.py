from __future__ import annotations

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "wenxiao.web.monitoring"
