"""The register as a list: filters and order from the address, figures as of the reader's day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.paginator import Page
from django.db.models import Q, QuerySet

from wenxiao.performance.ledger import rate
from wenxiao.web.core.paging import SIZE, Pages
from wenxiao.web.core.policy import Access
from wenxiao.web.core.remembering import remembered
from wenxiao.web.core.say import said, say
from wenxiao.web.core.sorting import by
from wenxiao.web.core.units import UnitField
from wenxiao.web.ledger.models import Balance
from wenxiao.web.ledger.reading import until
from wenxiao.web.ledger.services import sums_by_year
from wenxiao.web.register.models import Project, ProjectYear

#: What the list sorts by: the name in the address, the column, and whether it is money, which an entry may be missing of.
ORDERS = {
    "code": ("project__code", False),
    "name": ("project__name", False),
    "unit": ("unit__code", False),
    "year": ("year", False),
    "revised": ("balance__revised", True),
    "paid": ("balance__paid", True),
    "rate": ("balance__rate", True),
}
YES = "1"


class Filters(forms.Form):
    """The filters of the list, read from the address; one that is not understood leaves all."""

    q = forms.CharField(label=said("名称或代码", "Name or code"), required=False, max_length=100)
    year = forms.TypedChoiceField(label=said("年度", "Year"), required=False, coerce=int, empty_value=None)
    unit = UnitField()
    fund = forms.ChoiceField(label=said("预算种类", "Budget"), required=False)
    attribute = forms.ChoiceField(label=said("属性", "Attribute"), required=False)
    bond = forms.ChoiceField(label=said("专项债券", "Special bond"), required=False)

    def __init__(self, access: Access, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        every = ("", say("全部", "All"))
        self.fields["year"].choices = [every, *((year, year) for year in access.numbers)]
        self.fields["fund"].choices = [every, *Project.Fund.choices]
        self.fields["attribute"].choices = [every, *Project.Attribute.choices]
        self.fields["bond"].choices = [every, (YES, say("是", "Yes"))]
        self.fields["unit"].offer(access)

    def narrowed(self, rows: QuerySet) -> QuerySet:
        """The rows that the filters leave."""
        self.is_valid()
        typed = self.cleaned_data
        if words := typed.get("q"):
            found = Project.objects.filter(Q(name__icontains=words) | Q(code__startswith=words))
            rows = rows.filter(project__in=found.values("pk"))  # each project is looked at once, not each of its years
        if year := typed.get("year"):
            rows = rows.filter(year=year)
        if unit := typed.get("unit"):
            rows = rows.filter(unit__in=self.fields["unit"].below(unit))
        for name in ("fund", "attribute"):
            if typed.get(name):
                rows = rows.filter(**{f"project__{name}": typed[name]})
        return rows.filter(project__bond=True) if typed.get("bond") else rows


def ordered(rows: QuerySet, order: str) -> tuple[QuerySet, str]:
    """The rows in the order that the address asks for, and what it is; by code where it asks for none that is known."""
    name = order.removeprefix("-")
    if name not in ORDERS:
        order = "code"
    return _sorted(rows, order), order


def _sorted(rows: QuerySet, order: str, known: bool = False) -> QuerySet:
    name = order.removeprefix("-")
    sort = by(rows, ORDERS[name][0], order.startswith("-"), known)
    return rows.order_by(sort, *(["-year"] if name != "year" else []), "pk")


def paged(rows: QuerySet, order: str, number: str | None, filters: Filters) -> Page:
    """One page. Sorted by money, the rows that have none come last: a page that is full without them needs not look for them. How many
    there are in all is remembered for a while: to count a year of a province takes longer than to show a page of it."""
    column, money = ORDERS[order.removeprefix("-")]
    known = _sorted(rows.filter(**{f"{column}__isnull": False}), order, known=True) if money else None
    shown = ProjectYear.objects.select_related("project", "unit", "balance")
    typed = filters.cleaned_data
    asked = tuple(sorted((name, str(value)) for name, value in typed.items() if value))

    def counting(count: Callable[[], int]) -> int:
        return remembered(filters.access, ("register", asked), count)

    return Pages(rows, SIZE, known, shown, few=bool(typed.get("q")), counting=counting).get_page(number)


def with_figures(rows: Sequence[ProjectYear], access: Access) -> Sequence[ProjectYear]:
    """The rows with ``words``, what kind of project each is, and ``money``: their balance, or what their entries came to on the reader's day."""
    day = until(access)
    sums = sums_by_year([row.pk for row in rows], day) if day else {}
    attributes, funds = _words(Project.Attribute), _words(Project.Fund)
    bond = " · " + say("专项债券", "special bond")
    for row in rows:
        row.words = f"{attributes[row.project.attribute]} · {funds[row.project.fund]}{bond if row.project.bond else ''}"
        if day:
            row.money = Balance(project_year_id=row.pk).take(sums[row.pk])
        else:
            row.money = getattr(row, "balance", None)
        row.execution = rate(row.money.position()) if row.money else None
        value = row.execution.value if row.execution else None
        row.percent = f"{min(max(value or 0, 0), 1) * 100:.0f}"  # of the bar beside it
    return rows


def _words(choices: Any) -> dict[str, str]:
    """The words of some choices in the language of the request, looked up once for a list."""
    return {value: str(words) for value, words in choices.choices}
