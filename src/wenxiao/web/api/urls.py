"""Addresses of the API; ``openapi.json`` describes them."""

from __future__ import annotations

from wenxiao.web.api import ledger, register
from wenxiao.web.api.doors import api

api.add_router("/projects", register.routes)
api.add_router("/ledger", ledger.routes)

urlpatterns = api.urls
