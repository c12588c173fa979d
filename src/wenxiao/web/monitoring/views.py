from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.monitoring.models import Monitoring


@allowed("monitoring.see")
def index(request: Any) -> HttpResponse:
    rows = Monitoring.objects.filter(year__in=request.access.years()).select_related("year__project", "year__unit")
    return render(request, "monitoring/index.html", {"page": page(rows, request.GET.get("page"))})
