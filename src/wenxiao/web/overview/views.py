"""What waits for me, and the district at a glance."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wenxiao.web.core.policy import allowed
from wenxiao.web.core.waiting import machines, waiting


@allowed("home")
def home(request: Any) -> HttpResponse:
    """To-do: every thing whose next step is mine."""
    groups = [
        (model.machine, waiting(model, request.access).select_related("year__project", "year__unit")[:50])
        for model in machines()
    ]
    return render(request, "overview/home.html", {"groups": [(machine, rows) for machine, rows in groups if rows]})


@allowed("overview")
def overview(request: Any) -> HttpResponse:
    """The district at a glance."""
    return render(request, "overview/overview.html")
