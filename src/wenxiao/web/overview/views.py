"""The district at a glance, and the audit of the cycle over its records."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wenxiao.quantities.paper import rounded as half_up
from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import Access, allowed
from wenxiao.web.core.regimes import regime_in
from wenxiao.web.core.remembering import remembered, rendered
from wenxiao.web.core.say import said, say
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.overview import pictures
from wenxiao.web.overview.district import LIGHTS, District, Group, usual, years_of

#: What the table sorts by: the name in the address, and what of a group.
ORDERS: dict[str, Any] = {
    "code": lambda group: group.organisation.code,
    "projects": lambda group: group.projects,
    "revised": lambda group: group.revised,
    "paid": lambda group: group.paid,
    "rate": lambda group: group.rate,
    "red": lambda group: group.lights["red"],
    "open": lambda group: group.open,
    "late": lambda group: group.late,
}


#: What the picture of a year is made of.
PARTS = ("groups", "month", "histogram", "curves")


class Chosen(forms.Form):
    """Year and department, read from the address."""

    year = forms.TypedChoiceField(label=said("年度", "Year"), required=False, coerce=int, empty_value=None)
    unit = forms.ModelChoiceField(label=said("部门", "Department"), queryset=None, required=False)

    def __init__(self, access: Access, years: list[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year) for year in years]
        self.fields["unit"].queryset = access.organisations().filter(kind="department")
        self.fields["unit"].empty_label = say("全部", "All")


def chosen(request: Any) -> tuple[District | None, Chosen, list[int]]:
    """The picture that the address asks for; None where there is nothing to see yet."""
    years = years_of(request.access)
    begin = usual(years, today())
    asked = Chosen(request.access, years, {"year": begin, **request.GET.dict()})
    asked.is_valid()
    year = asked.cleaned_data.get("year") or begin
    if year is None:
        return None, asked, years
    return _remembered(District(request.access, year, asked.cleaned_data.get("unit"))), asked, years


def _remembered(district: District) -> District:
    """The same picture, with its parts as they were added up last if nothing was entered since."""
    within = district.within.pk if district.within else None
    parts = remembered(
        district.access, ("overview", district.year, within), lambda: {name: getattr(district, name) for name in PARTS}
    )
    vars(district).update(parts)
    return district


def ordered(groups: list[Group], order: str) -> list[Group]:
    """The groups in the order of the address; what is not known comes last either way."""
    key = ORDERS.get(order.removeprefix("-"), ORDERS["code"])
    known = sorted((g for g in groups if key(g) is not None), key=key, reverse=order.startswith("-"))
    return [*known, *(g for g in groups if key(g) is None)]


def shown(group: Group) -> dict[str, Any]:
    """A group with its bars."""
    lights = [(light, group.lights[light]) for light in LIGHTS]
    none = group.lights[""]
    return {
        "group": group,
        "bar": pictures.length(group.rate),
        "lights": [{"name": light, "number": number} for light, number in lights],
        "unlit": none,
        "stack": pictures.stack([*lights, ("none", none)]),
    }


@allowed("overview")
def overview(request: Any) -> HttpResponse:
    """The district at a glance."""
    (picture,) = rendered(request, ("overview/picture.html",), lambda: _pictured(request))
    return render(request, "overview/overview.html", {"shown": picture})


def _pictured(request: Any) -> dict[str, Any]:
    district, _, years = chosen(request)
    if district is None:
        return {"district": None}
    order = request.GET.get("order", "code")
    now, before = district.curves
    histogram = district.histogram
    most = max((bar["number"] for bar in histogram), default=0)
    for place, bar in enumerate(histogram):
        bar["x"], bar["height"] = 8 + place * 48, round(110 * bar["number"] / most) if most else 0
        bar["y"] = 124 - bar["height"]
    return {
        "district": district, "years": years, "order": order, "whole": shown(district.whole),
        "rows": [shown(group) for group in ordered(district.groups, order)], "picture": pictures.months(now, before),
        "months": [{"now": a, "before": b, "pace": _even(a["month"])} for a, b in zip(now, before, strict=True)],
        "histogram": histogram, "grades": _grades(district), "lists": _lists(district),
    }  # fmt: skip


def _grades(district: District) -> list[tuple[str, int]]:
    """Grades with their numbers, best first as the regime has them."""
    grades = district.whole.grades
    names = [grade.name for grade in regime_in(district.place, district.year).grades]
    return [
        (name, grades[name]) for name in [*names, *sorted(grades.keys() - set(names))] if name in names or grades[name]
    ]


def _lists(district: District) -> dict[str, str]:
    """The lists behind the numbers; the unit is added where a number is one's own."""
    here = f"?year={district.year}" + (f"&unit={quote(district.within.code)}" if district.within else "")
    names = {"register": "register", "monitoring": "monitoring", "own": "selfevaluation", "problems": "problems"}
    return {key: reverse(name) + here for key, name in names.items()}


@allowed("overview")
def export(request: Any) -> HttpResponse:
    """The table as a workbook; with ``what=months`` that of the months."""
    district, _, _ = chosen(request)
    if district is None:
        raise Http404
    if request.GET.get("what") == "months":
        heads = say(
            "月份,累计支出（元）,执行率 ÷全年预算,均衡进度", "Month,Paid so far (yuan),Execution ÷ revised,Even pace"
        )
        months = ((m["month"], m["paid"], rounded(m["rate"]), rounded(_even(m["month"]))) for m in district.curves[0])
        return workbook(
            request, say(f"逐月执行{district.year}", f"months-{district.year}"), widths(heads.split(",")), months
        )
    heads = say("代码,单位,项目数,未录入预算,全年预算（元）,支出（元）,执行率 ÷全年预算,绿灯,黄灯,红灯,未报,自评,自评已通过,未销号问题,逾期问题", "Code,Name,Projects,Without a budget,Revised budget (yuan),Paid (yuan),Execution ÷ revised,Green,Yellow,Red,Not sent,Self-evaluations,Accepted,Open problems,Late problems")  # fmt: skip
    rows = (
        (
            g.organisation.code, g.organisation.name, g.projects, g.unbudgeted, g.revised, g.paid, rounded(g.rate),
            *(g.lights[light] for light in LIGHTS), g.lights[""], g.due, g.accepted, g.open, g.late,
        )
        for g in district.groups
    )  # fmt: skip
    return workbook(
        request, say(f"全区概览{district.year}", f"overview-{district.year}"), widths(heads.split(",")), rows
    )


def rounded(rate: Decimal | None) -> Decimal | None:
    """A rate to the sixth decimal, as a cell keeps it."""
    return None if rate is None else half_up(rate, 6)


def _even(month: int) -> Decimal:
    return Decimal(month) / 12
