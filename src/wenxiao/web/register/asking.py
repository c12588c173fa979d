"""What the page of a project-year asks of the rooms: questions by its key, each put together once."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.db.models import QuerySet

from wenxiao.web.core.models import Event
from wenxiao.web.core.prepared import Prepared
from wenxiao.web.register.models import ProjectYear

#: The rooms of the cycle in its order. Each may have a module ``panels``: ``panel(page)`` takes what the page has read and gives what the
#: room shows on it, ``asked()`` the questions by the key of the project-year that it asks besides.
ROOMS = ("ledger", "targets", "monitoring", "selfevaluation", "evaluation", "reports", "problems", "disclosure")


@cache
def panels() -> dict[str, ModuleType]:
    """By the name of the room."""
    names = {room: f"wenxiao.web.{room}.panels" for room in ROOMS}
    return {room: import_module(name) for room, name in names.items() if find_spec(name)}


@cache
def questions() -> tuple[Prepared[Any], ...]:
    """Everything that the page asks by the key of its project-year, whoever looks at it."""
    own = (one for one in globals().values() if isinstance(one, Prepared))
    return (*own, *(question for room in panels().values() if hasattr(room, "asked") for question in room.asked()))


def _rows(way: str, year: int) -> QuerySet:
    """What points to a project-year, by the names that lead there: ``target_sets__indicators``."""
    model, back = ProjectYear, ""
    for name in way.split("__"):
        relation: Any = model._meta.get_field(name)
        model, back = relation.related_model, "__".join(filter(None, (relation.field.name, back)))
    return model._default_manager.filter(**{back: year})


#: All that happened, newest first; what a thing held after a step is not shown and weighs the most.
EVENTS: Prepared[Event] = Prepared(
    lambda year: Event.objects.filter(year=year).select_related("actor").defer("snapshot").order_by("-at", "-pk")
)
#: Every year of its project.
YEARS: Prepared[ProjectYear] = Prepared(lambda year: ProjectYear.objects.filter(project__years=year).order_by("year"))
TARGET_SETS: Prepared[Any] = Prepared(lambda year: _rows("target_sets", year).order_by("version"))
INDICATORS: Prepared[Any] = Prepared(lambda year: _rows("target_sets__indicators", year))
MONITORINGS: Prepared[Any] = Prepared(
    lambda year: _rows("monitorings", year).select_related("round").order_by("round__month")
)
CORRECTIONS: Prepared[Any] = Prepared(lambda year: _rows("monitorings__corrections", year))
PROGRESS: Prepared[Any] = Prepared(lambda year: _rows("monitorings__progress", year))
SELF_EVALUATIONS: Prepared[Any] = Prepared(lambda year: _rows("self_evaluation", year).order_by())
ACTUALS: Prepared[Any] = Prepared(lambda year: _rows("self_evaluation__actuals", year))
EVALUATIONS: Prepared[Any] = Prepared(lambda year: _rows("evaluations", year).order_by("pk"))
PROBLEMS: Prepared[Any] = Prepared(
    lambda year: _rows("problems", year).select_related("recurs__year").order_by("due", "pk")
)
REVIEWS: Prepared[Any] = Prepared(
    lambda year: (
        _rows("self_evaluation__reviews", year)
        .select_related("draw", "self_evaluation", "reviewer")
        .defer("draw__population")
    )
)
REVIEW_LINES: Prepared[Any] = Prepared(lambda year: _rows("self_evaluation__reviews__lines", year))
REPORTS: Prepared[Any] = Prepared(lambda year: _rows("reports", year).order_by("pk"))
#: When a budget was approved and released: kind and day of each entry that was not taken back.
BUDGET_DAYS: Prepared[Any] = Prepared(
    lambda year: (
        _rows("entries", year)
        .filter(reversed_by=None, kind__in=("approved", "allocated"))
        .order_by()
        .values_list("kind", "date")
    )
)
RELEASES: Prepared[Any] = Prepared(
    lambda year: (
        _rows("releases", year)
        .select_related("unit")
        .defer("content", "statement", "words", "checked")
        .order_by("version")
    )
)
