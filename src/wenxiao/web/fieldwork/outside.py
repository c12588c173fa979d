"""What inspectors and collectors do on a telephone besides walking: samples, supervised sites, shops. These pages lie in the folder of the
grid's telephone pages, whose script keeps a form until there is a line: each is done once, and counts from when it was filled in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie

from wenxiao.grid.states import Role
from wenxiao.told import Told
from wenxiao.web.core.clock import today
from wenxiao.web.core.errands import errands
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.fieldwork import inspecting, registering, supervising
from wenxiao.web.fieldwork.inspection_views import FindForm, finds_of
from wenxiao.web.fieldwork.models import Collection, Find, Item, Shop, Site
from wenxiao.web.fieldwork.shop_views import ShopForm
from wenxiao.web.fieldwork.site_forms import CheckForm, ResultForm
from wenxiao.web.fieldwork.who import actor
from wenxiao.web.grid.models import Case
from wenxiao.web.grid.outbox import by_script, done_at, refused, token_of
from wenxiao.web.grid.photo_fields import hold, taken

#: Rows of each list; nobody outside does more in a day.
SHOWN = 60


@allowed("grid.see")
@ensure_csrf_cookie
def home(request: Any) -> HttpResponse:
    """What there is to inspect and to collect."""
    can, day = request.access.can, today()
    said = {
        "items": Item.objects.filter(done_at=None).select_related("drawing", "case").order_by("pk")[:SHOWN] if can("fieldwork.inspect") else [],
        "sites": Site.objects.exclude(until__lt=day).order_by("-repeats", "name")[:SHOWN] if can("fieldwork.check") else [],
        "collections": Collection.objects.filter(since__lte=day, until__gte=day)[:SHOWN] if can("fieldwork.register") else [],
        "errands": errands(request.access),
    }  # fmt: skip
    return render(request, "fieldwork/outside/home.html", said)


@allowed("fieldwork.inspect")
@ensure_csrf_cookie
def item(request: Any, pk: int) -> HttpResponse:
    """One item of a sample: problems found there, whether each was missed, and the result."""
    one = get_object_or_404(Item.objects.select_related("drawing", "case", "inspector"), pk=pk)
    there, start = reverse("fieldwork-outside-item", args=[pk]), {"grid": one.key if one.drawing.kind == "grid" else ""}
    sent = request.POST.get("action") if request.method == "POST" else None
    found = FindForm(request.POST if sent == "find" else None, initial=start)
    result = ResultForm(one.case_id is not None, request.POST if sent == "result" else None)
    at, token, inspector = done_at(request), token_of(request), actor(request.access, Role.INSPECTOR)
    answer = None
    if sent == "find":
        answer = _sent(
            request, found, there, lambda told: inspecting.find(one, request.user, **told, token=token, at=at)
        )
    elif sent == "result":
        answer = _sent(
            request, result, reverse("fieldwork-outside"),
            lambda told: inspecting.hand_in(one, inspector, told.get("result", ""), told["note"], token, at),
        )  # fmt: skip
    elif sent == "decide":
        answer = _sent(request, None, there, lambda _: _decided(one, request.POST, inspector))
    if answer is not None:
        return answer
    open_still = one.done_at is None and Role.INSPECTOR in request.access.grid_roles
    said = {"item": one, "finds": finds_of(one), "find_form": found, "result_form": result, "mine": open_still}
    said["undecided"] = any(not each.matched_id and not each.missed_id for each in said["finds"])
    return render(request, "fieldwork/outside/item.html", said, status=422 if sent else 200)


def _decided(one: Item, sent: Any, inspector: Any) -> None:
    pk, number = sent.get("find", ""), sent.get("case", "")
    found = get_object_or_404(Find, pk=int(pk) if pk.isdecimal() and len(pk) < 19 else 0, item=one)
    if number:
        inspecting.match(found, get_object_or_404(Case, number=number))
    else:
        inspecting.miss(found, inspector)


@allowed("fieldwork.check")
@ensure_csrf_cookie
def site(request: Any, pk: int) -> HttpResponse:
    """A check of a supervised site."""
    one = get_object_or_404(Site, pk=pk)
    form = CheckForm(request.user, request.POST or None, request.FILES or None)
    if request.method == "POST":
        at, token = done_at(request), token_of(request)

        def keep(told: Any) -> None:
            supervising.look(one, request.user, told["good"] == "yes", told["note"], told["photos"], token, at)
            taken(form)

        answer = _sent(request, form, reverse("fieldwork-outside"), keep)
        if answer is not None:
            return answer
        hold(form)
    said = {"site": one, "form": form, "last": one.checks.select_related("person").first()}
    return render(request, "fieldwork/outside/site.html", said, status=422 if request.method == "POST" else 200)


@allowed("fieldwork.register")
@ensure_csrf_cookie
def shop(request: Any, pk: int) -> HttpResponse:
    """Enter a shop into a collection."""
    of = get_object_or_404(Collection, pk=pk)
    token = token_of(request)
    fresh = Shop(
        collection=of, entered_by=request.user, collector=registering.collector(request.access), token=token,
        collected_on=min(max(today(), of.since), of.until),
    )  # fmt: skip
    form = ShopForm(request.POST or None, instance=fresh, access=request.access)
    if request.method == "POST":
        there = reverse("fieldwork-outside-shop", args=[pk])
        if registering.entered_before(token, request.user):
            return _arrived(request, there)
        answer = _sent(request, form, there, lambda _: registering.enter(form.instance))
        if answer is not None:
            return answer
    return render(request, "fieldwork/outside/shop.html", {"collection": of, "form": form}, status=422 if request.method == "POST" else 200)  # fmt: skip


def _sent(request: Any, form: Any, there: str, keep: Callable[[Any], Any]) -> HttpResponse | None:
    """Keep what a form says. The answer; None where the page is to be shown again with what is wrong."""
    if form is not None and not form.is_valid():
        return refused(form) if by_script(request) else None
    try:
        keep(form.cleaned_data if form is not None else None)
    except Http404:
        if not by_script(request):
            raise
        return JsonResponse({"detail": say("没有这一项，请重新打开页面。", "It is not there: open the page again."), "fields": {}}, status=404)  # fmt: skip
    except Told as told:
        words = say(told.zh, told.en)
        if by_script(request):
            return JsonResponse({"detail": words, "fields": {}}, status=409)
        if form is None:
            messages.error(request, words)
            return redirect(there)
        form.add_error(None, words)
        return None
    return _arrived(request, there)


def _arrived(request: Any, there: str) -> HttpResponse:
    words = say("已送达。", "It has arrived.")
    if by_script(request):
        return JsonResponse({"url": there, "detail": words})
    messages.success(request, words)
    return redirect(there)
