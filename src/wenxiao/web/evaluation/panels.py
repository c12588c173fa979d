"""What the project page shows of reviews and evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenxiao.web.evaluation import working
from wenxiao.web.evaluation.seeing import reads, seen

if TYPE_CHECKING:
    from wenxiao.web.register.timeline import Page


def panel(page: Page) -> tuple[str, dict[str, Any]] | None:
    """Evaluations with state, score and grade, reviews with their opinion, each as far as this person sees it."""
    year, access = page.year, page.access
    rows = seen(access).filter(year=year).prefetch_related("lines") if page.evaluations else ()
    found = [
        {"one": one, "open": (open_ := reads(one, access)), "sums": working.sums(one.lines.all()) if open_ else []}
        for one in rows
    ]
    planning = access.may("evaluation.plan", year)
    if not found and not page.reviews and not planning:
        return None
    return "evaluation/panel.html", {"found": found, "reviews": page.reviews, "planning": planning, "year": year}
