"""The ledger of a project-year, entering and taking back, and the entries of the district."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.performance.ledger import Kind, Source
from wenxiao.performance.ledger import rate as rate_of
from wenxiao.web.core.drafting import sent
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import workbook
from wenxiao.web.ledger.forms import EntryFilters, EntryForm, ReversalForm
from wenxiao.web.ledger.models import KINDS, SOURCES
from wenxiao.web.ledger.pictures import waterfall
from wenxiao.web.ledger.reading import (
    FIGURES,
    cautions_for,
    context,
    entries,
    entries_of,
    figure_choices,
    figures,
    lines,
    mark_reversed,
    rates,
)
from wenxiao.web.ledger.services import Refused, after, cautions, check, post_many, reverse

#: As many entries as one workbook holds with its heading.
EXPORTED = 1_000_000


@allowed("ledger.see")
def ledger(request: Any) -> HttpResponse:
    """The latest entries of everything that one sees."""
    filters = EntryFilters(request.access, request.GET)
    rows = filters.narrowed(entries(request.access)).order_by("-date", "-pk")
    shown = rows.select_related("project_year__project", "project_year__unit", "entered_by")
    found = page(shown, request.GET.get("page"))
    said = {"filters": filters, "page": found, "rows": mark_reversed(found)}
    return render(request, "ledger/ledger.html", said)


@allowed("register.export")
def export(request: Any) -> HttpResponse:
    """What the filters show, as a workbook."""
    filters = EntryFilters(request.access, request.GET)
    rows = filters.narrowed(entries(request.access)).order_by("date", "pk")
    kinds, sources = dict(KINDS), dict(SOURCES)
    heading = (
        (say("项目代码", "Code"), 16), (say("项目", "Project"), 32), (say("单位", "Unit"), 24), (say("预算年度", "Budget year"), 9),
        (say("日期", "Date"), 11), (say("种类", "Kind"), 13), (say("资金来源", "Source"), 15), (say("金额（元）", "Amount (yuan)"), 16),
        (say("文号或凭证号", "Document or voucher"), 22), (say("备注", "Note"), 24), (say("冲销编号", "Reverses"), 9), (say("编号", "Number"), 9),
    )  # fmt: skip
    values = rows.values_list(
        "project_year__project__code", "project_year__project__name", "project_year__unit__name", "project_year__year",
        "date", "kind", "source", "amount", "reference", "note", "reverses", "pk",
    )[:EXPORTED]  # fmt: skip
    body = ((*row[:5], str(kinds[row[5]]), str(sources[row[6]]), *row[7:]) for row in values.iterator(chunk_size=5000))
    return workbook(request, say("资金台账", "Ledger"), heading, body)


@allowed("ledger.see")
def ledger_of(request: Any, pk: int) -> HttpResponse:
    """One project-year: its position, its rates, and the entries that make them."""
    year = request.access.year("ledger.see", pk)
    asked = {name: request.GET.get(name, "") for name in ("figure", "kind", "source", "month")}
    rows = entries_of(year, request.access)
    if asked["source"] in dict(SOURCES):
        rows = rows.filter(source=asked["source"])
    figure = asked["figure"] if asked["figure"] in FIGURES else ""
    shown = lines(rows, figure)
    every = len(shown)
    if asked["kind"] in dict(KINDS):
        shown = [line for line in shown if line.entry.kind == asked["kind"]]
    if asked["month"].isdecimal():
        shown = [line for line in shown if line.entry.date.month == int(asked["month"])]
    said = context(year, request.access)
    return render(
        request,
        "ledger/of.html",
        {
            "year": year,
            **said,
            "cautions": cautions_for(year, request.access),
            "lines": shown,
            "every": every,
            "whole": every == len(shown),
            "total": sum((line.counts for line in shown), 0) if shown else None,
            "one_kind": bool(figure) or asked["kind"] in dict(KINDS),
            "asked": {**asked, "figure": figure},
            "waterfall": waterfall(said["position"]),
            "kinds": KINDS,
            "sources": SOURCES,
            "months": range(1, 13),
            "figure_choices": figure_choices(),
        },
    )


@allowed("ledger.enter")
def enter(request: Any, pk: int) -> HttpResponse:
    """Enter one entry."""
    year = request.access.year("ledger.enter", pk)
    form = EntryForm(year, request.POST or None, initial={"kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid():
        try:
            post_many([form.posting()], request.user)
        except Refused as refused:
            for refusal in refused.refusals:
                form.add_error(refusal.field or None, refusal.words)
        else:
            sent(request)
            messages.success(request, say("已记入台账。", "Entered."))
            return redirect("ledger-enter" if "again" in request.POST else "ledger-of", pk)
    status = 422 if form.is_bound else 200
    return render(
        request, "ledger/enter.html", {"year": year, "form": form, **context(year, request.access)}, status=status
    )


@require_POST
@allowed("ledger.enter")
def checked(request: Any, pk: int) -> HttpResponse:
    """What the position will be with what is typed so far; for the form, while it is typed into."""
    year = request.access.year("ledger.enter", pk)
    typed = {**request.POST.dict(), "reference": request.POST.get("reference") or "—"}
    form = EntryForm(year, typed)
    before = context(year, request.access)["position"]
    said: dict[str, Any] = {"year": year, "ready": form.is_valid()}
    if form.is_valid():
        posting = form.posting()
        then = after(posting)
        rows = zip(figures(before), figures(then), strict=True)
        changes = [(old, new) for old, new in rows if old.amount != new.amount]
        said |= {"changes": changes, "refusals": check([posting]), "before": rate_of(before).value}
        said["cautions"] = [f"{say(one.text_zh, one.text_en)}{say('。', '.')}" for _, one in cautions([posting])]
        said["rate"] = rates(then)[0]
    return render(request, "ledger/check.html", said)


@allowed("ledger.enter")
def reversal(request: Any, pk: int) -> HttpResponse:
    """Take an entry back, with the reason."""
    mine = entries(request.access).select_related("project_year__project", "project_year__unit", "entered_by")
    entry = get_object_or_404(mine, pk=pk)
    year = request.access.year("ledger.enter", entry.project_year_id)
    if entry.reverses_id:
        raise Http404
    if request.method == "GET" and hasattr(entry, "reversed_by"):
        messages.error(request, say("这笔分录已经冲销。", "This entry has been reversed already."))
        return redirect("ledger-of", year.pk)
    form = ReversalForm(entry, request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            reverse(entry, typed["date"], typed["reference"], typed["reason"], request.user)
        except Refused as refused:
            for refusal in refused.refusals:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.words)
        else:
            sent(request)
            messages.success(request, say("已冲销；原分录保留。", "Reversed; the entry itself stays."))
            return redirect("ledger-of", year.pk)
    status = 422 if form.is_bound else 200
    words = {"kind": Kind(entry.kind), "source": Source(entry.source)}
    return render(request, "ledger/reverse.html", {"year": year, "entry": entry, "form": form, **words}, status=status)
