"""Pages of re-inspection: draws, one draw with its sample and its two lists, one item on a phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.grid.rates import wilson
from wenxiao.grid.states import Role
from wenxiao.told import Told
from wenxiao.web.core.answering import answered
from wenxiao.web.core.clock import today
from wenxiao.web.core.forms import check_days
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import english, said, say
from wenxiao.web.fieldwork import inspecting
from wenxiao.web.fieldwork.editing import edit
from wenxiao.web.fieldwork.models import Drawing, Find, Item
from wenxiao.web.fieldwork.patrol_forms import day_field
from wenxiao.web.fieldwork.who import actor
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.models import Case
from wenxiao.web.grid.outbox import token_of


class DrawForm(forms.ModelForm):
    class Meta:
        model = Drawing
        fields = ("kind", "since", "until", "size", "seed")
        widgets = {"since": day_field(), "until": day_field()}
        help_texts = {"since": said("已结案案件按结案日期抽取", "of closed cases: the days of closing")}

    seed = forms.CharField(
        label=said("种子", "Seed"), max_length=32, required=False, help_text=said("留空由系统产生，随结果保存", "empty: made by the system and kept with the result"),
    )  # fmt: skip

    def clean_size(self) -> Any:
        size = self.cleaned_data["size"]
        if size is not None and not 1 <= size <= 500:
            raise ValidationError(say("样本量应在 1 到 500 之间。", "The size is from 1 to 500."))
        return size

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        check_days(self, typed)
        return typed


class FindForm(forms.Form):
    grid = forms.CharField(label=said("单元网格", "Unit grid"), max_length=20)
    category = forms.ChoiceField(label=said("类别", "Category"))
    description = forms.CharField(label=said("问题描述", "What was found"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    address = forms.CharField(label=said("地址", "Address"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", say("请选择", "choose")), *categories()]


def categories() -> list[tuple[str, str]]:
    """The categories that are in force today, with their codes."""
    found = ground().catalogue.on(today())
    return [(each.key, f"{each.code} {each.en if english() else each.zh}") for each in found]


@allowed("fieldwork.inspections")
def index(request: Any) -> HttpResponse:
    """All draws, the latest first, with how far each is."""
    rows = Drawing.objects.select_related("drawn_by").defer("population").order_by("-drawn_at", "-pk").annotate(
        every=Count("items", distinct=True),
        done=Count("items", filter=Q(items__done_at__isnull=False), distinct=True),
        missed=Count("items__finds", filter=Q(items__finds__missed__isnull=False), distinct=True),
        unsolved=Count("items", filter=Q(items__result="unsolved"), distinct=True),
    )  # fmt: skip
    return render(request, "fieldwork/inspections.html", {"page": page(rows, request.GET.get("page"))})


@allowed("fieldwork.inspect")
def new(request: Any) -> HttpResponse:
    """Draw a sample."""
    form = DrawForm(request.POST or None, initial={"since": today() - timedelta(days=6), "until": today(), "size": 6})

    def keep(typed: Any) -> Drawing:
        told = typed.cleaned_data
        return inspecting.draw(told["kind"], told["since"], told["until"], told["size"], request.user, told["seed"])

    words = say("样本由种子和抽取范围决定，任何人都可以重抽核对。", "The sample follows from the seed and what is drawn from: anybody can draw it again.")  # fmt: skip
    return edit(request, form, say("抽取督察样本", "Draw a sample"), "fieldwork-inspections", keep=keep, words=words)


@allowed("fieldwork.inspections")
def drawing(request: Any, pk: int) -> HttpResponse:
    """One draw: its sample, what came of it, and the estimate of what both lists leave unseen."""
    one = get_object_or_404(Drawing.objects.select_related("drawn_by"), pk=pk)
    items = list(one.items.select_related("case", "inspector").order_by("pk").annotate(found=Count("finds"), missed=Count("finds__missed")))  # fmt: skip
    done = [item for item in items if item.done_at is not None]
    said = {
        "drawing": one, "items": items, "done": len(done), "same": inspecting.same_again(one), "closed": one.kind == Drawing.Kind.CLOSED,
        "missing": None if one.kind == Drawing.Kind.CLOSED else inspecting.missing(one),
    }  # fmt: skip
    if said["closed"]:
        solved = sum(item.result == Item.Result.SOLVED for item in done)
        said |= {"solved": solved, "interval": wilson(solved, len(done))}
    return render(request, "fieldwork/drawing.html", said)


@allowed("fieldwork.inspections")
def item(request: Any, pk: int) -> HttpResponse:
    """One item of a sample: what was found there, and what is to be decided."""
    return _item(request, get_object_or_404(Item.objects.select_related("drawing", "case", "inspector"), pk=pk), None)


def finds_of(one: Item) -> list[Any]:
    """What was found at an item; each with its category in words, and ``hints``: cases by which it may be known."""
    finds: list[Any] = list(one.finds.select_related("matched", "missed", "found_by"))
    names = dict(categories())
    grids = {each.grid for each in finds if not each.matched_id and not each.missed_id}
    known = list(inspecting.near(grids)) if grids else []
    for each in finds:
        each.category_words = names.get(each.category, each.category)
        each.hints = [case for case in known if case.grid == each.grid and case.reported_at <= each.found_at][:8]
        each.hints.sort(key=lambda case, each=each: case.category != each.category)
    return finds


def _item(request: Any, one: Item, form: FindForm | None, wrong: str = "") -> HttpResponse:
    """The page of an item; ``form``: a find that was not understood, ``wrong``: why its result, which was sent, is refused."""
    finds = finds_of(one)
    mine = Role.INSPECTOR in request.access.grid_roles and one.done_at is None
    start = {"grid": one.key if one.drawing.kind == Drawing.Kind.GRID else ""}
    said = {
        "item": one, "finds": finds, "mine": mine, "form": form or FindForm(initial=start), "token": uuid4(),
        "wrong": wrong, "sent": request.POST if wrong else {},
        "undecided": any(not each.matched_id and not each.missed_id for each in finds),
    }  # fmt: skip
    return render(request, "fieldwork/item.html", said, status=422 if form or wrong else 200)


@allowed("fieldwork.inspect")
@require_POST
def find(request: Any, pk: int) -> HttpResponse:
    """Write down what was found at an item."""
    one = get_object_or_404(Item.objects.select_related("drawing", "case", "inspector"), pk=pk)
    form = FindForm(request.POST)
    if not form.is_valid():
        return _item(request, one, form)
    try:
        inspecting.find(one, request.user, **form.cleaned_data, token=token_of(request))
    except Told as told:
        form.add_error(None, say(told.zh, told.en))
        return _item(request, one, form)
    return redirect(one)


@allowed("fieldwork.inspect")
@require_POST
def decide(request: Any, pk: int) -> HttpResponse:
    """Of a find: reported already by that case, or missed."""
    one = get_object_or_404(Find.objects.select_related("item"), pk=pk)
    number = request.POST.get("case", "")
    with answered(request):
        if number:
            inspecting.match(one, get_object_or_404(Case, number=number))
        else:
            kept = inspecting.miss(one, actor(request.access, Role.INSPECTOR))
            messages.success(request, say(f"已认定漏报，案件 {kept.missed} 已上报。", f"Missed: it is now case {kept.missed}."))  # fmt: skip
    return redirect(one.item)


@allowed("fieldwork.inspect")
@require_POST
def hand_in(request: Any, pk: int) -> HttpResponse:
    """Hand in the result of an item."""
    one = get_object_or_404(Item.objects.select_related("drawing", "case", "inspector"), pk=pk)
    try:
        kept = inspecting.hand_in(one, actor(request.access, Role.INSPECTOR), request.POST.get("result", ""), request.POST.get("note", ""))  # fmt: skip
    except Told as told:
        return _item(request, one, None, say(told.zh, told.en))
    if kept.result == Item.Result.UNSOLVED:
        words = say("已记为未解决，案件已重开。", "Not solved: the case is open again.") if kept.reopened else say("已记为未解决；案件已超过重开时限，请另行上报。", "Not solved; it is too late to reopen the case: report it again.")  # fmt: skip
        messages.success(request, words)
    else:
        messages.success(request, say("督察结果已提交。", "The result is handed in."))
    return redirect(kept.drawing)
