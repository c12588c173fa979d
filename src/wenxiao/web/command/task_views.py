"""Tasks of the emergency team, with material, quantity and cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.grid.states import Role
from wenxiao.web.command.models import EmergencyTask, WorkItem
from wenxiao.web.core.clock import minute, now
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import Access, allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.core.spreadsheets import workbook
from wenxiao.web.grid.models import Agency
from wenxiao.web.grid.seeing import seen


def visible(access: Access) -> Any:
    """The tasks that somebody sees: the centre all of them, others those of their agency."""
    rows = EmergencyTask.objects.select_related("team", "case")
    if access.can("command.board"):
        return rows
    return rows.filter(team__in=[post.agency_id for post in access.posts])


def _works_on(access: Access, task: EmergencyTask) -> bool:
    """Whether this person enters what is done: the centre, and the team itself."""
    return _gives(access) or task.team_id in _own_teams(access)


def _gives(access: Access) -> bool:
    """Whether this person gives tasks to every team: those of the centre who send cases out."""
    return access.can("command.lead") or Role.DISPATCHER in access.grid_roles


def _own_teams(access: Access) -> list[int]:
    return [post.agency_id for post in access.posts if post.role == Role.EMERGENCY]


@allowed("command.see")
def index(request: Any) -> HttpResponse:
    rows = visible(request.access)
    if request.GET.get("open") == "on":
        rows = rows.filter(done_at=None)
    materials = (
        WorkItem.objects.filter(task__in=rows.order_by())
        .values("what", "unit")
        .annotate(quantity=Sum("quantity"), cost=Sum("cost"), tasks=Count("task", distinct=True))
        .order_by("what", "unit")
    )
    if request.GET.get("export") == "xlsx":
        return _book(request, rows)
    lines = [{**row, "each": _each(row["cost"], row["quantity"])} for row in materials]
    context = {
        "here": "tasks", "page": page(rows.annotate(cost=Sum("items__cost")).order_by("-opened_at", "-pk"), request.GET.get("page")), "materials": lines,
        "total": sum((row["cost"] for row in lines), Decimal(0)) if lines else None,
    }  # fmt: skip
    return render(request, "command/tasks.html", context)


def _each(cost: Decimal | None, quantity: Decimal | None) -> Decimal | None:
    """The cost of one; None where there is none to divide by."""
    return cost / quantity if cost is not None and quantity else None


def _book(request: Any, rows: Any) -> Any:
    heading = [(say(*w), n) for w, n in ((("任务", "Task"), 36), (("队伍", "Team"), 18), (("案件", "Case"), 20), (("下达", "Since"), 18), (("完成", "Done"), 18), (("材料或作业", "Material or work"), 20), (("数量", "Quantity"), 10), (("单位", "Unit"), 8), (("单价（元）", "Price (yuan)"), 12), (("金额（元）", "Cost (yuan)"), 12))]  # fmt: skip
    body = (
        (
            task.title, task.team.name, task.case.number if task.case else None, minute(task.opened_at),
            minute(task.done_at), item.what if item else None, item.quantity if item else None,
            item.unit if item else None, item.price if item else None, item.cost if item else None,
        )
        for task in rows.prefetch_related("items")
        for item in list(task.items.all()) or [None]
    )  # fmt: skip
    return workbook(request, say("应急任务", "emergency-tasks"), heading, body)


class TaskForm(forms.ModelForm):
    number = forms.CharField(
        label=said("案件号", "Case"),
        max_length=40,
        required=False,
        help_text=said("不因案件的可不填", "Empty for none"),
    )

    class Meta:
        model = EmergencyTask
        fields = ("title", "team", "place", "number")

    def __init__(self, access: Access, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        teams = Agency.objects.filter(kind=Agency.Kind.TEAM, active=True)
        if not _gives(access):
            teams = teams.filter(pk__in=_own_teams(access))
        self.fields["team"].queryset, self.fields["team"].empty_label = teams, None

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].strip()
        self.instance.case = seen(self.access).filter(number=number).first() if number else None
        if number and self.instance.case is None:
            raise forms.ValidationError(say(f"没有案件 {number}，请核对案件号。", f"There is no case {number}."))
        self.instance.grid = self.instance.case.grid if self.instance.case else ""
        return number


@allowed("command.emergency")
def new(request: Any) -> HttpResponse:
    case = seen(request.access).filter(number=request.GET.get("case", "")).first()
    initial = {"number": case.number, "place": case.address, "title": case.description[:100]} if case else {}
    form = TaskForm(
        request.access, request.POST or None, instance=EmergencyTask(opened_by=request.user), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        return redirect(form.save())
    context = {"here": "tasks", "form": form}
    return render(request, "command/task_new.html", context, status=422 if form.errors else 200)


class ItemForm(forms.ModelForm):
    class Meta:
        model = WorkItem
        fields = ("what", "unit", "quantity", "price")
        labels = {
            "what": said("材料或作业", "Material or work"), "unit": said("单位", "Unit"), "quantity": said("数量", "Quantity"), "price": said("单价（元）", "Price (yuan)"),
        }  # fmt: skip

    def clean_quantity(self) -> Decimal:
        if self.cleaned_data["quantity"] <= 0:
            raise forms.ValidationError(say("数量须大于零。", "More than nothing."))
        return Decimal(self.cleaned_data["quantity"])

    def clean_price(self) -> Decimal:
        if self.cleaned_data["price"] < 0:
            raise forms.ValidationError(say("单价不能为负。", "Not less than nothing."))
        return Decimal(self.cleaned_data["price"])


class DoneForm(forms.Form):
    result = forms.CharField(
        label=said("完成情况", "What was done"), max_length=2000, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": said("请写明完成情况。", "Write down what was done.")},
    )  # fmt: skip


@allowed("command.see")
def one(request: Any, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(visible(request.access), pk=pk))


def _page(
    request: Any, task: EmergencyTask, form: ItemForm | None = None, done: DoneForm | None = None
) -> HttpResponse:
    """The page of a task; ``form`` and ``done`` are forms of it that were not understood."""
    open_ = task.done_at is None and _works_on(request.access, task)
    items = list(task.items.all())
    context = {
        "here": "tasks", "task": task, "items": items, "form": form or (ItemForm() if open_ else None), "done": done or (DoneForm() if open_ else None),
        "case": seen(request.access).filter(pk=task.case_id).first() if task.case_id else None,
        "total": sum((item.cost for item in items), Decimal(0)) if items else None,
    }  # fmt: skip
    return render(request, "command/task.html", context, status=422 if form or done else 200)


def _open(request: Any, pk: int) -> EmergencyTask:
    """The task, locked, for who works on it while it is open."""
    get_object_or_404(visible(request.access), pk=pk)
    task = EmergencyTask.objects.select_for_update().get(pk=pk)
    if not _works_on(request.access, task):
        raise PermissionDenied(say("由承担任务的应急队登记。", "The team that has the task enters this."))
    return task


@allowed("command.emergency")
@require_POST
@transaction.atomic
def item(request: Any, pk: int) -> HttpResponse:
    """Material or work that a task took."""
    task = _open(request, pk)
    form = ItemForm(request.POST, instance=WorkItem(task=task))
    if task.done_at is not None:
        messages.error(request, say("任务已完成，不能再登记。", "The task is done: nothing is added."))
        return redirect(task)
    if not form.is_valid():
        return _page(request, task, form)
    form.save()
    return redirect(task)


@allowed("command.emergency")
@require_POST
@transaction.atomic
def done(request: Any, pk: int) -> HttpResponse:
    """The team has come, or has finished; the second with what was done."""
    task = _open(request, pk)
    if task.done_at is not None:
        return redirect(task)
    if request.POST.get("step") == "arrived":
        task.arrived_at = task.arrived_at or now()
        task.save(update_fields=["arrived_at"])
        return redirect(task)
    form = DoneForm(request.POST)
    if not form.is_valid():
        return _page(request, task, done=form)
    task.done_at, task.result = now(), form.cleaned_data["result"]
    task.arrived_at = task.arrived_at or task.done_at
    task.save(update_fields=["done_at", "result", "arrived_at"])
    messages.success(request, say("任务已完成。", "The task is done."))
    return redirect(task)
