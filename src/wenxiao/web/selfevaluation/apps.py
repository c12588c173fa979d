from __future__ import annotations

from django.apps import AppConfig


class SelfevaluationConfig(AppConfig):
    name = "wenxiao.web.selfevaluation"
