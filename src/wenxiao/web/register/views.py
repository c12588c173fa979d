"""The register (项目库): search and filter with everything in the address; one project-year as a time line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from wenxiao.web.core.editing import save
from wenxiao.web.core.forms import RevisedForm
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.register.models import Project, ProjectYear

#: What the list sorts by: the name in the address, and the columns.
ORDERS = {
    "code": "project__code",
    "name": "project__name",
    "unit": "unit__code",
    "revised": "balance__revised",
    "paid": "balance__paid",
    "rate": "balance__rate",
}


class Filters(forms.Form):
    """The filters of the list, read from the address."""

    q = forms.CharField(label=said("名称或代码", "Name or code"), required=False)
    year = forms.TypedChoiceField(label=said("年度", "Year"), required=False, coerce=int, empty_value=None)
    unit = forms.ModelChoiceField(label=said("单位", "Unit"), queryset=None, required=False)
    fund = forms.ChoiceField(label=said("预算种类", "Budget"), required=False)
    attribute = forms.ChoiceField(label=said("属性", "Attribute"), required=False)

    def __init__(self, access: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = access.years().order_by("-year").values_list("year", flat=True).distinct()
        every = ("", say("全部", "All"))
        self.fields["year"].choices = [every, *((year, year) for year in years)]
        self.fields["fund"].choices = [every, *Project.Fund.choices]
        self.fields["attribute"].choices = [every, *Project.Attribute.choices]
        self.fields["unit"].queryset = access.organisations().exclude(kind="firm")
        self.fields["unit"].empty_label = every[1]

    def narrowed(self, rows: QuerySet) -> QuerySet:
        """The rows that the filters leave; a filter that is not understood leaves all."""
        self.is_valid()
        said = self.cleaned_data
        if words := said.get("q"):
            rows = rows.filter(Q(project__name__icontains=words) | Q(project__code__startswith=words))
        if year := said.get("year"):
            rows = rows.filter(year=year)
        if unit := said.get("unit"):
            rows = rows.filter(unit__path__startswith=unit.path)
        for name in ("fund", "attribute"):
            if said.get(name):
                rows = rows.filter(**{f"project__{name}": said[name]})
        return rows


@allowed("register.see")
def register(request: Any) -> HttpResponse:
    filters = Filters(request.access, request.GET)
    rows = filters.narrowed(request.access.years().select_related("project", "unit", "balance"))
    order = request.GET.get("order", "code")
    column = ORDERS.get(order.removeprefix("-"), "project__code")
    from django.db.models import F

    sort = F(column).desc(nulls_last=True) if order.startswith("-") else F(column).asc(nulls_last=True)
    rows = rows.order_by(sort, "-year", "pk")
    return render(
        request,
        "register/register.html",
        {"filters": filters, "page": page(rows, request.GET.get("page")), "order": order},
    )


class ProjectForm(RevisedForm):
    class Meta:
        model = Project
        fields = ("code", "name", "unit", "attribute", "fund", "bond", "begins", "ends", "purpose")


@allowed("register.edit")
def new(request: Any) -> HttpResponse:
    """A new project with its first year."""
    form = ProjectForm(request.POST or None)
    form.fields["unit"].queryset = request.access.organisations().filter(kind="unit")
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            save(form.instance, 0, request.user)
            year = ProjectYear.objects.create(project=form.instance, year=form.instance.begins, unit=form.instance.unit)
        return redirect("project", year.pk)
    return render(request, "register/form.html", {"form": form})


@allowed("register.edit")
def edit(request: Any, pk: int) -> HttpResponse:
    year = request.access.year("register.edit", pk)
    form = ProjectForm(request.POST or None, instance=year.project)
    form.fields["unit"].queryset = request.access.organisations().filter(kind="unit")
    if request.method == "POST" and form.is_valid():
        save(form.instance, form.cleaned_data["revision"], request.user)
        return redirect("project", pk)
    return render(request, "register/form.html", {"form": form, "year": year})


@allowed("register.see")
def project(request: Any, pk: int) -> HttpResponse:
    """One project-year: the cycle as a time line, money, indicators, and what is to be done."""
    year = request.access.year("register.see", pk)
    return render(
        request,
        "register/project.html",
        {"year": year, "years": year.project.years.filter(pk__in=request.access.years())},
    )
