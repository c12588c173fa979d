"""What the project page shows of problems and of what the result meant for the next budget."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from wenxiao.web.core.clock import day_of
from wenxiao.web.core.policy import ACTIONS
from wenxiao.web.core.prepared import Prepared
from wenxiao.web.problems.deciding import as_decided
from wenxiao.web.problems.models import UseOfResult

if TYPE_CHECKING:
    from wenxiao.web.register.timeline import Page

USE: Prepared[UseOfResult] = Prepared(
    lambda year: UseOfResult.objects.filter(year=year).select_related("decided_by").order_by()
)


def asked() -> Iterable[Prepared[Any]]:
    return (USE,)


def panel(page: Page) -> tuple[str, dict[str, Any]] | None:
    """Problems with the days that are left, and the use of the result; None for somebody who sees no problems."""
    if not page.sees_problems:
        return None
    for problem in page.problems:
        problem.days = (problem.due - page.today).days
    use = USE.first(page.year.pk)
    if use is not None and day_of(use.decided_at) > page.today:
        made = next((event for event in page.events if event.machine == "use_of_result"), None)
        use = as_decided(made) if made else None
    raising = bool(page.roles & ACTIONS["problems.raise"])
    own = page.self_evaluation
    result = use or (own and own.state == "accepted") or any(one.state == "final" for one in page.evaluations)
    deciding = bool(result and page.roles & ACTIONS["results.decide"])
    if not page.problems and use is None and not raising:
        return None
    return "problems/panel.html", {"problems": page.problems, "use": use, "raising": raising, "deciding": deciding}
