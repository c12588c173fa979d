"""Use of results (结果应用): grades beside next year's budget, what was decided, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render

from wenxiao.performance.grades import grade_en
from wenxiao.performance.ledger import Position, in_yuan
from wenxiao.performance.regime import Grade
from wenxiao.performance.use_of_results import reducing, uncut
from wenxiao.web.core.drafting import sent
from wenxiao.web.core.editing import Conflict
from wenxiao.web.core.models import Event
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import Access, allowed
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.core.say import said, say
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.core.units import UnitField
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.ledger.services import CHUNK, chunks, positions
from wenxiao.web.problems import deciding
from wenxiao.web.problems.deciding import as_decided, made_of, uses
from wenxiao.web.problems.forms import UseForm
from wenxiao.web.problems.models import UseOfResult
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.selfevaluation.models import SelfEvaluation


@dataclass(frozen=True, slots=True)
class Line:
    """One project-year: its results, its budget and the next one, what was decided. ``next_budget``: of the ledger, else as decided;
    ``entered``: that of the ledger; ``earlier``: the decisions before, oldest first."""

    year: Any
    own: Any
    evaluations: list[Any]
    use: Any
    budget: Decimal | None
    next_budget: Decimal | None
    grade: Grade | None
    entered: Decimal | None
    earlier: list[UseOfResult]

    @property
    def late(self) -> str:
        """What to tell whoever decides after next year's budget was entered; empty where it was not."""
        if self.entered is None:
            return ""
        of, yuan = self.year.year + 1, in_yuan(self.entered)
        return say(
            f"台账中已有该项目{of}年年初预算 {yuan} 元；此项决定不改动已登记的预算，如有变化请在台账中追加或调减。",
            f"The ledger has the project's original budget of {of} already: {yuan} yuan. The decision does not change it; enter a supplement or a cut.",
        )

    @property
    def warned(self) -> bool:
        return uncut(self.grade, self.budget, self.next_budget)


def rows(access: Any) -> Any:
    """The project-years that one sees and that have a result, or a decision on one."""
    final = Evaluation.objects.filter(state="final").as_of(access.as_of)
    finished = (
        accepted(access).values("year").union(*(every.order_by().values("year") for every in (final, uses(access))))
    )
    years = access.years().filter(pk__in=finished).select_related("project", "unit", "self_evaluation")
    return years.select_related("use_of_result__decided_by").prefetch_related(
        Prefetch("evaluations", final, to_attr="finals")
    )


def accepted(access: Access) -> Any:
    """The self-evaluations that are accepted, or were as of a day."""
    return SelfEvaluation.objects.filter(state="accepted").as_of(access.as_of).order_by()


def lines(years: list[Any], access: Access) -> list[Line]:
    """What is known of each, or was as of a day; one query for the budgets, one for the decisions."""
    projects, numbers = {year.project_id for year in years}, {year.year + 1 for year in years}
    following = ProjectYear.objects.filter(project__in=projects, year__in=numbers)
    next_years = {(p, y): pk for p, y, pk in following.values_list("project", "year", "pk")}
    money = positions([*(year.pk for year in years), *next_years.values()], access.as_of)
    known = None
    if access.as_of:
        keys = [year.pk for year in years]
        known = Known(
            *(set(rows(access).filter(year__in=keys).values_list("pk", flat=True)) for rows in (accepted, uses))
        )
    decisions = made_of((use for year in years if (use := getattr(year, "use_of_result", None))), access.as_of)
    return [_line(year, money, next_years.get((year.project_id, year.year + 1)), known, decisions) for year in years]


class Known(NamedTuple):
    """The keys of what was known as of a day."""

    accepted: set[int]
    uses: set[int]


def _line(
    year: Any,
    money: Mapping[int, Position],
    after: int | None,
    known: Known | None,
    decisions: Mapping[int, list[Event]],
) -> Line:
    own, use = getattr(year, "self_evaluation", None), getattr(year, "use_of_result", None)
    own = own if own is not None and own.state == "accepted" and (known is None or own.pk in known.accepted) else None
    use = use if use is not None and (known is None or use.pk in known.uses) else None
    made = decisions.get(use.pk, []) if use is not None else []
    if known is not None and made:
        use = as_decided(made[-1])
    budget, following = money[year.pk].original, money[after].original if after is not None else None
    judged = [(one.grade, one.total) for one in year.finals]
    results = judged or ([(own.grade, own.total)] if own else [])
    grade = reducing(results, regime_of(year))
    then = following if following is not None else (use.next_budget if use else None)
    return Line(year, own, year.finals, use, budget, then, grade, following, [as_decided(one) for one in made[:-1]])


class Filters(forms.Form):
    """The filters of the list, read from the address."""

    q = forms.CharField(label=said("项目", "Project"), required=False)
    year = forms.TypedChoiceField(label=said("年度", "Year"), required=False, coerce=int, empty_value=None)
    unit = UnitField()
    decision = forms.ChoiceField(label=said("应用方式", "Decision"), required=False)

    def __init__(self, access: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        years = access.numbers
        every = ("", say("全部", "All"))
        self.fields["year"].choices = [every, *((year, year) for year in years)]
        undecided = ("none", say("未决定", "Undecided"))
        self.fields["decision"].choices = [every, undecided, *UseOfResult.Decision.choices]
        self.fields["unit"].offer(access)

    def narrowed(self, years: Any) -> Any:
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("q"):
            years = years.filter(project__name__icontains=chosen["q"])
        if chosen.get("year"):
            years = years.filter(year=chosen["year"])
        if chosen.get("unit"):
            years = years.filter(unit__in=self.fields["unit"].below(chosen["unit"]))
        if chosen.get("decision") == "none":
            years = years.exclude(use_of_result__in=uses(self.access))
        elif chosen.get("decision"):
            years = years.filter(use_of_result__in=uses(self.access).filter(then=chosen["decision"]))
        return years


@allowed("problems.see")
def results(request: Any) -> HttpResponse:
    filters = Filters(request.access, request.GET)
    shown = page(filters.narrowed(rows(request.access)).order_by("-year", "project__code"), request.GET.get("page"))
    context = {"filters": filters, "page": shown, "lines": lines(list(shown), request.access)}
    return render(request, "problems/results.html", context)


@allowed("problems.see")
def export(request: Any) -> HttpResponse:
    years = Filters(request.access, request.GET).narrowed(rows(request.access)).order_by("-year", "project__code")
    heads = say("项目代码,项目,单位,年度,自评得分,自评等级,评价得分,评价等级,年初预算（元）,下年预算（元）,应用方式,理由", "Code,Project,Unit,Year,Own score,Own grade,Evaluation,Grade,Budget (yuan),Next budget (yuan),Decision,Reason").split(",")  # fmt: skip
    table = (
        (
            line.year.project.code, line.year.project.name, line.year.unit.name, line.year.year,
            line.own.total if line.own else None, line.own.grade if line.own else "",
            line.evaluations[-1].total if line.evaluations else None, line.evaluations[-1].grade if line.evaluations else "",
            line.budget, line.next_budget, line.use.get_decision_display() if line.use else "", line.use.reason if line.use else "",
        )
        for some in chunks(years.iterator(chunk_size=CHUNK), CHUNK)
        for line in lines(some, request.access)
    )  # fmt: skip
    return workbook(request, say("结果应用", "Use of results"), widths(heads), table)


@allowed("results.decide")
def decide(request: Any, year: int) -> HttpResponse:
    """Decide what the result of a project-year means for the next budget."""
    of = request.access.year("results.decide", year)
    known = rows(request.access).filter(pk=of.pk).first()
    if known is None:
        messages.error(request, say("自评通过或评价定稿后，才能决定结果应用。", "A result is used once the self-evaluation is accepted or an evaluation is final."))  # fmt: skip
        return redirect("project", of.pk)
    line = lines([known], request.access)[0]
    form = UseForm(request.POST or None, instance=line.use or UseOfResult(year=of))
    if request.method == "POST" and form.is_valid():
        try:
            deciding.decide(form.instance, form.cleaned_data["revision"], request.access)
        except Conflict as conflict:
            form.add_error(None, str(conflict))
        else:
            if line.grade and uncut(line.grade, line.budget, form.instance.next_budget):
                messages.warning(request, say(f"等级为“{line.grade.name}”，下年预算未核减；理由已记录。", f"The grade is {grade_en(line.grade.name)} and the next budget is not reduced; the reason is on record."))  # fmt: skip
            if line.late:
                messages.warning(request, line.late)
            sent(request)
            messages.success(request, say("已保存。", "Saved."))
            return redirect("results")
    return render(request, "problems/decide.html", {"form": form, "line": line, "year": of})
