"""Re-inspection: the draw, what the inspector says of each item, and what follows: cases that were missed, cases that are reopened."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from wenxiao.grid.samples import TwoLists, drawn, two_lists
from wenxiao.grid.states import Level, Source, State
from wenxiao.grid.transitions import Action
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import now, today
from wenxiao.web.fieldwork.counting import period_of
from wenxiao.web.fieldwork.models import Drawing, Find, Item
from wenxiao.web.fieldwork.moments import counted
from wenxiao.web.fieldwork.places import known_grids
from wenxiao.web.fieldwork.rules import rules
from wenxiao.web.grid.following import nameless
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.keeping import Actor, Place, perform, report
from wenxiao.web.grid.models import Agency, Case

#: As many keys as a population may have.
MOST = 50_000


def population(kind: Any, since: date, until: date) -> list[str]:
    """What can be drawn: unit grids, streets, or the numbers of cases that were closed in these days."""
    if kind == Drawing.Kind.GRID:
        return known_grids()
    if kind == Drawing.Kind.STREET:
        return list(Agency.objects.filter(kind=Agency.Kind.STREET, active=True).exclude(street="").order_by("street").values_list("street", flat=True))  # fmt: skip
    start, end = period_of(since, until)
    closed = Case.objects.filter(state=State.CLOSED, closed_at__gte=start, closed_at__lt=end)
    return list(closed.order_by("number").values_list("number", flat=True)[: MOST + 1])


@transaction.atomic
def draw(kind: Any, since: date, until: date, size: int, user: Any, seed: str = "") -> Drawing:
    """Draw a sample and keep population and seed with it. Raises NotAllowed where there is nothing to draw from, or too much."""
    keys = population(kind, since, until)
    if not keys:
        raise NotAllowed("这段时间没有可抽取的对象，请调整日期或对象。", "There is nothing to draw from: change the days or what is drawn.")  # fmt: skip
    if len(keys) > MOST:
        raise NotAllowed(f"超过 {MOST} 件，请缩短日期范围。", f"There are more than {MOST}: take fewer days.")
    made = Drawing.objects.create(
        kind=kind, since=since, until=until, size=size, seed=seed or secrets.token_hex(8), population=keys, drawn_by=user, drawn_at=now(),
    )  # fmt: skip
    taken = drawn(keys, size, made.seed)
    cases = (
        dict(Case.objects.filter(number__in=taken).values_list("number", "pk")) if kind == Drawing.Kind.CLOSED else {}
    )
    Item.objects.bulk_create([Item(drawing=made, key=key, case_id=cases.get(key)) for key in taken])
    return made


def same_again(drawing: Drawing) -> bool:
    """Whether the sample comes out the same from what was kept."""
    return set(drawn(drawing.population, drawing.size, drawing.seed)) == set(drawing.items.values_list("key", flat=True))  # fmt: skip


def near(grids: Collection[str]) -> QuerySet[Case]:
    """Cases that supervisors reported in these grids lately: by one of them a problem may be known already."""
    start, end = period_of(today() - timedelta(days=rules().match_days), today())
    return Case.objects.filter(grid__in=grids, source=Source.SUPERVISOR, reported_at__gte=start, reported_at__lt=end)


@transaction.atomic
def find(item: Item, user: Any, grid: str, category: str, description: str, address: str, token: UUID | None, at: datetime | None = None) -> Find:  # fmt: skip
    """Write down what was found there, now or ``at`` (where it waited for a line); once for a token. Raises NotAllowed."""
    row = Item.objects.select_for_update(of=("self",)).select_related("drawing").get(pk=item.pk)
    if token is not None and (before := Find.objects.filter(token=token, found_by=user).first()):
        return before
    if row.done_at is not None:
        raise NotAllowed("该样本的督察结果已经提交。", "The result of this item was handed in.")
    if row.case_id is None and not grid.startswith(row.key):
        raise NotAllowed(f"网格 {grid} 不在样本 {row.key} 内。", f"The grid {grid} does not lie in {row.key}.")
    if grid not in known_grids():
        raise NotAllowed(f"没有单元网格 {grid}，请核对编码。", f"There is no unit grid {grid}: check the code.")
    if category not in ground().catalogue.categories:
        raise NotAllowed("请选择类别。", "Please choose the category.")
    return Find.objects.create(
        item=row, grid=grid, category=category, description=description, address=address, found_by=user, found_at=counted(at, row.drawing.drawn_at), token=token,
    )  # fmt: skip


@transaction.atomic
def match(found: Find, case: Case) -> Find:
    """A supervisor had reported it, by that case; said again, it stays so. Raises NotAllowed."""
    row = _locked(found)
    if row.matched_id == case.pk:
        return row
    _undecided(row)
    if case.source != Source.SUPERVISOR or case.grid != row.grid or case.reported_at > row.found_at:
        raise NotAllowed("只能对应同一网格内、督察之前由监督员上报的案件。", "Only a case that a supervisor reported in that grid before the inspection.")  # fmt: skip
    row.matched, row.decided_at = case, now()
    row.save(update_fields=["matched", "decided_at"])
    return row


@transaction.atomic
def miss(found: Find, actor: Actor) -> Find:
    """Nobody had reported it: it becomes a case, as missed (漏报); said again, it is that case. Raises NotAllowed."""
    row = _locked(found)
    if row.missed_id:
        return row
    _undecided(row)
    row.missed = report(
        actor, row.description, Place(address=row.address), source=Source.INSPECTOR, level=Level.DISTRICT, grid=row.grid,
        category=row.category, missed=True,
    )  # fmt: skip
    row.decided_at = now()
    row.save(update_fields=["missed", "decided_at"])
    return row


def _locked(found: Find) -> Find:
    return Find.objects.select_for_update().get(pk=found.pk)


def _undecided(row: Find) -> None:
    if row.matched_id or row.missed_id:
        raise NotAllowed("该问题已经认定。", "This find was decided on.")


@transaction.atomic
def hand_in(
    item: Item, actor: Actor, result: Any, note: str, token: UUID | None = None, at: datetime | None = None
) -> Item:
    """What the inspector says of an item, once, now or ``at`` (where it waited for a line); the same again for its token. A closed case that
    was not solved is reopened. Raises NotAllowed."""
    row = Item.objects.select_for_update(of=("self",)).select_related("case", "drawing").get(pk=item.pk)
    if token is not None and row.token == token and row.inspector_id == actor.user.pk:
        return row
    if row.done_at is not None:
        raise NotAllowed("该样本的督察结果已经提交。", "The result of this item was handed in.")
    closed = row.case_id is not None
    if closed and result not in (Item.Result.SOLVED, Item.Result.UNSOLVED):
        raise NotAllowed("请选择是否确已解决。", "Please say whether it was solved.")
    if not closed:
        decided = row.finds.exclude(matched=None, missed=None).count()
        if decided < row.finds.count():
            raise NotAllowed("还有问题未认定是否漏报。", "It is not decided of every find whether it was missed.")
        result = Item.Result.FOUND if decided else Item.Result.GOOD
    if result == Item.Result.UNSOLVED:
        if not note.strip():
            raise NotAllowed("请写明现场情况。", "Please say what was seen.")
        note = nameless(row.case, note)
        if row.case.state == State.CLOSED and _may_reopen(row.case):
            perform(row.case, actor, Action.REOPEN, reason=note.strip())
            row.reopened = True
    row.result, row.note, row.inspector, row.token = result, note.strip()[:500], actor.user, token
    row.done_at, row.done_recorded_at = counted(at, row.drawing.drawn_at), now()
    row.save()
    return row


def _may_reopen(case: Case) -> bool:
    """Whether it was closed lately enough; what is too old is kept as not solved, and its case stays as it is."""
    return case.closed_at is not None and now() <= case.closed_at + ground().rules.reopening


@dataclass(frozen=True, slots=True)
class Missing:
    """What inspectors found in the places of a draw: known from a supervisor's report, missed, not decided yet. ``reported``: what
    supervisors had reported there and nobody had solved when the inspector came. ``both``: what the two lists leave unseen; None where
    they have nothing in common."""

    known: int
    missed: int
    undecided: int
    reported: int
    both: TwoLists | None


def missing(drawing: Drawing) -> Missing:
    """The two lists of a draw of grids or streets."""
    finds = list(Find.objects.filter(item__drawing=drawing).values_list("matched", "missed"))
    known, missed = {a for a, _ in finds if a}, sum(1 for _, b in finds if b)
    reported = known | _open_then(drawing)
    undecided = sum(1 for a, b in finds if not a and not b)
    return Missing(len(known), missed, undecided, len(reported), two_lists(len(reported), len(known) + missed, len(known)))  # fmt: skip


def _open_then(drawing: Drawing) -> set[int]:
    """Cases that a supervisor had reported where an inspector came, and that nobody had solved by then: who comes later cannot see others."""
    came = {item.key: item.done_at for item in drawing.items.all() if item.done_at is not None and item.case_id is None}
    if not came:
        return set()
    place = "street" if drawing.kind == Drawing.Kind.STREET else "grid"
    rows = Case.objects.filter(**{f"{place}__in": list(came)}, source=Source.SUPERVISOR, filed_at__isnull=False, reported_at__lte=max(came.values()))  # fmt: skip
    rows = rows.exclude(feedback_at__lt=min(came.values())).exclude(state__in=(State.MERGED, State.VOID))
    return {
        pk
        for pk, key, reported_at, solved_at in rows.order_by().values_list("pk", place, "reported_at", "feedback_at")
        if reported_at <= came[key] and (solved_at is None or solved_at > came[key])
    }
