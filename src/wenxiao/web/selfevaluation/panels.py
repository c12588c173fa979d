"""What the project page shows of the self-evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenxiao.web.selfevaluation.scored import missing, scored
from wenxiao.web.selfevaluation.showing import shown
from wenxiao.web.selfevaluation.starting import ready

if TYPE_CHECKING:
    from wenxiao.web.register.timeline import Page


def panel(page: Page) -> tuple[str, dict[str, Any]] | None:
    """Score, lines and what is missing; the button to start where it can be started."""
    year, access, one = page.year, page.access, page.self_evaluation
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
