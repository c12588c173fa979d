"""Starting self-evaluations: of one project-year by its clerk, of all of a year by the performance office."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.core.workflow import days_moved
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.targets.models import TargetSet


def ready(years: QuerySet) -> QuerySet:
    """Those of the project-years that have approved targets and no self-evaluation yet."""
    approved = TargetSet.objects.filter(state="approved").values("year")
    return years.filter(pk__in=approved, self_evaluation=None)


@transaction.atomic
def start(year: ProjectYear, user: Any, due: date | None = None) -> SelfEvaluation:
    """The self-evaluation of a project-year, made where there is none. Raises NotAllowed without approved targets."""
    found = SelfEvaluation.objects.filter(year=year).first()
    if found is not None:
        return found
    targets = TargetSet.objects.filter(year=year, state="approved").order_by("-version").first()
    if targets is None:
        raise NotAllowed(
            f"“{year.project}”{year.year}年度还没有批复的绩效目标，请先办理目标批复。",
            f"“{year.project}” {year.year} has no approved targets yet; have them approved first.",
        )
    return SelfEvaluation.objects.create(year=year, target_set=targets, due=due, changed_by=user)


@transaction.atomic
def start_all(years: QuerySet, user: Any, due: date | None) -> int:
    """Start all that are ready; those that have begun and are not submitted get the date, which is recorded. How many were
    started."""
    every = list(ready(years).select_related("project"))
    for year in every:
        start(year, user, due)
    begun = (
        SelfEvaluation.objects.select_for_update(of=("self",)).filter(year__in=years, state="draft").exclude(due=due)
    )
    moved = list(begun.select_related("year"))
    SelfEvaluation.objects.filter(pk__in=[one.pk for one in moved]).update(due=due)
    for one in moved:
        days_moved(one, one.machine, one.state, one.year, user, {"due": one.due}, {"due": due})
    return len(every)


def renew(evaluation: SelfEvaluation) -> bool:
    """Take over the targets approved last, into the thing only; whether there are others than before."""
    latest = TargetSet.objects.filter(year=evaluation.year, state="approved").order_by("-version").first()
    if latest is None or latest.pk == evaluation.target_set_id:
        return False
    evaluation.target_set = latest
    return True
