"""Whether a problem of an earlier year came back: by the words of both, as the rule over records compares them (F620)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wenxiao.audit.records.words import likeness
from wenxiao.performance.regime import regime


def earlier(year: Any, ago: int = 1) -> Any:
    """The problems of the same project in the years before, without those that were withdrawn."""
    from wenxiao.web.problems.models import Problem

    return (
        Problem.objects.filter(year__project=year.project_id, year__year__gte=year.year - ago, year__year__lt=year.year)
        .exclude(state="withdrawn")
        .select_related("year")
        .order_by("-year__year", "pk")
    )


def proposed(text: str, problems: Iterable[Any]) -> tuple[Any, Decimal] | None:
    """The problem that reads most like this one, with the share of two-character runs in common; None where none is alike."""
    if not text.strip():
        return None
    shares = [(likeness(text, problem.text), problem) for problem in problems]
    share, best = max(shares, key=lambda pair: pair[0], default=(Decimal(0), None))
    return (best, share) if best is not None and share >= regime().thresholds["like_problem"] else None
