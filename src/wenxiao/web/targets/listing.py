"""The list of targets: every project-year with its latest version, filtered by what stands in the address."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django import forms
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse

from wenxiao.performance.lifecycle import STATES
from wenxiao.web.core.say import english, said, say
from wenxiao.web.core.spreadsheets import XLSX
from wenxiao.web.core.units import UnitField
from wenxiao.web.core.waiting import waiting
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.targets.models import TargetSet

ORDERS = {
    "code": "project__code",
    "name": "project__name",
    "unit": "unit__code",
    "state": "state",
    "changed": "changed",
}
NONE = "none"


class Filters(forms.Form):
    q = forms.CharField(label=said("名称或代码", "Name or code"), required=False)
    year = forms.TypedChoiceField(label=said("年度", "Year"), required=False, coerce=int, empty_value=None)
    unit = UnitField()
    state = forms.ChoiceField(label=said("状态", "State"), required=False)
    mine = forms.BooleanField(label=said("等我办理", "Waiting for me"), required=False)

    def __init__(self, access: Any, data: Any) -> None:
        super().__init__(data)
        self.access = access
        every = ("", say("全部", "All"))
        years = access.numbers
        self.fields["year"].choices = [every, *((year, year) for year in years)]
        states = [(name, words[english()]) for (machine, name), words in STATES.items() if machine == "target"]
        self.fields["state"].choices = [every, (NONE, say("未申报", "None yet")), *states]
        self.fields["unit"].offer(access)

    def rows(self) -> QuerySet:
        """Project-years with ``version``, ``state``, ``changed`` and ``target_set`` of their latest version."""
        self.is_valid()
        asked = self.cleaned_data
        latest = TargetSet.objects.filter(year=OuterRef("pk")).shown_to(self.access).order_by("-version")
        rows = (
            self.access.years()
            .select_related("project", "unit")
            .annotate(
                target_set=Subquery(latest.values("pk")[:1]),
                version=Subquery(latest.values("version")[:1]),
                state=Subquery(latest.values("state")[:1]),
                changed=Subquery(latest.values("changed_at")[:1]),
            )
        )
        if words := asked.get("q"):
            rows = rows.filter(Q(project__name__icontains=words) | Q(project__code__startswith=words))
        if asked.get("year"):
            rows = rows.filter(year=asked["year"])
        if unit := asked.get("unit"):
            rows = rows.filter(unit__in=self.fields["unit"].below(unit))
        if state := asked.get("state"):
            rows = rows.filter(state__isnull=True) if state == NONE else rows.filter(state=state)
        if asked.get("mine"):
            rows = rows.filter(pk__in=waiting(TargetSet, self.access).values("year"))
        order = self.data.get("order", "")
        column = F(ORDERS.get(order.removeprefix("-"), "project__code"))
        sort = column.desc(nulls_last=True) if order.startswith("-") else column.asc(nulls_last=True)
        return rows.order_by("-year", sort, "pk") if not order else rows.order_by(sort, "-year", "pk")


def state_words(state: str | None) -> str:
    if state is None:
        return say("未申报", "None yet")
    return STATES["target", state][english()]


def table(rows: QuerySet) -> HttpResponse:
    """The list as a workbook."""
    data = BytesIO()
    book = xlsxwriter.Workbook(
        data, {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(say("绩效目标", "Targets"))
    heads = (
        say("项目代码", "Code"), say("项目名称", "Project"), say("单位", "Unit"), say("年度", "Year"), say("版本", "Version"), say("状态", "State"),
    )  # fmt: skip
    sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
    row: ProjectYear
    for at, row in enumerate(rows.iterator(), 1):
        got: Any = row
        sheet.write_row(
            at,
            0,
            (row.project.code, row.project.name, row.unit.name, row.year, got.version or "", state_words(got.state)),
        )
    book.close()
    answer = HttpResponse(data.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="targets.xlsx"'
    return answer
