"""Rounds as they are walked: begun, grid by grid, ended; and what a contract costs for what was walked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from wenxiao.grid import patrols
from wenxiao.grid.evidence import unit_cost
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import day_of, now, today
from wenxiao.web.fieldwork.counting import Walks, period_of, walks
from wenxiao.web.fieldwork.models import Beat, Contract, Patrol, Visit
from wenxiao.web.fieldwork.moments import counted
from wenxiao.web.fieldwork.rules import rules


def begin(person: Any, beat: Beat, token: UUID | None, at: datetime | None = None) -> Patrol:
    """A new round, now or ``at``; the same again for a token that was sent before. Raises NotAllowed while another is open, or the plan does
    not hold."""
    if before := _begun(person, token):
        return before
    last = (
        Patrol.objects.filter(person=person, ended_at__isnull=False)
        .order_by("-ended_at")
        .values_list("ended_at", flat=True)
        .first()
    )
    started = counted(at, last)
    if not beat.plan().on(day_of(started)):
        raise NotAllowed("该巡查计划今天不执行。", "This plan does not hold today.")
    try:
        with transaction.atomic():
            return Patrol.objects.create(beat=beat, person=person, token=token, started_at=started)
    except IntegrityError:
        if before := _begun(person, token):
            return before  # sent twice at once
        raise NotAllowed(
            "您有一轮巡查尚未结束，请先结束。", "You have a round that has not ended: end it first."
        ) from None


def _begun(person: Any, token: UUID | None) -> Patrol | None:
    """The round that this person began under a token before."""
    return Patrol.objects.filter(token=token, person=person).first() if token is not None else None


@transaction.atomic
def visit(patrol: Patrol, grid: str, at: datetime | None = None) -> Visit:
    """The round came to a grid, now or ``at`` (where it waited for a line); once a round, however often it is sent. Raises NotAllowed."""
    row = Patrol.objects.select_for_update(of=("self",)).select_related("beat").get(pk=patrol.pk)
    before = Visit.objects.filter(patrol=row, grid=grid).first()
    if before is not None:
        return before
    if row.ended_at is not None:
        raise NotAllowed("这一轮巡查已经结束。", "This round has ended.")
    if grid not in row.beat.grids:
        raise NotAllowed(f"网格 {grid} 不在本计划内。", f"The grid {grid} is not in this plan.")
    return Visit.objects.create(patrol=row, grid=grid, at=counted(at, row.started_at))


@transaction.atomic
def end(patrol: Patrol, note: str = "", at: datetime | None = None) -> Patrol:
    """End a round, now or ``at``; one that was forgotten ends at its last visit. Ended twice, it stays as it is."""
    row = Patrol.objects.select_for_update().get(pk=patrol.pk)
    if row.ended_at is None:
        at = counted(at, row.started_at)
        if at - row.started_at > timedelta(hours=rules().round_hours):
            last = row.visits.order_by("-at").values_list("at", flat=True).first()
            at = last or row.started_at
        row.ended_at, row.ended_recorded_at, row.note = at, now(), note[:200]
        row.save(update_fields=["ended_at", "ended_recorded_at", "note"])
    return row


def end_forgotten() -> None:
    """End the rounds that somebody forgot to end: nobody is out for days."""
    for one in Patrol.objects.filter(ended_at=None, started_at__lt=now() - timedelta(hours=rules().round_hours)):
        end(one)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a contract cost in some days, in yuan: its share by days, the hours and rounds that were walked for it, yuan an hour."""

    contract: Contract
    share: Decimal | None
    hours: Decimal
    rounds: int

    @property
    def an_hour(self) -> Decimal | None:
        """None (不可计算) where nothing was walked."""
        if self.share is None or not self.hours:
            return None
        return self.share / self.hours

    @property
    def a_round(self) -> Decimal | None:
        return unit_cost(self.share, self.rounds)


def costs(contracts: Sequence[Contract], first: date, last: date) -> list[Cost]:
    """The cost of each contract from a day up to and with another, no later than today and within its term."""
    beats = Beat.objects.filter(contract__in=[one.pk for one in contracts])
    by_contract: dict[int, set[str]] = {}
    for beat in beats:
        by_contract.setdefault(beat.contract_id, set()).add(str(beat.pk))
    last = min(last, today())
    if last < first:
        return [Cost(one, None, Decimal(0), 0) for one in contracts]
    found = walks(beats, period_of(first, last))
    return [_cost(one, by_contract.get(one.pk, set()), found) for one in contracts]


def _cost(contract: Contract, plans: set[str], found: Walks) -> Cost:
    first, last = max(found.first, contract.since), min(found.last, contract.until)
    share = patrols.share_of_term(contract.amount, contract.since, contract.until, first, last)
    if share is None:
        return Cost(contract, None, Decimal(0), 0)
    rounds = [one for one in found.rounds if one.plan in plans]
    asked = [plan for plan in found.plans if plan.id in plans]
    done = patrols.walked(asked, rounds, first, last, rules().round_share)
    return Cost(contract, share, patrols.hours(rounds, period_of(first, last)), len(done.done))
