"""What every request has: its language, what its person may do, and nothing lost where a login has expired."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from wenxiao.web.core.policy import Access
from wenxiao.web.core.remembering import CHANGED, mark_changed

Next = Callable[[HttpRequest], HttpResponse]
#: Addresses for everybody begin so.
OPEN = ("/open/", "/open311/v2/", "/open311/discovery.")


def language(get_response: Next) -> Next:
    """Chinese, unless the person chose English."""

    def answer(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        with translation.override("en" if chosen == "en" else "zh-hans"):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "zh-hans")
            return response

    return answer


def acting(get_response: Next) -> Next:
    """``request.access``; and whoever must choose a password does that first."""

    def answer(request: Any) -> HttpResponse:
        if request.path.startswith(OPEN):  # the same for everybody: who asks is not even looked at
            request.access = None
            return get_response(request)
        changed, reads = request.COOKIES.get(CHANGED, ""), request.method == "GET"
        request.access = Access(request.user, changed, reads) if request.user.is_authenticated else None
        if request.access and request.user.must_change_password:
            free = {reverse("password"), reverse("logout"), reverse("language")}
            if request.path not in free and not request.path.startswith(settings.STATIC_URL):
                return redirect("password")
        response = get_response(request)
        if response.get("Location", "").startswith(reverse("login") + "?"):
            if request.headers.get("HX-Request"):  # which would put the whole login page into a part of another
                return HttpResponse(status=401)
            if request.method == "POST" and request.path != reverse("password") and _by_a_person(request):
                return _kept(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
            if request.method == "POST":
                mark_changed(response)
        return response

    return answer


def _by_a_person(request: HttpRequest) -> bool:
    """A form that a window sent, which wants a page; scripts look for the way to the login.

    ``Sec-Fetch-Mode`` would say it outright, but browsers send it over HTTPS only.
    """
    return "text/html" in request.headers.get("Accept", "text/html")


def _kept(request: Any) -> HttpResponse:
    """What somebody sent whose login has expired, to be sent again after a new one."""
    fields = [(name, one) for name, every in request.POST.lists() for one in every if name != "csrfmiddlewaretoken"]
    names = [file.name for _, files in request.FILES.lists() for file in files]
    answer = render(request, "core/expired.html", {"fields": fields, "names": names}, status=401)
    answer.headers["Cache-Control"] = "no-store"
    return answer
