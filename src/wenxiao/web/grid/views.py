"""The grid centre's pages of cases: what waits, the list, one case with its steps, a new report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.grid.transitions import Action
from wenxiao.told import NotAllowed, NotYours
from wenxiao.web.core.clock import day_of, minute
from wenxiao.web.core.errands import errands
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.reads import note
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.grid import clearing, following, holding, listing, queue, showing, steps
from wenxiao.web.grid.models import Case, Photo
from wenxiao.web.grid.photo_fields import hold
from wenxiao.web.grid.reporting import ReportForm, made
from wenxiao.web.grid.seeing import case_of, scope, seen, sees_reporter


@allowed("grid.see")
def home(request: Any) -> HttpResponse:
    """What waits for this person, the soonest deadline first."""
    kinds, total = queue.counts(request.access)
    kind = request.GET.get("kind", "")
    if kind not in {one.name for one, _ in kinds}:
        kind = ""
    rows = page(queue.waiting(request.access, kind).select_related("agency"), request.GET.get("page"))
    showing.decorated(rows)
    context = {"kinds": kinds, "kind": kind, "page": rows, "total": total, "errands": errands(request.access)}
    return render(request, "grid/home.html", context)


@allowed("grid.see")
def cases(request: Any) -> HttpResponse:
    """The list of cases, as its address says."""
    filters, rows, order = listing.listed(request.access, request.GET)
    window = listing.window(rows, request.GET.get("page"))
    showing.decorated(window.rows)
    context = {
        "filters": filters,
        "window": window,
        "order": order,
        "within": listing.WITHIN,
        "filtered": any(filters.cleaned_data.values()),
    }
    return render(request, "grid/cases.html", context)


@allowed("grid.see")
def export(request: Any) -> HttpResponse:
    """The list as it is filtered, as a workbook; too many rows are refused in words."""
    _, rows, _ = listing.listed(request.access, request.GET)
    found = list(rows[: listing.EXPORTED + 1])
    if len(found) > listing.EXPORTED:
        messages.error(
            request, say(f"超过 {listing.EXPORTED} 行，请缩小筛选范围后导出。", f"More than {listing.EXPORTED} rows: narrow the filters and export again.")
        )  # fmt: skip
        return redirect(f"{request.path.removesuffix('export/')}?{request.GET.urlencode()}")
    heads = say(
        "案件号,来源,状态,类别,描述,地址,单元网格,责任单位,上报,立案,派遣,处置期限,首次反馈,结案,督办,督办回复期限,待签批,紧急",
        "Number,Source,State,Category,Words,Address,Unit grid,Unit,Reported,Filed,Dispatched,Due,First feedback,Closed,Pressed,Answer due,To sign,Urgent",
    ).split(",")
    lines = (
        (
            row.number, row.get_source_display(), row.get_state_display(), showing.category_words(row.category), row.description, row.address,
            row.grid, str(row.agency or ""), *(minute(at) for at in (row.reported_at, row.filed_at, row.dispatched_at, row.adjusted_due, row.feedback_at, row.closed_at)),
            say("是", "yes") if row.pressed else "", minute(row.answer_due), say("是", "yes") if row.to_sign else "", say("是", "yes") if row.urgent else "",
        )
        for row in found
    )  # fmt: skip
    return workbook(request, say("网格案件", "Cases"), widths(heads), lines)


@allowed("grid.see")
def case(request: Any, pk: int) -> HttpResponse:
    return shown(request, case_of(request.access, pk))


def shown(request: Any, row: Case, wrong: Any = None, status: int = 200) -> HttpResponse:
    """The page of a case; ``wrong``: a form of it that was not understood."""
    access = request.access
    if wrong is not None:
        hold(wrong)
    forms = steps.forms_of(row, access, wrong)
    context = {
        "row": row, "about": showing.about(row), "left": showing.left(row), "bar": showing.stage_bar(row), "clocks": showing.clocks(row),
        "events": (events := showing.timeline(row)), "doubted": sum(bool(photo.doubts) for one in events for photo in one["photos"]),
        "may_clear": access.can("grid.clear"), "sent": getattr(row, "sent", None), "alike": showing.alike(row, access), "forms": forms, "wrong": wrong.way.action if wrong else "",
        "contact": sees_reporter(access, row) and hasattr(row, "contact"), "merged": list(row.merged.filter(scope(access))[:20]),
        "parent": row.parent if row.parent_id and seen(access).filter(pk=row.parent_id).exists() else None,
        "on_map": showing.on_map(row),
        "may_merge": any(form.way.action == Action.MERGE for form in forms), "may_reopen": any(form.way.action == Action.REOPEN for form in forms),
    }  # fmt: skip
    context |= following.shown(row)
    return render(request, "grid/case.html", context, status=status)


@allowed("grid.step")
@require_POST
def step(request: Any, pk: int) -> HttpResponse:
    """Make a step; a refusal is one sentence, and nothing has changed."""
    before = steps.sent_before(request)
    if before is not None:
        return redirect(before.case)
    row = case_of(request.access, pk)
    try:
        form = steps.form_for(row, request.access, request.POST.get("action", ""), request.POST, request.FILES)
        if not form.is_valid():
            return shown(request, row, form, status=422)
        row = steps.make(form, form.cleaned_data.get("token"))
    except NotYours as refusal:
        raise PermissionDenied(say(refusal.zh, refusal.en)) from None
    except NotAllowed as refusal:
        row = case_of(request.access, pk)  # as it is now: somebody may have been faster
        wrong = steps.refused(row, request.access, refusal, request.POST, request.FILES)
        if wrong is not None:
            return shown(request, row, wrong, status=422)
        messages.error(request, say(refusal.zh, refusal.en))
        return redirect(row)
    messages.success(
        request,
        say(
            f"已办理“{form.words}”，当前状态：{row.get_state_display()}。",
            f"Done: {form.words}; now: {row.get_state_display()}.",
        ),
    )
    return redirect(row if steps.visible(request.access, row) else "grid")


@allowed("grid.report")
def new(request: Any) -> HttpResponse:
    """A new report."""
    if request.method == "POST":
        before = steps.sent_before(request)
        if before is not None:
            return redirect(before.case)
    form = ReportForm(request.access, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = made(form, form.cleaned_data.get("token"))
        except NotAllowed as refusal:
            form.add_error(None, say(refusal.zh, refusal.en))
        except IntegrityError:  # sent twice at once: the other one has it
            before = steps.made_before(form.cleaned_data.get("token"), request.access)
            if before is None:
                raise
            return redirect(before.case)
        else:
            messages.success(request, say(f"已上报，案件号 {row.number}。", f"Reported: case {row.number}."))
            return redirect(row)
    if request.method == "POST":
        hold(form)
    return render(request, "grid/new.html", {"form": form}, status=422 if request.method == "POST" else 200)


@allowed("grid.reporter")
def reporter(request: Any, pk: int) -> HttpResponse:
    """Who reported from outside; that it was looked at is on record."""
    row = case_of(request.access, pk)
    if not sees_reporter(request.access, row) or not hasattr(row, "contact"):
        raise Http404
    note(request, f"grid reporter {row.number}")
    return render(
        request, "grid/reporter.html", {"row": row, "contact": row.contact, "forget_on": row.contact.forget_on}
    )


@allowed("grid.see")
def photo(request: Any, pk: int) -> FileResponse:
    """A photo of a case that one sees."""
    found = get_object_or_404(Photo.objects.select_related("case"), pk=pk)
    if found.case_id is None or not seen(request.access).filter(pk=found.case_id).exists():
        raise Http404
    return picture(found)


@allowed("grid.see")
def held(request: Any, token: UUID) -> FileResponse:
    """A photo that is held for this person, and for nobody else."""
    for found in holding.held([str(token)], request.user):
        return _shown_as(found.file, f"{token}.jpg")
    raise Http404


@allowed("grid.clear")
@require_POST
def clear(request: Any, pk: int) -> HttpResponse:
    """The public may see a photo, or no more."""
    found = get_object_or_404(Photo.objects.select_related("case"), pk=pk, case__isnull=False)
    row = case_of(request.access, found.case_id or 0)
    asked = request.POST.get("cleared", "")
    if asked not in {"yes", "no"}:
        messages.error(request, say("请选择可公开或不公开。", "Say whether it may be shown."))
    elif clearing.clear(found, asked == "yes", request.user):
        words = ("照片可以公开。", "The photo may be shown.") if asked == "yes" else ("照片不再公开。", "The photo is not shown any more.")  # fmt: skip
        messages.success(request, say(*words))
    return redirect(f"{row.get_absolute_url()}#photo-{found.pk}")


def picture(found: Photo) -> FileResponse:
    """The answer with a photo of a case."""
    return _shown_as(found.file, f"{day_of(found.added_at):%Y%m%d}-{found.pk}.jpg")


def _shown_as(kept: Any, name: str) -> FileResponse:
    """A picture and nothing else, kept by no cache that others share."""
    try:
        file = kept.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(file, content_type="image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, max-age=600"
    return answer
