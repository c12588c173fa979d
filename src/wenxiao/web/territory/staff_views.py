"""People of the grids, and whether every management grid has those that it must have (五进网格)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from wenxiao.grid.staffing import needs
from wenxiao.web.core.clock import today
from wenxiao.web.core.days import day_said
from wenxiao.web.core.forms import MarkedForm, say_what_to_choose
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import english, said, say
from wenxiao.web.core.sorting import ordered
from wenxiao.web.core.spreadsheets import workbook
from wenxiao.web.grid.models import Agency
from wenxiao.web.people.models import User
from wenxiao.web.territory import staffing
from wenxiao.web.territory.changes import changed
from wenxiao.web.territory.models import ROLES, Change, GridAssignment, Staff
from wenxiao.web.territory.naming import street_names

_ORDERS = {"number": "number", "name": "name", "role": "role", "agency": "agency__code", "grids": "held"}


class Filters(forms.Form):
    q = forms.CharField(label=said("姓名或工号", "Name or number"), max_length=40, required=False)
    role = forms.ChoiceField(label=said("角色", "Role"), choices=[("", said("全部", "All")), *ROLES], required=False)
    agency = forms.ModelChoiceField(Agency.objects.order_by("code"), label=said("单位", "Agency"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["agency"].empty_label = say("全部", "All")


@allowed("territory.staff")
def index(request: Any) -> HttpResponse:
    filters, day = Filters(request.GET), today()
    filters.is_valid()
    asked = filters.cleaned_data
    holds = Q(assignments__since__lte=day) & (Q(assignments__until=None) | Q(assignments__until__gte=day))
    rows = Staff.objects.select_related("agency", "user").annotate(
        held=Count("assignments__duty", filter=holds, distinct=True)
    )
    if words := asked.get("q"):
        rows = rows.filter(Q(name__icontains=words) | Q(number__startswith=words))
    for name in ("role", "agency"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    rows, order = ordered(rows, request.GET.get("order"), _ORDERS, "number")
    if request.GET.get("export") == "xlsx":
        return _book(request, rows)
    context = {"here": "staff", "filters": filters, "page": page(rows, request.GET.get("page")), "order": order}
    return render(request, "territory/staff.html", context)


def _book(request: Any, rows: Any) -> Any:
    heading = [(say(*words), 16) for words in (("工号", "Number"), ("姓名", "Name"), ("角色", "Role"), ("单位代码", "Agency"), ("登录名", "Login"), ("管理网格代码", "Management grid"), ("担任", "As"), ("自", "From"), ("至", "To"))]  # fmt: skip
    assignments: dict[int, list[GridAssignment]] = {}
    for row in GridAssignment.objects.filter(staff__in=rows.order_by()).select_related("duty"):
        assignments.setdefault(row.staff_id, []).append(row)
    body = (
        (
            one.number, one.name, one.get_role_display(), one.agency.code, one.user.username if one.user else None,
            each.duty.code if each else None, each.get_role_display() if each else None, each.since if each else None,
            each.until if each else None,
        )
        for one in rows
        for each in assignments.get(one.pk, [None])
    )  # fmt: skip
    return workbook(request, say("网格人员", "grid-staff"), heading, body)


class StaffForm(MarkedForm):
    class Meta:
        model = Staff
        fields = ("number", "name", "role", "agency", "user")
        labels = {
            "number": said("工号", "Number"), "name": said("姓名", "Name"), "role": said("角色", "Role"), "agency": said("单位", "Agency"),
            "user": said("登录用户", "Login"),
        }  # fmt: skip
        help_texts = {"user": said("不登录本站的可不选", "Empty for those who do not log in here")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_to_choose(self)
        self.fields["user"].queryset = User.objects.filter(posts__isnull=False).distinct().order_by("username")
        self.fields["user"].required = False


@allowed("territory.edit")
def edit(request: Any, pk: int | None = None) -> HttpResponse:
    staff = get_object_or_404(Staff, pk=pk) if pk else None
    form = StaffForm(request.POST or None, instance=staff)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if form.untouched():
                made = form.save()
                changed(
                    Change.Part.STAFF, f"{'修改' if pk else '新增'}网格人员 {made.number} {made.name}", request.user
                )
                return redirect("grid-staff")
    held = staff.assignments.select_related("duty") if staff else ()
    context = {"here": "staff", "form": form, "staff": staff, "held": held}
    return render(request, "territory/staff_edit.html", context, status=422 if form.errors else 200)


@allowed("territory.staff")
def check(request: Any) -> HttpResponse:
    """五进网格 on a day."""
    asked, names = request.GET, street_names()
    day, street = day_said(asked.get("day", "")) or today(), asked.get("street", "")
    result, lines, people = staffing.check(day, street if street in names else "", asked.get("pilot") == "on")
    roles = [(need, need.en if english() else need.zh, staffing.kind_words(need)) for need in needs()]
    if asked.get("export") == "xlsx":
        heading = [(say("管理网格", "Management grid"), 20), (say("试点", "Pilot"), 8), *((words, 14) for _, words, _ in roles), (say("应到", "Required"), 8), (say("到岗", "There"), 8), (say("缺", "Missing"), 8)]  # fmt: skip
        body = ((line.grid.name, say("是", "yes") if line.grid.pilot else "", *(cell.have for cell in line.cells), line.required, line.there, line.missing) for line in lines)  # fmt: skip
        return workbook(request, say("五进网格", "staffing"), heading, body)
    codes = {line.grid.code: line.grid for line in lines}
    context = {
        "here": "staffing", "day": day, "street": street, "streets": names, "pilot": asked.get("pilot") == "on", "result": result,
        "lines": lines, "roles": roles, "required": sum(line.required for line in lines),
        "missing": sum(line.missing for line in lines),
        "spread": [(people[who], [codes[code] for code in of]) for who, of in result.spread],
    }  # fmt: skip
    return render(request, "territory/staffing.html", context)
