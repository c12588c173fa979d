"""What the telephone's script says of a form that it sends (``js/grid-phone.js``): that it is the script, and how long the form waited."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import JsonResponse

from wenxiao.web.core.clock import now

_SAYS = "X-Outbox"


def by_script(request: Any) -> bool:
    return _SAYS in request.headers


def done_at(request: Any) -> datetime | None:
    """When a form was filled in that waited for a line: it says for how many milliseconds, so that a telephone's clock may be wrong.
    None where it did not wait."""
    told = request.headers.get(_SAYS, "")
    waited = timedelta(milliseconds=int(told)) if told.isdecimal() and len(told) < 12 else timedelta(0)
    return None if waited < timedelta(minutes=1) else now() - waited


def token_of(request: Any) -> UUID | None:
    """What a telephone gave a form before it sent it; None where it is none."""
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return None


def refused(form: Any) -> JsonResponse:
    """The answer to the script for a form that was not understood: one sentence for all, and one for each field."""
    fields = {name: " ".join(errors) for name, errors in form.errors.items() if name != "__all__"}
    words = [*form.non_field_errors(), *(f"{form.fields[name].label}：{said}" for name, said in fields.items())]
    return JsonResponse({"detail": " ".join(words), "fields": fields}, status=422)
