"""One project-year as a time line (the lists are in ``list_views``, what changes a project in ``change_views``)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wenxiao.web.core.policy import allowed


@allowed("register.see")
def project(request: Any, pk: int) -> HttpResponse:
    """One project-year: the cycle as a time line, money, indicators, and what is to be done."""
    year = request.access.year("register.see", pk)
    return render(
        request,
        "register/project.html",
        {"year": year, "years": year.project.years.filter(pk__in=request.access.years())},
    )
