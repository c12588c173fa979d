"""What the project page shows of the reports of a project-year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenxiao.performance.lifecycle import Role
from wenxiao.publishing.reports.outline import find
from wenxiao.web.core.say import say
from wenxiao.web.reports.seeing import seen

if TYPE_CHECKING:
    from wenxiao.web.register.timeline import Page


def panel(page: Page) -> tuple[str, dict[str, Any]] | None:
    """The reports that this person sees, and the button to write the unit's own."""
    rows = list(seen(page.access).filter(year=page.year).order_by("pk")) if page.written else []
    under_way = any(one.outline == "self-evaluation" and one.state != "approved" for one in rows)
    starting = Role.CLERK in page.roles and page.self_evaluation is not None and not under_way
    if not rows and not starting:
        return None
    named = [(one, say(find(one.outline).title, find(one.outline).title_en)) for one in rows]
    return "reports/panel.html", {"reports": named, "starting": starting, "year": page.year}
