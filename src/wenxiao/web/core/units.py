"""The filter by organisation: a list to choose from, or a field to type into where the list would be longer than the page."""

from __future__ import annotations

from django import forms
from django.db.models import Case, F, Q, QuerySet, When

from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import said, say

#: As many organisations as one chooses from a list; of more one types a code or a part of the name.
CHOICES = 120


def department(to: str = "") -> Case:
    """The key of the department of the unit that ``to`` leads to (``year__``), as ``Organisation.department`` has it: to group by."""
    below = Q(**{f"{to}unit__kind": "unit", f"{to}unit__parent__isnull": False})
    return Case(When(below, then=F(f"{to}unit__parent")), default=F(f"{to}unit"))


class UnitField(forms.CharField):
    """An organisation that one sees, by its code; typed, by its code or a part of its name."""

    def __init__(self) -> None:
        super().__init__(label=said("单位", "Unit"), required=False, max_length=100)

    def offer(self, access: Access) -> None:
        """Offer the organisations that this person sees."""
        self.seen = access.organisations().exclude(kind="firm")
        units = list(self.seen.order_by("path").values_list("code", "name")[: CHOICES + 1])
        if len(units) <= CHOICES:
            self.widget = forms.Select(choices=[("", say("全部", "All")), *units])
        else:
            self.widget.attrs["placeholder"] = say("代码或名称", "code or name")

    def below(self, words: str) -> QuerySet:
        """The keys of the organisations of that code or name, and of all below them; of an unknown one none."""
        named = self.seen.filter(code=words)
        paths = list(
            (named if named.exists() else self.seen.filter(name__icontains=words)).values_list("path", flat=True)
        )
        below = Q(pk__in=())
        for path in paths[:CHOICES]:
            below |= Q(path__startswith=path)
        return self.seen.filter(below).values("pk")
