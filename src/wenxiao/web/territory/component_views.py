"""Components: the list, and one of them with the states in which it was found."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from wenxiao.web.core.attachments import handed
from wenxiao.web.core.clock import today
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.reads import note
from wenxiao.web.core.say import said, say
from wenxiao.web.core.sorting import ordered
from wenxiao.web.core.spreadsheets import workbook
from wenxiao.web.territory.geojson import points
from wenxiao.web.territory.models import Component, ComponentState
from wenxiao.web.territory.naming import street_names

_ORDERS = {"code": "code", "name": "name", "state": "state", "grid": "grid__code"}


class Filters(forms.Form):
    q = forms.CharField(label=said("名称或编码", "Name or code"), max_length=40, required=False)
    state = forms.ChoiceField(
        label=said("状态", "State"), choices=[("", said("全部", "All")), *Component.State.choices], required=False
    )
    street = forms.ChoiceField(label=said("街道", "Street"), required=False)
    grid = forms.CharField(label=said("单元网格", "Unit grid"), max_length=20, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["street"].choices = [("", say("全部", "All")), *street_names().items()]

    def rows(self) -> QuerySet:
        self.is_valid()
        rows, asked = Component.objects.select_related("grid", "owner"), self.cleaned_data
        if words := asked.get("q"):
            rows = rows.filter(Q(name__icontains=words) | Q(code__startswith=words))
        if asked.get("state"):
            rows = rows.filter(state=asked["state"])
        if asked.get("street"):
            rows = rows.filter(grid__street=asked["street"])
        if asked.get("grid"):
            rows = rows.filter(grid__code=asked["grid"])
        return rows


@allowed("territory.see")
def index(request: Any) -> HttpResponse:
    filters = Filters(request.GET)
    rows, order = ordered(filters.rows(), request.GET.get("order"), _ORDERS, "code")
    match request.GET.get("export"):
        case "xlsx":
            return _book(request, rows)
        case "geojson":
            note(request, f"export {request.get_full_path()}")
            told = json.dumps(points(rows), ensure_ascii=False).encode()
            return handed(told, f"{say('部件', 'components')}-{today()}.geojson", "application/geo+json")
    states = dict(Component.objects.order_by().values_list("state").annotate(n=Count("*")))
    context = {
        "here": "components", "filters": filters, "page": page(rows, request.GET.get("page")), "order": order,
        "states": [(value, words, states.get(value, 0)) for value, words in Component.State.choices],
    }  # fmt: skip
    return render(request, "territory/components.html", context)


def _book(request: Any, rows: QuerySet) -> Any:
    heading = (
        (say("部件标识码", "Code"), 20), (say("编码标准", "Standard"), 20), (say("部件名称", "Name"), 16), (say("类别", "Category"), 30), (say("状态", "State"), 10),
        (say("单元网格编码", "Unit grid"), 18), (say("权属单位代码", "Owner"), 12), (say("经度", "East"), 12), (say("纬度", "North"), 12),
        (say("坐标系", "System"), 12), (say("初始日期", "Since"), 12), (say("备注", "Note"), 30),
    )  # fmt: skip
    body = (
        (
            one.code, one.standard, one.name, one.category, one.get_state_display(), one.grid.code if one.grid else None,
            one.owner.code if one.owner else None, str(one.longitude), str(one.latitude), "CGCS2000", one.since, one.note,
        )
        for one in rows.iterator(2000)
    )  # fmt: skip
    return workbook(request, say("部件", "components"), heading, body)


class StateForm(forms.ModelForm):
    class Meta:
        model = ComponentState
        fields = ("state", "note")
        labels = {"state": said("现状", "State"), "note": said("说明", "Note")}


@allowed("territory.see")
def one(request: Any, pk: int) -> HttpResponse:
    """One component; the centre puts down in what state it was found."""
    component = get_object_or_404(Component.objects.select_related("grid", "owner"), pk=pk)
    editor = request.access.can("territory.edit")
    if request.method == "POST" and not editor:
        raise PermissionDenied(say("部件状态由值班长登记。", "The shift lead enters the state of components."))
    form = StateForm(request.POST or None, initial={"state": component.state})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            found = form.save(commit=False)
            found.component, found.by = component, request.user
            found.save()
            component.state = found.state
            component.save(update_fields=["state"])
        messages.success(request, say("已登记。", "Entered."))
        return redirect(component)
    context = {
        "here": "components", "component": component, "form": form if editor else None,
        "states": component.states.select_related("by"),
    }  # fmt: skip
    return render(request, "territory/component.html", context, status=422 if form.errors else 200)
