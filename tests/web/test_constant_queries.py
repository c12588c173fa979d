"""Every list, the overview and the page of a project-year ask the database as often for much as for little, whoever looks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web import desking, making
from wenxiao.performance.ledger import Kind, Source
from wenxiao.web.core.clock import now
from wenxiao.web.disclosure import publishing
from wenxiao.web.disclosure.models import Release
from wenxiao.web.evaluation.models import Draw, Engagement, Evaluation, Review
from wenxiao.web.evidence.measuring import compute
from wenxiao.web.evidence.models import Measure, Series
from wenxiao.web.evidence.snapshots import checked
from wenxiao.web.hooks.models import Attempt, Delivery, Hook
from wenxiao.web.ledger.services import Posting, post_many
from wenxiao.web.people.models import Organisation, User
from wenxiao.web.problems.models import UseOfResult
from wenxiao.web.reports.writing import start
from wenxiao.web.selfevaluation.models import ActualRow

LISTS = (
    "/", "/?kind=problem", "/overview/", "/overview/?unit={department}", "/overview/records/", "/projects/", "/projects/?order=-paid",
    "/ledger/", "/targets/", "/targets/?mine=on", "/monitoring/", "/monitoring/?mine=on", "/selfevaluation/", "/selfevaluation/department/",
    "/evaluation/", "/evaluation/reviews/", "/evaluation/reviews/draw/?year=2026", "/evaluation/reviews/draw/{draw}/", "/problems/",
    "/problems/results/", "/targets/library/", "/reports/", "/reports/?mine=on", "/reports/new/", "/desk/", "/desk/?rule=A101&order=unit", "/desk/overview/", "/desk/upload/",
    "/exchange/", "/hooks/", "/hooks/{hook}/", "/disclosure/", "/open/", "/open/2026/", "/open/2026/{unit}/", "/open/releases/", "/open/search/?q=新增",
    "/scoring/?month=2026-10", "/scoring/runs/", "/scoring/schemes/", "/evidence/",
)  # fmt: skip
OF_ONE = ("/projects/{of}/", "/projects/{of}/print/", "/ledger/{of}/", "/targets/of/{of}/", "/selfevaluation/{own}/", "/evaluation/{evaluation}/", "/desk/{paper}/", "/reports/{report}/", "/reports/{report}/paper/", "/reports/{report}/write/money/", "/disclosure/{release}/", "/evidence/of/{of}/")  # fmt: skip
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
    start("self-evaluation", User.objects.get(username="clerk"), year=of)
    UseOfResult.objects.create(year=of, decision="keep", reason="良好", decided_by=user)
    hook = Hook.objects.create(user=user, name=f"推送{of.pk}", address="https://platform.example/", events=["step"])
    first = Hook.objects.filter(user=user).order_by("pk").first()
    Attempt.objects.create(delivery=Delivery.objects.create(hook=first, event="step", body="{}"), status=500)
    Delivery.objects.create(hook=hook, event="step", body="{}", state="failed")
    paper = desking.shelved(of)
    Engagement.objects.create(firm=firm, unit=of.unit, kind="other", year=of.year, recorded_by=user)
    released(of, user)
    computed(of, old, user)
    return of, own, paper


def computed(of, targets, user):
    """An indicator that is computed from a series, twice."""
    series = Series.objects.create(year=of, name="清运量", made_by=user, mapping={"date": "日期", "value": "数值"})
    key = targets.indicators.first().key
    measure = Measure.objects.create(
        year=of, key=key, kind="series", series=series, use="count", start=date(of.year, 1, 1), end=date(of.year, 12, 31), made_by=user
    )  # fmt: skip
    for _ in range(2):
        list(checked([compute(measure, user)], user))


def released(of, user):
    """Targets that are public, and a self-evaluation that is being prepared."""
    making.force(of.target_sets.first(), "approved")
    done = publishing.prepare("targets", of.pk, user)
    publishing.fix(done, now())
    making.force(done, "published")
    Release.objects.create(
        kind="self_evaluation", subject=of.pk, number=0, unit=of.unit, fiscal_year=of.year, year=of, title=str(of), prepared_by=user,
        content=done.content | {"score": {"total": "91"}},
    )  # fmt: skip


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
        for of, own, _ in made:
            population.append({"key": of.project.code, "name": of.project.name, "evaluation": own.pk, "amount": "1", "execution": "0.5", "full_marks": False, "errors": 0, "warnings": 0, "forced": False, "why": ""})  # fmt: skip
            Review.objects.get_or_create(draw=draw[0], self_evaluation=own, defaults={"why": {"zh": [], "en": [], "risk": "1"}})  # fmt: skip
        Draw.objects.filter(pk=draw[0].pk).update(population=population)
        of, own, paper = made[0]
        hook = Hook.objects.filter(user=user).order_by("pk").first()
        return {
            "hook": hook.pk,
            "of": of.pk, "own": own.pk, "draw": draw[0].pk, "evaluation": of.evaluations.first().pk, "department": of.unit.parent_id,
            "report": of.reports.get().pk,
            "paper": paper.pk, "unit": of.unit.code, "release": of.releases.get(kind="self_evaluation").pk,
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
