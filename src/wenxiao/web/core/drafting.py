"""What becomes of a draft when its form is sent."""

from __future__ import annotations

from typing import Any

from wenxiao.web.core.models import Draft


def sent(request: Any) -> None:
    """The form at this address was saved: what was kept of the typing is not needed any more."""
    Draft.objects.filter(user=request.user, form=request.path[:200]).delete()
