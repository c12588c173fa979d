"""Addresses of the API; ``openapi.json`` describes them."""

from __future__ import annotations

from wenxiao.web.api import (
    evaluations,
    ledger,
    library,
    monitoring,
    papers,
    problems,
    register,
    results,
    reviews,
    selfevaluations,
    targets,
)
from wenxiao.web.api.doors import api

api.add_router("/projects", register.routes)
api.add_router("/ledger", ledger.routes)
api.add_router("/targets", targets.routes)
api.add_router("/targets", library.routes)
api.add_router("/monitoring", monitoring.routes)
api.add_router("/self-evaluations", selfevaluations.routes)
api.add_router("/self-evaluations", papers.own_routes)
api.add_router("/evaluations", evaluations.routes)
api.add_router("/evaluations", papers.routes)
api.add_router("/reviews", reviews.routes)
api.add_router("/problems", problems.routes)
api.add_router("/results", results.routes)

urlpatterns = api.urls
