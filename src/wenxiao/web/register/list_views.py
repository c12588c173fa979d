"""The register (项目库): search and filter with everything in the address, saved views, export."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wenxiao.performance.ledger import rate
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.prepared import Prepared
from wenxiao.web.core.remembering import rendered
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import workbook
from wenxiao.web.ledger.reading import until
from wenxiao.web.ledger.services import chunks
from wenxiao.web.register.listing import ORDERS, Filters, ordered, paged, with_figures
from wenxiao.web.register.models import Project, SavedView

#: What a saved view keeps of an address.
KEPT = {*Filters.base_fields, "order"}
#: As many views as one keeps.
VIEWS = 30
_SAVED: Prepared[SavedView] = Prepared(lambda user: SavedView.objects.filter(user=user).order_by("name"))


@allowed("register.see")
def register(request: Any) -> HttpResponse:
    here = _query(request.GET.urlencode())
    filters = cache(lambda: Filters(request.access, request.GET))  # not made at all where every part is kept

    def fields() -> dict[str, Any]:
        return {"filters": filters(), "here": here}

    def listed() -> dict[str, Any]:
        return {"here": here, **_listed(request, filters())}

    (form,) = rendered(request, ("register/filters.html",), fields, here)  # the same on every page of a list
    head, rows = rendered(request, ("register/head.html", "register/list.html"), listed)
    views = [(view, view.query == here) for view in _SAVED(request.user.pk)]
    shown = {"head": head, "filters": form, "rows": rows, "views": views, "here": here}
    return render(request, "register/register.html", shown)


def _listed(request: Any, filters: Filters) -> dict[str, Any]:
    """The rows that the address asks for, their headings, and as of which day."""
    rows = filters.narrowed(request.access.years())
    asked = request.GET.get("order", "code")
    if until(request.access) and ORDERS.get(asked.removeprefix("-"), ("", False))[1]:
        asked = "code"  # balances are of today; as of an earlier day the list has no order by money
    rows, order = ordered(rows, asked)
    page = paged(rows, order, request.GET.get("page"), filters)
    return {
        "page": page,
        "rows": with_figures(list(page), request.access),
        "columns": _columns(order, bool(until(request.access))),
        "until": until(request.access),
    }


def _columns(order: str, fixed: bool) -> list[dict[str, Any]]:
    """The headings of the list, with the order that a click on each asks for."""
    said = (
        ("code", say("代码", "Code"), False),
        ("name", say("项目", "Project"), False),
        ("unit", say("单位", "Unit"), False),
        ("year", say("年度", "Year"), False),
        ("revised", say("全年预算（万元）", "Revised budget (10⁴ yuan)"), True),
        ("paid", say("支出（万元）", "Paid (10⁴ yuan)"), True),
        ("rate", say("执行率 ÷全年预算", "Execution ÷ revised"), True),
    )
    columns = []
    for name, words, money in said:
        now = {name: "ascending", f"-{name}": "descending"}.get(order, "none")
        first = f"-{name}" if money else name
        other = name if money else f"-{name}"
        to = other if order == first else first
        columns.append({"words": words, "money": money, "sort": now, "order": "" if fixed and money else to})
    return columns


@allowed("register.export")
def export(request: Any) -> HttpResponse:
    """What the filters show, as a workbook with a row for each year of a project, which the import of projects takes."""
    rows = Filters(request.access, request.GET).narrowed(request.access.years())
    rows, _ = ordered(rows.select_related("project", "unit__parent", "balance"), request.GET.get("order", "code"))
    heading = (
        (say("项目代码", "Code"), 16), (say("项目名称", "Name"), 36), (say("年度", "Year"), 7), (say("主管部门", "Department"), 24),
        (say("单位代码", "Unit code"), 11), (say("实施单位", "Name of the unit"), 26), (say("项目属性", "Attribute"), 9), (say("预算种类", "Budget"), 16),
        (say("专项债券", "Special bond"), 9), (say("起始年度", "First year"), 9), (say("终止年度", "Last year"), 9),
        (say("年初预算（元）", "Original budget (yuan)"), 17), (say("全年预算（元）", "Revised budget (yuan)"), 17), (say("下达（元）", "Released (yuan)"), 17),
        (say("到位（元）", "Received (yuan)"), 17), (say("支出（元）", "Paid (yuan)"), 17), (say("执行率（÷全年预算）", "Execution (of the revised budget)"), 18),
        (say("主要内容", "Purpose"), 40),
    )  # fmt: skip
    return workbook(request, say("项目库", "Projects"), heading, _lines(rows, request.access))


def _lines(rows: Any, access: Any) -> Iterator[tuple[Any, ...]]:
    funds, attributes = dict(Project.Fund.choices), dict(Project.Attribute.choices)
    for some in chunks(rows.iterator(chunk_size=2000), 800):
        for row in with_figures(some, access):
            project, money, department = row.project, row.money, row.unit.department
            amounts = (
                (money.original, money.revised, money.allocated, money.arrived, money.paid) if money else (None,) * 5
            )
            value = rate(money.position()).value if money else None
            yield (
                project.code, project.name, row.year, department.name, row.unit.code, row.unit.name,
                str(attributes[project.attribute]), str(funds[project.fund]), say("是", "yes") if project.bond else "",
                project.begins, project.ends, *amounts, None if value is None else f"{value:.2%}",
                project.purpose,
            )  # fmt: skip


@require_POST
@allowed("register.see")
def keep_view(request: Any) -> HttpResponse:
    """Keep the filters and the order of the list under a name; where it has others already, ask before they are replaced."""
    name, query = request.POST.get("name", "").strip()[:60], _query(request.POST.get("query", ""))
    mine = request.user.saved_views
    if not name:
        messages.error(request, say("请给视图起一个名称。", "Give the view a name."))
    elif len(query) > 500:
        messages.error(request, say("筛选条件太长，无法保存。", "These filters are too long to keep."))
    elif not mine.filter(name=name).exists() and mine.count() >= VIEWS:
        messages.error(
            request, say(f"最多保存 {VIEWS} 个视图，请先删除。", f"{VIEWS} views at most; delete one first.")
        )
    elif "replace" not in request.POST and mine.filter(name=name).exclude(query=query).exists():
        return render(request, "register/replace.html", {"name": name, "query": query}, status=409)
    else:
        SavedView.objects.update_or_create(user=request.user, name=name, defaults={"query": query})
        messages.success(request, say(f"已保存视图“{name}”。", f"The view “{name}” is kept."))
    return redirect(f"{reverse('register')}?{query}")


@require_POST
@allowed("register.see")
def drop_view(request: Any, pk: int) -> HttpResponse:
    """Forget a view of one's own."""
    request.user.saved_views.filter(pk=pk).delete()
    return redirect("register")


def _query(address: str) -> str:
    """The filters and the order of an address, in a fixed order and nothing else; of a name that stands there twice the last counts."""
    last = dict(parse_qsl(address, keep_blank_values=True))
    return urlencode(sorted((name, value) for name, value in last.items() if name in KEPT and value))
