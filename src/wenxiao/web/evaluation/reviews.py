"""Samples and their reviews (抽查复核): drawn by the performance office, scored again indicator by indicator."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from wenxiao.performance.evaluation import EXECUTION, Form, Recheck, recheck
from wenxiao.performance.lifecycle import Role
from wenxiao.performance.regime import regime
from wenxiao.quantities.paper import plain
from wenxiao.web.core.clock import now, today
from wenxiao.web.core.editing import Conflict, save
from wenxiao.web.core.models import Draft
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.regimes import regime_in
from wenxiao.web.core.say import english, said, say
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.evaluation import drawing
from wenxiao.web.evaluation.models import Draw, Review, ReviewLine
from wenxiao.web.selfevaluation.entering import NumberField
from wenxiao.web.selfevaluation.scored import scored
from wenxiao.web.selfevaluation.showing import shown


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
    return rows.filter(finished_at__date__lte=access.as_of) if access.as_of else rows


@allowed("review.see")
def reviews(request: Any) -> HttpResponse:
    rows = seen(request)
    if (asked := request.GET.get("year", "")).isdigit():
        rows = rows.filter(draw__year=int(asked))
    if request.GET.get("state") in ("open", "finished"):
        rows = rows.filter(finished_at__isnull=request.GET["state"] == "open")
    draws = Draw.objects.filter(pk__in=seen(request).values("draw")).select_related("drawn_by")
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


class DrawForm(forms.Form):
    """What a draw is made of."""

    year = forms.IntegerField(label=said("年度", "Year"), min_value=2000, max_value=2100)
    size = forms.IntegerField(label=said("抽取数量", "How many"), min_value=1, max_value=1000)
    seed = forms.CharField(
        label=said("随机种子", "Seed"),
        max_length=32,
        help_text=said("记录在案；用同一种子可重新抽得同样结果", "Recorded: the same seed draws the same again"),
    )


@allowed("review.draw")
def draw_new(request: Any) -> HttpResponse:
    """What can be drawn with its risks, and the draw."""
    asked = request.POST.get("year") or request.GET.get("year") or str(today().year - 1)
    year = int(asked) if asked.isdigit() else today().year - 1
    years = request.access.years(frozenset({Role.PERFORMANCE}))
    every = drawing.population(years, year)
    top = next(m.organisation for m in request.access.memberships if m.role == Role.PERFORMANCE)
    form = DrawForm(
        request.POST or None, initial={"year": year, "size": min(3, len(every)) or 1, "seed": drawing.new_seed()}
    )
    codes = set(request.POST.getlist("forced"))
    forced = {code: request.POST.get(f"why-{code}", "").strip()[:200] for code in codes}
    if request.method == "POST" and form.is_valid():
        unsaid = [code for code, why in forced.items() if not why]
        if not every:
            form.add_error(
                None, say(f"{year}年度还没有可抽查的自评（须已报财政）。", f"Nothing of {year} can be drawn yet.")
            )
        elif unsaid:
            form.add_error(
                None,
                say(
                    f"必抽项目须写明原因：{'、'.join(unsaid)}", f"Say why they are drawn by order: {', '.join(unsaid)}"
                ),
            )
        elif len(forced) > form.cleaned_data["size"]:
            form.add_error("size", say("必抽项目多于抽取数量。", "More are drawn by order than there are places."))
        else:
            made = drawing.draw(
                top, every, year, form.cleaned_data["size"], form.cleaned_data["seed"], forced, request.user
            )
            messages.success(request, say("已抽取并记录。", "Drawn and recorded."))
            return redirect(made)
    candidates = [drawing.candidate(one, {}) for one in every]
    rows = list(zip(every, drawing.risks(candidates, regime_in(top, year)), strict=True))
    rows.sort(key=lambda row: -row[1].risk)
    return render(request, "evaluation/draw_new.html", {"form": form, "rows": rows, "year": year, "forced": forced})


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
        .filter(self_evaluation__in=[one["evaluation"] for one in made.population])
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
                "；".join(pick.reasons_en if english() else pick.reasons),
                "✓" if review else None,
            )
            for pick, name, review in rows
        )
        return workbook(request, say("抽查", "Draw"), widths(heads), lines)
    return render(
        request, "evaluation/draw.html", {"draw": made, "rows": rows, "same": drawing.same(made), "english": english()}
    )


class LineForm(forms.Form):
    """The reviewer's score of one line."""

    score = NumberField(required=False, max_digits=6, decimal_places=2)
    reason = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 1}))

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["score"].widget.attrs.update(
            {
                "class": "num score",
                "inputmode": "decimal",
                "autocomplete": "off",
                "aria-label": say(f"{name} 复核得分", f"{name}: score"),
            }
        )
        self.fields["reason"].widget.attrs["aria-label"] = say(f"{name} 理由", f"{name}: reason")


class OpinionForm(forms.ModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Review
        fields = ("opinion",)
        widgets = {"opinion": forms.Textarea(attrs={"rows": 4})}


@allowed("review.see")
def review(request: Any, pk: int) -> HttpResponse:
    """One review: own score beside the reviewer's, line by line, with differences and the deviation."""
    one = seen(request).filter(pk=pk).first()
    if one is None:
        raise Http404
    year = one.self_evaluation.year
    form = scored(one.self_evaluation)
    scoring = one.finished_at is None and request.access.may("review.score", year)
    if request.method == "POST":
        if not scoring:
            raise PermissionDenied(say("复核已完成，或不由您的岗位办理。", "It is finished, or not for your role."))
        return _scored(request, one, form)
    return _page(request, one, form, scoring)


def _keys(form: Form) -> list[tuple[str, str]]:
    first = (
        [(EXECUTION, say(form.execution.rate.name, form.execution.rate.name_en))]
        if form.execution.points is not None
        else []
    )
    return [*first, *((line.key, line.name) for line in form.lines)]


def _scored(request: Any, one: Review, form: Form) -> HttpResponse:
    """What the reviewer typed: stored, or shown again with what is wrong."""
    rows = {key: LineForm(name, request.POST, prefix=f"r-{key}") for key, name in _keys(form)}
    opinion = OpinionForm(request.POST, instance=one)
    wrong = (
        []
        if all([opinion.is_valid(), *(row.is_valid() for row in rows.values())])
        else [say("有内容无法识别，请看红字。", "Something is not understood; see the red words.")]
    )
    scores = {key: row.cleaned_data.get("score") for key, row in rows.items()}
    result = recheck(form, scores)
    wrong += [say(remark.text_zh, remark.text_en) for remark in result.remarks]
    finishing = request.POST.get("action") == "finish"
    if finishing and not wrong:
        wrong = unfinished(result, {key: row.cleaned_data.get("reason", "") for key, row in rows.items()}, one)
    if not wrong:
        try:
            _store(request, one, opinion.cleaned_data["revision"], rows, finishing)
        except Conflict as told:
            wrong.append(str(told))
        else:
            messages.success(
                request, say("复核已完成。", "The review is finished.") if finishing else say("已保存。", "Saved.")
            )
            return redirect(one)
    return _page(request, one, form, True, rows, opinion, result, wrong)


@transaction.atomic
def _store(request: Any, one: Review, revision: int, rows: dict[str, LineForm], finishing: bool) -> None:
    one.reviewer = request.user
    if finishing:
        one.finished_at = now()
    save(one, revision, request.user)
    for key, row in rows.items():
        ReviewLine.objects.update_or_create(
            review=one, key=key, defaults={"score": row.cleaned_data["score"], "reason": row.cleaned_data["reason"]}
        )
    Draft.objects.filter(user=request.user, form=request.path).delete()


def unfinished(result: Recheck, reasons: dict[str, str], one: Review) -> list[str]:
    """What a finished review must have and this one has not, a sentence each."""
    said_ = []
    for line in result.lines:
        if line.recheck is None:
            said_.append(say(f"“{line.name}”没有复核得分", f"“{line.name}” has no score of the review"))
        elif line.difference != Decimal(0) and not reasons.get(line.key, "").strip():
            own = "—" if line.own is None else plain(line.own)
            said_.append(
                say(
                    f"“{line.name}”自评 {own}、复核 {plain(line.recheck)}，请写明理由",
                    f"“{line.name}”: {own} by the unit, {plain(line.recheck)} by the review: say why",
                )
            )
    if not one.opinion.strip():
        said_.append(say("没有写复核意见", "There is no opinion"))
    return said_


def _page(
    request: Any,
    one: Review,
    form: Form,
    scoring: bool,
    rows: Any = None,
    opinion: Any = None,
    result: Any = None,
    wrong: Any = (),
) -> HttpResponse:
    stored = {line.key: line for line in one.lines.all()}
    scores = {line.key: line.score for line in stored.values()}
    keys = dict(_keys(form))
    result = result or recheck(form, {key: value for key, value in scores.items() if key in keys})
    if rows is None:
        rows = {
            key: LineForm(
                name, prefix=f"r-{key}",
                initial={"score": stored[key].score, "reason": stored[key].reason} if key in stored else None,
            )
            for key, name in keys.items()
        }  # fmt: skip
    if request.GET.get("format") == "xlsx":
        return _book(request, one, result, stored)
    looks = {line.key: line for line in shown(form, files=one.self_evaluation.evidence.filter(removed_at=None))}
    lines = [(line, looks.get(line.key), rows[line.key], stored.get(line.key)) for line in result.lines]
    context = {
        "one": one, "form": form, "result": result, "lines": lines, "scoring": scoring, "wrong": wrong,
        "opinion": opinion or OpinionForm(instance=one, initial={"revision": one.revision}),
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
