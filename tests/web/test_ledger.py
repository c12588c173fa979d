"""Entries, balances and what the database itself refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wenxiao.performance import ledger
from wenxiao.performance.ledger import Kind, Source
from wenxiao.web.core.clock import travelling
from wenxiao.web.core.models import Event
from wenxiao.web.ledger.models import Balance, Entry, MonthSum
from wenxiao.web.ledger.services import (
    Posting,
    Refused,
    move,
    position,
    post,
    post_many,
    reverse,
    verify,
)
from wenxiao.web.people.models import Organisation, User
from wenxiao.web.register.models import Project, ProjectYear
from wenxiao.web.sample import YEAR

DAY = date(YEAR, 11, 1)


@pytest.fixture
def user(db):
    return User.objects.get(username="business")


@pytest.fixture
def empty(db):
    """A project-year without a single entry."""
    unit = Organisation.objects.get(code="201001")
    project = Project.objects.create(
        code="T-1", name="试点项目", unit=unit, attribute="new", fund="general", begins=YEAR, ends=YEAR
    )
    return ProjectYear.objects.create(project=project, year=YEAR, unit=unit)


@pytest.fixture(autouse=True)
def november():
    with travelling(date(YEAR, 11, 21)):
        yield


def enter(year, user, kind, amount, source=Source.FISCAL, day=DAY, **more):
    return post(year, kind, source, day, Decimal(amount), more.pop("reference", "文1"), "", user, **more)


def test_an_entry_moves_the_balance_and_the_month_in_one_step(empty, user):
    enter(empty, user, Kind.APPROVED, "100.00")
    before = MonthSum.objects.get(unit=empty.unit, year=YEAR, month=11, kind="approved").amount
    enter(empty, user, Kind.APPROVED, "0.10")
    balance = Balance.objects.get(pk=empty.pk)
    assert (balance.original, balance.revised, balance.paid) == (Decimal("100.10"), Decimal("100.10"), None)
    month = MonthSum.objects.get(unit=empty.unit, year=YEAR, month=11, kind="approved")
    assert month.amount - before == Decimal("0.10")


def test_what_no_entry_speaks_of_stays_missing_and_what_is_reversed_is_zero(empty, user):
    assert position(empty) == ledger.Position()
    entry = enter(empty, user, Kind.CONTRACTED, "5.00")
    reverse(entry, DAY, "更正1", "重复", user)
    assert position(empty).contracted == 0
    assert position(empty).paid is None


@pytest.mark.parametrize(
    ("kind", "amount", "more", "says"),
    [
        (Kind.PAID, "10.01", {}, "支付 10.01 元多于到位 10 元，差 0.01 元"),
        (Kind.CUT, "200", {}, "小于 0"),
        (Kind.PAID, "-1", {}, "应大于 0；更正请用冲销"),
        (Kind.APPROVED, "0", {}, "应大于 0"),
        (Kind.APPROVED, "1.001", {}, "多于两位小数"),
        (Kind.APPROVED, "99999999999999", {}, "超出系统可记的范围"),
        (Kind.APPROVED, "1", {"day": date(YEAR, 11, 22)}, "在今天之后"),
        (Kind.APPROVED, "1", {"day": date(YEAR - 1, 12, 20)}, f"不在预算年度 {YEAR} 内"),
        (Kind.APPROVED, "1", {"reference": " "}, "没有文号"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence_and_nothing_is_entered(empty, user, kind, amount, more, says):
    enter(empty, user, Kind.APPROVED, "100")
    enter(empty, user, Kind.ARRIVED, "10")
    with pytest.raises(Refused) as refused:
        enter(empty, user, kind, amount, **more)
    assert says in refused.value.zh
    assert refused.value.en
    assert empty.entries.count() == 2
    assert verify() == []


def test_an_entry_is_reversed_once_and_a_reversal_never(empty, user):
    entry = enter(empty, user, Kind.APPROVED, "100")
    back = reverse(entry, DAY, "更正1", "金额有误", user)
    assert (back.amount, back.reverses) == (Decimal("-100"), entry)
    with pytest.raises(Refused, match="已由 许文 于"):
        reverse(entry, DAY, "更正2", "再次", user)
    with pytest.raises(Refused, match="本身是冲销"):
        reverse(back, DAY, "更正3", "冲回", user)


def test_what_others_rest_on_is_not_reversed(empty, user):
    enter(empty, user, Kind.APPROVED, "100")
    arrived = enter(empty, user, Kind.ARRIVED, "50")
    enter(empty, user, Kind.PAID, "20")
    with pytest.raises(Refused, match="支付 20 元多于到位 0 元"):
        reverse(arrived, DAY, "更正1", "退回", user)


def test_one_of_many_that_is_refused_refuses_all(empty, user):
    good = Posting(empty, Kind.APPROVED, Source.FISCAL, DAY, Decimal(5), "文1")
    with pytest.raises(Refused) as refused:
        post_many([good, Posting(empty, Kind.CUT, Source.FISCAL, DAY, Decimal(11), "文2"), good], user)
    assert [one.index for one in refused.value.refusals] == [1]  # at the entry that takes too much
    assert empty.entries.count() == 0
    assert not Balance.objects.filter(pk=empty.pk).exists()


@pytest.mark.parametrize("what", ["UPDATE ledger_entry SET amount = amount + 1", "DELETE FROM ledger_entry", "UPDATE core_event SET comment = 'x'", "DELETE FROM core_event"])  # fmt: skip
def test_the_database_refuses_to_change_what_was_entered(db, user, year, what):
    if "core_event" in what:
        _an_event(year(1), user)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(what)


def test_the_models_cannot_change_an_entry_either(db):
    entry = Entry.objects.first()
    for change in (entry.save, entry.delete, lambda: Entry.objects.filter(pk=entry.pk).update(note="x")):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_the_database_refuses_a_reversal_that_does_not_fit(empty, user):
    entry = enter(empty, user, Kind.APPROVED, "100")
    row = {"project_year": empty, "kind": "approved", "source": "fiscal", "date": DAY, "reference": "文", "entered_by": user}  # fmt: skip
    for wrong in ({"kind": "paid"}, {"source": "bond"}, {"amount": Decimal("-100.01")}):
        with pytest.raises(IntegrityError, match="does not fit"), transaction.atomic():
            Entry.objects.create(**{"amount": Decimal(-100), **row, **wrong}, reverses=entry)
    Entry.objects.create(**row, amount=Decimal(-100), reverses=entry)


@pytest.mark.parametrize("wrong", [{"amount": Decimal(-1)}, {"amount": Decimal(0)}, {"kind": "gift"}, {"source": "x"}, {"reference": ""}])  # fmt: skip
def test_the_database_refuses_an_entry_that_is_none(empty, user, wrong):
    row = {
        "project_year": empty,
        "kind": "paid",
        "source": "fiscal",
        "date": DAY,
        "reference": "文",
        "amount": Decimal(1),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(**{**row, **wrong}, entered_by=user)


@pytest.mark.parametrize("wrong", [{"paid": Decimal(2), "arrived": Decimal(1)}, {"revised": Decimal(-1)}])
def test_the_database_refuses_a_balance_that_cannot_be(empty, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Balance.objects.create(project_year=empty, **wrong)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(list(Kind)),
        st.sampled_from(list(Source)),
        st.integers(1, 11),
        st.integers(1, 10**9).map(lambda fen: Decimal(fen) / 100),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_balances_are_what_the_entries_add_up_to_whatever_was_tried(empty, user, steps):
    with transaction.atomic():
        for kind, source, month, amount, back in steps:
            last = empty.entries.filter(reverses=None, reversed_by=None).last()
            try:
                with transaction.atomic():
                    if back and last:
                        reverse(last, DAY, "更正", "试", user)
                    else:
                        enter(empty, user, kind, amount, source, date(YEAR, month, 1))
            except Refused:
                continue
        entries = [entry.plain() for entry in empty.entries.all()]
        assert position(empty) == ledger.position(entries)
        assert position(empty, date(YEAR, 6, 30)) == ledger.position(e for e in entries if e.date <= date(YEAR, 6, 30))
        assert not [remark for remark in ledger.problems(entries) if remark.severity == "error"]
        balance = Balance.objects.filter(pk=empty.pk).first()
        assert (balance.position() if balance else ledger.Position()) == ledger.position(entries)
        assert verify() == []
        transaction.set_rollback(True)


def test_verify_names_what_does_not_add_up(year):
    Balance.objects.filter(pk=year(1).pk).update(contracted=Decimal("1.00"))
    MonthSum.objects.filter(unit=year(1).unit, kind="approved", year=YEAR).update(amount=Decimal("1.00"))
    Balance.objects.filter(pk=year(2).pk).delete()
    assert verify()[0].startswith("网格监督员购买服务项目")
    assert len(verify()) == 3


def test_a_project_year_moves_with_its_money(year):
    other = Organisation.objects.get(code="202001")
    move(year(1), other)
    assert year(1).unit == other
    assert verify() == []


def test_the_sample_adds_up_and_shows_a_low_execution(year):
    assert verify() == []
    assert Balance.objects.get(pk=year(7).pk).execution.value < Decimal("0.35")
    assert {balance.pk for balance in Balance.objects.all()} == set(ProjectYear.objects.values_list("pk", flat=True))
    assert Entry.objects.filter(reverses__isnull=False).count() == 1


def _an_event(year, user):
    from django.contrib.contenttypes.models import ContentType

    kind = ContentType.objects.get_for_model(ProjectYear)
    said = {"machine": "x", "action": "x", "source": "x", "target": "x", "role": "clerk", "snapshot": {}}
    Event.objects.create(content_type=kind, object_id=year.pk, year=year, actor=user, **said)
