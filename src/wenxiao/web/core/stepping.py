"""The buttons of what one may do next, and what happens when one is pressed: the same for every room."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from wenxiao.performance.lifecycle import Need, NotAllowed, NotYours
from wenxiao.web.core.models import Stateful
from wenxiao.web.core.say import say
from wenxiao.web.core.workflow import advance, history, open_ways

#: Steps that are no way on: nobody should take them for the usual one.
GRAVE = frozenset({"suspend"})


def steps(thing: Stateful, request: Any) -> dict[str, Any]:
    """What ``core/steps.html`` shows: the ways that are open to this person, and the record so far."""
    ways = [
        {
            "action": way.action,
            "words": say(way.zh, way.en),
            "back": way.back,
            "comment": Need.COMMENT in way.needs,
            "grave": way.action in GRAVE,
        }
        for way in open_ways(thing, request.access)
        if not way.automatic
    ]
    return {"thing": thing, "ways": ways, "history": history(thing)}


def step(thing: Stateful, request: Any, to: Any = None) -> HttpResponse:
    """Make the step that a button of ``core/steps.html`` asks for; a refusal is one sentence, and nothing has changed.

    Raises PermissionDenied where the step is somebody else's: no page offers it to this person.
    """
    try:
        advance(thing, request.POST.get("action", ""), request.access, request.POST.get("comment", ""))
    except NotYours as refusal:
        raise PermissionDenied(say(refusal.zh, refusal.en)) from None
    except NotAllowed as refusal:
        messages.error(request, say(refusal.zh, refusal.en))
        request.session["comment"] = request.POST.get("comment", "")[:5000]
    else:
        request.session.pop("comment", None)
        messages.success(request, say(f"已办理，当前状态：{thing.state_words}。", f"Done; now: {thing.state_words}."))
    return redirect(to or thing)
