"""The pages of the ledger: every figure opens, what one sees, entering and taking back, both languages."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wenxiao.performance import ledger
from wenxiao.performance.ledger import Kind, Source
from wenxiao.web.core.clock import travelling
from wenxiao.web.ledger.models import Entry
from wenxiao.web.ledger.panels import panel
from wenxiao.web.ledger.pictures import waterfall
from wenxiao.web.ledger.reading import FIGURES, entries_of, lines
from wenxiao.web.ledger.services import position, post
from wenxiao.web.people.models import Membership, User
from wenxiao.web.register.timeline import Page
from wenxiao.web.sample import YEAR


@pytest.fixture(autouse=True)
def november():
    with travelling(date(YEAR, 11, 21)):
        yield


def typed(**changes):
    return {"kind": "paid", "source": "fiscal", "date": f"{YEAR}-11-05", "amount": "1000.50", "reference": "支付-9", "note": "", **changes}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ["/ledger/", "/ledger/{}/", "/ledger/{}/enter/", "/ledger/import/", "/ledger/entries/{}/reverse/"])  # fmt: skip
def test_every_page_speaks_both_languages(as_user, year, address, language):
    client = as_user("business")
    client.cookies["django_language"] = language
    number = (
        Entry.objects.filter(project_year=year(1), reverses=None).first().pk if "entries" in address else year(1).pk
    )
    page = client.get(address.format(number)).content.decode()
    words = re.sub(r"<[^>]*>", "", re.sub(r"<option.*?</option>|<td.*?</td>", "", page[page.index("<main") :]))
    assert ("ledger" in words.casefold()) == (language == "en")
    assert ("台账" in words) == (language == "zh")


@pytest.mark.parametrize("number", [1, 3, 5, 10])
def test_every_figure_opens_into_entries_that_add_up_to_it(access, year, number):
    at = position(year(number))
    for name in FIGURES:
        shown = lines(entries_of(year(number), access("performance")), name)
        amount = getattr(at, name)
        assert (shown[-1].total if shown else None) == amount, name
        assert sum(line.counts for line in shown) == (amount or 0)


def test_running_totals_go_on_through_a_filter_by_month(as_user, year):
    page = as_user("clerk").get(f"/ledger/{year(1).pk}/?kind=paid&month=10")
    assert [line.entry.date.month for line in page.context["lines"]] == [10]
    assert page.context["lines"][0].total == position(year(1)).paid


def test_rates_are_shown_with_their_base_and_undefined_ones_as_missing(as_user, year):
    page = as_user("clerk").get(f"/ledger/{year(1).pk}/").content.decode()
    execution = ledger.rate(position(year(1)))
    assert execution.quotient in page
    assert "÷ 年初预算" in page


def test_entering_checks_while_typing_and_again_when_sent(as_user, year):
    client, of = as_user("business"), year(1)
    before = position(of).paid
    check = client.post(f"/ledger/{of.pk}/check/", typed()).content.decode()
    assert f"{before:,.2f}" in check
    assert f"{before + Decimal('1000.50'):,.2f}" in check
    assert "多于到位" in client.post(f"/ledger/{of.pk}/check/", typed(amount="99999999")).content.decode()
    refused = client.post(f"/ledger/{of.pk}/enter/", typed(amount="99999999"))
    assert refused.status_code == 422
    assert "多于到位" in refused.content.decode()
    assert 'value="99999999"' in refused.content.decode()
    assert position(of).paid == before
    assert client.post(f"/ledger/{of.pk}/enter/", typed()).status_code == 302
    assert position(of).paid == before + Decimal("1000.50")


@pytest.mark.parametrize(("field", "value", "says"), [("amount", "12,x", "不是数字"), ("amount", "-5", "更正请用冲销"), ("date", f"{YEAR}-12-31", "在今天之后"), ("reference", " ", "这个字段"), ("kind", "gift", "gift")])  # fmt: skip
def test_an_error_stands_at_its_field(as_user, year, field, value, says):
    page = as_user("business").post(f"/ledger/{year(1).pk}/enter/", typed(**{field: value}))
    assert page.status_code == 422
    assert any(says in error for error in page.context["form"].errors[field])


def test_an_amount_is_typed_as_pages_print_it(as_user, year):
    before = Entry.objects.count()
    assert as_user("business").post(f"/ledger/{year(1).pk}/enter/", typed(amount="1,000.50")).status_code == 302
    assert Entry.objects.count() == before + 1
    assert Entry.objects.latest("pk").amount == Decimal("1000.50")


def test_a_reversal_needs_a_reason_and_keeps_the_entry(as_user, year):
    client = as_user("business")
    entry = Entry.objects.filter(project_year=year(1), kind="paid").last()
    sent = {"date": f"{YEAR}-11-03", "reference": "更正1", "reason": ""}
    assert client.post(f"/ledger/entries/{entry.pk}/reverse/", sent).status_code == 422
    assert client.post(f"/ledger/entries/{entry.pk}/reverse/", {**sent, "reason": "重复"}).status_code == 302
    back = Entry.objects.get(reverses=entry)
    assert (back.amount, back.note, back.reference) == (-entry.amount, "重复", "更正1")
    page = client.get(f"/ledger/{year(1).pk}/").content.decode()
    assert "已冲销" in page
    assert "已经冲销" in client.get(f"/ledger/entries/{entry.pk}/reverse/", follow=True).content.decode()
    assert client.get(f"/ledger/entries/{back.pk}/reverse/").status_code == 404


def test_a_clerk_sees_the_own_unit_alone_and_enters_nothing(as_user, year):
    client = as_user("clerk")
    assert client.get(f"/ledger/{year(1).pk}/").status_code == 200
    assert client.get(f"/ledger/{year(3).pk}/").status_code == 404
    assert {entry.project_year.unit.code for entry in client.get("/ledger/").context["page"]} == {"201001"}
    assert client.get(f"/ledger/{year(1).pk}/enter/").status_code == 403
    assert client.post(f"/ledger/{year(1).pk}/enter/", typed()).status_code == 403
    entry = Entry.objects.filter(project_year=year(1)).first()
    assert client.get(f"/ledger/entries/{entry.pk}/reverse/").status_code == 403
    assert client.get("/ledger/import/").status_code == 403


def test_finance_enters_for_its_own_departments_alone(as_user, year):
    client = as_user("business")
    other = Entry.objects.filter(project_year=year(8)).first()
    assert client.post(f"/ledger/{year(8).pk}/enter/", typed()).status_code == 404
    assert client.get(f"/ledger/entries/{other.pk}/reverse/").status_code == 404


def test_oversight_sees_entries_and_figures_as_of_its_day(as_user, access, year):
    day = date(YEAR, 6, 30)
    Membership.objects.filter(user__username="oversight").update(as_of=day)
    page = as_user("oversight").get(f"/ledger/{year(1).pk}/")
    entries = [entry.plain() for entry in Entry.objects.filter(project_year=year(1), date__lte=day)]
    assert page.context["position"] == ledger.position(entries) != position(year(1))
    assert max(line.entry.date for line in page.context["lines"]) <= day
    assert all(entry.date <= day for entry in as_user("oversight").get("/ledger/").context["page"])
    _, said = panel(Page(year(1), access("oversight")))
    assert (said["position"], said["count"]) == (ledger.position(entries), len(entries))


def test_the_number_of_queries_does_not_grow_with_the_entries(as_user, year):
    client, of = as_user("business"), year(1)
    addresses = (f"/ledger/{of.pk}/", "/ledger/", f"/ledger/{of.pk}/enter/")
    few = [queries(client, address) for address in addresses]
    user = User.objects.get(username="business")
    for number in range(30):
        post(of, Kind.ARRIVED, Source.OTHER, date(YEAR, 11, 1), Decimal(5), f"补{number}", "", user)
    assert [queries(client, address) for address in addresses] == few


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_is_filtered_by_its_address_and_says_when_it_is_empty(as_user):
    client = as_user("performance")
    page = client.get("/ledger/", {"kind": "added", "year": YEAR})
    assert [entry.kind for entry in page.context["page"]] == ["added"]
    assert "请放宽筛选" in client.get("/ledger/", {"q": "没有这样的项目"}).content.decode()
    assert client.get("/ledger/", {"kind": "x", "unit": "999", "begins": "x", "page": "-3"}).status_code == 200


def test_the_waterfall_says_in_words_what_it_draws(year):
    drawn = waterfall(position(year(1)))
    assert [bar.label for bar in drawn["bars"][:3]] == ["591.75", "−11.75", "580.00"]
    assert "调减 −11.75 万元" in drawn["text"]
    assert all(bar.y >= 0 and bar.height > 0 for bar in drawn["bars"])
    assert waterfall(ledger.Position()) is None


def test_the_panel_leads_to_the_entries(access, year, rf):
    from django.template.loader import render_to_string

    template, said = panel(Page(year(1), access("clerk")))
    request = rf.get("/")
    request.access = access("clerk")
    shown = render_to_string(template, said, request)
    assert f'href="/ledger/{year(1).pk}/"' in shown
    assert "580.00" in shown


def test_an_entry_that_is_there_already_is_not_entered_again(as_user, year):
    client, at = as_user("business"), f"/ledger/{year(1).pk}/enter/"
    typed = {"kind": "paid", "source": "fiscal", "date": f"{YEAR}-11-02", "amount": "1000", "reference": "国库支9号"}
    assert client.post(at, typed).status_code == 302
    again = client.post(at, typed)
    assert again.status_code == 422
    assert "台账中已有完全相同的分录；确为两笔的，请用凭证号区分。" in again.content.decode()
    assert 'value="1000"' in again.content.decode()
    assert Entry.objects.filter(reference="国库支9号").count() == 1
    assert client.post(at, {**typed, "reference": "国库支9号-2"}).status_code == 302


def test_an_entry_that_was_reversed_may_be_entered_again(as_user, year):
    client, at = as_user("business"), f"/ledger/{year(1).pk}/enter/"
    typed = {"kind": "paid", "source": "fiscal", "date": f"{YEAR}-11-02", "amount": "1000", "reference": "国库支9号"}
    client.post(at, typed)
    entry = Entry.objects.get(reference="国库支9号")
    client.post(f"/ledger/entries/{entry.pk}/reverse/", {"date": f"{YEAR}-11-03", "reference": "更1", "reason": "误录"})
    assert client.post(at, typed).status_code == 302


STRANGE = "其他资金支付 1,000.5 元，这一来源既没有预算，也没有到位；请核对资金来源。"


def test_a_payment_of_a_source_without_money_is_pointed_out_and_not_refused(as_user, year):
    client, of = as_user("business"), year(1)
    assert "请核对资金来源" not in client.post(f"/ledger/{of.pk}/check/", typed()).content.decode()
    check = client.post(f"/ledger/{of.pk}/check/", typed(source="other"))
    assert STRANGE in check.content.decode()
    assert check.context["refusals"] == []
    assert STRANGE not in client.get(f"/ledger/{of.pk}/").content.decode()
    assert client.post(f"/ledger/{of.pk}/enter/", typed(source="other")).status_code == 302
    for person in ("business", "clerk"):
        assert STRANGE in as_user(person).get(f"/ledger/{of.pk}/?source=fiscal").content.decode()
    client.cookies["django_language"] = "en"
    page = client.get(f"/ledger/{of.pk}/").content.decode()
    assert "1,000.5 yuan are paid of other funds, which has neither budget nor receipts" in page


def test_what_the_sources_say_is_as_of_the_day_too(as_user, year):
    of = year(1)
    post(
        of,
        Kind.PAID,
        Source.OTHER,
        date(YEAR, 11, 5),
        Decimal("1000.50"),
        "支付-9",
        "",
        User.objects.get(username="business"),
    )
    for day, told in ((date(YEAR, 11, 4), False), (date(YEAR, 11, 5), True)):
        Membership.objects.filter(user__username="oversight").update(as_of=day)
        assert (STRANGE in as_user("oversight").get(f"/ledger/{of.pk}/").content.decode()) is told
