"""Starting a report: of a project-year, of an evaluation, of a whole department, of the district."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wenxiao.performance.lifecycle import Role
from wenxiao.publishing.reports.outline import find, outlines
from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import Access, allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.evaluation import seeing as evaluations
from wenxiao.web.people.models import Organisation
from wenxiao.web.reports.models import Report
from wenxiao.web.reports.seeing import WRITERS
from wenxiao.web.reports.writing import start

#: Until this year evaluations follow the older outline.
OLDER = 2019
#: Projects of a district that are offered, those with the largest budgets first.
OFFERED = 60


def started_of_project(access: Access, pk: int) -> Report:
    """The clerk starts the self-evaluation report of a project-year."""
    year = access.year("reports.write", pk)
    if Role.CLERK not in access.roles_for(year):
        raise PermissionDenied(say("自评报告由单位填报人撰写。", "The report is written by the unit's clerk."))
    return start("self-evaluation", access.user, year=year)


def started_of_evaluation(access: Access, pk: int, outline: str = "") -> Report:
    """Who does an evaluation starts its report; by the outline of its year where the one asked for is not for evaluations."""
    one = evaluations.one_of(access, pk, "reports.write")
    if one.state != "fieldwork" or not evaluations.works(one, access):
        raise PermissionDenied(
            say("现场评价阶段由评价实施方撰写报告。", "The report is written in fieldwork, by who does the evaluation.")
        )
    if outline not in {each.name for each in outlines() if each.subject == "evaluation"}:
        outline = "evaluation-2018" if one.year.year < OLDER else "evaluation-2020"
    return start(outline, access.user, evaluation=one)


def refuse_others(access: Access, subject: str) -> None:
    """Raises PermissionDenied for who does not write reports of this subject."""
    if WRITERS[subject] not in access.roles:
        raise PermissionDenied(say("这种报告不由您的岗位撰写。", "Reports of this kind are not written by your role."))


def started_of_whole(access: Access, form: DepartmentForm | DistrictForm) -> Report:
    """The report that a valid form asks for."""
    of = form.cleaned_data
    if isinstance(form, DepartmentForm):
        return start(form.kind, access.user, organisation=of["organisation"], fiscal_year=of["fiscal_year"])
    held = next(one.organisation for one in access.memberships if one.role == Role.PERFORMANCE)
    return start(form.kind, access.user, organisation=held, fiscal_year=of["fiscal_year"], projects=of["projects"])


@allowed("reports.write")
@require_POST
def of_project(request: Any, pk: int) -> HttpResponse:
    return redirect(started_of_project(request.access, pk))


@allowed("reports.write")
@require_POST
def of_evaluation(request: Any, pk: int) -> HttpResponse:
    return redirect(started_of_evaluation(request.access, pk, request.POST.get("outline", "")))


class DepartmentForm(forms.Form):
    """A department and a year."""

    organisation = forms.ModelChoiceField(label=said("部门", "Department"), queryset=Organisation.objects.none())
    fiscal_year = forms.TypedChoiceField(label=said("年度", "Year"), coerce=int)

    kind = "department"

    def __init__(self, access: Access, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {one.organisation.path for one in access.memberships if one.role == Role.DEPARTMENT}
        self.fields["organisation"].queryset = Organisation.objects.filter(kind="department", path__in=own)
        self.fields["organisation"].empty_label = None
        self.fields["fiscal_year"].choices = [(year, year) for year in access.numbers]
        self.fields["fiscal_year"].initial = today().year - 1


class DistrictForm(forms.Form):
    """A year of the district, and the projects that its statement names."""

    fiscal_year = forms.TypedChoiceField(label=said("年度", "Year"), coerce=int)
    projects = forms.TypedMultipleChoiceField(
        label=said("列入的项目", "Projects"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": said("请至少选择一个项目。", "Choose one project at least.")},
    )  # fmt: skip

    kind = "execution"

    def __init__(self, access: Access, year: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fiscal_year"].choices = [(number, number) for number in access.numbers]
        self.fields["fiscal_year"].initial = year
        rows = access.years(frozenset({Role.PERFORMANCE})).filter(year=year).select_related("project", "unit")
        every = rows.order_by(F("balance__revised").desc(nulls_last=True), "project__code")[:OFFERED]
        self.fields["projects"].choices = [(row.pk, f"{row.project}（{row.unit}）") for row in every]


@allowed("reports.write")
def new(request: Any) -> HttpResponse:
    """What this person may start: the list of kinds, each with what it needs."""
    access = request.access
    year = _year(request, access)
    asked = request.POST.get("kind") if request.method == "POST" else None
    department = (
        DepartmentForm(access, request.POST if asked == "department" else None)
        if Role.DEPARTMENT in access.roles
        else None
    )
    district = (
        DistrictForm(access, year, request.POST if asked == "execution" else None)
        if Role.PERFORMANCE in access.roles
        else None
    )
    for form in (department, district):
        if form is not None and form.is_bound and form.is_valid():
            made = started_of_whole(access, form)
            if isinstance(form, DistrictForm) and set(made.projects) != set(form.cleaned_data["projects"]):
                messages.warning(
                    request,
                    say(
                        "该年度的说明已在撰写，列入的项目没有改变；如需重新选择，请先删除未提交的草稿或办结后再起草。",
                        "The statement of this year is under way and keeps its projects; to choose again, drop the draft that was never submitted or finish it first.",
                    ),
                )
            return redirect(made)
    wrong = any(form is not None and form.is_bound for form in (department, district))
    context = {
        "department": department, "district": district, "year": year, "ready": ready(access)[:20] if Role.CLERK in access.roles else (),
        "kinds": {name: find(name) for name in ("department", "execution")},
        "evaluations": _evaluations(access) if access.can("evaluation.work") else (),
    }  # fmt: skip
    return render(request, "reports/new.html", context, status=422 if wrong else 200)


def _year(request: Any, access: Access) -> int:
    asked = request.POST.get("fiscal_year") or request.GET.get("year") or ""
    numbers = access.numbers
    default = today().year - 1
    known = default if default in numbers or not numbers else numbers[0]
    return int(asked) if asked.isdecimal() and int(asked) in numbers else known


def ready(access: Access) -> Any:
    """Project-years of the clerk with a self-evaluation and no report yet."""
    mine = access.years(frozenset({Role.CLERK})).filter(self_evaluation__isnull=False)
    rows: Any = mine.exclude(reports__outline="self-evaluation").select_related("project", "unit")
    return rows.order_by("-year", "project__code")


def _evaluations(access: Access) -> list[Any]:
    """Evaluations in fieldwork that this person does and that have no report yet."""
    rows = (
        evaluations.acting(access)
        .filter(state="fieldwork", written=None)
        .select_related("year__project", "year__unit", "evaluator")
    )
    return list(rows[:20])
