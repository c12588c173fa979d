"""What waits for one person, and the days that come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Count, F, Min, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wenxiao.grid.states import Role as GridRole
from wenxiao.performance.lifecycle import INITIAL, MACHINES, Role, ways
from wenxiao.web.core.clock import today
from wenxiao.web.core.errands import errands
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import ACTIONS, Access, allowed
from wenxiao.web.core.remembering import remembered
from wenxiao.web.core.say import english, said, say
from wenxiao.web.core.waiting import machines, waiting
from wenxiao.web.register.timeline import address, due_of, duty, named

#: Rows of a group before the rest is asked for, and days that are looked ahead.
SHORT, AHEAD = 12, 30
#: Who works outside, with a telephone.
OUTSIDE = frozenset({GridRole.SUPERVISOR, GridRole.EMERGENCY})
#: Where the day of a thing is, and the state in which it counts: what ``register.timeline.due_of`` says of one thing.
DUE: dict[str, tuple[str, Q]] = {
    "monitoring": ("round__due", Q(state="issued")),
    "self_evaluation": ("due", Q(state="draft")),
    "problem": ("due", ~Q(state__in=("closed", "withdrawn"))),
}
ROOMS = {"target": "targets", "monitoring": "monitoring", "self_evaluation": "selfevaluation", "evaluation": "evaluation", "problem": "problems", "document": "desk", "report": "reports", "release": "disclosure"}  # fmt: skip
#: What else is shown of one of them.
OWN = {"monitoring": ("round",), "document": ("unit",), "report": ("organisation",), "release": ("unit",)}
#: What one must be allowed to see for its days to be shown.
SEEN = {"monitoring": "monitoring.see", "self_evaluation": "selfevaluation.see", "problem": "problems.see"}


class Filters(forms.Form):
    """The filters of the list, read from the address."""

    q = forms.CharField(label=said("项目", "Project"), required=False)
    kind = forms.ChoiceField(label=said("事项", "What"), required=False)
    late = forms.BooleanField(label=said("只看逾期", "Late only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(machine, words[english()]) for machine, words in MACHINES.items() if machine in INITIAL]
        self.fields["kind"].choices = [("", say("全部", "All")), *names]


def narrowed(model: Any, rows: Any, chosen: dict[str, Any], day: date) -> Any:
    """The rows of one kind that the filters leave, those with the nearest day first."""
    if chosen.get("q"):
        words = Q(year__project__name__icontains=chosen["q"])
        if model.machine == "document":
            words |= Q(title__icontains=chosen["q"]) | Q(name__icontains=chosen["q"])
        if model.machine == "report":
            words |= Q(title__icontains=chosen["q"])
        rows = rows.filter(words)
    column, counts = DUE.get(model.machine, ("", Q()))
    if chosen.get("late"):
        rows = rows.filter(counts, **{f"{column}__lt": day}) if column else rows.none()
    if model.machine == "document":
        return rows.order_by("-risk", "pk")
    return rows.order_by(F(column).asc(nulls_last=True), "pk") if column else rows.order_by("changed_at", "pk")


def row(thing: Any, access: Access, day: date) -> dict[str, Any]:
    """One thing as the list shows it."""
    due = due_of(thing)
    mine = (way for way in ways(thing.machine, thing.state) if access.roles & set(way.roles) and not way.aside)
    way = next(mine, None)
    of = thing.project_year
    if of is not None:
        about, where = str(of.project), say(f"{of.unit} · {of.year}年度", f"{of.unit} · {of.year}")
    else:
        about, where = str(thing), str(getattr(thing, "unit", None) or getattr(thing, "organisation", None) or "")
    return {
        "thing": thing, "about": about, "where": where, "what": duty(thing, way) if way else named(thing), "name": named(thing), "url": address(thing), "due": due,
        "days": (due - day).days if due else None,
    }  # fmt: skip


@allowed("home")
def home(request: Any) -> HttpResponse:
    """To-do: every thing whose next step is mine, by room."""
    access, day = request.access, today()
    if access.grid_roles and not access.roles:
        return redirect("grid-phone" if access.grid_roles <= OUTSIDE else "grid")
    filters = Filters(request.GET)
    filters.is_valid()
    chosen = filters.cleaned_data
    groups = []
    for model in machines():
        if chosen.get("kind") and model.machine != chosen["kind"]:
            continue
        related = ["year__project", "year__unit", *OWN.get(model.machine, ())]
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
    unplanned = [] if any(chosen.values()) else without_targets(access, day)
    context = {
        "groups": groups, "unplanned": unplanned, "errands": [] if any(chosen.values()) else errands(access), "filters": filters, "filtered": any(chosen.values()), "days": remembered(access, ("days", english()), lambda: days(access, day)), "reads": access.roles <= {Role.OVERSIGHT},
        "keeps": access.roles <= {Role.ADMIN},
    }  # fmt: skip
    return render(request, "overview/home.html", context)


def without_targets(access: Access, day: date) -> list[Any]:
    """The project-years of this year and later for which this person fills in targets, and has not begun: the first of them."""
    mine = access.years(ACTIONS["targets.edit"]).filter(year__gte=day.year, target_sets=None)
    return list(mine.select_related("project", "unit").order_by("year", "project__code")[:SHORT])


def days(access: Access, day: date) -> list[dict[str, Any]]:
    """The days of the next month on which something is due, of what this person sees: one line a day and kind.

    Who looks as of a day is told of none: they are days of the present.
    """
    found: list[dict[str, Any]] = []
    if access.as_of:
        return found
    for model in machines():
        if model.machine not in DUE or not access.can(SEEN[model.machine]):
            continue
        column, counts = DUE[model.machine]
        span = {f"{column}__gte": day, f"{column}__lte": day + timedelta(days=AHEAD)}
        rows: Any = model.objects
        rows = rows.filter(counts, access.scope(year="year__"), **span).order_by().values_list(column)
        for due, number, year, project in rows.annotate(Count("pk"), Min("year"), Min("year__project__name")):
            url = reverse("project", args=[year]) if number == 1 else reverse(ROOMS[model.machine])
            found.append({"due": due, "days": (due - day).days, "number": number, "project": project, "english": english(), "name": MACHINES[model.machine][english()], "url": url})  # fmt: skip
    return sorted(found, key=lambda line: (line["due"], line["name"]))
