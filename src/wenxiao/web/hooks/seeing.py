"""Whether the owner of a hook sees what happened: the rule of the room that it happened in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from wenxiao.web.core.clock import day_of
from wenxiao.web.core.policy import INSIDE, Access
from wenxiao.web.desk.listing import papers
from wenxiao.web.desk.models import Document
from wenxiao.web.disclosure.models import Release
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.evaluation.seeing import seen as evaluations
from wenxiao.web.hooks.events import ENTERED
from wenxiao.web.hooks.models import Happening, Hook
from wenxiao.web.monitoring.models import Monitoring
from wenxiao.web.problems.models import Problem
from wenxiao.web.register.timeline import address
from wenxiao.web.reports.models import Report
from wenxiao.web.reports.seeing import seen as reports
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.targets.models import TargetSet


def _of_year(model: Any) -> Callable[[Access], QuerySet]:
    return lambda access: model.objects.filter(access.scope(year="year__")).shown_to(access)


@dataclass(frozen=True, slots=True)
class Room:
    """The action that opens a room, the things in it that somebody sees, and where the API has them (empty: pages alone)."""

    action: str
    things: Callable[[Access], QuerySet]
    api: str


#: By the kind of thing. Of what is not here nobody is told.
ROOMS: Mapping[Any, Room] = {
    TargetSet: Room("targets.see", _of_year(TargetSet), "targets"),
    Monitoring: Room("monitoring.see", _of_year(Monitoring), "monitoring"),
    SelfEvaluation: Room("selfevaluation.see", _of_year(SelfEvaluation), "self-evaluations"),
    Evaluation: Room("evaluation.see", evaluations, "evaluations"),
    Problem: Room("problems.see", _of_year(Problem), "problems"),
    Document: Room("desk.see", papers, "documents"),
    Report: Room("reports.see", reports, "reports"),
    Release: Room(
        "disclosure.see",
        lambda access: Release.objects.filter(access.scope(INSIDE, year="")).shown_to(access),
        "releases",
    ),
}


def acts(hook: Hook) -> bool:
    """Whether a hook's owner is still somebody for whom the site acts."""
    from django.conf import settings

    user = hook.user
    return user.is_active and not user.must_change_password and not (user.sample and settings.HOSTS) and Access(user).can("hooks.keep")  # fmt: skip


def seen(happening: Happening, access: Access) -> dict[str, Any] | None:
    """What may be told to this person of it; None where they do not see it."""
    if access.as_of is not None and day_of(happening.at) > access.as_of:
        return None
    if happening.event == ENTERED:
        years = access.years().filter(pk__in=happening.years) if access.can("ledger.see") else ()
        mine = sorted(year.pk for year in years)
        api = [f"/api/v1/ledger/{pk}" for pk in mine]
        return {**happening.about, "project_years": mine, "api": api} if mine else None
    kind = happening.content_type.model_class() if happening.content_type else None
    if kind not in ROOMS:
        return None
    room = ROOMS[kind]
    if not access.can(room.action):
        return None
    thing = room.things(access).filter(pk=happening.object_id).first()
    if thing is None:
        return None
    told = {**happening.about, "page": address(thing)}
    return {**told, "api": f"/api/v1/{room.api}/{thing.pk}"} if room.api else told
