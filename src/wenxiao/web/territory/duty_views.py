"""Management grids: which unit grids each has, who is what in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.web.core.clock import today
from wenxiao.web.core.forms import MarkedForm, check_days, say_what_to_choose
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.core.spreadsheets import workbook
from wenxiao.web.territory.changes import changed
from wenxiao.web.territory.models import Change, DutyGrid, GridAssignment, UnitGrid
from wenxiao.web.territory.naming import street_names


def heads() -> dict[int, str]:
    """The head of each management grid today, by its key."""
    day = today()
    rows = GridAssignment.objects.filter(role="grid_head", since__lte=day).exclude(until__lt=day)
    return dict(rows.order_by("-since").values_list("duty", "staff__name"))


@allowed("territory.see")
def index(request: Any) -> HttpResponse:
    rows = list(DutyGrid.objects.annotate(n=Count("grids")).order_by("code"))
    names, head = street_names(), heads()
    for row in rows:
        row.street_name, row.head = names.get(row.street, row.street), head.get(row.pk)
    if request.GET.get("export") == "xlsx":
        heading = (
            (say("管理网格代码", "Code"), 18), (say("管理网格名称", "Name"), 20), (say("试点", "Pilot"), 8), (say("单元网格编码", "Unit grid"), 20),
        )  # fmt: skip
        body = (
            (row.code, row.name, say("是", "yes") if row.pilot else say("否", "no"), grid)
            for row in DutyGrid.objects.prefetch_related("grids")
            for grid in [one.code for one in row.grids.all()] or [None]
        )
        return workbook(request, say("管理网格", "management-grids"), heading, body)
    covered = UnitGrid.objects.filter(duty_grids=None).count()
    return render(request, "territory/duty_grids.html", {"here": "duty", "rows": rows, "without": covered})


class DutyForm(MarkedForm):
    street = forms.ChoiceField(label=said("街道", "Street"))
    grids = forms.ModelMultipleChoiceField(
        UnitGrid.objects.defer("outline", "given_outline"),
        label=said("单元网格", "Unit grids"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = DutyGrid
        fields = ("code", "name", "street", "pilot", "grids")
        labels = {
            "code": said("代码", "Code"), "name": said("名称", "Name"), "pilot": said("试点", "Pilot"),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["street"].choices = list(street_names().items())
        if self.instance.pk:
            self.fields["grids"].queryset = self.fields["grids"].queryset.filter(street=self.instance.street)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        beyond = [grid.code for grid in typed.get("grids", ()) if grid.street != typed.get("street")]
        if beyond:
            listed = "、".join(beyond)
            self.add_error("grids", say(f"{listed} 不在所选街道内，请重新选择。", f"{listed}: not of this street; choose again."))  # fmt: skip
        return typed


@allowed("territory.edit")
def edit(request: Any, pk: int | None = None) -> HttpResponse:
    duty = get_object_or_404(DutyGrid, pk=pk) if pk else None
    form = DutyForm(request.POST or None, instance=duty)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if form.untouched():
                made = form.save()
                changed(Change.Part.STAFF, f"{'修改' if pk else '新增'}管理网格 {made.name}", request.user)
                return redirect(made)
    context = {"here": "duty", "form": form, "duty": duty}
    return render(request, "territory/duty_edit.html", context, status=422 if form.errors else 200)


class AssignForm(forms.ModelForm):
    class Meta:
        model = GridAssignment
        fields = ("staff", "role", "since", "until")
        labels = {
            "staff": said("人员", "Person"), "role": said("担任", "As"), "since": said("自", "From"), "until": said("至（含）", "To, with it"),
        }  # fmt: skip
        widgets = {name: forms.DateInput(attrs={"type": "date"}) for name in ("since", "until")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_to_choose(self)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        check_days(self, typed)
        staff, role, since, until = (typed.get(name) for name in ("staff", "role", "since", "until"))
        if staff and role and since:
            others = GridAssignment.objects.filter(staff=staff, duty=self.instance.duty, role=role)
            if until:
                others = others.filter(since__lte=until)
            if others.exclude(until__lt=since).exists():
                self.add_error("since", say("此人在这段时间已担任此岗位。", "They are that already in this time."))
        return typed


@allowed("territory.see")
def one(request: Any, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(DutyGrid, pk=pk), None)


def _page(request: Any, duty: DutyGrid, form: AssignForm | None) -> HttpResponse:
    day = today()
    rows = list(duty.assignments.select_related("staff__agency").order_by("role", "since"))
    editor = request.access.can("territory.edit")
    context = {
        "here": "duty", "duty": duty, "street": street_names().get(duty.street, duty.street),
        "grids": duty.grids.defer("outline", "given_outline"),
        "now": [row for row in rows if row.since <= day and (row.until is None or row.until >= day)],
        "other": [row for row in rows if row.since > day or (row.until is not None and row.until < day)],
        "editor": editor, "form": form or (AssignForm(instance=GridAssignment(duty=duty)) if editor else None),
    }  # fmt: skip
    return render(request, "territory/duty_grid.html", context, status=422 if form is not None else 200)


@allowed("territory.edit")
@require_POST
def assign(request: Any, pk: int) -> HttpResponse:
    duty = get_object_or_404(DutyGrid, pk=pk)
    form = AssignForm(request.POST, instance=GridAssignment(duty=duty))
    if not form.is_valid():
        return _page(request, duty, form)
    with transaction.atomic():
        made = form.save()
        changed(Change.Part.STAFF, f"{duty.name}：{made.staff.name} 担任{made.get_role_display()}", request.user)
    return redirect(duty)


@allowed("territory.edit")
@require_POST
def end(request: Any, pk: int) -> HttpResponse:
    """An assignment ends today; that it was stays."""
    row = get_object_or_404(GridAssignment.objects.select_related("staff", "duty"), pk=pk)
    day = today()
    if row.since > day or (row.until is not None and row.until < day):
        messages.error(request, say("此任职今天不在有效期内，不需结束。", "It does not hold today: there is nothing to end."))  # fmt: skip
        return redirect(row.duty)
    with transaction.atomic():
        row.until = day
        row.save(update_fields=["until"])
        changed(Change.Part.STAFF, f"{row.duty.name}：{row.staff.name} 不再担任{row.get_role_display()}", request.user)
    return redirect(row.duty)
