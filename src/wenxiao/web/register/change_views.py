"""What changes a project: its form in the official order, and its next year."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wenxiao.performance.lifecycle import Role
from wenxiao.web.core.clock import today
from wenxiao.web.core.drafting import sent
from wenxiao.web.core.editing import Conflict
from wenxiao.web.core.forms import RevisedForm
from wenxiao.web.core.numbers import UNSEEN
from wenxiao.web.core.policy import ACTIONS, Access, allowed
from wenxiao.web.core.say import say
from wenxiao.web.register.models import Project
from wenxiao.web.register.services import NotPossible, addressable, begin, change, go_on, taken

#: Who moves a project from one unit to another.
MOVERS = frozenset({Role.DEPARTMENT, Role.BUSINESS, Role.PERFORMANCE})
FIRST_YEAR, LAST_YEAR = 1990, 2100


class ProjectForm(RevisedForm):
    """A project in the order of the official form (绩效目标申报表): what, whose, since when, from which budget, what for."""

    class Meta:
        model = Project
        fields = ("name", "code", "unit", "attribute", "begins", "ends", "fund", "bond", "purpose")

    def __init__(self, access: Access, *args: Any, moves: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = access.organisations(ACTIONS["register.edit"]).filter(kind="unit").select_related("parent")
        unit = self.fields["unit"]
        unit.queryset = units.order_by("path")
        unit.empty_label = say("请选择", "choose")
        unit.label_from_instance = lambda one: f"{one.code} {one.name}（{one.department.name}）"
        if not moves:
            unit.disabled = True
            unit.queryset = type(self.instance.unit).objects.filter(pk=self.instance.unit_id).select_related("parent")
            unit.help_text = say("改变实施单位由主管部门或财政部门办理。", "The department or finance moves a project to another unit.")  # fmt: skip
        self.fields["code"].error_messages["unique"] = taken()
        self.fields["purpose"].widget.attrs["rows"] = 4
        for name in ("begins", "ends"):
            self.fields[name].widget.attrs.update({"min": FIRST_YEAR, "max": LAST_YEAR})
        if not self.instance.pk:
            self.initial.setdefault("begins", today().year)
            self.initial.setdefault("ends", today().year)
            if unit.queryset.count() == 1:
                self.initial.setdefault("unit", unit.queryset.first())

    def clean_code(self) -> str:
        code = "".join(one for one in self.cleaned_data["code"] if one not in UNSEEN)
        if "code" in self.changed_data and not addressable(code):
            raise ValidationError(say("项目代码不能含“/”或“\\”，也不能只是“.”或“..”；请改用“-”。", "A code holds no / or \\ and is not . or ..; write - instead."))  # fmt: skip
        return code

    def clean(self) -> dict[str, Any]:
        fields = super().clean()
        for name in ("begins", "ends"):
            year = fields.get(name)
            if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
                self.add_error(name, say("请填四位数的年度，如 2026。", "Give a year of four digits, like 2026."))
        if fields.get("begins") and fields.get("ends") and fields["ends"] < fields["begins"]:
            self.add_error("ends", say("终止年度不能早于起始年度。", "The last year cannot be before the first."))
        return fields


@allowed("register.edit")
def new(request: Any) -> HttpResponse:
    """A new project with its first year."""
    form = ProjectForm(request.access, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            year = begin(form.instance, form.instance.begins, request.user)
        except NotPossible as error:
            form.add_error("code", str(error))
        else:
            sent(request)
            messages.success(request, say("已列入项目库。", "The project is in the register."))
            return redirect("project", year.pk)
    return render(request, "register/form.html", {"form": form}, status=422 if form.is_bound else 200)


@allowed("register.edit")
def edit(request: Any, pk: int) -> HttpResponse:
    """Change a project; the unit that has it is changed by the department and finance alone."""
    year = request.access.year("register.edit", pk)
    moves = bool(request.access.roles_for(year) & MOVERS)
    form = ProjectForm(request.access, request.POST or None, instance=year.project, moves=moves)
    name = str(year.project)
    if request.method == "POST" and form.is_valid():
        try:
            change(form.instance, year, form.cleaned_data["revision"], request.user)
        except (NotPossible, Conflict) as error:
            form.add_error("code" if isinstance(error, NotPossible) else None, str(error))
        else:
            sent(request)
            messages.success(request, say("已保存。", "Saved."))
            return redirect("project", pk)
    said = {"form": form, "year": year, "name": name}
    return render(request, "register/form.html", said, status=422 if form.is_bound else 200)


@require_POST
@allowed("register.edit")
def continued(request: Any, pk: int) -> HttpResponse:
    """The next year of a project."""
    year = request.access.year("register.edit", pk)
    try:
        after = go_on(year, request.user)
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect("project", pk)
    messages.success(request, say(f"已延续到 {after.year} 年度。", f"It goes on in {after.year}."))
    return redirect("project", after.pk)
