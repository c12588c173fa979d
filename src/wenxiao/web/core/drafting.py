"""What becomes of a draft when its form is sent."""

from __future__ import annotations

from typing import Any

from wenxiao.web.core.models import Draft


def sent(request: Any, page: str = "") -> None:
    """The form of a page (else of this address) was saved: taken for new, what was kept of the typing would be sent twice."""
    Draft.objects.filter(user=request.user, form=(page or request.path)[:200]).delete()
