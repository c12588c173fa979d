"""What the project page shows of problems and of what the result meant for the next budget."""

from __future__ import annotations

from typing import Any

from wenxiao.web.core.clock import today
from wenxiao.web.problems.models import UseOfResult
from wenxiao.web.problems.results import rows


def panel(year: Any, access: Any) -> tuple[str, dict[str, Any]] | None:
    roles = access.roles_for(year)
    from wenxiao.web.core.policy import ACTIONS

    if not roles & ACTIONS["problems.see"]:
        return None
    problems = list(year.problems.select_related("recurs__year").order_by("due", "pk"))
    for problem in problems:
        problem.year, problem.days = year, (problem.due - today()).days
    use = UseOfResult.objects.filter(year=year).select_related("decided_by").first()
    raising = bool(roles & ACTIONS["problems.raise"])
    deciding = bool(roles & ACTIONS["results.decide"]) and rows(access).filter(pk=year.pk).exists()
    if not problems and use is None and not raising:
        return None
    return "problems/panel.html", {"problems": problems, "use": use, "raising": raising, "deciding": deciding}
