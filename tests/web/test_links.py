"""Every link of every page leads to a page that its reader may see; who looks as of a day is shown nothing later."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.web.desking import Beside
from wenxiao.web.core.models import Event
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.monitoring.models import Monitoring
from wenxiao.web.people.models import Membership
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.targets.models import TargetSet

LINK = re.compile(r'href="(/[^"#?]*)')
DAY = date(2026, 6, 30)


def dead_links(client, most=300):
    """Page and link, where a page that is shown links to one that is not."""
    waiting, seen, dead = ["/"], {"/"}, []
    while waiting and len(seen) < most:
        page = waiting.pop(0)
        answer = client.get(page, follow=page == "/")  # people of the grid are led on to their own first page
        if answer.status_code != 200:
            dead.append((page, answer.status_code))
        elif "text/html" in answer.headers["content-type"] and not answer.streaming:
            for link in sorted(set(LINK.findall(answer.content.decode())) - seen):
                seen.add(link)
                if not link.startswith(("/static/", "/api/")):
                    waiting.append(link)
    return dead


@pytest.mark.parametrize(
    "person",
    [
        "clerk",
        "head",
        "department",
        "business",
        "performance",
        "evaluator",
        "admin",
        "lead",
        "acceptor",
        "street",
        "emergency",
        "supervisor",
        "inspector",
        "dispatcher",
    ],
)
def test_no_link_leads_to_a_refusal(as_user, person, monkeypatch):
    monkeypatch.setattr("wenxiao.web.desk.document_views.guard", Beside)
    assert dead_links(as_user(person)) == []


@pytest.mark.parametrize("day", [None, DAY, date(2020, 1, 1)])
def test_no_link_leads_who_looks_as_of_a_day_to_something_later(as_user, day, monkeypatch):
    monkeypatch.setattr("wenxiao.web.desk.document_views.guard", Beside)
    Membership.objects.filter(user__username="oversight").update(as_of=day)
    assert dead_links(as_user("oversight")) == []


@pytest.mark.parametrize("model", [TargetSet, Monitoring, SelfEvaluation, Evaluation])
def test_as_of_a_day_a_thing_is_seen_once_it_has_come_to_an_end(model, db):
    then = model.objects.as_of(DAY)
    ends = Event.objects.filter(machine=model.machine, target__in=model.settled)
    assert set(then.values_list("pk", flat=True)) == {e.object_id for e in ends if e.at.date() <= DAY}
    assert then.count() < model.objects.as_of(None).count()
