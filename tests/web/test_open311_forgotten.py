"""Who reported stays hidden from the public after they are forgotten, and with them goes what tells their telephone or account."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.web.griding import reported
from tests.web.open311_client import HERE, GeoReporter
from wenxiao.grid.states import Source
from wenxiao.web.core.clock import today, travelling
from wenxiao.web.grid import upkeep
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.models import Case, PublicWords, Reporter
from wenxiao.web.open311 import forgetting
from wenxiao.web.open311.models import Edge, Sent, make
from wenxiao.web.open311.offered import services
from wenxiao.web.people.models import User

WORDS = {"description": "宇文拓家门口垃圾没清，找宇文拓", "address_string": "银杏路宇文拓便利店"}


@pytest.fixture
def program(db) -> GeoReporter:
    return GeoReporter("json", make("市民随手拍", 1000, User.objects.get(username="lead")))


def sent(program: GeoReporter, **more: str) -> Case:
    code = next(code for code, each in services().items() if ground().catalogue.conditions_of(each.key))
    told = program.report(service_code=code, device_id="d-1", account_id="u-7", **WORDS, **HERE, **more).told
    return Case.objects.get(number=told[0]["service_request_id"])


def forgotten(days: int) -> None:
    with travelling(today() + timedelta(days=days)):
        upkeep.forget()
        forgetting.forget()


def test_the_name_of_who_is_forgotten_stays_hidden(program):
    case = sent(program, first_name="拓", last_name="宇文", email="tuo@b.cn")
    before = program.request(case.number).told[0]
    assert "宇文拓" not in before["description"] + before["address"]
    forgotten(Edge.here().remembered)
    assert not Reporter.objects.filter(case=case).exists()
    assert program.request(case.number).told[0] == before
    assert before == program.requests(service_request_id=case.number).told[0]
    assert "宇文拓" not in PublicWords.objects.get(case=case).description


def test_a_case_whose_reporter_is_remembered_has_its_own_words(program):
    case = sent(program, first_name="拓", last_name="宇文", email="tuo@b.cn")
    forgotten(Edge.here().remembered - 2)
    assert Reporter.objects.filter(case=case).exists()
    assert not PublicWords.objects.filter(case=case).exists()
    assert Sent.objects.get(case=case).device == "d-1"


def test_device_account_and_what_is_no_question_of_ours_are_forgotten_too(program):
    every = ground().catalogue.conditions_of(
        next(each.key for each in services().values() if ground().catalogue.conditions_of(each.key))
    )
    of = {
        "attribute[condition]": every[0].code,
        "attribute[id_card]": "张三 530",
        "media_url": "https://p.example/1.jpg",
    }
    named, nameless = sent(program, first_name="拓", last_name="宇文", **of), sent(program, **of)
    forgotten(Edge.here().remembered + 1)
    for case in (named, nameless):
        kept = Sent.objects.get(case=case)
        assert (kept.device, kept.account, kept.attributes) == ("", "", {"condition": every[0].code})
        assert kept.media_url == "https://p.example/1.jpg"


def test_a_report_from_the_desk_is_masked_when_it_is_forgotten(db):
    row = reported("acceptor", Source.PUBLIC)
    Case.objects.filter(pk=row.pk).update(description="欧阳锋来电：路灯不亮")
    Reporter.objects.create(case=row, name="欧阳锋", forget_on=date(2026, 1, 1))
    upkeep.forget()
    assert PublicWords.objects.get(case=row).description == "***来电：路灯不亮"
