"""Addresses of the API; ``openapi.json`` describes them."""

from __future__ import annotations

from wenxiao.web.api import evaluations, ledger, papers, register, reviews, selfevaluations, targets
from wenxiao.web.api.doors import api

api.add_router("/projects", register.routes)
api.add_router("/ledger", ledger.routes)
api.add_router("/targets", targets.routes)
api.add_router("/self-evaluations", selfevaluations.routes)
api.add_router("/self-evaluations", papers.own_routes)
api.add_router("/evaluations", evaluations.routes)
api.add_router("/evaluations", papers.routes)
api.add_router("/reviews", reviews.routes)

urlpatterns = api.urls
