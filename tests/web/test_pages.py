"""Every page of every role answers, and says the same in English."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from wenxiao.web.core.templatetags.wx import day

PEOPLE = ("clerk", "head", "department", "business", "performance", "evaluator", "oversight", "admin")
ROOMS = ("/", "/overview/", "/projects/", "/targets/", "/targets/library/", "/monitoring/", "/selfevaluation/", "/evaluation/", "/problems/", "/desk/", "/people/", "/design/")  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("person", PEOPLE)
def test_a_room_opens_or_says_that_it_is_not_for_this_role(as_user, person, room):
    client = as_user(person)
    shown = client.get("/").content.decode()
    answer = client.get(room)
    offered = f'href="{room}"' in shown or room == "/design/"
    assert answer.status_code == (200 if offered else 403)


def test_without_logging_in_every_room_asks_who_it_is(client, db):
    for room in ROOMS:
        answer = client.get(room)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/login/")


def test_english_by_switch(as_user):
    client = as_user("clerk")
    client.post("/language/", {"language": "en", "back": "/projects/"})
    page = client.get("/projects/").content.decode()
    assert '<html lang="en">' in page
    assert "Projects" in page


def test_a_moment_is_shown_as_the_day_where_the_district_is():
    assert day(datetime(2026, 11, 21, 17, 30, tzinfo=UTC)) == "2026-11-22"
    assert day(date(2026, 11, 21)) == "2026-11-21"
    assert day(None) == "—"


@pytest.mark.parametrize(
    ("person", "form"), [("clerk", "/projects/new/"), ("admin", "/organisations/new/"), ("admin", "/people/new/")]
)
def test_an_empty_choice_says_what_to_do(as_user, person, form):
    page = as_user(person).get(form).content.decode()
    assert "请选择" in page
    assert "-----" not in page
