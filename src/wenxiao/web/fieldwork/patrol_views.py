"""Pages of patrols: coverage and rounds, one round, plans, contracts and what an hour costs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from wenxiao.grid import patrols
from wenxiao.web.core.clock import day_of, today
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.fieldwork import patrolling
from wenxiao.web.fieldwork.counting import Walks, walks
from wenxiao.web.fieldwork.editing import edit
from wenxiao.web.fieldwork.models import Beat, Contract, Patrol
from wenxiao.web.fieldwork.patrol_forms import BeatForm, ContractForm
from wenxiao.web.fieldwork.periods import Days, days_asked
from wenxiao.web.fieldwork.rules import rules
from wenxiao.web.fieldwork.who import in_centre


@allowed("fieldwork.see")
def index(request: Any) -> HttpResponse:
    """Each plan in a period, what was walked of it, and the rounds; of who is not in the centre, their own rounds."""
    asked = days_asked(request)
    beats = list(Beat.objects.select_related("contract"))
    found = walks(beats, asked.period)
    rows = _rounds(request, asked).select_related("beat", "person").annotate(came=Count("visits"))
    said = {
        "days": asked, "lines": _lines(beats, found), "page": page(rows, request.GET.get("page")), "centre": in_centre(request.access),
    }  # fmt: skip
    return render(request, "fieldwork/patrols.html", said)


def _rounds(request: Any, asked: Days) -> Any:
    rows = Patrol.objects.filter(started_at__gte=asked.period.start, started_at__lt=asked.period.end)
    rows = rows.order_by("-started_at", "-pk")
    return rows if in_centre(request.access) else rows.filter(person=request.user)


def _lines(beats: list[Beat], found: Walks) -> list[dict[str, Any]]:
    """A line for each plan that holds on one of the days, up to today: nobody can have walked tomorrow."""
    last = min(found.last, today())
    lines = []
    for beat in beats:
        plan = beat.plan()
        mine = [one for one in found.rounds if one.plan == plan.id]
        part = patrols.coverage([plan], mine, found.first, last)
        done = patrols.walked([plan], mine, found.first, last, rules().round_share)
        if part.due or mine:
            lines.append({"beat": beat, "part": part, "rounds": done, "hours": patrols.hours(mine), "grids": len(plan.grids)})  # fmt: skip
    return lines


@allowed("fieldwork.see")
def export(request: Any) -> HttpResponse:
    """The rounds of the period as a workbook."""
    rows = _rounds(request, days_asked(request)).select_related("beat", "person").annotate(came=Count("visits"))
    heads = widths(say(*head) for head in (("巡查计划", "Plan"), ("人员", "Person"), ("日期", "Day"), ("开始", "Begun"), ("结束", "Ended"), ("到访网格", "Grids"), ("计划网格", "Of the plan"), ("备注", "Note")))  # fmt: skip
    body = (
        (one.beat.name, str(one.person), day_of(one.started_at), _clock(one.started_at), _clock(one.ended_at), one.came, len(one.beat.grids), one.note)
        for one in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    return workbook(request, say("巡查轮次", "Rounds"), heads, body)


def _clock(moment: Any) -> str:
    return "" if moment is None else f"{timezone.localtime(moment):%H:%M}"


def _patrol(request: Any, pk: int) -> Patrol:
    one: Patrol = get_object_or_404(Patrol.objects.select_related("beat", "person"), pk=pk)
    if one.person_id != request.user.pk and not in_centre(request.access):
        raise Http404
    return one


@allowed("fieldwork.see")
def patrol(request: Any, pk: int) -> HttpResponse:
    """One round and its grids."""
    one = _patrol(request, pk)
    came = dict(one.visits.values_list("grid", "at"))
    cells = [{"code": code, "at": came.get(code)} for code in one.beat.grids]
    said = {"patrol": one, "cells": cells, "came": len(came), "hours": patrols.hours(_as_rounds(one))}
    return render(request, "fieldwork/patrol.html", said)


def _as_rounds(one: Patrol) -> list[patrols.Round]:
    return [patrols.Round(str(one.pk), "", str(one.person_id), one.started_at, one.ended_at, day_of(one.started_at))]


@allowed("fieldwork.see")
def beat(request: Any, pk: int) -> HttpResponse:
    """A plan: each of its grids on each day of a period."""
    one = get_object_or_404(Beat.objects.select_related("contract"), pk=pk)
    asked = days_asked(request)
    found = walks([one], asked.period)
    every = list(patrols.days(asked.first, asked.last))
    said = {
        "beat": one, "days": asked, "every": every, "table": _table(one, found, every), "line": next(iter(_lines([one], found)), None),
        "centre": in_centre(request.access),
    }  # fmt: skip
    return render(request, "fieldwork/beat.html", said)


def _table(one: Beat, found: Walks, every: list[date]) -> list[dict[str, Any]]:
    came: dict[tuple[str, date], int] = {}
    for each in found.rounds:
        for key in each.visited:
            came[key] = came.get(key, 0) + 1
    plan, day = one.plan(), today()
    rows = []
    for code in one.grids:
        cells = []
        for on in every:
            number = came.get((code, on), 0)
            due = plan.on(on) and on <= day
            kind = "enough" if due and number >= one.visits else "few" if due and number else "none" if due else "off"
            cells.append({"day": on, "number": number, "kind": kind})
        due_days = [cell for cell in cells if cell["kind"] != "off"]
        rows.append({"code": code, "cells": cells, "done": sum(cell["kind"] == "enough" for cell in due_days), "due": len(due_days)})  # fmt: skip
    return rows


@allowed("fieldwork.plan")
def beat_new(request: Any) -> HttpResponse:
    return edit(request, BeatForm(request.POST or None, instance=Beat(since=today())), say("新建巡查计划", "New plan"), "fieldwork-patrols")  # fmt: skip


@allowed("fieldwork.plan")
def beat_edit(request: Any, pk: int) -> HttpResponse:
    one = get_object_or_404(Beat, pk=pk)
    return edit(request, BeatForm(request.POST or None, instance=one), say("修改巡查计划", "Change the plan"), "fieldwork-patrols")  # fmt: skip


@allowed("fieldwork.cost")
def contracts(request: Any) -> HttpResponse:
    """Contracts with companies, and what an hour of patrol costs in a period."""
    asked = days_asked(request)
    every = list(Contract.objects.select_related("agency", "year__project")[:200])
    rows = patrolling.costs(every, asked.first, asked.last)
    return render(request, "fieldwork/contracts.html", {"rows": rows, "days": asked})


@allowed("fieldwork.plan")
def contract(request: Any, pk: int | None = None) -> HttpResponse:
    one = get_object_or_404(Contract, pk=pk) if pk else Contract(since=today(), until=today() + timedelta(days=364))
    years = request.access.years() | type(one).year.field.related_model.objects.filter(pk=one.year_id or 0)
    form = ContractForm(request.POST or None, instance=one, years=years.select_related("project"))
    title = say("修改合同", "Change the contract") if pk else say("登记合同", "New contract")
    return edit(request, form, title, "fieldwork-contracts", to="fieldwork-contracts")
