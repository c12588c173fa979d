"""What every page shows around itself: the rooms that this person may enter, and what waits for them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from wenxiao.web.core.navigation import menu


def shell(request: HttpRequest) -> dict[str, Any]:
    access = getattr(request, "access", None)
    if access is None:
        return {"access": None, "menu": ()}
    shown = SimpleLazyObject(lambda: menu(request))  # made where it is shown: a part of a page shows none
    return {"access": access, "menu": shown}
