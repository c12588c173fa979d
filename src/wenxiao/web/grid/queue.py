"""What waits for somebody: cases whose next step is theirs, the soonest deadline first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case as Either
from django.db.models import Count, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from wenxiao.grid.states import ENDED, STATE_NAMES, Role, State
from wenxiao.web.core.clock import now
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.grid.models import Case
from wenxiao.web.grid.seeing import UNITS

S = State
#: When the next step is due: that of the stage, else that of the handling.
NEXT_DUE = When(Q(open=True), then=Coalesce("stage_due", "adjusted_due"))
#: States in which no unit has the case: an order waits until it is dispatched.
UNDISPATCHED = (S.REPORTED, S.PRE_CHECK, S.FILED)
#: States in which the deadline of the handling runs.
RUNNING = (S.FILED, S.DISPATCHED, S.HANDLING)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that waits: its name in the address, its words, and which cases."""

    name: str
    zh: str
    en: str
    which: Q

    @property
    def words(self) -> str:
        return say(self.zh, self.en)


def overdue(at: datetime) -> Q:
    """Open cases that are late now, in their stage or in their handling."""
    return Q(open=True) & (Q(stage_due__lt=at) | Q(state__in=RUNNING, adjusted_due__lt=at))


def _with_unit(which: Q) -> Q:
    """Those of them with an order that waits for an answer, and that are with the unit which had them last."""
    return Q(answer_due__isnull=False) & ~Q(state__in=UNDISPATCHED) & which


def kinds(access: Access) -> list[Kind]:
    """What may wait for this person, by what they are."""
    roles = access.grid_roles
    found: list[Kind] = []
    ended = Q(state__in=ENDED)  # of a case that was reopened the appeal waits until it ends again
    if roles & {Role.ACCEPTOR, Role.LEAD}:
        found += [
            Kind("accept", *STATE_NAMES[S.REPORTED], Q(open=True, state=S.REPORTED)),
            Kind("send-check", *STATE_NAMES[S.DISPOSED], Q(open=True, state=S.DISPOSED)),
            Kind("close", *STATE_NAMES[S.TO_CLOSE], Q(open=True, state=S.TO_CLOSE)),
        ]
        found.append(Kind("call", "待回访", "To be called back", Q(call_until__gt=now())))
    if roles & {Role.ACCEPTOR, Role.DISPATCHER, Role.LEAD}:
        signers = ("lead", "desk") if Role.LEAD in roles else ("desk",)
        mine = Q(to_sign__in=signers) & ~Q(proposed_by=access.user.pk)
        found.append(Kind("sign", "待签批", "To be signed", mine))
    if roles & {Role.DISPATCHER, Role.LEAD}:
        found.append(Kind("dispatch", *STATE_NAMES[S.FILED], Q(open=True, state=S.FILED)))
    if Role.DISPATCHER in roles:
        found.append(Kind("endorse", "延期、挂账待初审", "More time: to endorse", Q(open=True, asked="asked")))
    if Role.LEAD in roles:
        found.append(Kind("grant", "延期、挂账待批准", "More time: to grant", Q(open=True, asked="endorsed")))
        undispatched = Q(open=True, answer_due__isnull=False, state__in=UNDISPATCHED)
        found.append(Kind("ordered", "督办待派遣", "Orders on cases to be dispatched", undispatched))
        found.append(Kind("appeals", "申诉待终审", "Appeals to decide", ended & Q(appeal="endorsed")))
    if roles & {Role.ACCEPTOR, Role.DISPATCHER}:
        found.append(Kind("appealed", "申诉待初审", "Appeals to endorse", ended & Q(appeal="asked")))
    if roles & {Role.SUPERVISOR, Role.INSPECTOR}:
        mine = Q(open=True, assignee=access.user.pk)
        found.append(Kind("verify", *STATE_NAMES[S.PRE_CHECK], mine & Q(state=S.PRE_CHECK)))
        found.append(Kind("check", *STATE_NAMES[S.POST_CHECK], mine & Q(state=S.POST_CHECK)))
    units = [post.agency_id for post in access.posts if Role(post.role) in UNITS]  # those below solve theirs themselves
    mine_to_answer = Q(agency__in=units) if units else Q()
    if units:
        found.append(Kind("take", *STATE_NAMES[S.DISPATCHED], Q(open=True, state=S.DISPATCHED, agency__in=units)))
        found.append(Kind("handle", *STATE_NAMES[S.HANDLING], Q(open=True, state=S.HANDLING, agency__in=units)))
    if Role.SUPERVISOR in roles:
        own = [post.agency_id for post in access.posts if Role(post.role) is Role.SUPERVISOR]
        again = Q(open=True, state=S.HANDLING, agency__in=own, folded__disposer=str(access.user.pk))
        found.append(Kind("again", "自行处置返工", "To solve again", again))
        solved = Q(agency__in=own, folded__disposer=str(access.user.pk), folded__self_disposed=True)
        mine_to_answer |= solved
    if mine_to_answer:
        found.append(Kind("answer", "督办待回复", "Orders to answer", _with_unit(mine_to_answer)))
    return found


def waiting(access: Access, kind: str = "") -> QuerySet[Case]:
    """The cases that wait, soonest first; of one kind where it is named."""
    every = Q(pk__in=())
    for one in kinds(access):
        if kind in {"", one.name}:
            every |= one.which
    return (
        Case.objects.filter(every)
        .annotate(next_due=Either(NEXT_DUE))
        .order_by(F("next_due").asc(nulls_last=True), "pk")
    )


def counts(access: Access) -> tuple[list[tuple[Kind, int]], int]:
    """How many wait, by kind and in all, where a case counts once: one question for all."""
    found = kinds(access)
    if not found:
        return [], 0
    every = Q(pk__in=())
    for one in found:
        every |= one.which
    told: dict[str, Any] = {f"n{number}": Count("pk", filter=one.which) for number, one in enumerate(found)}
    numbers = Case.objects.filter(every).aggregate(whole=Count("pk"), **told)
    return [(one, numbers[f"n{number}"]) for number, one in enumerate(found)], numbers["whole"]
