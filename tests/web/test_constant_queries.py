"""Every list, the overview and the page of a project-year ask the database as often for much as for little, whoever looks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web import making
from wenxiao.performance.ledger import Kind, Source
from wenxiao.web.evaluation.models import Draw, Engagement, Evaluation, Review
from wenxiao.web.ledger.services import Posting, post_many
from wenxiao.web.people.models import Organisation, User
from wenxiao.web.problems.models import UseOfResult
from wenxiao.web.selfevaluation.models import ActualRow

LISTS = (
    "/", "/?kind=problem", "/overview/", "/overview/?unit={department}", "/overview/records/", "/projects/", "/projects/?order=-paid",
    "/ledger/", "/targets/", "/targets/?mine=on", "/monitoring/", "/monitoring/?mine=on", "/selfevaluation/", "/selfevaluation/department/",
    "/evaluation/", "/evaluation/reviews/", "/evaluation/reviews/draw/?year=2026", "/evaluation/reviews/draw/{draw}/", "/problems/",
    "/problems/results/", "/targets/library/",
)  # fmt: skip
OF_ONE = ("/projects/{of}/", "/projects/{of}/print/", "/ledger/{of}/", "/targets/of/{of}/", "/selfevaluation/{own}/", "/evaluation/{evaluation}/")  # fmt: skip
PEOPLE = ("clerk", "head", "department", "business", "performance", "evaluator", "oversight")


def filled(like):
    """A project-year with something in every room, with which somebody has to go on, and its sample of one."""
    of = making.fresh(like)
    user = User.objects.get(username="performance")
    when = date(of.year, 3, 1)
    money = ((Kind.APPROVED, 100), (Kind.ARRIVED, 90), (Kind.PAID, 50))
    post_many([Posting(of, kind, Source.FISCAL, when, Decimal(sum_), "文1") for kind, sum_ in money], user)
    old = making.targets(of)
    making.targets(of, "at_finance")
    making.report(of, old, 7, "at_finance", "red")
    own = making.own(of, old, "at_finance", "91", "优")
    for indicator in old.indicators.all():
        ActualRow.objects.create(self_evaluation=own, key=indicator.key, value=1)
    firm = Organisation.objects.filter(kind="firm").first()
    Evaluation.objects.filter(pk=making.evaluated(of, "80", "良").pk).update(evaluator=firm)
    making.problem(of)
    UseOfResult.objects.create(year=of, decision="keep", reason="良好", decided_by=user)
    Engagement.objects.create(firm=firm, unit=of.unit, kind="other", year=of.year, recorded_by=user)
    return of, own


@pytest.fixture
def grow(year):
    """Make the district larger by some project-years like the first."""
    made = []
    draw = []

    def more(number):
        made.extend(filled(year(1)) for _ in range(number))
        user = User.objects.get(username="performance")
        if not draw:
            draw.append(Draw.objects.create(jurisdiction=Organisation.objects.get(kind="jurisdiction"), year=2026, size=9, seed="1", regime="national", population=[], drawn_by=user))  # fmt: skip
        population = []
        for of, own in made:
            population.append({"key": of.project.code, "name": of.project.name, "evaluation": own.pk, "amount": "1", "execution": "0.5", "full_marks": False, "errors": 0, "warnings": 0, "forced": False, "why": ""})  # fmt: skip
            Review.objects.get_or_create(draw=draw[0], self_evaluation=own, defaults={"why": {"zh": [], "en": [], "risk": "1"}})  # fmt: skip
        Draw.objects.filter(pk=draw[0].pk).update(population=population)
        of, own = made[0]
        return {
            "of": of.pk, "own": own.pk, "draw": draw[0].pk, "evaluation": of.evaluations.first().pk, "department": of.unit.parent_id,
        }  # fmt: skip

    return more


def counted(client, addresses, names):
    """How often each page asks; None for one that is not for this person."""
    found = {}
    for address in addresses:
        at = address.format(**names)
        client.get(at)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(at)
        assert answer.status_code in (200, 403, 404), (at, answer.status_code)
        found[address] = len(asked) if answer.status_code == 200 else None
    return found


@pytest.mark.parametrize("person", PEOPLE)
def test_lists_ask_as_often_for_many_rows_as_for_few(as_user, grow, person):
    client = as_user(person)
    few = counted(client, LISTS, grow(2))
    assert counted(client, LISTS, grow(7)) == few
    assert sum(number is not None for number in few.values()) >= 8


@pytest.mark.parametrize("person", PEOPLE)
def test_the_page_of_one_asks_as_often_among_many(as_user, grow, person):
    client = as_user(person)
    few = counted(client, OF_ONE, grow(1))
    assert counted(client, OF_ONE, grow(7)) == few
    assert few["/projects/{of}/"] is not None
