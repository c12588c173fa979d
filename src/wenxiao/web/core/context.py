"""What every page shows around itself: the rooms that this person may enter, and what waits for them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from wenxiao.web.core.navigation import menu


def shell(request: HttpRequest) -> dict[str, Any]:
    access = getattr(request, "access", None)
    return {
        "access": access,
        "menu": SimpleLazyObject(lambda: menu(request)) if access else (),
    }  # parts of pages show none
