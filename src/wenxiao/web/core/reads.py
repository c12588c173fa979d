"""The record of who read what is not for everybody."""

from __future__ import annotations

from typing import Any

from wenxiao.web.core.models import SensitiveRead


def note(request: Any, what: str) -> None:
    """Record that the person of a request took something away."""
    SensitiveRead.objects.create(user=request.user, what=what[:200], address=request.META.get("REMOTE_ADDR") or None)
