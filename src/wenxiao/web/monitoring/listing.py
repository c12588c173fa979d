"""One round: its reports, filtered by what stands in the address, and the lights by department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django import forms
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpResponse

from wenxiao.performance import ledger
from wenxiao.performance.lifecycle import STATES
from wenxiao.web.core.clock import today
from wenxiao.web.core.remembering import remembered
from wenxiao.web.core.say import english, said, say
from wenxiao.web.core.spreadsheets import XLSX
from wenxiao.web.core.units import UnitField, department
from wenxiao.web.core.waiting import waiting
from wenxiao.web.ledger.services import positions
from wenxiao.web.monitoring.models import LIGHTS, Monitoring, Round
from wenxiao.web.monitoring.services import visible
from wenxiao.web.people.models import Organisation

ORDERS = {
    "code": "year__project__code",
    "name": "year__project__name",
    "unit": "year__unit__code",
    "state": "state",
    "light": "rank",
}


class Filters(forms.Form):
    q = forms.CharField(label=said("名称或代码", "Name or code"), required=False)
    unit = UnitField()
    state = forms.ChoiceField(label=said("状态", "State"), required=False)
    light = forms.ChoiceField(label=said("灯", "Light"), required=False)
    late = forms.BooleanField(label=said("只看逾期", "Late only"), required=False)
    mine = forms.BooleanField(label=said("等我办理", "Waiting for me"), required=False)

    def __init__(self, access: Any, round_: Round, data: Any) -> None:
        super().__init__(data)
        self.access, self.round = access, round_
        every = ("", say("全部", "All"))
        states = [(name, words[english()]) for (machine, name), words in STATES.items() if machine == "monitoring"]
        self.fields["state"].choices = [every, *states]
        self.fields["light"].choices = [every, *LIGHTS, ("none", say("未报", "none yet"))]
        self.fields["unit"].offer(access)

    def rows(self) -> QuerySet:
        self.is_valid()
        asked = self.cleaned_data
        rows = visible(self.access).filter(round=self.round)
        rows = rows.select_related("year__project", "year__unit", "round").annotate(
            rank=Case(
                When(light="red", then=Value(0)), When(light="yellow", then=Value(1)), When(light="green", then=Value(2)),
                default=Value(3), output_field=IntegerField(),
            )
        )  # fmt: skip
        if words := asked.get("q"):
            rows = rows.filter(Q(year__project__name__icontains=words) | Q(year__project__code__startswith=words))
        if unit := asked.get("unit"):
            rows = rows.filter(year__unit__in=self.fields["unit"].below(unit))
        if asked.get("state"):
            rows = rows.filter(state=asked["state"])
        if light := asked.get("light"):
            rows = rows.filter(light="" if light == "none" else light)
        if asked.get("late"):
            rows = rows.filter(state="issued", round__due__lt=today())
        if asked.get("mine"):
            rows = rows.filter(pk__in=waiting(Monitoring, self.access).values("pk"))
        order = self.data.get("order", "")
        column = ORDERS.get(order.removeprefix("-"), "year__project__code")
        return rows.order_by(f"-{column}" if order.startswith("-") else column, "pk")


def with_money(rows: Sequence[Any], round_: Round) -> list[dict[str, Any]]:
    """Reports with the execution at the end of the round's month."""
    money = positions([row.year_id for row in rows], round_.until)
    made = []
    for row in rows:
        position = money[row.year_id]
        made.append({"report": row, "position": position, "rate": ledger.rate(position)})
    return made


@dataclass
class Department:
    """How many of a department's reports are of each light; ``none`` are not handed in."""

    name: str
    path: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("green", "yellow", "red", "none"), 0))

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def bars(self) -> list[tuple[str, int, int]]:
        """Light, where its part of a bar of 100 begins, how wide it is."""
        made, at = [], 0
        for light, count in self.counts.items():
            width = round(count * 100 / self.total) if self.total else 0
            made.append((light, at, width))
            at += width
        return made


def by_department(access: Any, round_: Round) -> list[Department]:
    """The lights of a round by department, worst first; as they were counted last if nothing was entered since."""
    return remembered(access, ("lights", round_.pk), lambda: _by_department(access, round_))


def _by_department(access: Any, round_: Round) -> list[Department]:
    rows = visible(access).filter(round=round_).order_by()
    lights = list(rows.values_list(department("year__"), "light").annotate(Count("pk")))
    offices = Organisation.objects.in_bulk({key for key, _, _ in lights})
    made = {key: Department(one.name, one.path) for key, one in offices.items()}
    for key, light, number in lights:
        made[key].counts[light or "none"] += number
    return sorted(made.values(), key=lambda one: (-one.counts["red"], -one.counts["yellow"], one.name))


def table(rows: QuerySet, round_: Round) -> HttpResponse:
    """The reports of a round as a workbook."""
    data = BytesIO()
    options = {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(data, options)
    sheet = book.add_worksheet(say("运行监控", "Monitoring"))
    heads = (
        say("项目代码", "Code"), say("项目名称", "Project"), say("单位", "Unit"), say("状态", "State"), say("灯", "Light"),
        say("全年预算（元）", "Revised budget (yuan)"), say("执行数（元）", "Paid (yuan)"), say("执行率（÷全年预算）", "Execution (of the revised budget)"),
        say("逾期天数", "Days late"),
    )  # fmt: skip
    sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
    amount, percent = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "0.00%"})
    for at, one in enumerate(with_money(list(rows), round_), 1):
        report, position = one["report"], one["position"]
        light = report.get_light_display() if report.light else ""
        sheet.write_row(
            at,
            0,
            (report.year.project.code, report.year.project.name, report.year.unit.name, report.state_words, str(light)),
        )
        for column, value, shape in (
            (5, position.revised, amount),
            (6, position.paid, amount),
            (7, one["rate"].value, percent),
        ):
            if value is not None:
                sheet.write_number(at, column, float(value), shape)
        if report.late:
            sheet.write_number(at, 8, report.late)
    book.close()
    answer = HttpResponse(data.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="monitoring.xlsx"'
    return answer
