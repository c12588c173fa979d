"""Pages of no room: drafts, language, the design language, and what is shown when something is refused."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from wenxiao.web.core import drafting
from wenxiao.web.core.models import Job
from wenxiao.web.core.say import say

#: What one draft may hold; a form of the cycle has a few dozen kilobytes.
DRAFT_BYTES = 500_000
#: More than any number of a row has.
_DIGITS = 19


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language, and go back."""
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    answer = redirect(back)
    chosen = "en" if request.POST.get("language") == "en" else "zh-hans"
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 24 * 3600, samesite="Lax", secure=settings.SECURE
    )
    return answer


@login_required
@require_http_methods(["PUT", "POST"])
def draft(request: Any) -> HttpResponse:
    """PUT: the place of a form, with what was typed into it and not sent. POST: keep what is typed there; 410 where the place is gone."""
    form = request.GET.get("form", "")[:200]
    if not form.startswith("/"):
        return JsonResponse({"error": "form"}, status=400)
    if request.method == "PUT":
        place = drafting.opened(request.user, form)
        return JsonResponse({"place": place.pk, "fields": place.fields or None})
    if len(request.body) > DRAFT_BYTES:
        return JsonResponse({"error": "size"}, status=413)
    try:
        fields = json.loads(request.body)
    except ValueError:
        return JsonResponse({"error": "json"}, status=400)
    number = request.GET.get("place", "")
    known = number.isdecimal() and len(number) < _DIGITS and drafting.keep(request.user, form, int(number), fields)
    return JsonResponse({}, status=200 if known else 410)


@login_required
def job(request: Any, pk: int) -> HttpResponse:
    """How far one's own job is; the page asks again while it runs."""
    return render(request, "core/job.html", {"job": get_object_or_404(Job, pk=pk, user=request.user)})


@login_required
def design(request: HttpRequest) -> HttpResponse:
    """The design language: every token and component, as it is."""
    return render(request, "core/design.html")


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/refused.html", {"why": str(exception)}, status=403)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form without the mark of this session: opened before logging in again, or sent from another site."""
    why = say(
        "页面已过期：登录状态在打开页面之后有变化。请返回上一页、刷新后再提交；自动保存的内容会重新出现。",
        "The page is out of date: you logged in again since it was opened. Go back, reload it and send it again; what was saved while you typed comes back.",
    )
    return render(request, "core/refused.html", {"why": why}, status=403)


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    why = say(
        "提交的内容过大或不完整，没有保存。请返回上一页，减少一次提交的内容后重试。",
        "What was sent is too large or damaged, and was not saved. Go back and send less at a time.",
    )
    return render(request, "core/refused.html", {"why": why}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "core/not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Without anything of who asks: what failed may be the database."""
    return HttpResponse(render_to_string("core/failed.html"), status=500)
