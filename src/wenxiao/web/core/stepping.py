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
    of, words = request.session.get("comment", ("", ""))
    comment = words if of == _name(thing) else ""
    return {"thing": thing, "ways": ways, "history": history(thing), "comment": comment}


def _name(thing: Stateful) -> str:
    """Under which a comment that was typed and refused is kept."""
    return f"{thing.machine} {thing.pk}"


def step(thing: Stateful, request: Any, to: Any = None) -> HttpResponse:
    """Make the step that a button of ``core/steps.html`` asks for; a refusal is one sentence, and nothing has changed.

    Whoever opened the page before somebody changed the thing is told: nobody passes what they have not seen.
    Raises PermissionDenied where the step is somebody else's: no page offers it to this person.
    """
    comment = request.POST.get("comment", "")
    try:
        _refuse_unless_seen(thing, request)
        advance(thing, request.POST.get("action", ""), request.access, comment)
    except NotYours as refusal:
        raise PermissionDenied(say(refusal.zh, refusal.en)) from None
    except NotAllowed as refusal:
        messages.error(request, say(refusal.zh, refusal.en))
        request.session["comment"] = (_name(thing), comment[:5000])
    else:
        request.session.pop("comment", None)
        messages.success(request, say(f"已办理，当前状态：{thing.state_words}。", f"Done; now: {thing.state_words}."))
    return redirect(to or thing)


def _refuse_unless_seen(thing: Stateful, request: Any) -> None:
    seen = request.POST.get("revision", "")
    if seen in ("", str(thing.revision)):
        return
    who = str(thing.changed_by or "")
    raise NotAllowed(
        f"没有办理：您打开页面以后，{who or '有人'}作了修改或办理。请看现在的内容，再决定是否办理。",
        f"Nothing was done: {who or 'somebody'} changed it after you opened the page. Look at it as it is now, then decide.",
    )
