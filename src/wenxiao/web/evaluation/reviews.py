"""Samples and their reviews (抽查复核): drawn by the performance office, scored again indicator by indicator."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from wenxiao.performance.evaluation import Form, Recheck
from wenxiao.performance.lifecycle import Role
from wenxiao.performance.regime import regime
from wenxiao.web.core.clock import today
from wenxiao.web.core.drafting import not_saved, sent
from wenxiao.web.core.editing import Conflict
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.regimes import regime_in
from wenxiao.web.core.say import english, say
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.core.templatetags.wx import reasons
from wenxiao.web.evaluation import drawing
from wenxiao.web.evaluation.models import Draw, Review, ReviewLine
from wenxiao.web.evaluation.rescoring import DrawForm, Rescoring, reviewed
from wenxiao.web.selfevaluation.showing import shown

#: As many of those that are not drawn as a page shows; a workbook has all of them.
SHOWN = 200


def seen(request: Any) -> Any:
    """The reviews that this person sees."""
    above = frozenset({Role.DEPARTMENT, Role.BUSINESS, Role.PERFORMANCE, Role.OVERSIGHT})
    rows = by_then(Review.objects.filter(request.access.scope(above, "self_evaluation__year__")), request.access)
    return rows.select_related(
        "draw",
        "self_evaluation__year__project",
        "self_evaluation__year__unit__parent",
        "self_evaluation__target_set",
        "reviewer",
    )


def by_then(rows: Any, access: Any) -> Any:
    """Reviews as far as somebody sees them who looks as of a day: those that were finished by then."""
    return rows.filter(finished_by(access))


def finished_by(access: Any) -> Q:
    """The same as a condition."""
    return Q(finished_at__date__lte=access.as_of) if access.as_of else Q()


@allowed("review.see")
def reviews(request: Any) -> HttpResponse:
    rows = seen(request)
    if (asked := request.GET.get("year", "")).isdecimal():
        rows = rows.filter(draw__year=int(asked))
    if request.GET.get("state") in ("open", "finished"):
        rows = rows.filter(finished_at__isnull=request.GET["state"] == "open")
    draws = Draw.objects.filter(pk__in=seen(request).values("draw")).defer("population").select_related("drawn_by")
    years = sorted({one.year for one in draws}, reverse=True)
    return render(
        request,
        "evaluation/reviews.html",
        {
            "page": page(rows.prefetch_related("lines"), request.GET.get("page")),
            "draws": draws[:20],
            "years": years,
            "last": today().year - 1,
        },
    )


@allowed("review.draw")
def draw_new(request: Any) -> HttpResponse:
    """What can be drawn with its risks, and the draw."""
    asked = request.POST.get("year") or request.GET.get("year") or str(today().year - 1)
    year = int(asked) if asked.isdecimal() else today().year - 1
    years = request.access.years(frozenset({Role.PERFORMANCE}))
    every = drawing.population(years, year)
    top = drawing.office(request.access)
    forced = {code: request.POST.get(f"why-{code}", "").strip()[:200] for code in request.POST.getlist("forced")}
    initial = {"year": year, "size": min(3, len(every)) or 1, "seed": drawing.new_seed()}
    form = DrawForm(every, forced, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = form.drawn(top, request.user)
        messages.success(request, say("已抽取并记录。", "Drawn and recorded."))
        return redirect(made)
    candidates = [drawing.candidate(one, {}) for one in every]
    rows = list(zip(every, drawing.risks(candidates, regime_in(top, year)), strict=True))
    rows.sort(key=lambda row: -row[1].risk)
    words = request.GET.get("q", "").strip()
    named = [row for row in rows if words in row[1].key or words in row[0].year.project.name]
    chosen = [row for row in rows if row[1].key in forced and row not in named[:SHOWN]]
    context = {"form": form, "rows": [*chosen, *named[:SHOWN]], "count": len(rows), "year": year, "forced": forced}
    return render(request, "evaluation/draw_new.html", context)


@allowed("review.see")
def draw(request: Any, pk: int) -> HttpResponse:
    """One draw: what was drawn from, why, and whether drawing again gives the same."""
    mine = seen(request).filter(draw=pk)
    made = Draw.objects.filter(pk=pk).select_related("drawn_by", "jurisdiction").first()
    if made is None or not mine.exists():
        raise Http404
    drawn = {review.self_evaluation.year.project.code: review for review in mine.prefetch_related("lines")}
    visible = set(
        request.access.years()
        .filter(year=made.year, self_evaluation__isnull=False)
        .values_list("self_evaluation", flat=True)
    )
    names = {one["key"]: one["name"] for one in made.population if one["evaluation"] in visible}
    picks = drawing.risks(made.candidates(), regime(made.regime))
    rows = [(pick, names[pick.key], drawn.get(pick.key)) for pick in picks if pick.key in names]
    rows.sort(key=lambda row: (row[2] is None, -row[0].risk))
    if request.GET.get("format") == "xlsx":
        heads = (
            say("项目代码", "Code"), say("项目", "Project"), say("风险分", "Risk"), say("理由", "Reasons"), say("抽中", "Drawn"),
        )  # fmt: skip
        lines = (
            (
                pick.key,
                name,
                pick.risk,
                reasons(pick),
                "✓" if review else None,
            )
            for pick, name, review in rows
        )
        return workbook(request, say("抽查", "Draw"), widths(heads), lines)
    shown = {"rows": rows[: len(drawn) + SHOWN], "count": len(rows)}
    return render(
        request, "evaluation/draw.html", {"draw": made, **shown, "same": drawing.same(made), "english": english()}
    )


@allowed("review.see")
def review(request: Any, pk: int) -> HttpResponse:
    """One review: own score beside the reviewer's, line by line, with differences and the deviation."""
    one = seen(request).filter(pk=pk).first()
    if one is None:
        raise Http404
    year = one.self_evaluation.year
    form = reviewed(one)
    scoring = one.finished_at is None and request.access.may("review.score", year)
    if request.method == "POST":
        if not scoring:
            why = say("复核已完成，或不由您的岗位办理。", "It is finished, or not for your role.")
            return not_saved(request, why, one, 403)
        return _scored(request, one, form)
    return _page(request, one, form, scoring)


def _scored(request: Any, one: Review, form: Form) -> HttpResponse:
    """What the reviewer typed: stored, or shown again with what is wrong."""
    typed = Rescoring(one, form, request.POST)
    finishing = request.POST.get("action") == "finish"
    wrong = typed.wrong(finishing)
    if not wrong:
        try:
            typed.store(request.user, finishing)
        except Conflict as told:
            wrong.append(str(told))
        else:
            sent(request)
            messages.success(
                request, say("复核已完成。", "The review is finished.") if finishing else say("已保存。", "Saved.")
            )
            return redirect(one)
    return _page(request, one, form, True, typed, wrong)


def _page(
    request: Any, one: Review, form: Form, scoring: bool, typed: Rescoring | None = None, wrong: Any = ()
) -> HttpResponse:
    typed = typed or Rescoring(one, form)
    result, stored = typed.result, typed.stored
    if request.GET.get("format") == "xlsx":
        return _book(request, one, result, stored)
    looks = {line.key: line for line in shown(form, files=one.self_evaluation.evidence.filter(removed_at=None))}
    lines = [(line, looks.get(line.key), typed.rows[line.key], stored.get(line.key)) for line in result.lines]
    context = {
        "one": one, "form": form, "result": result, "lines": lines, "scoring": scoring, "wrong": wrong,
        "opinion": typed.opinion,
        "why": one.why["en" if english() else "zh"], "evaluation": one.self_evaluation, "execution": form.execution,
    }  # fmt: skip
    return render(request, "evaluation/review.html", context, status=422 if wrong else 200)


def _book(request: Any, one: Review, result: Recheck, stored: dict[str, ReviewLine]) -> HttpResponse:
    heads = (
        say("指标", "Indicator"), say("分值", "Points"), say("自评得分", "Own score"), say("复核得分", "Review"), say("差异", "Difference"),
        say("偏差率（自评−复核）÷自评", "Deviation (own − review) ÷ own"), say("理由", "Reason"),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (
            line.name,
            line.points,
            line.own,
            line.recheck,
            line.difference,
            _share(line.deviation),
            stored[line.key].reason if line.key in stored else None,
        )
        for line in result.lines
    ]
    rows.append(
        (
            say("合计", "Sum"),
            None,
            result.own,
            result.recheck,
            result.difference,
            _share(result.deviation),
            result.how_en if english() else result.how,
        )
    )
    rows.append((say("复核意见", "Opinion"), None, None, None, None, None, one.opinion))
    return workbook(request, say("复核", "Review"), widths(heads), rows)


def _share(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 6)
