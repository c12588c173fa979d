"""Evaluations of departments and of the finance bureau: the list, one of them, and every piece of its work."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wenxiao.performance.frameworks import framework, frameworks
from wenxiao.performance.lifecycle import STATES, Role
from wenxiao.web.core.answering import answered
from wenxiao.web.core.attachments import ACCEPT, given
from wenxiao.web.core.clock import today
from wenxiao.web.core.drafting import not_saved
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.core.sorting import ordered
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.core.stepping import step, steps
from wenxiao.web.evaluation import splitting, working
from wenxiao.web.evaluation.editing import CriteriaForm, EngagementForm, assignment, open_form, worked
from wenxiao.web.evaluation.models import Evaluation, WorkingPaper
from wenxiao.web.evaluation.papers import engagement, keep_paper
from wenxiao.web.evaluation.seeing import may_step, one_of, owns, reads, reads_papers, seen, works
from wenxiao.web.ledger.services import positions

COLUMNS = {
    "project": "year__project__name",
    "unit": "year__unit__code",
    "year": "year__year",
    "kind": "kind",
    "state": "state",
}
_OFFICES = frozenset({Role.DEPARTMENT, Role.PERFORMANCE})


class Filters(forms.Form):
    """The filters of the list, read from the address."""

    q = forms.CharField(label=said("项目名称或代码", "Project or code"), required=False)
    year = forms.TypedChoiceField(label=said("年度", "Year"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=said("类别", "Kind"), required=False)
    state = forms.ChoiceField(label=said("状态", "State"), required=False)

    def __init__(self, access: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", say("全部", "All"))
        years = seen(access).order_by("-year__year").values_list("year__year", flat=True).distinct()
        self.fields["year"].choices = [every, *((year, year) for year in years)]
        self.fields["kind"].choices = [every, *Evaluation.Kind.choices]
        self.fields["state"].choices = [
            every,
            *((state, say(*words)) for (machine, state), words in STATES.items() if machine == "evaluation"),
        ]

    def narrowed(self, rows: QuerySet) -> QuerySet:
        """The rows that the filters leave; a filter that is not understood leaves all."""
        self.is_valid()
        asked = self.cleaned_data
        if words := asked.get("q"):
            rows = rows.filter(Q(year__project__name__icontains=words) | Q(year__project__code__startswith=words))
        if asked.get("year"):
            rows = rows.filter(year__year=asked["year"])
        for name in ("kind", "state"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        return rows


@allowed("evaluation.see")
def index(request: Any) -> HttpResponse:
    filters = Filters(request.access, request.GET)
    rows, order = ordered(filters.narrowed(seen(request.access)), request.GET.get("order"), COLUMNS, "-year")
    if request.GET.get("format") == "xlsx":
        heads = (
            say("项目代码", "Code"), say("项目名称", "Project"), say("实施单位", "Unit"), say("年度", "Year"), say("类别", "Kind"),
            say("评价机构", "Evaluator"), say("状态", "State"), say("得分", "Score"), say("等级", "Grade"),
        )  # fmt: skip
        return workbook(request, say("评价", "Evaluations"), widths(heads), _lines(request.access, rows))
    shown = page(rows, request.GET.get("page"))
    return render(
        request,
        "evaluation/index.html",
        {
            "filters": filters, "page": shown, "order": order, "narrowed": any(filters.cleaned_data.values()),
            "rows": [(one, reads(one, request.access)) for one in shown],
        },
    )  # fmt: skip


def _lines(access: Any, rows: QuerySet) -> Iterator[tuple[Any, ...]]:
    for one in rows:
        open_ = reads(one, access)
        yield (
            one.year.project.code, one.year.project.name, one.year.unit.name, one.year.year, str(one.get_kind_display()),
            one.evaluator.name if one.evaluator else None, one.state_words, one.total if open_ else None, (one.grade or None) if open_ else None,
        )  # fmt: skip


class PlanForm(forms.Form):
    """What is to be evaluated, and by which framework."""

    code = forms.CharField(label=said("项目代码", "Project code"), max_length=40)
    year = forms.IntegerField(label=said("年度", "Year"), min_value=2000, max_value=2100)
    kind = forms.ChoiceField(label=said("类别", "Kind"))
    framework = forms.ChoiceField(label=said("指标体系框架", "Framework"))

    def __init__(self, access: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access, self.found = access, None
        kinds = {"department": Role.DEPARTMENT, "finance": Role.PERFORMANCE}
        self.fields["kind"].choices = [
            (kind, words) for kind, words in Evaluation.Kind.choices if kinds[kind] in access.roles
        ]
        self.fields["framework"].choices = [(one.name, say(one.title, one.title_en)) for one in frameworks()]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("code") and asked.get("year") and asked.get("kind"):
            role = Role.DEPARTMENT if asked["kind"] == Evaluation.Kind.DEPARTMENT else Role.PERFORMANCE
            mine = self.access.years(frozenset({role}))
            self.found = mine.filter(project__code=asked["code"].strip(), year=asked["year"]).first()
            if self.found is None:
                told = "没有这个项目年度，或不在您的范围内；请核对项目代码和年度。"
                self.add_error(
                    "code", say(told, "There is no such project and year among yours; check the code and the year.")
                )
            elif Evaluation.objects.filter(year=self.found, kind=asked["kind"]).exclude(state="final").exists():
                self.add_error(
                    "code", say("这个项目年度已有一项未完成的同类评价。", "An evaluation of this kind is under way.")
                )
        return asked


@allowed("evaluation.plan")
def new(request: Any) -> HttpResponse:
    initial: dict[str, Any] = {"year": today().year - 1}
    if (pk := request.GET.get("project-year", "")).isdecimal():
        year = request.access.years(_OFFICES).filter(pk=int(pk)).select_related("project").first()
        if year is not None:
            initial = {"code": year.project.code, "year": year.year}
    form = PlanForm(request.access, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        return redirect(working.plan(form.found, asked["kind"], request.user, asked["framework"]))
    return render(request, "evaluation/new.html", {"form": form, "frameworks": frameworks()})


@allowed("evaluation.see")
def evaluation(request: Any, pk: int) -> HttpResponse:
    """One evaluation, as much of it as this person sees; what they may change is a form of its state."""
    one = one_of(request.access, pk)
    form = open_form(one, request.access, request.POST or None)
    if request.method == "POST":
        if form is None:
            return not_saved(
                request, say("当前状态下不由您修改。", "It is not yours to change in this state."), one, 403
            )
        if worked(request, one, form):
            said = splitting.told(form.taken) if getattr(form, "from_targets", False) else say("已保存。", "Saved.")
            messages.success(request, said)
            return redirect(one)
    return _page(request, one, form, 422 if request.method == "POST" else 200)


def _page(request: Any, one: Evaluation, form: Any, status: int = 200, engagement: Any = None) -> HttpResponse:
    access = request.access
    open_ = reads(one, access)
    chosen = framework(one.framework)
    lines = one.criteria() if open_ else []
    rates = working.facts(one, positions([one.year_id])[one.year_id]) if open_ else {}
    rows = []
    level = None
    for line in lines:
        criterion = chosen.criterion(line.name)
        rows.append(
            {
                "line": line, "first": line.level1 != level, "rate": rates.get(line.name),
                "means": say(criterion.means, criterion.means_en) if criterion else "",
                "form": form.rows.get(line.pk) if isinstance(form, CriteriaForm) else None,
                "parts": [(part, form.scores.get(part.pk) if isinstance(form, CriteriaForm) else None) for part in line.parts.all()],
            }
        )  # fmt: skip
        level = line.level1
    walking = steps(one, request)
    walking["ways"] = [way for way in walking["ways"] if may_step(one, access, way["action"])]
    if not open_:
        walking["history"] = []
    mine = owns(one, access)
    papers = one.papers.select_related("added_by") if reads_papers(one, access) else None
    context = {
        "one": one, "open": open_, "rows": rows, "score": working.score(lines), "sums": working.sums(lines), "form": form,
        "framework": chosen, "framework_title": say(chosen.title, chosen.title_en), "steps": walking, "papers": papers,
        "accept": ACCEPT, "adding": papers is not None and works(one, access) and one.state not in ("planned", "final"),
        "conflicts": working.conflicts(one) if mine and one.state == "planned" else [],
        "engagements": working.engagements(one) if mine else [],
        "engagement": engagement or (EngagementForm(one) if mine and one.state == "planned" and one.evaluator_id else None),
        "missing": working.missing(one) if form is not None else [], "mine": mine, "planning": one.state == "assigned",
        "written": getattr(one, "written", None) if open_ else None, "writing": one.state == "fieldwork" and works(one, access),
        "remarks": working.of_points(one, splitting.split(lines)) if open_ and one.state in ("assigned", "plan_submitted") else [],
        "splits": [(line, form.parts[line.pk]) for line in lines if line.pk in form.parts] if isinstance(form, CriteriaForm) else [],
    }  # fmt: skip
    return render(request, "evaluation/evaluation.html", context, status=status)


@allowed("evaluation.work")
@require_POST
def check(request: Any, pk: int) -> HttpResponse:
    """What is said of the points that are typed so far; saves nothing."""
    one = one_of(request.access, pk, "evaluation.work")
    form = open_form(one, request.access, request.POST)
    if not isinstance(form, CriteriaForm) or one.state != "assigned":
        raise PermissionDenied(say("当前状态下不由您修改。", "It is not yours to change in this state."))
    split = form.typed()
    context = {
        "sums": working.sums([line for line, _ in split]), "total": sum((line.points for line, _ in split), Decimal(0)),
        "split": [(line, sum((part.points for part in parts), Decimal(0))) for line, parts in split if parts],
        "remarks": working.of_points(one, split),
    }  # fmt: skip
    return render(request, "evaluation/check.html", context)


@allowed("evaluation.step")
@require_POST
def move(request: Any, pk: int) -> HttpResponse:
    one = one_of(request.access, pk)
    if not may_step(one, request.access, request.POST.get("action", "")):
        told = "这项评价由其他机构或科室办理，您不能办理这一步。"
        raise PermissionDenied(say(told, "This evaluation belongs to another firm or office; the step is not yours."))
    return step(one, request)


@allowed("evaluation.plan")
@require_POST
def engage(request: Any, pk: int) -> HttpResponse:
    """Record what the firm does for the unit."""
    one = one_of(request.access, pk, "evaluation.plan")
    form = engagement(one, request.access, request.POST)
    if not form.is_valid():
        return _page(request, one, assignment(one, None), 422, form)
    form.save()
    messages.success(request, say("已登记。", "Recorded."))
    return redirect(one)


@allowed("evaluation.work")
@require_POST
def paper_add(request: Any, pk: int) -> HttpResponse:
    one = one_of(request.access, pk, "evaluation.work")
    with answered(request, say("底稿已归档，不可替换。", "The paper is kept and cannot be replaced.")):
        keep_paper(one, request.FILES.get("file"), request.access)
    return redirect(one)


@allowed("evaluation.see")
def paper(request: Any, pk: int) -> HttpResponse:
    found = WorkingPaper.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    if not reads_papers(one_of(request.access, found.evaluation_id), request.access):
        raise PermissionDenied(say("工作底稿不对您的岗位开放。", "Working papers are not for your role."))
    return given(request, found, f"working paper {found.pk} {found.name}")


@allowed("evaluation.see")
def sheet(request: Any, pk: int) -> HttpResponse:
    """The scores as a workbook."""
    one = one_of(request.access, pk)
    if not reads(one, request.access):
        raise PermissionDenied(say("初稿送征求意见后可见。", "The draft can be seen once it is sent for comment."))
    heads = (
        say("一级指标", "Level 1"), say("二级指标", "Level 2"), say("三级指标", "Criterion"), say("具体指标", "Individual indicator"),
        say("目标值或评分标准", "Target or standard"), say("佐证来源", "Evidence"), say("分值", "Points"), say("得分", "Score"), say("评分依据", "Basis"),
    )  # fmt: skip
    lines = one.criteria()
    rows: list[tuple[Any, ...]] = []
    for line in lines:
        rows.append(
            (line.level1, line.level2, line.name, None, None, None, line.points, line.score, line.basis or None)
        )
        rows += [
            (line.level1, line.level2, line.name, part.name, part.standard or None, part.evidence or None, part.points, part.score, part.basis or None)
            for part in line.parts.all()
        ]  # fmt: skip
    made = working.score(lines)
    rows.append(
        (say("总分", "Total"), None, one.grade or None, None, None, None, made.points, made.total, one.report or None)
    )
    return workbook(request, say("评价评分表", "Scores"), widths(heads), rows)
