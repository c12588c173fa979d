"""The pages of monitoring: a round with its lights, a report, its form, the order to correct."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from wenxiao.performance.lifecycle import NotAllowed, NotYours
from wenxiao.performance.remarks import Severity
from wenxiao.publishing.forms import docx, find, xlsx
from wenxiao.web.core.auditing import Said
from wenxiao.web.core.clock import today
from wenxiao.web.core.drafting import not_saved, sent
from wenxiao.web.core.editing import Conflict, opened_at
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import Access, allowed
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import DOCX, XLSX
from wenxiao.web.core.stepping import step, steps
from wenxiao.web.monitoring import services
from wenxiao.web.monitoring.auditing import fields_of, on_page
from wenxiao.web.monitoring.forms import OrderForm, ProgressRows, ReportForm, RoundForm, rows_of
from wenxiao.web.monitoring.listing import Filters, by_department, table, with_money
from wenxiao.web.monitoring.models import Monitoring, Round
from wenxiao.web.monitoring.official import values
from wenxiao.web.monitoring.services import visible
from wenxiao.web.people.models import Organisation

FILES = {
    "xlsx": (xlsx, XLSX),
    "docx": (docx, DOCX),
}


def one_of(request: Any, action: str, pk: int) -> Monitoring:
    """A report to do this with: 404 for what one does not see."""
    found = visible(request.access).select_related("round", "target_set").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.year = request.access.year(action, found.year_id)
    return found


def rounds_of(access: Access) -> QuerySet:
    """The rounds that somebody sees, the latest first: those with a report of theirs, all of them for who issues them."""
    rows = Round.objects.order_by("-year", "-month")
    if access.can("monitoring.issue"):
        return rows
    return rows.filter(Exists(visible(access).filter(round=OuterRef("pk"))))


@allowed("monitoring.see")
def index(request: Any) -> HttpResponse:
    """A round (the latest unless the address says another): lights by department, and its reports."""
    rounds = list(rounds_of(request.access))
    wanted = [request.GET.get("round", ""), (request.GET.get("year", ""), request.GET.get("month", ""))]
    named = (one for one in rounds if str(one.pk) in wanted or (str(one.year), str(one.month)) in wanted)
    chosen = next(named, rounds[0] if rounds else None)
    if chosen is None:
        return render(request, "monitoring/none.html")
    filters = Filters(request.access, chosen, request.GET)
    rows = filters.rows()
    if request.GET.get("export") == "xlsx":
        return table(rows, chosen)
    shown = page(rows, request.GET.get("page"))
    context = {
        "rounds": rounds,
        "round": chosen,
        "filters": filters,
        "page": shown,
        "lines": with_money(list(shown), chosen),
        "departments": by_department(request.access, chosen),
        "reissue": {"opens": chosen.opens, "due": chosen.due},
    }
    return render(request, "monitoring/index.html", context)


@allowed("monitoring.issue")
def issue(request: Any) -> HttpResponse:
    """Issue a round, or again, to those who were not reached."""
    places = request.access.organisations().filter(kind=Organisation.Kind.JURISDICTION).order_by("path")
    place = places.first()
    form = RoundForm(request.POST or None, initial={"year": today().year, "month": today().month})
    if request.method == "POST" and place is not None and form.is_valid():
        got = form.cleaned_data
        try:
            round_, reached = services.issue(place, got["year"], got["month"], got["opens"], got["due"], request.access)
        except NotAllowed as refusal:
            form.add_error(None, say(refusal.zh, refusal.en))
        else:
            messages.success(request, say(f"已下达 {reached} 个项目。", f"Issued to {reached} projects."))
            return redirect(round_)
    return render(request, "monitoring/issue.html", {"form": form, "place": place}, status=422 if form.errors else 200)


@allowed("monitoring.see")
def one(request: Any, pk: int) -> HttpResponse:
    return _page(request, one_of(request, "monitoring.see", pk), None)


def _page(request: Any, report: Monitoring, order: OrderForm | None) -> HttpResponse:
    shown = steps(report, request)
    shown["history"] = services.record(report, request.access.as_of)
    orderable = any(way["action"] == "correct" for way in shown["ways"])
    shown["ways"] = [way for way in shown["ways"] if way["action"] != "correct"]  # it has a form of its own, with a day
    lights = report.lit()
    editor = report.state == "issued" and request.access.may("monitoring.edit", report.year)
    said, written = on_page(report), fields_of(lights)
    keys = {line.indicator.key for line in lights.lines}
    context = {
        "thing": report,
        "year": report.year,
        "lights": lights,
        "editor": editor,
        "said": [_told(one, report, keys, written if editor else {}) for one in said],
        "errors": any(one.severity is Severity.ERROR for one in said),
        "missing": report.missing() if report.state == "issued" else [],
        "corrections": list(report.corrections.select_related("ordered_by")),
        "order": order or (OrderForm() if orderable else None),
        "steps": shown,
        "step_url": reverse("monitoring-step", args=[report.pk]),
    }
    return render(request, "monitoring/one.html", context, status=422 if order is not None else 200)


def _told(said: Said, report: Monitoring, keys: set[str], written: dict[str, str]) -> dict[str, Any]:
    """One thing that is said, with the place in the page that it is about, the field in which it is mended, the reason given for it."""
    key, _, _ = said.field.rpartition(".")
    return {
        "said": said,
        "reason": report.passes.get(said.id, ""),
        "element": f"row-{key}" if key in keys else ("spending" if said.field == "expected_spending" else "indicators"),
        "mend": written.get(said.field, ""),
    }


@allowed("monitoring.edit")
@require_POST
def reasons(request: Any, pk: int) -> HttpResponse:
    """Reasons for which the unit submits although the audit finds errors."""
    report = one_of(request, "monitoring.edit", pk)
    given = {name.removeprefix("reason-"): words for name, words in request.POST.items() if name.startswith("reason-")}
    try:
        services.give_reasons(report, opened_at(request), given, request.access)
    except Conflict as conflict:
        return not_saved(request, str(conflict), report)
    except NotAllowed as refusal:
        return not_saved(request, say(refusal.zh, refusal.en), report)
    messages.success(
        request,
        say("理由已保存，审核人会在对应的问题旁看到。", "Saved: the reviewer sees it beside what was found."),
    )
    return redirect(report)


@allowed("monitoring.edit")
def edit(request: Any, pk: int) -> HttpResponse:
    """What the unit reports."""
    report = one_of(request, "monitoring.edit", pk)
    if report.state != "issued":
        why = say(
            "已提交的监控表不能修改；退回后方可修改。", "What was submitted cannot be edited until it is returned."
        )
        if request.method == "POST":
            return not_saved(request, why, report)
        messages.error(request, why)
        return redirect(report)
    posted = request.POST if request.method == "POST" else None
    form, regime = ReportForm(posted, instance=report), regime_of(report.year)
    rows = (
        ProgressRows(posted, prefix="rows")
        if posted is not None
        else ProgressRows(initial=rows_of(report), prefix="rows")
    )
    known = {line.key: line for line in report.target_set.plain().indicators}
    for row in rows:
        key = row["key"].value()
        if key not in known:
            raise Http404  # a row of another form
        row.suit(known[key], regime)
    if posted is not None and form.is_valid() and rows.is_valid():
        got = form.cleaned_data
        try:
            services.save(
                report,
                got["revision"],
                got["expected_spending"],
                got["remark"],
                [row.cleaned_data for row in rows],
                request.access,
            )
        except Conflict as conflict:
            form.add_error(None, str(conflict))
        except NotAllowed as refusal:
            form.add_error(None, say(refusal.zh, refusal.en))
        else:
            sent(request)
            messages.success(request, say("已保存。", "Saved."))
            return redirect(report)
    context = {"thing": report, "year": report.year, "form": form, "rows": rows, "lights": report.lit()}
    return render(request, "monitoring/edit.html", context, status=422 if posted is not None else 200)


@allowed("monitoring.step")
@require_POST
def go(request: Any, pk: int) -> HttpResponse:
    return step(one_of(request, "monitoring.step", pk), request)


@allowed("monitoring.step")
@require_POST
def correct(request: Any, pk: int) -> HttpResponse:
    """Order a correction until a day."""
    report = one_of(request, "monitoring.step", pk)
    form = OrderForm(request.POST)
    if form.is_valid():
        try:
            services.order(report, form.cleaned_data["order"], form.cleaned_data["due"], request.access)
        except NotYours as refusal:
            raise PermissionDenied(say(refusal.zh, refusal.en)) from None
        except NotAllowed as refusal:
            form.add_error(None, say(refusal.zh, refusal.en))
        else:
            messages.success(request, say("纠偏通知已下达。", "The correction was ordered."))
            return redirect(report)
    return _page(request, report, form)


@allowed("monitoring.see")
def official(request: Any, pk: int, ending: str) -> HttpResponse:
    """The official form as a file."""
    report = one_of(request, "monitoring.see", pk)
    if ending not in FILES:
        raise Http404
    draw, kind = FILES[ending]
    name = f"绩效目标执行监控表-{report.year.project.code}-{report.year.year}-{report.round.month}月.{ending}"
    answer = HttpResponse(draw(find("monitoring"), values(report, report.lit())), content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
