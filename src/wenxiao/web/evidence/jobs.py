"""In the background: all snapshots that somebody sees, computed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from wenxiao.web.core.jobs import job
from wenxiao.web.core.models import Job
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.evidence.seeing import snapshots
from wenxiao.web.evidence.snapshots import checked


@job("evidence-check")
def check_all(asked: Job) -> Mapping[str, Any]:
    """Those of one period and cutoff are computed in one pass over the cases."""
    rows = snapshots(Access(asked.user)).order_by("start", "end", "cutoff", "pk")
    found = [one.same for one in checked(rows, asked.user)]
    wrong = found.count(False)
    words = say(
        f"重新核算 {len(found)} 份快照，{len(found) - wrong} 份一致",
        f"{len(found)} snapshots again, {len(found) - wrong} the same",
    )
    more = (
        say(f"，{wrong} 份不一致，请在佐证页面查看。", f"; {wrong} are not: look at the page of evidence.")
        if wrong
        else say("。", ".")
    )
    return {"message": words + more, "url": reverse("snapshots"), "checked": len(found), "wrong": wrong}
