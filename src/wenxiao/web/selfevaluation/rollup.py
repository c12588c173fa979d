"""The department as a whole (部门整体): its projects' forms rolled up, every total with the parts that make it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wenxiao.performance.evaluation import Part, roll_up
from wenxiao.web.core.policy import Access, allowed
from wenxiao.web.core.regimes import regime_in
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.ledger.services import positions
from wenxiao.web.people.models import Organisation
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.scored import kept_position, scored


@allowed("rollup.see")
def rollup(request: Any) -> HttpResponse:
    access = request.access
    years = access.years()
    known = access.numbers
    departments = list(
        Organisation.objects.filter(
            pk__in={
                pk for pair in years.order_by().values_list("unit", "unit__parent").distinct() for pk in pair if pk
            },
            kind="department",
        )
    )
    year = _number(request.GET.get("year"), known, _latest(access, known))
    department = next((one for one in departments if str(one.pk) == request.GET.get("department")), None)
    department = department or next(iter(departments), None)
    context: dict[str, Any] = {"years": known, "departments": departments, "year": year, "department": department}
    if department is not None and year is not None:
        mine = years.filter(year=year, unit__path__startswith=department.path)
        context |= _rolled(department, mine, year, access)
        if request.GET.get("format") == "xlsx":
            heads = (
                say("项目", "Project"), say("单位", "Unit"), say("状态", "State"), say("年初预算（元）", "Original (yuan)"),
                say("全年预算（元）", "Revised (yuan)"), say("支出（元）", "Paid (yuan)"), say("自评得分", "Score"),
                say("得分×全年预算", "Score × budget"),
            )  # fmt: skip
            name = say(f"{year}年度部门整体-{department}", f"{year} {department}")
            return workbook(request, name, widths(heads), _lines(context["rows"]))
    return render(request, "selfevaluation/rollup.html", context)


def _latest(access: Any, known: list[int]) -> int | None:
    """The last year of which there is a self-evaluation, else the last year."""
    found = (
        SelfEvaluation.objects.filter(access.scope(year="year__"))
        .order_by("-year__year")
        .values_list("year__year", flat=True)
    )
    return found.first() or next(iter(known), None)


def _number(asked: str | None, known: list[int], default: int | None) -> int | None:
    return next((year for year in known if str(year) == asked), default)


def _rolled(department: Organisation, years: Any, year: int, access: Access) -> dict[str, Any]:
    every = list(
        SelfEvaluation.objects.filter(year__in=years)
        .shown_to(access)
        .select_related("year__project", "year__unit", "target_set")
        .prefetch_related("target_set__indicators", "actuals")
        .order_by("year__project__code")
    )
    money = positions([one.year_id for one in every])
    parts = []
    for one in every:
        at = money[one.year_id] if one.position is None else kept_position(one.position)
        parts.append(Part(one.year.project.name, scored(one, money=at), at))
    whole = roll_up(parts, regime_in(department, year))
    rows = list(zip(every, whole.shares, strict=True))
    rates = [(rate, list(_of(rate.name, rows))) for rate in whole.rates]
    others = years.exclude(pk__in=money).select_related("project", "unit")
    return {"whole": whole, "rows": rows, "rates": rates, "others": others}


def _of(name: str, rows: list[tuple[SelfEvaluation, Any]]) -> Iterator[tuple[SelfEvaluation, Any]]:
    """The lines that a summed rate is made of."""
    for one, share in rows:
        for line in share.part.form.lines:
            actual = line.actual
            if line.name.strip("★*· ") == name and actual.numerator is not None and actual.denominator:
                yield one, line


def _lines(rows: list[tuple[SelfEvaluation, Any]]) -> Iterator[tuple[Any, ...]]:
    for one, share in rows:
        at = share.part.position
        yield (
            one.year.project.name, one.year.unit.name, one.state_words, at.original, at.revised, at.paid, share.score, share.product,
        )  # fmt: skip
