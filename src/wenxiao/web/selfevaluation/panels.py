"""What the project page shows of the self-evaluation."""

from __future__ import annotations

from typing import Any

from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.scored import missing, scored
from wenxiao.web.selfevaluation.showing import shown
from wenxiao.web.selfevaluation.starting import ready


def panel(year: Any, access: Any) -> tuple[str, dict[str, Any]] | None:
    """Score, lines and what is missing; the button to start where it can be started."""
    one = (
        SelfEvaluation.objects.filter(year=year)
        .as_of(access.as_of)
        .select_related("year__project", "target_set")
        .first()
    )
    if one is None:
        if not access.may("selfevaluation.edit", year):
            return None
        can = ready(type(year).objects.filter(pk=year.pk)).exists()
        return ("selfevaluation/panel.html", {"one": None, "year": year}) if can else None
    form = scored(one)
    lacking = missing(one, form) if one.state == "draft" else []
    return "selfevaluation/panel.html", {
        "one": one,
        "form": form,
        "lines": shown(form),
        "missing": lacking,
        "year": year,
    }
