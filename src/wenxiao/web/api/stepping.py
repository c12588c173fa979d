"""Steps through the API: the same table, the same record, one way for all rooms."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from wenxiao.web.api.shapes import StepIn
from wenxiao.web.core.editing import lock
from wenxiao.web.core.models import Stateful
from wenxiao.web.core.stepping import steps
from wenxiao.web.core.workflow import advance


def ways(thing: Stateful, request: Any) -> list[dict[str, Any]]:
    """The steps that this person may make now."""
    return steps(thing, request)["ways"]


@transaction.atomic
def stepped(thing: Stateful, said: StepIn, request: Any) -> dict[str, Any]:
    """Make a step. Raises NotAllowed, and Conflict where the program read an older revision."""
    if said.revision is not None:
        lock(thing, said.revision)
    event = advance(thing, said.action, request.access, said.comment)
    return {"state": thing.state, "state_words": thing.state_words, "revision": thing.revision, "step": event}
