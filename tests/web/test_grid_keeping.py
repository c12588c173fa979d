"""The one door to a case: what goes through it is kept as event and as case, once, and whatever is not allowed leaves nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from wenxiao.grid.cases import fold
from wenxiao.grid.log import read
from wenxiao.grid.states import OPEN, Level, Role, Source
from wenxiao.grid.transitions import Action
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import now
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.keeping import Actor, Log, Place, events, folded, keep_many, perform, report
from wenxiao.web.grid.models import Case, CaseEvent
from wenxiao.web.people.models import User

GRID = "530100001001001"


@pytest.fixture
def actor(db):
    def of(login: str) -> Actor:
        post = User.objects.get(username=login).posts.select_related("agency").get()
        return Actor(post.user, Role(post.role), post.agency)

    return of


@pytest.fixture
def reported(actor):
    category = next(iter(ground().catalogue.conditions.values())).categories[0]
    return lambda **more: report(
        actor("supervisor"), "路口井盖破损", Place(address="银杏路"),
        source=Source.SUPERVISOR, level=Level.DISTRICT, grid=GRID, category=category, **more,
    )  # fmt: skip


def _filed(case: Case, actor) -> Case:
    condition = next(c for c in ground().catalogue.conditions.values() if case.category in c.categories)
    return perform(case, actor("acceptor"), Action.FILE, grid=GRID, category=case.category, condition=condition.code)


def test_a_case_goes_its_way_and_is_what_its_events_make(reported, actor):
    case = _filed(reported(), actor)
    case = perform(case, actor("dispatcher"), Action.DISPATCH, unit="G11")
    case = perform(case, actor("street"), Action.ACCEPT)
    assert (case.state, case.agency.code, case.street, case.revision) == ("handling", "G11", GRID[:9], 4)
    assert case.case == fold(events(case)) == Case.objects.get(pk=case.pk).case
    assert case.due is not None
    assert list(case.events.values_list("action", flat=True)) == ["report", "file", "dispatch", "accept"]


def test_a_step_that_is_not_allowed_leaves_nothing(reported, actor):
    case = _filed(reported(), actor)
    with pytest.raises(NotAllowed):
        perform(case, actor("street"), Action.DISPATCH, unit="G11")
    assert case.events.count() == 2


def test_what_a_phone_sends_twice_is_done_once(reported, actor):
    first, second, before = uuid4(), uuid4(), Case.objects.count()
    assert reported(token=first).pk == reported(token=first).pk
    case = _filed(reported(), actor)
    for _ in range(2):
        perform(case, actor("dispatcher"), Action.DISPATCH, unit="G11", token=second)
    assert case.events.count() == 3
    assert Case.objects.count() == before + 2


def test_events_are_never_changed(reported):
    case = reported()
    for change in (lambda rows: rows.update(action="close"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(CaseEvent.objects.filter(case=case))


def test_cases_are_told_as_they_were_known(reported, actor):
    before = reported()
    moment = now()
    _filed(before, actor)
    reported()
    assert [case.state for case in folded(Case.objects.filter(pk__gte=before.pk), moment)] == ["reported"]
    assert [case.state for case in folded(Case.objects.filter(pk__gte=before.pk).order_by("pk"), now())] == [
        "filed",
        "reported",
    ]
    assert list(folded(Case.objects.filter(pk__gte=before.pk), moment - timedelta(days=1))) == []


def test_logs_made_elsewhere_are_kept_as_if_they_had_come_by_the_door(reported, actor):
    case = _filed(reported(), actor)
    copied = [replace(event, case="X-1") for event in events(case)]
    with transaction.atomic():
        (made,) = keep_many([Log("X-1", copied, "另一平台的案件", platform="市平台", external="1")])
    made.refresh_from_db()
    assert (made.state, made.reporter.username, made.due) == ("filed", "supervisor", case.due)
    assert made.case == fold(events(made))


def test_the_cases_of_the_sample_are_what_their_events_make(db):
    """Every row is the copy of its log, its photos are those that its steps name, and something waits in every queue."""
    names = set()
    for case in Case.objects.prefetch_related("events", "photos"):
        log = [read(event.told) for event in case.events.all()]
        assert case.case == fold(log)
        named = {(int(name), event.number) for event in log for name in event.photos}
        assert named == {(photo.pk, photo.event) for photo in case.photos.all()}
        names |= {event.action for event in log}
    assert names == set(Action)
    assert set(OPEN) == set(Case.objects.filter(open=True).values_list("state", flat=True))
