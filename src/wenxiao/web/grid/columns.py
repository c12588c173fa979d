"""Columns of a case row that say what lists and queues ask for: who is to sign, to check, to be called."""

from __future__ import annotations

from datetime import datetime, timedelta

from wenxiao.grid.cases import Case as Folded
from wenxiao.grid.states import ENDED, OUTSIDE, State
from wenxiao.web.grid.limits import limits


def signers(case: Folded) -> str:
    """Who may sign what was asked for: 作废 that no lead asked for takes a lead, the rest anybody of the desk; empty: nothing waits."""
    if case.proposed is None:
        return ""
    return "lead" if case.proposed.needs_lead else "desk"


def to_call(case: Folded) -> datetime | None:
    """Until when who reported is to be called back; None where nobody is, or they were heard, or were not reached often enough."""
    until, of = case.callable_until, limits()["call_back"]
    if until is None or case.closed_at is None or case.state not in ENDED or case.source not in OUTSIDE or case.heard:
        return None
    if sum(each.closing == case.reopens for each in case.calls) >= of["tries"]:
        return None
    until = min(until, case.closed_at + timedelta(days=of["days"]))
    return until if until > case.closed_at else None


def checking(case: Folded) -> str:
    """Who is to check the case now; empty where nobody is."""
    if case.state is State.PRE_CHECK and case.pre_checks:
        return case.pre_checks[-1].assignee
    if case.state is State.POST_CHECK and case.post_checks:
        return case.post_checks[-1].assignee
    return ""
