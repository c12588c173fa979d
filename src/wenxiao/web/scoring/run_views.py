"""Monthly runs: the list, one with its scores, its steps, its appeals, and the report for the joint meeting."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.grid.points_told import told
from wenxiao.grid.runs import RUN_STEPS
from wenxiao.grid.scores import grade
from wenxiao.grid.states import Role
from wenxiao.told import NotAllowed
from wenxiao.web.core.answering import answered
from wenxiao.web.core.attachments import given, handed
from wenxiao.web.core.clock import now, today
from wenxiao.web.core.days import day_said, month_said
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import CENTRE, allowed
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import DOCX, XLSX
from wenxiao.web.scoring import appealing, running
from wenxiao.web.scoring.bulletin import bulletin, docx, xlsx
from wenxiao.web.scoring.cases import month
from wenxiao.web.scoring.models import OBJECTS, Appeal, Given, Run, RunLine
from wenxiao.web.scoring.schemes import every


def seen(request: Any) -> QuerySet:
    """The runs that this person sees: the centre all, who is scored those that were published, others the final ones."""
    access, rows = request.access, Run.objects.all()
    if access.grid_roles & CENTRE:
        return rows
    if access.grid_roles:
        return rows.filter(state__in=("published", "final"))
    rows = rows.filter(state="final")
    if access.as_of is not None:
        rows = rows.filter(steps__action="finish", steps__at__date__lte=access.as_of)
    return rows


def one_of(request: Any, pk: int) -> Run:
    return get_object_or_404(seen(request).select_related("made_by"), pk=pk)


def lines_of(request: Any, run: Run) -> QuerySet:
    """The lines that this person sees: a person's score is for that person and the shift lead."""
    rows = run.lines.prefetch_related(
        Prefetch("appeals", Appeal.objects.select_related("asked_by", "endorsed_by", "decided_by"))
    )
    if Role.LEAD not in request.access.grid_roles:
        rows = rows.exclude(kind="post") | rows.filter(kind="post", person=request.user.pk)
    return rows.select_related("agency").order_by("scheme", "pk")


@allowed("scoring.see")
def index(request: Any) -> HttpResponse:
    runs = page(seen(request).order_by("-month"), request.GET.get("page"), 24)
    return render(
        request, "scoring/runs.html", {"page": runs, "may_run": request.access.can("scoring.run"), "today": today()}
    )


@allowed("scoring.run")
@require_POST
def begin(request: Any) -> HttpResponse:
    first = month_said(request.POST.get("month", "")[:7])
    if first is None:
        messages.error(request, say("请选择月份，如 2026-10。", "Choose a month, like 2026-10."))
        return redirect("runs")
    try:
        return redirect(running.begin(first, request.user, request.POST.getlist("scheme")))
    except NotAllowed as refusal:
        messages.error(request, say(refusal.zh, refusal.en))
    return redirect("runs")


@allowed("scoring.see")
def run(request: Any, pk: int) -> HttpResponse:
    """One month: tables by scheme, what is worth a look, appeals, the way of the run."""
    one = one_of(request, pk)
    lines = list(lines_of(request, one))
    ways = [step for step in RUN_STEPS.values() if step.source == one.state and request.access.grid_roles & step.roles]
    external = _external(one) if one.state == "draft" and ways else []
    over = month(one.month).end
    return render(
        request,
        "scoring/run.html",
        {
            "run": one, "tables": tables(lines), "ways": [(way.action, say(way.zh, way.en)) for way in ways], "external": external,
            "given": one.given.select_related("given_by"), "notes": [(kind, say(zh, en)) for kind, _, zh, en in one.notes],
            "hours": bars(one.facts.get("closed_at")), "steps": one.steps.select_related("actor"),
            "appeals": [each for line in lines for each in line.appeals.all()], "over": over, "early": one.state == "draft" and now() < over, "today": today(),
            "inside": bool(request.access.grid_roles & CENTRE), "schemes": [every().get(name) for name in one.schemes],
        },
    )  # fmt: skip


def tables(lines: list[RunLine]) -> list[dict[str, Any]]:
    """The lines by scheme, best first by the adjusted view, with where each stands."""
    schemes, found, order = every(), [], list(OBJECTS)
    for name in dict.fromkeys(line.scheme for line in sorted(lines, key=lambda line: order.index(line.kind))):
        rows = [line for line in lines if line.scheme == name]
        stands = running.stands(rows)
        ordered = sorted(zip(rows, stands, strict=True), key=lambda pair: (pair[1].rank is None, pair[1].rank or 0))
        of = schemes.get(name)
        found.append(
            {
                "scheme": of, "objects": OBJECTS[rows[0].kind], "heads": rows[0].lines,
                "rows": [
                    {
                        "line": row, "stand": stand, "raw": row.low if row.low == row.high else None, "grade": grade(stand.total),
                        "cells": [
                            (raw, points, None if raw["points"] is None else Decimal(raw["points"]))
                            for raw, points in zip(row.lines, running.points_after(row), strict=True)
                        ],
                    }
                    for row, stand in ordered
                ],
            }
        )  # fmt: skip
    return found


def bars(hours: list[int] | None) -> list[dict[str, Any]]:
    """A histogram over the hours of a day: bars of at most 60 high."""
    if not hours or not max(hours):
        return []
    top = max(hours)
    return [
        {"hour": at, "x": at * 20 + 2, "y": 64 - 60 * number // top, "height": 60 * number // top, "number": number, "night": at < 6 or at > 22}
        for at, number in enumerate(hours)
    ]  # fmt: skip


def _external(one: Run) -> list[dict[str, Any]]:
    """The lines of this run that are given by hand."""
    schemes = every()
    return [
        {"scheme": of, "object": each, "line": line}
        for name in one.schemes if (of := schemes.get(name)) is not None
        for line in of.lines if line.mapping == "external"
        for each in running.objects(of, month(one.month))
    ]  # fmt: skip


@allowed("scoring.run")
@require_POST
def step(request: Any, pk: int) -> HttpResponse:
    one, action = one_of(request, pk), request.POST.get("action", "")
    with answered(request, say("已办理。", "Done.")):
        if action == "freeze":
            running.freeze(one, request.access)
        elif action == "publish":
            running.publish(one, request.access, _day(request.POST.get("until")))
        elif action == "finish":
            running.finish(one, request.access)
        else:
            raise NotAllowed("没有这个步骤。", "There is no such step.")
    return redirect(one)


def _day(text: str | None) -> date | None:
    day = day_said(text) if text else None
    if text and day is None:
        raise NotAllowed("日期写成 2026-11-30 这样。", "Write the day like 2026-11-30.")
    return day


@allowed("scoring.run")
@require_POST
def give(request: Any, pk: int) -> HttpResponse:
    """Points of an external line, with the file that they stand in."""
    one = one_of(request, pk)
    scheme, _, rest = request.POST.get("line", "").partition("|")
    code, _, key = rest.partition("|")
    with answered(request, say("外部评分已登记。", "The points are entered.")):
        running.give(
            one, scheme, code, key, _number(request.POST.get("points")), request.FILES.get("file"), request.access
        )
    return redirect(one)


def _number(text: str | None) -> Decimal:
    try:
        found = Decimal((text or "").strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) > 10_000:
        raise NotAllowed("请填写数字，如 36.5。", "Write a number like 36.5.")
    return found


@allowed("scoring.see")
def given_file(request: Any, pk: int) -> HttpResponse:
    one = get_object_or_404(Given.objects.filter(run__in=seen(request)), pk=pk)
    return given(request, one, f"score paper {one.pk} {one.name}")


@allowed("scoring.appeal")
@require_POST
def ask(request: Any, pk: int) -> HttpResponse:
    line = get_object_or_404(RunLine.objects.filter(run__in=seen(request)), pk=pk)
    if not appealing.may_ask(line, request.access):
        raise Http404
    with answered(request, say("申诉已提交。", "The appeal is handed in.")):
        appealing.ask(line, request.POST.get("key", ""), request.POST.get("reason", ""), request.access)
    return redirect("run-line", pk)


@allowed("scoring.review")
@require_POST
def decide(request: Any, pk: int) -> HttpResponse:
    appeal = get_object_or_404(Appeal.objects.filter(line__run__in=seen(request)), pk=pk)
    points = request.POST.get("points")
    with answered(request, say("已审核。", "Done.")):
        appealing.decide(
            appeal, request.POST.get("action", ""), request.POST.get("words", ""), _number(points) if points else None, request.access
        )  # fmt: skip
    return redirect("run-line", appeal.line_id)


@allowed("scoring.see")
def line(request: Any, pk: int) -> HttpResponse:
    """One object's score: its lines by both views with N and D, the snapshots behind them, its appeals."""
    one = get_object_or_404(RunLine.objects.filter(run__in=seen(request)).select_related("run", "agency"), pk=pk)
    appeals = {each.key: each for each in one.appeals.select_related("asked_by", "endorsed_by", "decided_by")}
    scheme = every().get(one.scheme)
    how = {each.key: say(*told(each)) for each in scheme.lines} if scheme else {}
    rows = [
        (raw, adjusted, appeals.get(raw["key"]), how.get(raw["key"], ""))
        for raw, adjusted in zip(one.lines, one.adjusted, strict=True)
    ]
    steps = {key: appealing.open_steps(each, request.access) for key, each in appeals.items()}
    whole = one.kind != "post" or one.person_id == request.user.pk or Role.LEAD in request.access.grid_roles
    if (
        not whole
    ):  # a person's score is for that person and the shift lead; who reviews an appeal sees the line that it is about
        rows = [row for row in rows if steps.get(row[0]["key"])]
        if not rows:
            raise Http404
    open_now = one.run.state == "published" and one.run.appeal_until is not None and today() <= one.run.appeal_until
    peers = list(one.run.lines.filter(scheme=one.scheme).prefetch_related("appeals"))
    stand = running.stands(peers)[[each.pk for each in peers].index(one.pk)]
    return render(
        request,
        "scoring/line.html",
        {
            "line": one, "rows": rows, "stand": stand, "scheme": scheme, "may_ask": open_now and appealing.may_ask(one, request.access),
            "appeals": [(appeals[key], may) for key, may in steps.items() if whole or may], "whole": whole,
            "free": [raw for raw, _, appeal, _ in rows if appeal is None], "seen_as": bool(request.access.grid_roles & CENTRE),
        },
    )  # fmt: skip


@allowed("scoring.see")
def report(request: Any, pk: int, ending: str) -> HttpResponse:
    """The monthly report for the joint meeting, as a Word file or a workbook."""
    one = one_of(request, pk)
    if one.state == "draft" or ending not in ("docx", "xlsx"):
        raise Http404
    said = bulletin(one)
    name = f"{said.title}.{ending}"
    return handed(docx(said), name, DOCX) if ending == "docx" else handed(xlsx(said), name, XLSX)
