"""Appeals against a line of a score: asked once by the agency or the person, endorsed by one person, granted or refused by another."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction

from wenxiao.grid.runs import APPEAL_STEPS, AppealState, AppealStep, step_of_appeal
from wenxiao.quantities.paper import plain, rounded
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import now, today
from wenxiao.web.core.policy import Access
from wenxiao.web.grid.seeing import UNITS
from wenxiao.web.scoring.models import Appeal, Run, RunLine


def may_ask(line: RunLine, access: Access) -> bool:
    """Whether this person may appeal against this score: of oneself, or of the agency that one handles cases for."""
    return line.person_id == access.user.pk or line.agency_id in {
        post.agency_id for post in access.posts if post.role in UNITS
    }


def open_steps(appeal: Appeal, access: Access) -> frozenset[str]:
    """What this person may do with an appeal now, by the rules of the steps themselves."""
    return frozenset(action for action in APPEAL_STEPS if _may(appeal, action, access))


def _may(appeal: Appeal, action: str, access: Access) -> bool:
    try:
        _step(appeal, action, access, reason="-")
    except NotAllowed:
        return False
    return True


def _step(one: Appeal, action: str, access: Access, reason: str) -> AppealStep:
    asker, endorser = str(one.asked_by_id), str(one.endorsed_by_id or "")
    return step_of_appeal(one.state, action, access.grid_roles, str(access.user.pk), asker, endorser, reason)


@transaction.atomic
def ask(line: RunLine, key: str, reason: str, access: Access) -> Appeal:
    """Ask for a line to be looked at again. Raises NotAllowed."""
    run = Run.objects.select_for_update().get(pk=line.run_id)
    if not may_ask(line, access):
        raise NotAllowed("只能对本单位的得分申诉。", "An appeal is against one's own score.")
    if run.state != "published" or run.appeal_until is None or today() > run.appeal_until:
        raise NotAllowed("不在申诉期内。", "Appeals are not open.")
    if key not in {one["key"] for one in line.lines}:
        raise NotAllowed("没有这一行得分。", "There is no such line.")
    if not reason.strip():
        raise NotAllowed("请写明申诉理由。", "Please give the reason.")
    if line.appeals.filter(key=key).exists():
        raise NotAllowed("每一行只能申诉一次。", "There is one appeal for each line.")
    return Appeal.objects.create(line=line, key=key, reason=reason.strip()[:2000], asked_by=access.user)


@transaction.atomic
def decide(appeal: Appeal, action: str, words: str, points: Decimal | None, access: Access) -> Appeal:
    """Endorse, grant or refuse it. ``points``: what the line gets where it is granted. Raises NotAllowed."""
    one = Appeal.objects.select_for_update(of=("self",)).select_related("line").get(pk=appeal.pk)
    user: Any = access.user
    step = _step(one, action, access, words)
    one.state = step.target.value
    if step.target is AppealState.ENDORSED:
        one.endorsed_by, one.endorsed_at, one.endorsement = user, now(), words.strip()
    else:
        one.decided_by, one.decided_at, one.decision = user, now(), words.strip()
    if step.target is AppealState.GRANTED:
        one.points = _points(one, points)
    one.save()
    return one


def _points(one: Appeal, points: Decimal | None) -> Decimal:
    """The points that a granted appeal gives: more than the line has, no more than it may have."""
    line = next(each for each in one.line.adjusted if each["key"] == one.key)
    has, most = Decimal(line["points"] or 0), Decimal(line["most"])
    if points is None or not has < points <= most:
        raise NotAllowed(
            f"请填写改判后的得分，大于 {plain(has)}、不超过 {plain(most)}。",
            f"Give the points of the line, above {plain(has)} and at most {plain(most)}.",
        )
    return rounded(points, 2)
