"""What somebody typed is kept until it is sent, and not offered again after that: taken for new, it would be sent twice."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.web.making import problem
from wenxiao.web.core.clock import now
from wenxiao.web.core.drafting import give_up
from wenxiao.web.core.models import Draft
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.people.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def sends(as_user):
    """Types into a form until its draft is kept, then sends it; whether the draft is still offered."""

    def send(login, page, fields, to=None):
        window = Window(as_user(login), page)
        assert window.keeps(fields) == 200
        answer = window.client.post(to or page, fields)
        assert answer.status_code == 302, answer.content.decode()
        return Draft.objects.filter(form=page).exists()

    return send


class Window:
    """A window with a form in it, as its script keeps what is typed."""

    def __init__(self, client, page):
        self.client, self.page, self.place = client, page, None
        self.offered = self.opens()

    def opens(self):
        """What is offered of an earlier draft."""
        found = self.client.put(f"/draft/?form={self.page}").json()
        self.place = found["place"]
        return found["fields"]

    def keeps(self, fields):
        kept = {name: [str(value)] for name, value in fields.items()}
        address = f"/draft/?form={self.page}&place={self.place}"
        return self.client.post(address, json.dumps(kept), content_type="application/json").status_code


@pytest.fixture
def entering(year):
    return f"/ledger/{year(1).pk}/enter/"


ENTRY = {"kind": "paid", "source": "fiscal", "date": "2026-11-02", "amount": "1000", "reference": "国库支2026-88号"}


def test_what_was_typed_is_offered_when_the_form_is_opened_again(as_user, entering):
    window = Window(as_user("business"), entering)
    assert window.offered is None
    assert window.keeps({"amount": 1000}) == 200
    assert window.keeps({"amount": 2000}) == 200
    assert window.opens() == {"amount": ["2000"]}
    assert Window(as_user("business2"), entering).offered is None


def test_what_was_under_way_when_the_form_was_sent_is_not_kept(as_user, entering):
    window = Window(as_user("business"), entering)
    assert window.client.post(entering, ENTRY).status_code == 302
    assert window.keeps(ENTRY) == 410
    assert window.opens() is None


def test_another_window_with_the_form_goes_on_keeping_its_own(as_user, entering):
    client = as_user("business")
    window, other = Window(client, entering), Window(client, entering)
    assert client.post(entering, ENTRY).status_code == 302
    assert other.keeps({"amount": 7}) == 410
    assert other.opens() is None
    assert other.keeps({"amount": 7}) == 200
    assert window.keeps(ENTRY) == 410
    assert other.opens() == {"amount": ["7"]}


def test_nothing_is_kept_in_the_place_of_somebody_else_or_of_another_form(as_user, entering):
    mine = Window(as_user("business"), entering)
    assert mine.keeps({"amount": 1}) == 200
    theirs, elsewhere = Window(as_user("business2"), entering), Window(as_user("business"), "/problems/new/1/")
    theirs.place = elsewhere.place = mine.place
    assert theirs.keeps({"amount": 2}) == 410
    assert elsewhere.keeps({"amount": 2}) == 410
    assert mine.opens() == {"amount": ["1"]}


@pytest.mark.parametrize("asked", ["", "&place=", "&place=x", "&place=99999999999999999999"])
def test_a_draft_without_a_place_is_not_kept(as_user, entering, asked):
    answer = as_user("business").post(f"/draft/?form={entering}{asked}", "{}", content_type="application/json")
    assert answer.status_code == 410


def test_a_place_in_which_nothing_was_typed_is_given_up_after_a_month(as_user, entering):
    empty, typed = Window(as_user("business"), entering), Window(as_user("business2"), entering)
    assert typed.keeps({"amount": 1}) == 200
    give_up()
    assert Draft.objects.count() == 2
    Draft.objects.update(saved=now() - timedelta(days=31))
    give_up()
    assert [one.pk for one in Draft.objects.all()] == [typed.place]
    assert empty.keeps({"amount": 1}) == 410


def test_a_draft_is_dropped_once_an_entry_is_in_the_ledger(sends, entering):
    assert not sends("business", entering, ENTRY)


def test_a_draft_is_dropped_once_an_entry_is_reversed(sends, year):
    entry = year(1).entries.filter(kind="paid").order_by("-pk").first()
    typed = {"date": "2026-11-20", "reference": "更正1号", "reason": "金额误录"}
    assert not sends("business", f"/ledger/entries/{entry.pk}/reverse/", typed)


def test_a_draft_is_dropped_once_a_project_is_in_the_register(sends):
    unit = Organisation.objects.get(code="201001")
    new = {"name": "新项目", "code": "530100-7001", "unit": unit.pk, "attribute": "new", "begins": 2026, "ends": 2026, "fund": "general", "revision": 0}  # fmt: skip
    assert not sends("clerk", "/projects/new/", new)


def test_a_draft_is_dropped_once_a_problem_is_raised(sends, year):
    typed = {"origin": "review", "due": "2026-12-20", "text": "台账没有按月更新。"}
    assert not sends("business", f"/problems/new/{year(1).pk}/", typed)


def test_a_draft_is_dropped_once_a_measure_is_kept(sends, year):
    one = problem(year(1))
    typed = {"revision": one.revision, "owner": "林晓雨", "measure": "逐月补录并由专人核对。"}
    assert not sends("clerk", one.get_absolute_url(), typed, f"/problems/{one.pk}/edit/")


def test_a_draft_is_dropped_once_an_indicator_is_in_the_library(sends):
    typed = {"field": "城市管理", "level1": "产出", "level2": "数量指标", "name": "巡查次数", "nature": "ge", "target": "12", "unit": "次", "revision": 0}  # fmt: skip
    assert not sends("performance", "/targets/library/new/", typed)


def test_a_form_that_stands_on_the_page_of_another_goes_to_its_own_address(as_user, year):
    firm = Organisation.objects.get(kind="firm")
    one = Evaluation.objects.create(year=year(3), kind="finance", framework="national-2020", evaluator=firm)  # fmt: skip
    page = as_user("performance").post(f"/evaluation/{one.pk}/engagement/", {"year": "1"}).content.decode()
    assert f'<form method="post" action="{one.get_absolute_url()}"' in page
    assert f'data-draft="{one.get_absolute_url()}"' in page
