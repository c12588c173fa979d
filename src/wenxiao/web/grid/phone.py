"""The pages of those who are outside: report, verify, check, accept, solve, give back. They go on working where the line does not.

A page sends its form by a script, which keeps it in the browser first and sends it when there is a line (``js/grid-phone.js``); then the
answer is JSON: done, or refused with one sentence. Without scripts the same forms are sent as forms are.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST

from wenxiao.grid.transitions import Action
from wenxiao.told import NotAllowed
from wenxiao.web.core.errands import errands
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.grid import following, queue, showing, steps
from wenxiao.web.grid.models import Case
from wenxiao.web.grid.outbox import by_script, done_at, refused
from wenxiao.web.grid.photo_fields import hold
from wenxiao.web.grid.reporting import ReportForm, made
from wenxiao.web.grid.seeing import case_of

#: Rows of the list of tasks; nobody outside does more in a day.
SHOWN = 60
#: What the script and the styles of these pages are.
STATIC = (
    "css/tokens.css", "css/site.css", "css/grid.css", "css/fieldwork.css", "js/photos.js", "js/grid-phone.js", "js/grid.js", "icon.svg",
    "vendor/leaflet.css", "vendor/leaflet.js", "css/territory.css", "js/gridmap.js",
)  # fmt: skip
#: The steps that belong outside; the others are made at a desk.
OUTSIDE = frozenset(
    {
        Action.PRE_CHECK, Action.SELF_DISPOSE, Action.ACCEPT, Action.RETURN, Action.DISPOSE, Action.ASK_EXTENSION, Action.ASK_SUSPENSION,
        Action.PASS, Action.FAIL, Action.REOPEN, Action.SUPERVISE, Action.ANSWER, Action.APPEAL,
    }
)  # fmt: skip


@allowed("grid.see")
@ensure_csrf_cookie
def home(request: Any) -> HttpResponse:
    """My tasks."""
    rows = showing.decorated(queue.waiting(request.access).select_related("agency")[:SHOWN])
    context = {"rows": rows, "reports": request.access.can("grid.report"), "errands": errands(request.access)}
    return render(request, "grid/phone/home.html", context)


@allowed("grid.report")
@ensure_csrf_cookie
def report(request: Any) -> HttpResponse:
    """Report what one sees."""
    if request.method == "POST":
        before = steps.sent_before(request)
        if before is not None:
            return _done(request, before.case)
    form = ReportForm(request.access, request.POST or None, request.FILES or None, initial={"system": "WGS84"})
    if request.method == "POST":
        if form.is_valid():
            try:
                form.cleaned_data["occurred_at"] = form.cleaned_data["occurred_at"] or _done_at(request)
                return _done(request, made(form, form.cleaned_data.get("token")))
            except NotAllowed as refusal:
                form.add_error(None, say(refusal.zh, refusal.en))
            except IntegrityError:  # sent twice at once: the other one has it
                before = steps.made_before(form.cleaned_data.get("token"), request.access)
                if before is None:
                    raise
                return _done(request, before.case)
        if by_script(request):
            return refused(form)
        hold(form)
    return render(request, "grid/phone/report.html", {"form": form}, status=422 if form.is_bound else 200)


@allowed("grid.see")
@ensure_csrf_cookie
def case(request: Any, pk: int) -> HttpResponse:
    return _shown(request, case_of(request.access, pk))


def _shown(request: Any, row: Case, wrong: Any = None, status: int = 200) -> HttpResponse:
    if wrong is not None:
        hold(wrong)
    forms = steps.forms_of(row, request.access, wrong, OUTSIDE)
    context = {
        "row": row, "about": showing.about(row), "left": showing.left(row), "forms": forms, "wrong": wrong.way.action if wrong else "",
        "photos": list(row.photos.order_by("pk")), "on_map": showing.on_map(row), "events": showing.timeline(row),
        "may_reopen": any(form.way.action == Action.REOPEN for form in forms),
    }  # fmt: skip
    context |= following.shown(row)
    return render(request, "grid/phone/case.html", context, status=status)


@allowed("grid.step")
@require_POST
def step(request: Any, pk: int) -> HttpResponse:
    """Make a step; to a script the refusal is JSON, and its item stays in the browser to be mended."""
    before = steps.sent_before(request)
    if before is not None:
        return _done(request, before.case)
    row = case_of(request.access, pk)
    try:
        form = steps.form_for(row, request.access, request.POST.get("action", ""), request.POST, request.FILES)
        if not form.is_valid():
            return refused(form) if by_script(request) else _shown(request, row, form, status=422)
        form.cleaned_data["occurred_at"] = form.cleaned_data["occurred_at"] or _done_at(request, row)
        return _done(request, steps.make(form, form.cleaned_data.get("token")), form.words)
    except NotAllowed as refusal:
        words = say(refusal.zh, refusal.en)
        if by_script(request):
            return JsonResponse({"detail": words, "fields": {}}, status=409)
        row = case_of(request.access, pk)  # as it is now: somebody may have been faster
        wrong = steps.refused(row, request.access, refusal, request.POST, request.FILES)
        if wrong is not None:
            return _shown(request, row, wrong, status=422)
        if not steps.open_ways(row, request.access):
            raise PermissionDenied(words) from None
        messages.error(request, words)
        return redirect("grid-phone-case", row.pk)


def _done(request: Any, row: Case, words: str = "") -> HttpResponse:
    there = reverse("grid-phone-case", args=[row.pk]) if steps.visible(request.access, row) else reverse("grid-phone")
    said = say(
        f"{words or '上报'}：已送达，{row.get_state_display()}。",
        f"{words or 'Report'}: arrived; {row.get_state_display()}.",
    )
    if by_script(request):
        return JsonResponse({"number": row.number, "state": row.get_state_display(), "url": there, "detail": said})
    messages.success(request, said)
    return redirect(there)


def _done_at(request: Any, row: Case | None = None) -> datetime | None:
    """When it was done, where it waited for a line; not before the last step of the case."""
    at, since = done_at(request), row.case.since if row is not None else None
    return max(at, since) if at is not None and since is not None else at


@allowed("grid.see")
def worker(request: Any) -> HttpResponse:
    """The service worker of these pages: it keeps them for where there is no line. Its scope is this folder."""
    pages = [reverse("grid-phone"), *([reverse("grid-phone-report")] if request.access.can("grid.report") else [])]
    context = {
        "static": [static(name) for name in STATIC], "pages": pages, "home": pages[0], "user": request.user.pk, "map": reverse("territory-map"),
    }  # fmt: skip
    return render(request, "grid/phone/worker.js", context, content_type="text/javascript")
