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
GRAVE = frozenset({"suspend", "withdraw"})
#: Of a session: the comments that were refused, by the names of their things.
_REFUSED = "refused-comments"


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
    comment = request.session.get(_REFUSED, {}).get(_name(thing), "")
    return {"thing": thing, "ways": ways, "history": history(thing, request.access.as_of), "comment": comment}


def _name(thing: Stateful) -> str:
    """Under which a comment that was typed and refused is kept."""
    return f"{thing.machine} {thing.pk}"


def _keep(thing: Stateful, request: Any, comment: str) -> None:
    """Keep a comment that was refused with its thing; of an empty one nothing is kept."""
    kept = request.session.get(_REFUSED, {})
    others = {name: words for name, words in kept.items() if name != _name(thing)}
    now = {**others, _name(thing): comment} if comment else others
    if now != kept:
        request.session[_REFUSED] = now


def step(thing: Stateful, request: Any, to: Any = None) -> HttpResponse:
    """Make the step that a button of ``core/steps.html`` asks for; a refusal is one sentence, and nothing has changed.

    Whoever opened the page before somebody changed the thing is told: nobody passes what they have not seen.
    ``to`` is where one goes on once it is made.
    Raises PermissionDenied where the step is somebody else's: no page offers it to this person.
    """
    comment = request.POST.get("comment", "")
    try:
        advance(thing, request.POST.get("action", ""), request.access, comment, seen=request.POST.get("revision", ""))
    except NotYours as refusal:
        raise PermissionDenied(say(refusal.zh, refusal.en)) from None
    except NotAllowed as refusal:
        messages.error(request, say(refusal.zh, refusal.en))
        _keep(thing, request, comment[:5000])
        return redirect(thing)
    _keep(thing, request, "")
    messages.success(request, say(f"已办理，当前状态：{thing.state_words}。", f"Done; now: {thing.state_words}."))
    return redirect(to or thing)
