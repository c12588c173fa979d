"""What waits for a person: every thing in a state from which one of their roles makes the next step."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.models import QuerySet

from wenxiao.performance.lifecycle import TRANSITIONS, Role
from wenxiao.web.core.models import Stateful
from wenxiao.web.core.policy import Access
from wenxiao.web.core.remembering import remembered


def machines() -> Iterator[type[Stateful]]:
    """Every kind of thing that has a state."""
    return (model for model in apps.get_models() if issubclass(model, Stateful))


def waiting(model: type[Stateful], access: Access) -> QuerySet:
    """The things of one kind that wait for this person."""
    from django.db.models import Q

    by_role: dict[Role, set[str]] = {}
    for way in TRANSITIONS:
        reopening = way.back and way.source in model.settled  # possible, and nobody's duty
        if way.machine == model.machine and not (way.automatic or way.aside or reopening):
            for role in way.roles:
                by_role.setdefault(role, set()).add(way.source)
    condition = Q(pk__in=())
    for role in access.roles & by_role.keys():
        condition |= Q(state__in=by_role[role]) & model.within(access, frozenset({role}))
    return model.acting(access).filter(condition)


def counts(access: Access) -> dict[str, int]:
    """How many things wait, by machine; under "" all of them together."""

    def counted() -> dict[str, int]:
        found = {model.machine: waiting(model, access).count() for model in machines()}
        return {**found, "": sum(found.values())}

    return remembered(access, ("waiting", access.user.pk), counted)  # papers may be one's own
