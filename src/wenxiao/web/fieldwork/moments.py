"""When something outside counts that waited for a line: as it is told where it came soon enough, else from its arrival."""

from __future__ import annotations

from datetime import datetime

from wenxiao.web.core.clock import now
from wenxiao.web.grid.grounds import ground


def counted(at: datetime | None, since: datetime | None) -> datetime:
    """The moment that counts: ``at`` where it was recorded soon after (``late_entry`` of the rules), else now; never before ``since``."""
    present = now()
    if at is None or at > present or present - at > ground().rules.late_entry:
        return present
    return at if since is None else max(at, since)
