"""What the page of a self-evaluation shows of its computed indicators."""

from __future__ import annotations

from typing import Any

from wenxiao.web.core.policy import Access
from wenxiao.web.evidence.measuring import shown
from wenxiao.web.evidence.wording import names_in
from wenxiao.web.selfevaluation.models import SelfEvaluation


def panel(evaluation: SelfEvaluation, access: Access) -> dict[str, Any]:
    """The three numbers of each, and whether this person may take a computed one over."""
    rows = shown(evaluation) if access.can("evidence.see") else []
    if access.as_of is not None:
        rows = [one for one in rows if one.snapshot is not None and one.snapshot.made_at.date() <= access.as_of]
    may = access.may("evidence.link", evaluation.year)
    return {
        "rows": rows,
        "may_link": may,
        "may_take": may and evaluation.state == "draft",
        "year": evaluation.year_id,
        "names": names_in(one.measure.scope for one in rows),
    }
