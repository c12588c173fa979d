"""Drafts: what somebody types into a form is kept in a place of its own until the form is sent.

The place is made when the form is opened and goes when it is sent. What was under way then finds none, and is not offered again.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wenxiao.web.core.clock import now
from wenxiao.web.core.models import Draft

#: How long a place is held for a form into which nothing was typed.
HELD = timedelta(days=30)
#: In what a person wrote, not in a choice, a number or a key of the form: a Chinese character, or two words.
_WORDS = re.compile(r"[\u3400-\u9fff]|\w\s+\w")


def opened(user: Any, form: str) -> Draft:
    """The place of a form, with what was typed into it before."""
    place, _ = Draft.objects.get_or_create(user=user, form=form, defaults={"fields": {}})
    return place


def keep(user: Any, form: str, place: int, fields: Any) -> bool:
    """Keep what is typed; whether its place is still there."""
    return bool(Draft.objects.filter(pk=place, user=user, form=form).update(fields=fields, saved=now()))


def give_up() -> None:
    """Places in which nothing was typed for long; a window that is still open asks for another."""
    Draft.objects.filter(fields={}, saved__lt=now() - HELD).delete()


def sent(request: Any, page: str = "") -> None:
    """The form of a page (else of this address) was saved: taken for new, what was kept of the typing would be sent twice."""
    Draft.objects.filter(user=request.user, form=(page or request.path)[:200]).delete()


def not_saved(request: Any, why: str, to: Any, status: int = 409) -> HttpResponse:
    """What is said of a form that came too late, its thing being in another state by then: why, and the words that were typed."""
    typed = [one.strip() for name, every in request.POST.lists() for one in every if name != "csrfmiddlewaretoken"]
    texts = list(dict.fromkeys(one for one in typed if _WORDS.search(one)))
    return render(
        request, "core/not_saved.html", {"why": why, "texts": texts, "to": to.get_absolute_url()}, status=status
    )
