"""Pages of supervised sites: the list with who repeats, one site with its checks, a check on a phone, photos, export."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db.models import Count, Max
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.grid.states import Role
from wenxiao.told import Told
from wenxiao.web.core.clock import today
from wenxiao.web.core.forms import RevisedForm, check_days
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import ACTIONS, allowed
from wenxiao.web.core.reads import note
from wenxiao.web.core.say import say
from wenxiao.web.core.sorting import ordered
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.fieldwork import supervising
from wenxiao.web.fieldwork.editing import edit
from wenxiao.web.fieldwork.models import Site, SitePhoto
from wenxiao.web.fieldwork.patrol_forms import day_field
from wenxiao.web.fieldwork.places import known_grids
from wenxiao.web.fieldwork.rules import rules
from wenxiao.web.fieldwork.site_forms import CheckForm
from wenxiao.web.fieldwork.who import actor, in_centre, refuse
from wenxiao.web.grid.models import Agency
from wenxiao.web.grid.outbox import token_of
from wenxiao.web.grid.photo_fields import hold, taken

_ORDERS = {"name": "name", "agency": "agency__code", "repeats": "repeats", "area": "area", "last": "last"}


class SiteForm(RevisedForm):
    class Meta:
        model = Site
        fields = ("name", "grid", "address", "owner", "agency", "area", "measure", "since", "until")
        widgets = {"since": day_field(), "until": day_field()}

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies

    def clean_grid(self) -> str:
        code = str(self.cleaned_data["grid"]).strip()
        if code not in known_grids():
            raise forms.ValidationError(say(f"没有单元网格 {code}，请核对编码。", f"There is no unit grid {code}: check the code."))  # fmt: skip
        return code

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        check_days(self, typed)
        return typed


@allowed("fieldwork.see")
def index(request: Any) -> HttpResponse:
    """All sites; those that several checks in a row found not in order first."""
    rows = Site.objects.select_related("agency", "case").annotate(looks=Count("checks"), last=Max("checks__at"))
    shown = request.GET.get("show", "")
    if shown == "repeating":
        rows = rows.filter(repeats__gte=rules().repeats)
    if shown != "all":
        rows = rows.exclude(until__lt=today())
    rows, order = ordered(rows, request.GET.get("order"), _ORDERS, "-repeats")
    repeating = Site.objects.filter(repeats__gte=rules().repeats).exclude(until__lt=today()).count()
    said = {"page": page(rows, request.GET.get("page")), "order": order, "shown": shown, "least": rules().repeats, "repeating": repeating}  # fmt: skip
    return render(request, "fieldwork/sites.html", said)


@allowed("fieldwork.see")
def export(request: Any) -> HttpResponse:
    rows = Site.objects.select_related("agency", "case").annotate(looks=Count("checks"), last=Max("checks__at"))
    heads = widths(say(*head) for head in (("地块名称", "Site"), ("单元网格", "Grid"), ("地址", "Address"), ("责任主体", "Answers for it"), ("监管单位", "Agency"), ("面积（平方米）", "Area (m²)"), ("整治措施", "Measure"), ("列入日期", "Since"), ("销号日期", "Until"), ("督查次数", "Checks"), ("连续不到位", "Not in order in a row"), ("案件", "Case")))  # fmt: skip
    body = (
        (one.name, one.grid, one.address, one.owner, one.agency.name, one.area, one.get_measure_display(), one.since, one.until, one.looks, one.repeats, one.case.number if one.case else None)
        for one in rows.order_by("name").iterator(chunk_size=2000)
    )  # fmt: skip
    return workbook(request, say("裸地监管", "Sites"), heads, body)


@allowed("fieldwork.see")
def site(request: Any, pk: int) -> HttpResponse:
    """One site with all its checks."""
    return _site(request, pk)


def _site(request: Any, pk: int, form: CheckForm | None = None, why: str = "") -> HttpResponse:
    """The page; ``form``: a check that is refused, ``why``: why the site is not handed on."""
    if form is not None:
        hold(form)
    one = get_object_or_404(Site.objects.select_related("agency", "case"), pk=pk)
    over = one.until is not None and one.until < today()
    said = {
        "site": one, "page": page(one.checks.select_related("person").prefetch_related("photos"), request.GET.get("page"), 20), "token": uuid4(),
        "why": why, "may_edit": _mine(request, one), "repeating": supervising.is_repeating(one), "form": form or CheckForm(request.user), "centre": in_centre(request.access),
        "inspects": request.access.can("fieldwork.check") and not over,
        "hands_on": Role.INSPECTOR in request.access.grid_roles and supervising.is_repeating(one),
    }  # fmt: skip
    return render(request, "fieldwork/site.html", said, status=422 if why or form else 200)


def _mine(request: Any, one: Site) -> bool:
    """Whether somebody keeps this site: who decides in the centre, and the agency that supervises it."""
    access = request.access
    if not access.can("fieldwork.sites"):
        return False
    return in_centre(access) or any(post.agency_id == one.agency_id for post in access.posts)


def _agencies(request: Any) -> Any:
    every = Agency.objects.filter(active=True)
    if in_centre(request.access):
        return every.exclude(kind=Agency.Kind.CENTRE)
    return every.filter(pk__in=[p.agency_id for p in request.access.posts if Role(p.role) in ACTIONS["fieldwork.sites"]])  # fmt: skip


@allowed("fieldwork.sites")
def edit_site(request: Any, pk: int | None = None) -> HttpResponse:
    one = get_object_or_404(Site, pk=pk) if pk else Site(since=today())
    if pk and not _mine(request, one):
        refuse()
    title = say("修改地块", "Change the site") if pk else say("列入地块", "New site")
    return edit(request, SiteForm(request.POST or None, instance=one, agencies=_agencies(request)), title, "fieldwork-sites")  # fmt: skip


@allowed("fieldwork.check")
@require_POST
def look(request: Any, pk: int) -> HttpResponse:
    """Write down what was seen at a site."""
    one = get_object_or_404(Site, pk=pk)
    form = CheckForm(request.user, request.POST, request.FILES)
    if not form.is_valid():
        return _site(request, pk, form)
    told = form.cleaned_data
    try:
        supervising.look(one, request.user, told["good"] == "yes", told["note"], told["photos"], token_of(request))
    except Told as refusal:
        form.add_error(None, say(refusal.zh, refusal.en))
        return _site(request, pk, form)
    taken(form)
    messages.success(request, say("督查情况已记录。", "It is written down."))
    return redirect(one)


@allowed("fieldwork.inspect")
@require_POST
def escalate(request: Any, pk: int) -> HttpResponse:
    """Hand a site on as a case, or press its case."""
    one = get_object_or_404(Site, pk=pk)
    try:
        kept = supervising.escalate(one, actor(request.access, Role.INSPECTOR), request.POST.get("reason", ""))
    except Told as told:
        return _site(request, pk, why=say(told.zh, told.en))
    messages.success(request, say(f"已交案件 {kept.case} 处理。", f"It is with case {kept.case}."))
    return redirect(kept)


@allowed("fieldwork.see")
def photo(request: Any, pk: int) -> FileResponse:
    """A photo of a check, shown on the page of its site."""
    one = get_object_or_404(SitePhoto, pk=pk)
    note(request, f"site photo {one.pk}")
    answer = FileResponse(one.file.open("rb"), content_type="image/jpeg")
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
