"""The audit of the cycle (流程审核): the rules over records on the project-years of a list, a page at a time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from wenxiao.audit.records import audit_record
from wenxiao.web.core.clock import today
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import Access, allowed
from wenxiao.web.core.say import said
from wenxiao.web.core.units import UnitField
from wenxiao.web.overview.district import usual, years_of
from wenxiao.web.overview.findings import Found, as_said, raisable, raise_address
from wenxiao.web.overview.records import taken

#: Project-years that are looked at for one page of the list.
SIZE = 100


class Filters(forms.Form):
    """The filters of the list, read from the address."""

    year = forms.TypedChoiceField(label=said("年度", "Year"), required=False, coerce=int, empty_value=None)
    unit = UnitField()
    rule = forms.CharField(label=said("规则", "Rule"), required=False)

    def __init__(self, access: Access, years: list[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year) for year in years]
        self.fields["unit"].offer(access)


@allowed("overview")
def records(request: Any) -> HttpResponse:
    """What the rules over records find in the project-years of this page of the list."""
    access = request.access
    day = access.as_of or today()
    years = years_of(access)
    begin = usual(years, day)
    filters = Filters(access, years, {"year": begin, **request.GET.dict()})
    filters.is_valid()
    chosen = filters.cleaned_data
    rows = access.years().filter(year=chosen.get("year") or begin).select_related("project", "unit")
    if chosen.get("unit"):
        rows = rows.filter(unit__in=filters.fields["unit"].below(chosen["unit"]))
    shown = page(rows.order_by("unit__code", "project__code"), request.GET.get("page"), SIZE)
    lines, number = [], 0
    audited = taken(shown, day)
    raising = access.can("problems.raise")
    for year in shown:
        found = [Found(as_said(finding)) for finding in audit_record(audited[year.pk]).findings]
        found = [one for one in found if not chosen.get("rule") or one.said.code == chosen["rule"].strip().upper()]
        number += len(found)
        if found:
            raise_from = [
                (one, raise_address(year, one.said) if raising and raisable(one.said) else "") for one in found
            ]
            lines.append({"year": year, "found": raise_from})
    context = {"filters": filters, "page": shown, "lines": lines, "number": number, "day": day}
    return render(request, "overview/records.html", context)
