"""What becomes of a draft when its form is sent."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wenxiao.web.core.models import Draft

#: In what a person wrote, not in a choice, a number or a key of the form: a Chinese character, or two words.
_WORDS = re.compile(r"[\u3400-\u9fff]|\w\s+\w")


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
