"""Every address and everybody of the grid: what is not for their post is refused, what they do not see is not there."""

from __future__ import annotations

import pytest
from django.apps import apps

from tests.web.test_doors import GUARDED, action, concrete
from wenxiao.grid.states import Role
from wenxiao.web.core.policy import ACTIONS, POSTS, Access
from wenxiao.web.grid.models import Case, Photo
from wenxiao.web.grid.seeing import seen
from wenxiao.web.people.models import User

#: Login name and what they are; written down apart from the program.
PEOPLE = {
    "acceptor": Role.ACCEPTOR, "dispatcher": Role.DISPATCHER, "lead": Role.LEAD, "inspector": Role.INSPECTOR,
    "supervisor": Role.SUPERVISOR, "emergency": Role.EMERGENCY, "street": Role.HANDLER, "enforcer": Role.HANDLER, "water": Role.HANDLER,
}  # fmt: skip
CENTRE = {"acceptor", "dispatcher", "lead", "inspector"}


def test_grid_and_cycle_share_the_start_alone():
    assert all(
        not (who & POSTS) or who <= POSTS
        for name, who in ACTIONS.items()
        if name.startswith("grid.") and name != "grid.people"
    )


@pytest.mark.parametrize("person", PEOPLE)
def test_who_is_not_meant_is_refused(as_user, person):
    client, wrong = as_user(person), {}
    for pattern in GUARDED:
        meant = PEOPLE[person] in ACTIONS[action(pattern)]
        for address, _ in concrete(pattern):
            status = client.get(address).status_code
            # one may see a thing, or a part of the list, and not be the one who changes it
            fine = {200, 302, 400, 404, 405, 422} | ({403} if pattern.pattern.converters else set())
            if status not in (fine if meant else {403, 404, 405}):
                wrong[address] = (status, action(pattern))
    assert wrong == {}


@pytest.mark.parametrize("person", PEOPLE)
def test_who_is_not_meant_changes_nothing(as_user, person):
    def rows():
        kept = [
            model
            for model in apps.get_models()
            if model.__module__.startswith("wenxiao.web.") and model.__name__ != "SensitiveRead"
        ]
        return {model.__name__: model._default_manager.count() for model in kept}

    client, before, wrong = as_user(person), rows(), {}
    for pattern in GUARDED:
        if PEOPLE[person] not in ACTIONS[action(pattern)]:
            for address, _ in concrete(pattern):
                status = client.post(address, {"action": "approve", "comment": "试"}).status_code
                if status not in (403, 404, 405):
                    wrong[address] = status
    assert wrong == {}
    assert rows() == before


@pytest.mark.parametrize("person", sorted(set(PEOPLE) - CENTRE))
def test_a_case_that_one_does_not_see_is_not_there(as_user, person):
    """Pages, steps, photos and the telephone's pages say the same."""
    client = as_user(person)
    mine = set(seen(Access(User.objects.get(username=person))).values_list("pk", flat=True))
    hidden = list(Case.objects.exclude(pk__in=mine).order_by("-open", "pk")[:12])
    assert hidden
    for row in hidden:
        for address in (f"/grid/cases/{row.pk}/", f"/grid/m/cases/{row.pk}/"):
            assert client.get(address).status_code == 404
            assert client.post(f"{address}steps/", {"action": "accept"}).status_code == 404
        photo = Photo.objects.filter(case=row).first()
        if photo:
            assert client.get(f"/grid/photos/{photo.pk}/").status_code == 404
    events = {row.pk: row.revision for row in hidden}
    assert events == {row.pk: row.revision for row in Case.objects.filter(pk__in=events)}


def test_a_post_that_is_over_opens_nothing(as_user):
    from datetime import timedelta

    from wenxiao.web.core.clock import today

    user = User.objects.get(username="lead")
    user.posts.update(until=today() - timedelta(days=1))
    assert as_user("lead").get("/grid/cases/").status_code == 403
