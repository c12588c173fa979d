"""Whose evidence one sees: that of the project-years that one sees, and in the command centre what the scores rest on.

What one person did is for that person and the shift lead, here as on the lines of a score.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from wenxiao.grid.states import Role
from wenxiao.web.core.policy import CENTRE, Access
from wenxiao.web.evidence.models import Measure, Series, Snapshot


def snapshots(access: Access) -> QuerySet:
    """The snapshots that somebody sees."""
    linked = Measure.snapshots.through.objects.filter(
        snapshot=OuterRef("pk"), measure__in=measures(access).values("pk")
    )
    seen = Q(Exists(linked))
    if access.grid_roles & CENTRE:
        seen |= Q(kind=Snapshot.Kind.RATE)
    rows = Snapshot.objects.filter(seen)
    if Role.LEAD not in access.grid_roles:
        rows = rows.filter(~Q(scope__contains="person=") | _own(f"person={access.user.pk}"))
    return rows.filter(made_at__date__lte=access.as_of) if access.as_of else rows


def _own(part: str) -> Q:
    """Scopes that hold this part; ``person=1`` is not in ``person=12``."""
    return (
        Q(scope=part) | Q(scope__startswith=f"{part};") | Q(scope__endswith=f";{part}") | Q(scope__contains=f";{part};")
    )


def measures(access: Access) -> QuerySet:
    rows = Measure.objects.filter(access.scope(year="year__")).select_related(
        "year__project", "year__unit", "series", "made_by"
    )
    return rows.filter(made_at__date__lte=access.as_of) if access.as_of else rows


def series(access: Access) -> QuerySet:
    rows = Series.objects.filter(access.scope(year="year__")).select_related("year__project", "year__unit", "made_by")
    return rows.filter(made_at__date__lte=access.as_of) if access.as_of else rows


def one_snapshot(request: Any, pk: int) -> Snapshot:
    return get_object_or_404(snapshots(request.access).select_related("made_by"), pk=pk)


def one_measure(request: Any, pk: int, action: str) -> Measure:
    """A measure to do this with: Http404 where one does not see it, PermissionDenied where one only sees it."""
    found = measures(request.access).filter(pk=pk, removed_at=None).first()
    if found is None:
        raise Http404
    request.access.year(action, found.year_id)
    return found


def one_series(request: Any, pk: int, action: str = "evidence.see") -> Series:
    found = get_object_or_404(series(request.access), pk=pk)
    request.access.year(action, found.year_id)
    return found
