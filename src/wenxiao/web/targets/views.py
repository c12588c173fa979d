from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.targets.models import LibraryIndicator, TargetSet


@allowed("targets.see")
def index(request: Any) -> HttpResponse:
    rows = TargetSet.objects.filter(year__in=request.access.years()).select_related("year__project", "year__unit")
    return render(request, "targets/index.html", {"page": page(rows, request.GET.get("page"))})


@allowed("library.see")
def library(request: Any) -> HttpResponse:
    rows = LibraryIndicator.objects.filter(retired=False)
    return render(request, "targets/library.html", {"page": page(rows, request.GET.get("page"))})
