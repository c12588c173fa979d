"""A round on a telephone: begun, grid by grid, ended. These pages lie in the folder of the grid's telephone pages, whose script keeps a
form until there is a line; then the answer is JSON, and a visit counts from when it was pressed.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST

from wenxiao.told import Told
from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.fieldwork import patrolling
from wenxiao.web.fieldwork.models import Beat, Patrol
from wenxiao.web.grid.outbox import by_script, done_at, token_of


@allowed("fieldwork.walk")
@ensure_csrf_cookie
def walk(request: Any) -> HttpResponse:
    """The round that is open, or the plans of which one can be begun."""
    mine = Patrol.objects.filter(person=request.user)
    if request.method == "POST":
        beat = get_object_or_404(Beat, pk=_number(request.POST.get("beat")))
        return _answered(request, lambda: patrolling.begin(request.user, beat, token_of(request), done_at(request)))
    still = mine.filter(ended_at=None).select_related("beat").first()
    if still is not None:
        came = dict(still.visits.values_list("grid", "at"))
        cells = [{"code": code, "at": came.get(code)} for code in still.beat.grids]
        return render(request, "fieldwork/walking.html", {"patrol": still, "cells": cells, "came": len(came)})
    latest = mine.select_related("beat").annotate(came=Count("visits")).order_by("-started_at", "-pk")[:5]
    beats = [beat for beat in Beat.objects.all() if beat.plan().on(today())]
    return render(request, "fieldwork/walk.html", {"beats": beats, "latest": latest, "token": uuid4()})


@allowed("fieldwork.walk")
@require_POST
def visit(request: Any, pk: int) -> HttpResponse:
    """The round came to a grid."""
    one = get_object_or_404(Patrol, pk=pk, person=request.user)
    return _answered(request, lambda: patrolling.visit(one, request.POST.get("grid", ""), done_at(request)))


@allowed("fieldwork.walk")
@require_POST
def end(request: Any, pk: int) -> HttpResponse:
    one = get_object_or_404(Patrol, pk=pk, person=request.user)
    words = say("本轮巡查已结束。", "The round has ended.")
    return _answered(
        request, lambda: patrolling.end(one, request.POST.get("note", "").strip(), done_at(request)), words
    )


def _answered(request: Any, do: Any, words: str = "") -> HttpResponse:
    """Do it and go back to the round; a refusal is told, to the script as JSON."""
    there = reverse("fieldwork-walk")
    try:
        do()
    except Told as told:
        said = say(told.zh, told.en)
        if by_script(request):
            return JsonResponse({"detail": said, "fields": {}}, status=409)
        messages.error(request, said)
        return redirect(there)
    if by_script(request):
        return JsonResponse({"url": there, "detail": words})
    if words:
        messages.success(request, words)
    return redirect(there)


def _number(told: Any) -> int:
    return int(told) if str(told).isdecimal() and len(str(told)) < 19 else 0
