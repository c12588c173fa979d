"""What was counted, added up or put on a page, kept for whoever asks next: until something is entered or a step is made, and half a minute
at most: a part of a page and the numbers that it was put together from, a quarter each.

What is entered, stepped, issued or raised is a new row, so that the last numbers of the tables say whether anything was. What
changes in place (the name of a unit, a day that is moved) shows within the half minute, and at once to who changed it by a form: what is
sent leaves a mark in the window (``changed``), and what was kept for others is not for it then. A job or a token leaves none.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from functools import cache
from threading import Lock
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from wenxiao.web.core.clock import today
from wenxiao.web.core.models import Event, Stateful
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import english

T = TypeVar("T")
SECONDS = 15
#: How long a window keeps its mark: longer than whatever was begun before it is kept, a part from numbers included.
MARKED = 4 * SECONDS
#: The cookie of a window in which something was sent lately.
CHANGED = "changed"
#: Of many who ask the same at once one adds up, and the others of this process wait for it. Those of ``parts`` are others than those of
#: ``default``: what puts a part together may ask for a number that is remembered, and the other way round nobody may ask.
_LOCKS = {store: [Lock() for _ in range(256)] for store in ("default", "parts")}


def remembered(access: Access, what: tuple[Any, ...], make: Callable[[], T], store: str = "default") -> T:
    """What ``make`` gives for the roles of this person today, or gave to somebody with the same ones."""
    who = sorted((one.role, one.organisation_id) for one in access.memberships)
    posts = sorted((one.role, one.agency_id) for one in access.posts)
    asked = repr((what, who, posts, access.as_of, access.changed, today(), _last_for(access)))
    key = hashlib.sha256(asked.encode()).hexdigest()
    kept = caches[store].get(key)
    if kept is None:
        with _LOCKS[store][int(key[:2], 16)]:
            kept = caches[store].get(key)
            if kept is None:
                kept = (make(),)
                caches[store].set(key, kept, SECONDS)
    return kept[0]


def rendered(
    request: Any, parts: Sequence[str], make: Callable[[], dict[str, Any]], asked: str | None = None
) -> list[SafeString]:
    """Parts of a page, each named by its template, as they were last put together for the same address, language and roles.

    ``make`` gives what they show; ``asked`` is what of the address they depend on, all of it where it is not given. Nothing in them may
    be one person's alone, or one window's, as the mark of a form is.
    """

    def put_together() -> list[str]:
        values = make()
        return [render_to_string(part, values, request) for part in parts]

    what = ("parts", *parts, request.get_full_path() if asked is None else asked, english())
    return [SafeString(part) for part in remembered(request.access, what, put_together, "parts")]


def mark_changed(response: HttpResponse) -> None:
    """Something may have been changed in place by who is answered: what they see next is not what was kept before."""
    response.set_cookie(
        CHANGED,
        secrets.token_urlsafe(6),
        max_age=MARKED,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _last_for(access: Access) -> tuple[Any, ...]:
    """The last numbers, asked once for a page that only looks: what it shows of several kinds is of one moment."""
    known = vars(access)
    if not access.reads or "last" not in known:
        known["last"] = _last()
    last: tuple[Any, ...] = known["last"]
    return last


def _last() -> tuple[Any, ...]:
    """The last number of every table in which something new is a new row."""
    with connection.cursor() as cursor:
        cursor.execute(_question())
        return tuple(cursor.fetchone())


@cache
def _question() -> str:
    """All of them in one statement."""
    tables = ["ledger_entry", "register_projectyear", Event._meta.db_table]
    tables += [model._meta.db_table for model in apps.get_models() if issubclass(model, Stateful)]
    return "SELECT " + ", ".join(f"(SELECT max(id) FROM {table})" for table in tables)
