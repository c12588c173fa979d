"""A made-up big city's year of cases, written straight into a scratch database of PostgreSQL: 2.5 million cases, 15 million events.

Every day has some cases that went by the real table of transitions, with real deadlines; each is written many times over, in other grids.
A year by the site's own door would take a day.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection

from wenxiao.grid.calendar import BEIJING
from wenxiao.grid.cases import Case as Folded
from wenxiao.grid.commands import act
from wenxiao.grid.events import Command, Event
from wenxiao.grid.log import written
from wenxiao.grid.states import Level, Role, Source
from wenxiao.grid.transitions import Action
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import now, today
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.keeping import _Known, _laid
from wenxiao.web.grid.models import Agency, Case, CaseEvent, Post
from wenxiao.web.people.models import Membership, Organisation, User

DAYS, VARIANTS = 365, 30
STREETS, DEPARTMENTS, COMMUNITIES, GRIDS = 12, 21, 10, 20
SUPERVISORS, ACCEPTORS, DISPATCHERS, LEADS = 240, 24, 12, 4
PASSWORD = "bench-only-password"
#: What stands in a template for the number of its case and for the code of its grid.
NUMBER, GRID = "@N@", "@G@"
WEST, SOUTH, SIDE = 102.70, 24.80, 0.004  # degrees
Step = tuple[Action, Role, dict[str, Any]]


@dataclass(frozen=True)
class Template:
    """A case as the text that COPY takes, in pieces: between them come the number, the grid, the street, the position."""

    day: date
    case: tuple[str, ...]  # around number, folded's number and grid, grid, street, lon, lat
    events: tuple[tuple[str, ...], ...]


class Staff:
    """Who works there, by role, and the codes of the agencies that handle."""

    def __init__(self) -> None:
        posts = Post.objects.select_related("agency")
        self.people: dict[Role, list[tuple[int, str]]] = {}
        for post in posts:
            self.people.setdefault(Role(post.role), []).append((post.user_id, post.agency.code))
        self.handlers = {code: pk for pk, code in self.people[Role.HANDLER]}


def staff() -> Staff:
    """A grid centre with its streets, departments and people; some of them can log in."""
    if Agency.objects.exists():
        return Staff()
    top = Organisation.objects.create(code="000", name="测试市", kind="jurisdiction")
    centre = Agency.objects.create(
        code="G00", name="指挥中心", kind="centre", level="district", assessed=False, organisation=top
    )
    units = [
        Agency(code=f"S{n:02}", name=f"第{n}街道", kind="street", level="street", street=f"530100{n:03}", parent=centre)
        for n in range(1, STREETS + 1)
    ] + [Agency(code=f"D{n:02}", name=f"第{n}局", kind="department", level="district", parent=centre) for n in range(1, DEPARTMENTS + 1)]  # fmt: skip
    units = [centre, *Agency.objects.bulk_create(units)]
    secret = make_password(PASSWORD)
    wanted = [(f"supervisor{n}", Role.SUPERVISOR, centre) for n in range(SUPERVISORS)]
    wanted += [(f"acceptor{n}", Role.ACCEPTOR, centre) for n in range(ACCEPTORS)]
    wanted += [(f"dispatcher{n}", Role.DISPATCHER, centre) for n in range(DISPATCHERS)]
    wanted += [(f"lead{n}", Role.LEAD, centre) for n in range(LEADS)]
    wanted += [(f"inspector{n}", Role.INSPECTOR, centre) for n in range(6)]
    wanted += [(f"handler-{unit.code}", Role.HANDLER, unit) for unit in units[1:]]
    users = User.objects.bulk_create([User(username=login, name=login, password=secret) for login, _, _ in wanted])
    since = date(2020, 1, 1)
    Post.objects.bulk_create([Post(user=user, agency=agency, role=role, since=since) for user, (_, role, agency) in zip(users, wanted, strict=True)])  # fmt: skip
    admin = User.objects.create(username="admin", name="admin", password=secret)
    Membership.objects.create(user=admin, organisation=top, role="admin")
    return Staff()


def grids() -> list[tuple[str, float, float]]:
    """Codes of the unit grids with the south-west corner of each, a square of SIDE degrees."""
    found = []
    for s in range(STREETS):
        for c in range(COMMUNITIES):
            for g in range(GRIDS):
                east, north = s * GRIDS + g, c
                found.append((f"530100{s + 1:03}{c + 1:03}{g + 1:03}", WEST + east * SIDE, SOUTH + north * SIDE))
    return found


def _way(draw: random.Random, staff: Staff) -> Iterator[Step]:
    """The steps of one case."""

    def who(role: Role) -> dict[str, Any]:
        pk, code = draw.choice(staff.people[role])
        return {"actor": str(pk), "acting_unit": code}

    source = draw.choices((Source.SUPERVISOR, Source.PUBLIC, Source.HOTLINE, Source.VIDEO), (80, 10, 6, 4))[0]
    condition = draw.choice(list(ground().catalogue.conditions.values()))
    category = draw.choice(condition.categories)
    filing = {"category": category, "grid": GRID}
    own = source is Source.SUPERVISOR
    reporter = (
        who(Role.SUPERVISOR) if own else {"actor": Role.PUBLIC.value if source is Source.PUBLIC else Role.SYSTEM.value}
    )
    yield Action.REPORT, Role.SUPERVISOR if own else Role.PUBLIC if source is Source.PUBLIC else Role.SYSTEM, {**reporter, "source": source, "level": Level.DISTRICT, **filing}  # fmt: skip
    desk = who(Role.ACCEPTOR)
    if not own:
        checker, found = who(Role.SUPERVISOR), draw.random() < 0.8
        yield Action.SEND_PRE_CHECK, Role.ACCEPTOR, {**desk, "assignee": checker["actor"]}
        yield Action.PRE_CHECK, Role.SUPERVISOR, {**checker, "found": found}
    if draw.random() < 0.12 if own else not found:
        yield Action.REJECT, Role.ACCEPTOR, {**desk, "reason": "不属受理范围"}
        return
    yield Action.FILE, Role.ACCEPTOR, {**desk, **filing, "condition": condition.code}
    if own and draw.random() < 0.6:
        yield Action.SELF_DISPOSE, Role.SUPERVISOR, {**reporter, "photos": ("1",), "outcome": ""}
    else:
        units = draw.sample(sorted(staff.handlers), 2)
        yield Action.DISPATCH, Role.DISPATCHER, {**who(Role.DISPATCHER), "unit": units[0]}
        if draw.random() < 0.04:
            yield Action.RETURN, Role.HANDLER, {**_handler(staff, units[0]), "reason": "不属本单位职责"}
            yield Action.DISPATCH, Role.DISPATCHER, {**who(Role.DISPATCHER), "unit": units[1]}
            units.reverse()
        hands = _handler(staff, units[0])
        yield Action.ACCEPT, Role.HANDLER, hands
        if draw.random() < 0.03:
            yield Action.ASK_EXTENSION, Role.HANDLER, {**hands, "reason": "须停水施工"}
            yield Action.ENDORSE, Role.DISPATCHER, who(Role.DISPATCHER)
            yield Action.GRANT_EXTENSION, Role.LEAD, who(Role.LEAD)
        yield Action.DISPOSE, Role.HANDLER, {**hands, "photos": ("1",)}
        if draw.random() < 0.05:
            checker = who(Role.SUPERVISOR)
            yield Action.SEND_POST_CHECK, Role.ACCEPTOR, {**desk, "assignee": checker["actor"]}
            yield Action.FAIL, Role.SUPERVISOR, {**checker, "reason": "未清理干净"}
            yield Action.DISPOSE, Role.HANDLER, {**hands, "photos": ("2",)}
    others = [one for one in staff.people[Role.SUPERVISOR] if str(one[0]) != reporter.get("actor")]
    pk, code = draw.choice(others)
    checker = {"actor": str(pk), "acting_unit": code}
    yield Action.SEND_POST_CHECK, Role.ACCEPTOR, {**desk, "assignee": checker["actor"]}
    yield Action.PASS, Role.SUPERVISOR, {**checker, "photos": ("3",)}
    if draw.random() < 0.985:
        yield Action.CLOSE, Role.ACCEPTOR, {**desk, "closing_met": True}


def _handler(staff: Staff, code: str) -> dict[str, Any]:
    return {"actor": str(staff.handlers[code]), "acting_unit": code}


#: Minutes that pass before a step, least and most; handling takes longer.
_PACE = {Action.DISPOSE: (30, 1500), Action.SELF_DISPOSE: (5, 60), Action.RETURN: (20, 300)}


def template(draw: random.Random, day: date, staff: Staff, known: _Known) -> Template:
    """One case that begins on a day and goes as far as the present lets it."""
    at = datetime.combine(day, time(7), BEIJING) + timedelta(
        minutes=draw.randrange(14 * 60), seconds=draw.randrange(60)
    )
    case: Folded | None = None
    events: list[Event] = []
    place, present = ground(), now()
    for action, role, told in _way(draw, staff):
        if case is not None:
            at += timedelta(minutes=draw.randint(*_PACE.get(action, (1, 25))), seconds=draw.randrange(60))
        if at > present:
            if case is None:
                at = present - timedelta(minutes=1)
            else:
                break
        if draw.random() < 0.004 and case is not None:
            break  # nobody goes on with it
        try:
            command = Command(action=action, role=role, occurred_at=at, recorded_at=at, **told)
            case, event = act(case, command, place, new_id=NUMBER)
        except NotAllowed:
            break  # too late for an extension
        events.append(event)
    assert case is not None
    return Template(day, _case_pieces(case, known), tuple(_event_pieces(each) for each in events))


def _text(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, datetime) else str(value)


CASE = tuple(field for field in Case._meta.concrete_fields if field.attname != "id")
EVENT = tuple(field for field in CaseEvent._meta.concrete_fields if field.attname not in {"id", "case_id"})
_MARKS = (NUMBER, GRID, "@S@", "@X@", "@Y@")


def _case_pieces(case: Folded, known: _Known) -> tuple[str, ...]:
    row = Case(description="路边有问题，影响通行，请派人处理。", address="测试路")
    _laid(row, case, known)
    row.reporter_id = known.person(case.reporter)
    row.street = "@S@"
    texts = [_text(getattr(row, field.attname)) for field in CASE]
    for name, mark in (
        ("longitude", "@X@"),
        ("latitude", "@Y@"),
        ("given_longitude", "@X@"),
        ("given_latitude", "@Y@"),
    ):
        texts[[field.attname for field in CASE].index(name)] = mark
    texts[[field.attname for field in CASE].index("given_system")] = "WGS84"
    return _pieces("\t".join(texts))


def _event_pieces(event: Event) -> tuple[str, ...]:
    row = CaseEvent(
        number=event.number, action=event.action.value, actor_id=_Known.person(event.actor), occurred_at=event.occurred_at,
        recorded_at=event.recorded_at, told=written(event),
    )  # fmt: skip
    return _pieces("\t".join(_text(getattr(row, field.attname)) for field in EVENT))


def _pieces(text: str) -> tuple[str, ...]:
    """Text, mark, text, mark, ..., text."""
    found = []
    while True:
        at, mark = min(((text.find(mark), mark) for mark in _MARKS if mark in text), default=(-1, ""))
        if at < 0:
            return (*found, text)
        found += [text[:at], mark]
        text = text[at + len(mark) :]


def templates(count: int, staff: Staff) -> list[Template]:
    """As many for each day of the last year as there are cases for, VARIANTS at most."""
    draw, known, first = random.Random(7), _Known(), today() - timedelta(days=DAYS - 1)
    each = max(1, min(VARIANTS, count // DAYS))
    return [template(draw, first + timedelta(days=n), staff, known) for n in range(DAYS) for _ in range(each)]


def lines(count: int, made: Sequence[Template], first: int) -> Iterator[tuple[str, str]]:
    """For each case its line, and those of its events."""
    draw, places = random.Random(11), grids()
    for pk in range(first, first + count):
        one = made[(pk - first) * len(made) // count]
        code, west, south = places[int(draw.random() * len(places))]
        marks = {
            NUMBER: f"{one.day:%Y%m%d}{pk:07}", GRID: code, "@S@": code[:9], "@X@": f"{west + draw.random() * SIDE:.6f}",
            "@Y@": f"{south + draw.random() * SIDE:.6f}",
        }  # fmt: skip
        get = marks.get
        yield (
            f"{pk}\t{''.join([get(piece, piece) for piece in one.case])}\n",
            "".join([f"{pk}\t{''.join([get(piece, piece) for piece in event])}\n" for event in one.events]),
        )


def _columns(fields: Iterable[Any], *before: str) -> str:
    return ", ".join(f'"{name}"' for name in (*before, *(field.column for field in fields)))


def fill(count: int) -> None:
    """Write the cases and their events; indexes are built afterwards. Triggers and foreign keys are not asked meanwhile."""
    made = templates(count, staff())
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM grid_case")
        first = cursor.fetchone()[0]
        again = _without_indexes(cursor, "grid_case", "grid_caseevent")
        rest = lines(count, made, first)
        while some := list(islice(rest, 50_000)):
            for table, columns, place in (
                ("grid_case", _columns(CASE, "id"), 0),
                ("grid_caseevent", _columns(EVENT, "case_id"), 1),
            ):
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    copy.write("".join(line[place] for line in some).encode())
        cursor.execute("SELECT setval(pg_get_serial_sequence('grid_case', 'id'), (SELECT max(id) FROM grid_case))")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for statement in again:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def _without_indexes(cursor: Any, *tables: str) -> list[str]:
    """Drop what would be kept up to date row by row; the statements that make it again."""
    again = []
    for table in tables:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u'",
            [table],
        )
        for name, told in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {told}')
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            [table],
        )
        for name, told in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')
            again.append(told)
    return again
