"""Two windows with the same form of something that has no revision: the second is told, nothing is overwritten, what was typed stays."""

from __future__ import annotations

import pytest
from lxml import html

from wenxiao.web.command.models import Drill
from wenxiao.web.open311.models import Edge
from wenxiao.web.people.models import Membership, Organisation, User
from wenxiao.web.territory.models import DutyGrid, LocalCondition, Staff

pytestmark = pytest.mark.django_db

TOLD = "您填写期间，这份资料已被修改。您填写的内容仍在下面；请核对后重新打开页面再提交。"


class Window:
    """A window in which the form with a field was opened."""

    def __init__(self, client, page, field):
        self.client, self.page = client, page
        forms = html.fromstring(client.get(page).content.decode()).forms
        (self.form,) = (one for one in forms if field in one.fields)

    def sends(self, **typed):
        sent = dict[str, list]()
        for name, value in self.form.form_values():
            sent.setdefault(name, []).append(value)
        return self.client.post(self.page, sent | typed)


def first_of(model, page):
    return lambda: (model.objects.order_by("pk").first(), page)


EDGE = {"contact": "12345 热线", "key_service": "", "jurisdiction": "", "remembered": 180}
CASES = {
    "an organisation": ("admin", "name", lambda: (Organisation.objects.get(code="201001"), "/organisations/{}/")),
    "a person": ("admin", "name", lambda: (User.objects.get(username="clerk"), "/people/{}/")),
    "a worker of a grid": ("lead", "name", first_of(Staff, "/territory/staff/{}/")),
    "a management grid": ("lead", "name", first_of(DutyGrid, "/territory/duty/{}/edit/")),
    "a filing condition": ("lead", "zh", first_of(LocalCondition, "/territory/catalogue/conditions/{}/")),
    "a drill": ("lead", "place", first_of(Drill, "/command/drills/{}/edit/")),
    "the interface of the public": ("lead", "contact", lambda: (Edge.objects.create(**EDGE), "/open311/")),
}


@pytest.mark.parametrize("case", CASES)
def test_the_second_who_sends_a_form_is_told(as_user, case):
    who, field, find = CASES[case]
    one, page = find()
    page, was = page.format(one.pk), getattr(one, field)
    first, second = (Window(as_user(who), page, field) for _ in range(2))
    assert first.sends(**{field: f"{was}甲"}).status_code == 302
    answer = second.sends(**{field: f"{was}乙"})
    assert TOLD in answer.content.decode()
    assert f"{was}乙" in answer.content.decode()
    one.refresh_from_db()
    assert getattr(one, field) == f"{was}甲"
    assert Window(as_user(who), page, field).sends(**{field: f"{was}乙"}).status_code == 302
    one.refresh_from_db()
    assert getattr(one, field) == f"{was}乙"


def test_a_role_that_was_given_meanwhile_is_a_change_of_the_person(as_user):
    person, unit = User.objects.get(username="clerk"), Organisation.objects.get(code="201002")
    window = Window(as_user("admin"), f"/people/{person.pk}/", "name")
    Membership.objects.create(user=person, organisation=unit, role="head")
    assert TOLD in window.sends(name="改名").content.decode()
    assert User.objects.get(username="clerk").name == person.name


def test_a_form_that_does_not_say_what_it_showed_changes_nothing(as_user):
    one = Staff.objects.first()
    fields = {"number": one.number, "name": "改名", "role": one.role, "agency": one.agency_id}
    assert TOLD in as_user("lead").post(f"/territory/staff/{one.pk}/", fields).content.decode()
    assert Staff.objects.get(pk=one.pk).name == one.name
