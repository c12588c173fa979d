"""What the project page shows of what is public of a project-year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wenxiao.web.core.policy import ACTIONS
from wenxiao.web.core.prepared import Prepared
from wenxiao.web.disclosure import sources

if TYPE_CHECKING:
    from wenxiao.web.register.timeline import Page


def asked() -> Iterator[Prepared[Any]]:
    return (source.offered for source in sources.every() if source.of_project)


def panel(page: Page) -> tuple[str, dict[str, Any]] | None:
    """The releases with their versions, and the way to the public page; None for who sees nothing of disclosure."""
    if not page.roles & ACTIONS["disclosure.see"]:
        return None
    holds = {one.kind: one for one in page.releases if one.published_at}  # the newest published version of each kind
    public = any(not one.withdrawn for one in holds.values())
    return "disclosure/panel.html", {"releases": page.releases, "public": public}
