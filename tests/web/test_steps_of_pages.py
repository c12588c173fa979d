"""The form of the next step: nobody passes what they have not seen, and a comment that was refused stays where it was written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.making import fresh, targets
from wenxiao import web
from wenxiao.web.core.models import Event
from wenxiao.web.core.workflow import advance
from wenxiao.web.targets.models import TargetSet

pytestmark = pytest.mark.django_db

COMMENT = "请补充测算依据。"


@pytest.fixture
def waiting(year):
    return targets(fresh(year(1)), "submitted")


def stepped(client, thing, action, comment="", revision=None):
    sent = {"action": action, "comment": comment}
    if revision is not None:
        sent["revision"] = revision
    room = {"target": "targets", "monitoring": "monitoring"}[thing.machine]
    return client.post(f"/{room}/{thing.pk}/step/", sent, follow=True).content.decode()


def test_the_form_says_which_revision_it_shows(as_user, waiting):
    page = as_user("head").get(waiting.get_absolute_url()).content.decode()
    assert f'name="revision" value="{waiting.revision}"' in page


def test_every_form_of_steps_sends_the_revision_that_it_shows():
    forms = [
        (template.name, form)
        for template in Path(web.__file__).parent.glob("*/templates/**/*.html")
        for form in re.findall(r'<form method="post".*?</form>', template.read_text("utf8"), re.DOTALL)
        if "in steps.ways" in form
    ]
    assert len(forms) > 1
    assert [name for name, form in forms if 'name="revision"' not in form] == []


def test_a_page_that_was_opened_before_a_change_passes_nothing(as_user, access, waiting):
    opened = waiting.revision
    advance(waiting, "return", access("head"), "权重有误")
    advance(waiting, "submit", access("clerk"))
    page = stepped(as_user("head"), waiting, "approve", COMMENT, opened)
    assert "没有办理：您打开页面以后，林晓雨作了修改或办理" in page
    assert COMMENT in page
    assert TargetSet.objects.get(pk=waiting.pk).state == "submitted"


def test_a_comment_stays_readable_where_no_step_is_left(as_user, access, waiting):
    opened = waiting.revision
    advance(waiting, "approve", access("head"))
    page = stepped(as_user("head"), waiting, "return", COMMENT, opened)
    assert f"您写的意见没有提交：{COMMENT}" in page


def test_a_comment_that_was_refused_does_not_appear_at_another_thing(as_user, year, waiting):
    client, other = as_user("head"), targets(fresh(year(1)), "submitted")
    stepped(client, waiting, "no such step", COMMENT)
    assert COMMENT in client.get(waiting.get_absolute_url()).content.decode()
    assert COMMENT not in client.get(other.get_absolute_url()).content.decode()


def test_a_comment_that_was_refused_stays_while_another_thing_goes_on(as_user, year, waiting):
    client, other = as_user("head"), targets(fresh(year(1)), "submitted")
    stepped(client, waiting, "no such step", COMMENT)
    stepped(client, other, "approve", revision=other.revision)
    assert TargetSet.objects.get(pk=other.pk).state != "submitted"
    assert COMMENT in client.get(waiting.get_absolute_url()).content.decode()


def test_a_change_while_a_step_is_being_made_is_not_passed_unseen(as_user, access, waiting, monkeypatch):
    def meanwhile(thing, action):
        if action == "approve":
            other = TargetSet.objects.get(pk=thing.pk)
            advance(other, "return", access("head"), "权重有误")
            advance(other, "submit", access("clerk"))

    monkeypatch.setattr(TargetSet, "before", meanwhile)
    page = stepped(as_user("head"), waiting, "approve", COMMENT, waiting.revision)
    assert "没有办理：您打开页面以后，林晓雨作了修改或办理" in page
    assert TargetSet.objects.get(pk=waiting.pk).state == "submitted"


def test_the_steps_of_the_sample_come_one_after_the_other(db):
    last: dict[tuple[int, int], Event] = {}
    for event in Event.objects.order_by("pk"):
        before = last.get((event.content_type_id, event.object_id))
        assert before is None or before.at <= event.at, (
            f"{event.machine} {event.object_id}: {event.action} before {before}"
        )
        last[event.content_type_id, event.object_id] = event
