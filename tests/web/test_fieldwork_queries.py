"""Lists of the field work ask the database as often for much as for little."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wenxiao.web.fieldwork.models import (
    Alike,
    Attendance,
    Beat,
    Collection,
    Contract,
    Drawing,
    Find,
    Item,
    Meeting,
    MeetingAction,
    Patrol,
    Presence,
    Shop,
    Site,
    SiteCheck,
    SitePhoto,
    Training,
    Visit,
)  # fmt: skip
from wenxiao.web.grid.models import Agency, Case
from wenxiao.web.people.models import User

LISTS = (
    "/fieldwork/?month=2026-10", "/fieldwork/?month=2026-10&street=530100001", "/fieldwork/patrols/?month=2026-10", "/fieldwork/contracts/?month=2026-10",
    "/fieldwork/inspections/", "/fieldwork/shops/", "/fieldwork/shops/alike/", "/fieldwork/sites/?show=all", "/fieldwork/trainings/",
    "/fieldwork/meetings/?year=2026", "/grid/m/walk/",
)  # fmt: skip


def pages():
    """Lists, and pages of what has rows below it."""
    of = [Collection.objects.get(since=date(2026, 9, 1)), Drawing.objects.get(since=date(2026, 10, 12)), Beat.objects.first(), Site.objects.get(name="钟楼片区改造工地"), Training.objects.get(title__startswith="临江"), Meeting.objects.get(month=date(2026, 9, 1)), Item.objects.exclude(finds=None).first()]  # fmt: skip
    return (*LISTS, *(one.get_absolute_url() for one in of))


def grow():
    """Twice as much of everything, and some more."""
    user, agency = User.objects.get(username="supervisor2"), Agency.objects.get(code="G31")
    contract, beat = Contract.objects.first(), Beat.objects.first()
    for number in range(3):
        other = Contract.objects.create(agency=agency, title=f"合同{number}", number=f"n{number}", since=contract.since, until=contract.until, amount=1)  # fmt: skip
        Beat.objects.create(name=f"计划{number}", grids=beat.grids, since=beat.since, contract=other)
    at = Patrol.objects.filter(started_at__month=10).first().started_at
    for number in range(30):
        row = Patrol.objects.create(beat=beat, person=user, started_at=at + timedelta(minutes=number), ended_at=at + timedelta(hours=2))  # fmt: skip
        Visit.objects.create(patrol=row, grid=beat.grids[0], at=at)
    collection, drawing = Collection.objects.get(since=date(2026, 9, 1)), Drawing.objects.get(since=date(2026, 10, 12))
    item, case = Item.objects.exclude(finds=None).first(), Case.objects.filter(source="supervisor").first()
    for number in range(6):
        one, two = (Shop.objects.create(collection=collection, street=Agency.objects.get(code=code), collector=agency, name=f"{code}店{number}", address="x", collected_on=date(2026, 10, 1), entered_by=user) for code in ("G11", "G12"))  # fmt: skip
        Alike.objects.create(first=one, second=two, why="place", decided_by=user, decision="different")
        Find.objects.create(
            item=item, grid=item.key, category="x", description=f"{number}", found_by=user, matched=case
        )
        Item.objects.create(drawing=drawing, key=f"k{number}", inspector=user)
        Drawing.objects.create(kind="grid", since=date(2026, 10, 1), until=date(2026, 10, 2), size=1, seed="s", population=["a"], drawn_by=user)  # fmt: skip
        site = Site.objects.create(name=f"地块{number}", grid=beat.grids[0], address="x", owner="x", agency=agency, measure="cover", since=date(2026, 9, 1), case=case)  # fmt: skip
        for of in (site, Site.objects.get(name="钟楼片区改造工地")):
            check = SiteCheck.objects.create(site=of, person=user, good=True)
            SitePhoto.objects.create(check_of=check, file="x", name="x", sha256="x")
        Training.objects.create(title=f"培训{number}", held_on=date(2026, 10, 2), organiser=agency)
        Attendance.objects.create(training=Training.objects.get(title__startswith="临江"), name=f"某{number}", role="other", agency=agency)  # fmt: skip
        meeting = Meeting.objects.get(month=date(2026, 9, 1))
        MeetingAction.objects.create(meeting=meeting, text=f"事项{number}", agency=agency, due=date(2026, 12, 1))
    Presence.objects.create(meeting=meeting, agency=agency, came=True)


def counted(client):
    found = {}
    for address in pages():
        client.get(address)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        found[address] = len(asked) if answer.status_code == 200 else answer.status_code
    return found


@pytest.mark.parametrize("person", ["lead", "inspector", "supervisor", "street"])
def test_lists_ask_as_often_for_many_rows_as_for_few(as_user, person):
    client = as_user(person)
    few = counted(client)
    grow()
    assert counted(client) == few
    assert sum(number not in (403, 404) for number in few.values()) >= 10
