"""Steps beside the row of states, for tests: an order, a case made void by two persons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.web.griding import actor
from wenxiao.grid.states import Pressing
from wenxiao.grid.transitions import Action
from wenxiao.web.core.clock import now
from wenxiao.web.grid.keeping import perform
from wenxiao.web.grid.models import Case


def pressed(row: Case, login: str = "inspector", **more: Any) -> Case:
    told = {"pressing": Pressing.KEY, "until": now() + timedelta(days=2), "reason": "请说明进展", **more}
    return perform(row, actor(login), Action.SUPERVISE, **told)


def voided(row: Case) -> Case:
    asked = perform(row, actor("acceptor"), Action.ASK_VOID, reason="误立")
    return perform(asked, actor("lead"), Action.VOID)
