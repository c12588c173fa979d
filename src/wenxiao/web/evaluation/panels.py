"""What the project page shows of reviews and evaluations."""

from __future__ import annotations

from typing import Any

from wenxiao.web.evaluation import working
from wenxiao.web.evaluation.models import Review
from wenxiao.web.evaluation.reviews import by_then
from wenxiao.web.evaluation.seeing import reads, seen


def panel(year: Any, access: Any) -> tuple[str, dict[str, Any]] | None:
    """Evaluations with state, score and grade, reviews with their opinion, each as far as this person sees it."""
    found = [
        {"one": one, "open": (open_ := reads(one, access)), "sums": working.sums(one.lines.all()) if open_ else []}
        for one in seen(access).filter(year=year).prefetch_related("lines")
    ]
    reviews = (
        list(
            by_then(Review.objects.filter(self_evaluation__year=year), access)
            .select_related("draw", "self_evaluation", "reviewer")
            .prefetch_related("lines")
        )
        if access.may("review.see", year)
        else []
    )
    planning = access.may("evaluation.plan", year)
    if not found and not reviews and not planning:
        return None
    return "evaluation/panel.html", {"found": found, "reviews": reviews, "planning": planning, "year": year}
