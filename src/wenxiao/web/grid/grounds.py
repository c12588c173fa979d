"""What the grid centre decides by: its rules, its calendar and its catalogue, as one ground."""

from __future__ import annotations

from wenxiao.grid.deadlines import Ground
from wenxiao.web.territory.ground import current


def ground() -> Ground:
    """The ground as it stands now: what ships, with what the place has added to it. Cheap: read again only when it was changed."""
    return current()
