"""What the page of a project-year asks of the rooms: questions by its key, each put together once."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from wenxiao.web.core.models import Event
from wenxiao.web.core.prepared import Prepared
from wenxiao.web.register.models import ProjectYear


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
YEARS: Prepared[ProjectYear] = Prepared(lambda project: ProjectYear.objects.filter(project=project).order_by("year"))
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
