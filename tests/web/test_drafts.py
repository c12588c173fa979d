"""What somebody typed is kept until it is sent, and not offered again after that: taken for new, it would be sent twice."""

from __future__ import annotations

import json

import pytest

from tests.web.making import problem
from wenxiao.web.core.models import Draft
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.people.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def sends(as_user):
    """Types into a form until its draft is kept, then sends it; whether the draft is still offered."""

    def send(login, page, fields, to=None):
        client = as_user(login)
        kept = {name: [str(value)] for name, value in fields.items()}
        client.post(f"/draft/?form={page}", json.dumps(kept), content_type="application/json")
        answer = client.post(to or page, fields)
        assert answer.status_code == 302, answer.content.decode()
        return Draft.objects.filter(form=page).exists()

    return send


def test_a_draft_is_dropped_once_an_entry_is_in_the_ledger(sends, year):
    entry = {"kind": "paid", "source": "fiscal", "date": "2026-11-02", "amount": "1000", "reference": "国库支2026-88号"}
    assert not sends("business", f"/ledger/{year(1).pk}/enter/", entry)


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
