"""The lists of territory and command ask the database as often for much as for little."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wenxiao.web.command.models import (
    Answerable,
    Drill,
    EarlyWarning,
    EmergencyTask,
    ResponsiblePerson,
    WorkItem,
)
from wenxiao.web.core.clock import now, today
from wenxiao.web.people.models import User
from wenxiao.web.territory.models import Component, DutyGrid, GridAssignment, LocalCondition, Staff, UnitGrid

LISTS = (
    "/territory/", "/territory/components/", "/territory/duty/", "/territory/duty/{duty}/", "/territory/staff/", "/territory/staffing/",
    "/territory/catalogue/", "/territory/catalogue/conditions/", "/territory/map.json", "/command/warnings/", "/command/warnings/{warning}/",
    "/command/drills/", "/command/tasks/", "/command/tasks/{task}/", "/command/responsible/",
)  # fmt: skip


def grow(number, start):
    """So many more of everything; the keys of the first of each."""
    lead, agency = User.objects.get(username="lead"), ResponsiblePerson.objects.first().agency
    grid, duty = UnitGrid.objects.first(), DutyGrid.objects.order_by("pk").first()
    warning = EarlyWarning.objects.order_by("pk").first()
    task = EmergencyTask.objects.order_by("pk").first()
    for each in range(start, start + number):
        staff = Staff.objects.create(number=f"T{each}", name=f"人{each}", role="police", agency=agency)
        GridAssignment.objects.create(staff=staff, duty=duty, role="police", since=today() - timedelta(days=9))
        DutyGrid.objects.create(code=f"T{each}", name=f"网格{each}", street=grid.street).grids.add(grid)
        Component.objects.create(
            code=f"T{each}", standard="x", category="x", name="井盖", grid=grid, owner=agency, longitude=1, latitude=1, given_longitude=1,
            given_latitude=1, given_system="WGS84",
        )  # fmt: skip
        LocalCondition.objects.create(
            code=f"T{each}", categories=["30428.2-2013:event:0110"], zh="试", limit="1工作时", closing="清"
        )
        person = ResponsiblePerson.objects.create(agency=agency, name=f"人{each}")
        Answerable.objects.create(warning=warning, agency=agency, person=person, name=person.name, acknowledged_at=now(), acknowledged_by=lead)  # fmt: skip
        EarlyWarning.objects.create(title="试", kind="试", level="1", text="试", issued_by=lead, answer_by=now())
        Drill.objects.create(title="试", kind="试", day=today(), place="试", plan="试", entered_by=lead)
        one = EmergencyTask.objects.create(title="试", team=agency, place="试", opened_by=lead)
        for of in (one, task):
            WorkItem.objects.create(task=of, what=f"料{each}", unit="个", quantity=Decimal(1), price=Decimal(1))
    return {"duty": duty.pk, "warning": warning.pk, "task": task.pk}


def counted(client, names):
    found = {}
    for address in LISTS:
        at = address.format(**names)
        client.get(at)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(at).status_code == 200, at
        found[address] = len(asked)
    return found


@pytest.mark.parametrize("person", ["lead", "acceptor"])
def test_lists_ask_as_often_for_many_rows_as_for_few(as_user, person):
    client = as_user(person)
    few = counted(client, grow(1, 0))
    assert counted(client, grow(6, 1)) == few
