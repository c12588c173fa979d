"""What waits for one person, and the days that come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Count, F, Min, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wenxiao.performance.lifecycle import MACHINES, Role, ways
from wenxiao.web.core.clock import today
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import Access, allowed
from wenxiao.web.core.say import english, said, say
from wenxiao.web.core.waiting import machines, waiting
from wenxiao.web.register.timeline import address, due_of, duty, named

#: Rows of a group before the rest is asked for, and days that are looked ahead.
SHORT, AHEAD = 12, 30
#: Where the day of a thing is, and the state in which it counts: what ``register.timeline.due_of`` says of one thing.
DUE: dict[str, tuple[str, Q]] = {
    "monitoring": ("round__due", Q(state="issued")),
    "self_evaluation": ("due", Q(state="draft")),
    "problem": ("due", ~Q(state="closed")),
}
ROOMS = {"target": "targets", "monitoring": "monitoring", "self_evaluation": "selfevaluation", "evaluation": "evaluation", "problem": "problems"}  # fmt: skip
#: What one must be allowed to see for its days to be shown.
SEEN = {"monitoring": "monitoring.see", "self_evaluation": "selfevaluation.see", "problem": "problems.see"}


class Filters(forms.Form):
    """The filters of the list, read from the address."""

    q = forms.CharField(label=said("项目", "Project"), required=False)
    kind = forms.ChoiceField(label=said("事项", "What"), required=False)
    late = forms.BooleanField(label=said("只看逾期", "Late only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(machine, words[english()]) for machine, words in MACHINES.items()]
        self.fields["kind"].choices = [("", say("全部", "All")), *names]


def narrowed(model: Any, rows: Any, chosen: dict[str, Any], day: date) -> Any:
    """The rows of one kind that the filters leave, those with the nearest day first."""
    if chosen.get("q"):
        rows = rows.filter(year__project__name__icontains=chosen["q"])
    column, counts = DUE.get(model.machine, ("", Q()))
    if chosen.get("late"):
        rows = rows.filter(counts, **{f"{column}__lt": day}) if column else rows.none()
    return rows.order_by(F(column).asc(nulls_last=True), "pk") if column else rows.order_by("changed_at", "pk")


def row(thing: Any, access: Access, day: date) -> dict[str, Any]:
    """One thing as the list shows it."""
    due = due_of(thing)
    mine = (way for way in ways(thing.machine, thing.state) if access.roles & set(way.roles))
    way = next(mine, None)
    return {
        "thing": thing, "what": duty(thing, way) if way else named(thing), "name": named(thing), "url": address(thing), "due": due,
        "days": (due - day).days if due else None,
    }  # fmt: skip


@allowed("home")
def home(request: Any) -> HttpResponse:
    """To-do: every thing whose next step is mine, by room."""
    access, day = request.access, today()
    filters = Filters(request.GET)
    filters.is_valid()
    chosen = filters.cleaned_data
    groups = []
    for model in machines():
        if chosen.get("kind") and model.machine != chosen["kind"]:
            continue
        related = ["year__project", "year__unit", *(["round"] if model.machine == "monitoring" else [])]
        rows = narrowed(model, waiting(model, access).select_related(*related), chosen, day)
        shown = page(rows, request.GET.get("page"), 50 if chosen.get("kind") else SHORT)
        if shown.paginator.count:
            groups.append(
                {
                    "machine": model.machine,
                    "name": MACHINES[model.machine][english()],
                    "count": shown.paginator.count,
                    "rows": [row(thing, access, day) for thing in shown],
                    "page": shown if chosen.get("kind") else None,
                    "more": shown.paginator.count > len(shown) and not chosen.get("kind"),
                }
            )
    order = list(MACHINES)
    groups.sort(key=lambda group: order.index(group["machine"]))
    context = {
        "groups": groups, "filters": filters, "filtered": any(chosen.values()), "days": days(access, day), "reads": access.roles <= {Role.OVERSIGHT},
        "keeps": access.roles <= {Role.ADMIN},
    }  # fmt: skip
    return render(request, "overview/home.html", context)


def days(access: Access, day: date) -> list[dict[str, Any]]:
    """The days of the next month on which something is due, of what this person sees: one line a day and kind."""
    found = []
    for model in machines():
        if model.machine not in DUE or not access.can(SEEN[model.machine]):
            continue
        column, counts = DUE[model.machine]
        span = {f"{column}__gte": day, f"{column}__lte": day + timedelta(days=AHEAD)}
        rows: Any = model.objects
        rows = rows.filter(counts, access.scope(year="year__"), **span).order_by().values_list(column)
        for due, number, year in rows.annotate(Count("pk"), Min("year")):
            url = reverse("project", args=[year]) if number == 1 else reverse(ROOMS[model.machine])
            found.append({"due": due, "days": (due - day).days, "number": number, "name": MACHINES[model.machine][english()], "url": url})  # fmt: skip
    return sorted(found, key=lambda line: (line["due"], line["name"]))
