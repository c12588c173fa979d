"""Addresses of the API; ``openapi.json`` describes them."""

from __future__ import annotations

from wenxiao.web.api import (
    cases,
    documents,
    evaluations,
    fieldwork,
    hooks,
    imports,
    intake,
    ledger,
    library,
    monitoring,
    papers,
    problems,
    register,
    releases,
    reports,
    results,
    reviews,
    scores,
    selfevaluations,
    targets,
    territory,
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
api.add_router("/documents", documents.routes)
api.add_router("/documents", intake.routes)
api.add_router("/reports", reports.routes)
api.add_router("/releases", releases.routes)
api.add_router("/imports", imports.routes)
api.add_router("/grid", cases.routes)
api.add_router("/fieldwork", fieldwork.routes)
api.add_router("/hooks", hooks.routes)
api.add_router("/scores", scores.routes)
api.add_router("/territory", territory.routes)

urlpatterns = api.urls
