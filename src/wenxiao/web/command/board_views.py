"""The board: one page, its part that is asked for every 15 seconds, its map, and the list that says the same by keyboard."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from wenxiao.grid.states import OPEN, STATE_NAMES
from wenxiao.web.command import figures, mapping
from wenxiao.web.core.clock import minute, now
from wenxiao.web.core.paging import Pages
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import english, said, say
from wenxiao.web.core.sorting import ordered
from wenxiao.web.core.spreadsheets import workbook
from wenxiao.web.grid.models import Agency
from wenxiao.web.grid.queue import RUNNING
from wenxiao.web.territory.naming import category_name, street_names

USUAL = 2
_ORDERS = {"number": "number", "due": "adjusted_due", "stage": "stage_due", "reported": "reported_at"}


def _hours(request: Any) -> int:
    asked = request.GET.get("hours", "")
    return int(asked) if asked in {str(hours) for hours in figures.HOURS} else USUAL


def _body(hours: int) -> dict[str, Any]:
    """The figures and the lists as they stand, and a digest of both: made once for all who look in the next seconds."""
    key = f"grid-board:{hours}:{english()}"
    kept = cache.get(key)
    if kept is None:
        shown = figures.board(hours) | {"hours": hours}
        for case in (*shown["next_over"], *shown["urgent"]):
            case.what = category_name(case.category)
        parts = [render_to_string(f"command/{name}.html", shown) for name in ("figures", "lists")]
        kept = (*parts, hashlib.sha256("".join(parts).encode()).hexdigest()[:16])
        cache.set(key, kept, figures.FRESH)
    return {"figures": mark_safe(kept[0]), "lists": mark_safe(kept[1]), "seen": kept[2], "hours": hours}


@allowed("command.board")
def board(request: Any) -> HttpResponse:
    return render(request, "command/board.html", _body(_hours(request)) | {"choices": figures.HOURS})


@allowed("command.board")
def part(request: Any) -> HttpResponse:
    """Figures and lists again; nothing (204) where they are what the page has."""
    shown = _body(_hours(request))
    if request.GET.get("seen") == shown["seen"]:
        return HttpResponse(status=204)
    return render(request, "command/part.html", shown | {"again": True})


class Filters(forms.Form):
    """Open cases by what the board counts."""

    WHAT = (
        ("", said("全部在办", "All open ones")), ("overdue", said("处置超期", "Handling overdue")), ("soon", said("即将超期", "About to be overdue")),
        ("late", said("本环节超期", "Overdue in their state")), ("urgent", said("紧急", "Urgent")), ("pressed", said("督办", "Pressed")),
        ("outside", said("网格外", "Outside of all grids")),
    )  # fmt: skip
    what = forms.ChoiceField(label=said("范围", "Which"), choices=WHAT, required=False)
    state = forms.ChoiceField(label=said("环节", "State"), required=False)
    agency = forms.ModelChoiceField(Agency.objects.order_by("code"), label=said("责任单位", "Agency"), required=False)
    street = forms.ChoiceField(label=said("街道", "Street"), required=False)
    grid = forms.CharField(label=said("单元网格", "Unit grid"), max_length=20, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        every = ("", say("全部", "All"))
        self.fields["agency"].empty_label = every[1]
        self.fields["state"].choices = [every, *((str(s), say(*STATE_NAMES[s])) for s in OPEN)]
        self.fields["street"].choices = [every, *street_names().items()]

    def rows(self, hours: int) -> QuerySet:
        self.is_valid()
        asked, at = self.cleaned_data, now()
        rows = figures.open_cases().select_related("agency").defer("folded")
        running = rows.filter(state__in=RUNNING)
        match asked.get("what"):
            case "overdue":
                rows = running.filter(adjusted_due__lt=at)
            case "soon":
                rows = running.filter(adjusted_due__gte=at, adjusted_due__lt=figures.soon(at, hours))
            case "late":
                rows = rows.filter(stage_due__lt=at)
            case "urgent":
                rows = rows.filter(urgent=True)
            case "pressed":
                rows = rows.filter(pressed=True)
            case "outside":
                rows = rows.filter(grid="")
        for name in ("state", "agency", "street"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        if grid := asked.get("grid"):
            rows = rows.filter(grid__startswith=grid)
        return rows


@allowed("command.board")
def cases(request: Any) -> HttpResponse:
    """Open cases as a list: what a figure of the board or a place of the map counts."""
    filters, hours = Filters(request.GET), _hours(request)
    rows, order = ordered(filters.rows(hours), request.GET.get("order"), _ORDERS, "due")
    if request.GET.get("export") == "xlsx":
        return _book(request, rows)
    page = Pages(rows, 50).get_page(request.GET.get("page"))
    for case in page:
        case.what = category_name(case.category)
        case.over = case.state in RUNNING and case.adjusted_due is not None and case.adjusted_due < now()
    context = {"filters": filters, "page": page, "order": order, "hours": hours, "streets": street_names()}
    return render(request, "command/cases.html", context)


def _book(request: Any, rows: QuerySet) -> Any:
    heading = (
        (say("案件号", "Number"), 22), (say("类别", "Category"), 20), (say("状态", "State"), 10), (say("单元网格", "Unit grid"), 18),
        (say("责任单位", "Agency"), 24), (say("处置期限", "Due"), 18), (say("地址", "Address"), 40),
    )  # fmt: skip
    body = (
        (
            case.number, category_name(case.category), case.get_state_display(), case.grid,
            case.agency.name if case.agency else None, minute(case.adjusted_due), case.address,
        )
        for case in rows.iterator(2000)
    )  # fmt: skip
    return workbook(request, say("在办案件", "Open cases"), heading, body)


@allowed("command.board")
def on_map(request: Any) -> HttpResponse:
    """Open cases within a box as GeoJSON, clusters where there are many; and how many there are in each unit grid."""
    try:
        box = mapping.box(request.GET.get("bbox", ""))
    except ValueError as error:
        return JsonResponse({"detail": str(error)}, status=400)
    answer = HttpResponse(content_type="application/geo+json")
    json.dump(mapping.features(box, now()), answer, ensure_ascii=False)
    return answer
