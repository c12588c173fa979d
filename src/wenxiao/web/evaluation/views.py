from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.evaluation.models import Evaluation


@allowed("evaluation.see")
def index(request: Any) -> HttpResponse:
    rows = Evaluation.objects.filter(year__in=request.access.years()).select_related("year__project", "year__unit")
    return render(request, "evaluation/index.html", {"page": page(rows, request.GET.get("page"))})
