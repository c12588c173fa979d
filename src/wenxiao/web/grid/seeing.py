"""Who sees which case: the one place. Pages, phones, API and photos all ask here.

The centre sees all; a supervisor what he reported, is to check, or what lies in the grids that he holds; a unit what is or was with
it or with a unit below it. Nobody else sees a case.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from wenxiao.grid.states import Role
from wenxiao.web.core.clock import now, today
from wenxiao.web.core.policy import CENTRE, Access
from wenxiao.web.grid.keeping import Actor
from wenxiao.web.grid.models import Agency, Case, CaseAgency

UNITS = frozenset({Role.HANDLER, Role.EMERGENCY})


def scope(access: Access) -> Q:
    """The cases that one sees, as a condition on cases; one without a post sees none."""
    if access.grid_roles & CENTRE:
        return Q()
    seen = Q(pk__in=())
    if Role.SUPERVISOR in access.grid_roles:
        seen |= Q(reporter=access.user.pk) | Q(assignee=access.user.pk)
        held = grids_of(access)
        if held:
            seen |= Q(grid__in=held)
    units = agencies_of(access)
    if units:
        seen |= Q(pk__in=CaseAgency.objects.filter(agency__in=units).values("case"))
    return seen


def seen(access: Access) -> QuerySet[Case]:
    """The cases that one sees."""
    return Case.objects.filter(scope(access))


def case_of(access: Access, pk: int) -> Case:
    """A case that one sees; Http404 for any other."""
    return get_object_or_404(seen(access).select_related("agency", "reporter", "assignee", "parent"), pk=pk)


def agencies_of(access: Access) -> list[int]:
    """The units that somebody handles cases for, with all below them."""
    own = {post.agency_id for post in access.posts if Role(post.role) in UNITS}
    if not own:
        return []
    below: dict[int | None, list[int]] = {}
    for pk, parent in Agency.objects.values_list("pk", "parent"):
        below.setdefault(parent, []).append(pk)
    found, waiting = set(own), list(own)
    while waiting:
        more = [pk for pk in below.get(waiting.pop(), ()) if pk not in found]
        found.update(more)
        waiting += more
    return sorted(found)


def grids_of(access: Access) -> list[str]:
    """The codes of the unit grids that somebody holds today."""
    from wenxiao.web.territory.models import UnitGrid

    day = today()
    held = Q(duty_grids__assignments__until=None) | Q(duty_grids__assignments__until__gte=day)
    rows = UnitGrid.objects.filter(
        held, duty_grids__assignments__staff__user=access.user.pk, duty_grids__assignments__since__lte=day
    )
    return list(rows.values_list("code", flat=True).distinct())


def actors(access: Access) -> list[Actor]:
    """What somebody may act as, one for each post that he holds today."""
    return [Actor(access.user, Role(post.role), post.agency) for post in access.posts]


def sees_reporter(access: Access, row: Case) -> bool:
    """Whether name and phone of who reported from outside are for this person: at the desk, and only while the case is open or they are
    to be called back."""
    wanted = row.open or (row.call_until is not None and row.call_until > now())
    return wanted and access.can("grid.reporter")
