"""Numbers as people type and paste them into forms: read where they mean one number, refused in words where they do not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from wenxiao.web.core.numbers import AmountField, NumberField
from wenxiao.web.ledger.models import Entry
from wenxiao.web.monitoring.forms import ProgressForm, ReportForm
from wenxiao.web.problems.forms import UseForm
from wenxiao.web.targets.forms import IndicatorForm
from wenxiao.web.targets.library import LibraryForm


@pytest.mark.parametrize(
    ("pasted", "amount"),
    [
        ("1,234.50", "1234.50"), ("１，２３４．５０", "1234.50"), (" 1 234.5 ", "1234.5"), ("￥1,000", "1000"), ("¥1000元", "1000"),
        ("1\u200b000\ufeff", "1000"), ("1\xa0000", "1000"), ("12元", "12"), ("12.", "12"), ("－5", "-5"), ("1'000", "1000"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_printed_elsewhere(pasted, amount):
    assert AmountField().clean(pasted) == Decimal(amount)


@pytest.mark.parametrize("pasted", ["3万元", "３．５万", "1.2亿元", "500 万元"])
def test_an_amount_in_another_unit_is_refused_with_what_to_do(pasted):
    with pytest.raises(ValidationError) as why:
        AmountField().clean(pasted)
    assert why.value.messages == [f"本栏以元为单位，请把“{pasted}”换算成元后填写。"]


@pytest.mark.parametrize(
    "pasted", ["1e3", "1_000", "NaN", "Infinity", "一百", "1.2.3", "--5", "12个", "5%", "元", "￥"]
)
def test_what_is_no_amount_is_refused(pasted):
    with pytest.raises(ValidationError, match=r"金额不是数字，请写成如 12345\.60。"):
        AmountField(required=False).clean(pasted)


@pytest.mark.parametrize(("pasted", "number"), [("９５．５％", "95.5"), ("95.5 %", "95.5"), ("1,200", "1200"), ("\u200b12", "12"), ("−3", "-3")])  # fmt: skip
def test_a_number_is_read_with_wide_digits_separators_and_a_percent_sign(pasted, number):
    assert NumberField().clean(pasted) == Decimal(number)


@pytest.mark.parametrize("typed", ["1e3", "%"])
def test_what_is_no_number_is_quoted(typed):
    with pytest.raises(ValidationError, match=rf"“{typed}”不是数字，请改为如 95\.24。"):
        NumberField(required=False).clean(typed)


@pytest.mark.parametrize(
    ("form", "kind", "names"),
    [
        (IndicatorForm, NumberField, ("target", "upper", "weight")),
        (LibraryForm, NumberField, ("target", "upper", "weight")),
        (ProgressForm, NumberField, ("value", "forecast")),
        (ReportForm, AmountField, ("expected_spending",)),
        (UseForm, AmountField, ("next_budget",)),
    ],
)
def test_every_form_reads_numbers_so(form, kind, names):
    assert {type(form.base_fields[name]) for name in names} == {kind}


@pytest.mark.django_db
def test_an_amount_that_is_too_large_says_how_large_it_may_be(as_user, year):
    typed = {"kind": "paid", "source": "fiscal", "date": "2026-11-02", "amount": "10000000000000", "reference": "甲"}
    page = as_user("business").post(f"/ledger/{year(1).pk}/enter/", typed).content.decode()
    assert "金额大于 9,999,999,999,999.99 元，请核对数字和单位。" in page
    assert not Entry.objects.filter(reference="甲").exists()
