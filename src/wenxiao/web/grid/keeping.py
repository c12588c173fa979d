"""The one door to a case: a command goes to ``wenxiao.grid`` and comes back as an event, and both the event and the case are kept.

Pages, phones, API, Open311 and the importer all call ``report`` and ``perform``; logs that are made already go by ``keep_many``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from wenxiao.grid.cases import Case as Folded
from wenxiao.grid.cases import fold, following
from wenxiao.grid.commands import act
from wenxiao.grid.coordinates import Position
from wenxiao.grid.events import Command, Event
from wenxiao.grid.log import read, written
from wenxiao.grid.states import FINAL, Role
from wenxiao.grid.stored import kept, restored
from wenxiao.grid.transitions import Action
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import day_of, now
from wenxiao.web.core.pouring import pour
from wenxiao.web.grid import columns
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.models import Agency, Case, CaseAgency, CaseEvent, Photo

log = logging.getLogger(__name__)

#: Rows that are written at once.
BATCH = 1000
#: And that are read at once.
_READ = 2000


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person (None: the system or the public), as what, for which agency."""

    user: Any
    role: Role
    agency: Agency | None = None

    @property
    def name(self) -> str:
        """As events tell it: the number of the person, or the role where there is none."""
        return str(self.user.pk) if self.user is not None else self.role.value


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case is: stored degrees (CGCS2000) beside what was given, with its system; None where nobody knows."""

    longitude: float | None = None
    latitude: float | None = None
    given_longitude: float | None = None
    given_latitude: float | None = None
    given_system: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Log:
    """A case with all its events, made elsewhere, and what the row says besides."""

    number: str
    events: Sequence[Event]
    description: str
    place: Place = Place()
    platform: str = ""
    external: str = ""


def command(actor: Actor, action: Action, occurred_at: datetime | None = None, **told: Any) -> Command:
    """The command of a person; done now where nothing else is said."""
    at = now()
    return Command(
        action=action, actor=actor.name, role=actor.role, acting_unit=actor.agency.code if actor.agency else "",
        occurred_at=occurred_at or at, recorded_at=at, **told,
    )  # fmt: skip


def sent_already(token: UUID | None) -> CaseEvent | None:
    """The step that a phone sent under this token before; None where it is new."""
    return CaseEvent.objects.select_related("case").filter(token=token).first() if token else None


def _before(token: UUID | None, actor: Actor, row: Case | None = None) -> CaseEvent | None:
    """The same, of this person and of this case; a token of somebody or something else is refused."""
    event = sent_already(token)
    if event is None:
        return None
    if event.actor_id != (actor.user.pk if actor.user is not None else None) or (row and event.case_id != row.pk):
        raise NotAllowed("这个标识已用于另一步骤，请重新提交。", "This token was used for another step: send it again.")
    return event


def report(
    actor: Actor, description: str, place: Place, *, token: UUID | None = None, photos: Iterable[Photo] = (),
    occurred_at: datetime | None = None, platform: str = "", external: str = "", **told: Any,
) -> Case:  # fmt: skip
    """A new case. ``told`` are fields of a command (source, level, category, grid, missed); the grid is that of the place where none is
    given. Raises NotAllowed."""
    row = Case(description=description, platform=platform, external=external, reporter=actor.user, **where(place))
    return report_once(row, actor, token, list(photos), occurred_at, **told)[0]


def report_once(
    row: Case, actor: Actor, token: UUID | None, photos: Sequence[Photo] = (), occurred_at: datetime | None = None, **told: Any
) -> tuple[Case, bool]:  # fmt: skip
    """The case of a report, and whether it is new: what comes under a token that was sent before made its case then."""
    before = _before(token, actor)
    if before is not None:
        return before.case, False
    try:
        return _reported(row, actor, token, photos, occurred_at, told), True
    except IntegrityError:
        before = _before(token, actor)  # a phone that heard no answer has sent it again, and that was faster
        if before is None:
            raise
        return before.case, False


@transaction.atomic
def _reported(
    row: Case, actor: Actor, token: UUID | None, pictures: Sequence[Photo], occurred_at: datetime | None, told: dict[str, Any]
) -> Case:  # fmt: skip
    told["grid"] = told.get("grid") or _grid_of(row)
    asked = command(actor, Action.REPORT, occurred_at, photos=tuple(str(p.pk) for p in pictures), **told)
    row.pk = next(iter(_next_keys(1)), None)
    if row.pk is None:  # the number of a case holds that of its row, which SQLite tells once the row is there
        case, _ = _acted(None, asked, new_id=f"-{uuid4()}")
        _laid(row, case, _Known())
        row.save()
    made = row._state.adding
    case, event = _acted(None, asked, new_id=f"{day_of(asked.occurred_at):%Y%m%d}{row.pk:07}")
    _laid(row, case, _Known())
    row.save(force_insert=made)
    _recorded(row, event, actor, token, pictures)
    return row


def _grid_of(row: Case) -> str:
    """The unit grid in which the place of a case lies; empty where it has no position, or lies outside of all of them."""
    from wenxiao.web.territory.lookup import grid_of

    if row.longitude is None or row.latitude is None:
        return ""
    return grid_of(Position(row.longitude, row.latitude))


def _next_keys(number: int) -> list[int]:
    """The keys of the next rows, where the database tells them beforehand; none elsewhere."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('grid_case', 'id')) FROM generate_series(1, %s)", [number]
        )
        return [int(key) for (key,) in cursor.fetchall()]


def _with_keys(rows: list[Case]) -> list[Case]:
    """New cases, written, with their keys."""
    keys = _next_keys(len(rows))
    if not keys:
        return Case.objects.bulk_create(rows)
    for row, key in zip(rows, keys, strict=True):
        row.pk = key
    pour(rows)
    return rows


@transaction.atomic
def perform(
    row: Case, actor: Actor, action: Action, *, token: UUID | None = None, photos: Iterable[Photo] = (),
    occurred_at: datetime | None = None, parent: Case | None = None, **told: Any,
) -> Case:  # fmt: skip
    """One step of a case, which is locked meanwhile, as the one is that it is merged into: they are as they are now and not as the
    page was. ``told`` are fields of a command. Raises NotAllowed with one sentence."""
    locked = {
        one.pk: one
        for one in Case.objects.select_for_update()
        .filter(pk__in=[one.pk for one in (row, parent) if one])
        .order_by("pk")
    }
    before = _before(token, actor, row)  # asked once the case is locked: whoever sent it first has done it by now
    if before is not None:
        return before.case
    row, parent = locked[row.pk], locked[parent.pk] if parent else None
    pictures = list(photos)
    asked = command(
        actor, action, occurred_at, photos=tuple(str(p.pk) for p in pictures), parent=parent.number if parent else "", **told
    )  # fmt: skip
    case, event = _acted(row.case, asked, parent=parent.case if parent else None)
    _laid(row, case, _Known())
    row.save()
    _recorded(row, event, actor, token, pictures)
    return row


def _acted(
    case: Folded | None, asked: Command, *, new_id: str = "", parent: Folded | None = None
) -> tuple[Folded, Event]:
    """What a command makes of a case. Raises NotAllowed, also where rules and calendar of the place give no deadline."""
    try:
        return act(case, asked, ground(), new_id=new_id, parent=parent)
    except ValueError as error:
        log.warning("%s %s: %s", case.id if case else "", asked.action, error)
        raise NotAllowed(
            f"按现行规则和工作日历无法计算时限（{error}），请值班长核对规则、工作日历和立案条件。",
            f"Rules and calendar give no deadline ({error}): ask the shift lead to look at them and at the filing condition.",
        ) from error


def events(row: Case) -> list[Event]:
    """The log of a case."""
    return [read(told) for told in row.events.order_by("number").values_list("told", flat=True)]


def folded(rows: QuerySet[Case], until: datetime) -> Iterator[Folded]:
    """Cases as they were known at a moment: the kept copy where nothing came since, the log again where something did. Read without
    rows of the model, a batch at a time, in no order; those that were reported later are left out."""
    later: list[int] = []
    for pk, recorded_at, told in (
        rows.order_by().values_list("pk", "recorded_at", "folded").iterator(chunk_size=_READ)
    ):  # fmt: skip
        if recorded_at <= until:
            yield restored(told)
        else:
            later.append(pk)
    yield from as_known(later, until)


def as_known(keys: Sequence[int], until: datetime) -> Iterator[Folded]:
    """The cases of these rows, put together again from what was known at a moment."""
    for at in range(0, len(keys), _READ):
        known = CaseEvent.objects.filter(case__in=keys[at : at + _READ], recorded_at__lte=until)
        logs: dict[int, list[dict[str, Any]]] = {}
        for pk, one in known.order_by("case", "number").values_list("case_id", "told"):
            logs.setdefault(pk, []).append(one)
        for log in logs.values():
            yield fold(read(one) for one in log)


def keep_many(told: Iterable[Log]) -> list[Case]:
    """Cases whose events are made already, in few statements. The caller holds the transaction."""
    made: list[Case] = []
    known = _Known()
    rest = iter(told)
    while some := list(islice(rest, BATCH)):
        rows = []
        for log in some:
            row = Case(
                number=log.number, description=log.description, platform=log.platform, external=log.external, **where(log.place)
            )  # fmt: skip
            _laid(row, fold(log.events), known)
            row.reporter_id = known.person(log.events[0].actor)
            rows.append(row)
        rows = _with_keys(rows)
        logs = [log.events for log in some]
        pairs = zip(rows, logs, strict=True)
        pour([_row_of(row, event, known.person(event.actor)) for row, log in pairs for event in log])
        pour(_had(zip(rows, logs, strict=True), known))
        made += rows
    for row in made:  # a parent may come after its child
        if row.folded.get("parent"):
            row.parent = known.case(row.folded["parent"])
            row.save(update_fields=["parent"])
    return made


def add_many(more: Iterable[tuple[Case, Sequence[Event]]]) -> None:
    """Events that are made already, of cases that are there. Raises NotAllowed where a case is not as the row that is given says.
    The caller holds the transaction."""
    known = _Known()
    rest = iter(more)
    while some := list(islice(rest, BATCH)):
        locked = {
            row.pk: row
            for row in Case.objects.select_for_update().filter(pk__in=[row.pk for row, _ in some]).order_by("pk")
        }
        for seen, log in some:
            row = locked[seen.pk]
            if row.revision != seen.revision:
                raise NotAllowed(
                    f"案件 {row} 已有人办理，请重新核对。", f"Somebody acted on case {row}: check it again."
                )
            case = row.case
            for event in log:
                case = following(case, event)
            _laid(row, case, known)
            row.save()
        logs = [(locked[row.pk], log) for row, log in some]
        pour([_row_of(row, event, known.person(event.actor)) for row, log in logs for event in log])
        CaseAgency.objects.bulk_create(_had(logs, known), batch_size=BATCH, ignore_conflicts=True)


def _had(logs: Iterable[tuple[Case, Sequence[Event]]], known: _Known) -> list[CaseAgency]:
    """Which agency has or had which case."""
    return [
        CaseAgency(case=row, agency_id=agency)
        for row, log in logs
        for agency in {known.agency(event.unit): None for event in log}
        if agency is not None
    ]


class _Known:
    """Agencies, people and cases by the names that events give them; asked once each."""

    def __init__(self) -> None:
        self._agencies: dict[str, int] = {}
        self._cases: dict[str, Case] = {}

    def agency(self, code: str) -> int | None:
        if not code:
            return None
        if not self._agencies:
            self._agencies = dict(Agency.objects.values_list("code", "pk"))
        return self._agencies.get(code)

    def case(self, number: str) -> Case | None:
        if number not in self._cases:
            found = Case.objects.filter(number=number).first()
            if found is None:
                return None
            self._cases[number] = found
        return self._cases[number]

    @staticmethod
    def person(name: str) -> int | None:
        return int(name) if name.isdecimal() else None


def where(place: Place) -> dict[str, Any]:
    return {
        "longitude": place.longitude, "latitude": place.latitude, "given_longitude": place.given_longitude,
        "given_latitude": place.given_latitude, "given_system": place.given_system, "address": place.address,
    }  # fmt: skip


def _laid(row: Case, case: Folded, known: _Known) -> None:
    """The columns of a row from its case."""
    row.number = case.id
    row.source, row.state, row.level, row.revision = case.source, case.state, case.level, case.number
    row.folded = kept(case)
    row.category, row.condition, row.outcome = case.category, case.condition, case.outcome
    row.grid, row.street = case.grid, case.grid[:9]
    row.agency_id = known.agency(case.unit or (case.dispatches[-1].unit if case.dispatches else ""))
    row.assignee_id = known.person(columns.checking(case))
    if case.parent:
        row.parent = known.case(case.parent)
    row.reported_at, row.filed_at, row.dispatched_at = case.reported_at, case.filed_at, case.dispatched_at
    row.due, row.adjusted_due, row.stage_due = case.due, case.adjusted_due, case.stage_due
    row.feedback_at, row.closed_at = case.first_feedback_at, case.closed_at
    row.recorded_at, row.latest = case.recorded_at or case.reported_at, case.latest
    row.pressed = case.presses > 0
    row.to_sign = columns.signers(case)
    row.proposed_by_id = known.person(case.proposed.by) if case.proposed else None
    row.answer_due = min((each.due for each in case.unanswered), default=None) if case.orders else None
    row.call_until = columns.to_call(case)
    row.asked = "" if case.asked is None else "endorsed" if case.asked.endorsed_by else "asked"
    row.appeal = case.appeal or ""
    condition = ground().catalogue.conditions.get(case.condition)
    row.urgent = condition is not None and condition.urgent
    row.open = case.state not in FINAL


def _row_of(row: Case, event: Event, actor: int | None, token: UUID | None = None) -> CaseEvent:
    return CaseEvent(
        case=row, number=event.number, action=event.action.value, actor_id=actor, occurred_at=event.occurred_at,
        recorded_at=event.recorded_at, told=written(event), token=token,
    )  # fmt: skip


def _recorded(row: Case, event: Event, actor: Actor, token: UUID | None, photos: Sequence[Photo]) -> None:
    _row_of(row, event, actor.user.pk if actor.user is not None else None, token).save(force_insert=True)
    if row.agency_id is not None and event.unit:
        CaseAgency.objects.get_or_create(case=row, agency_id=row.agency_id)
    if photos:
        free = Photo.objects.filter(pk__in=[p.pk for p in photos], case=None)
        if free.update(case=row, event=event.number) < len({p.pk for p in photos}):
            raise NotAllowed(
                "照片已用于别的步骤，请重新上传。", "A picture belongs to another step already; upload it again."
            )
