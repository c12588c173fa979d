"""Steps through the API: the same table, the same record, one way for all rooms."""

from __future__ import annotations

from typing import Any

from wenxiao.web.api.shapes import StepIn
from wenxiao.web.core.models import Stateful
from wenxiao.web.core.stepping import steps
from wenxiao.web.core.workflow import advance


def ways(thing: Stateful, request: Any) -> list[dict[str, Any]]:
    """The steps that this person may make now."""
    return steps(thing, request)["ways"]


def stepped(thing: Stateful, said: StepIn, request: Any) -> dict[str, Any]:
    """Make a step. Raises NotAllowed, which is Overtaken where the program read an older revision."""
    seen = "" if said.revision is None else str(said.revision)
    event = advance(thing, said.action, request.access, said.comment, seen=seen)
    return {"state": thing.state, "state_words": thing.state_words, "revision": thing.revision, "step": event}
