"""What the audit says of an official form filled from entered data stands at the field that it is about."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from wenxiao.performance.regime import regime
from wenxiao.performance.remarks import Severity
from wenxiao.publishing.forms import FormIndicator, MoneyLine, Values, fields, find
from wenxiao.web.core.official import audited

TARGET = Values(
    name="街心花园养护项目",
    office="望溪区园林局",
    unit="望溪区园林绿化所",
    year=2026,
    money=(
        MoneyLine("", {"approved": Decimal("86.00")}),
        MoneyLine("其中：财政拨款", {"approved": Decimal("86.00")}),
        MoneyLine("其他资金", {"approved": Decimal("0.00")}),
    ),
    wanted="养护街心花园12处，苗木存活率不低于95%，周边居民满意度不低于90%。",
    indicators=(
        FormIndicator("养护花园数量", "产出指标", "数量指标", "=12处"),
        FormIndicator("苗木存活率", "产出指标", "质量指标", "≥95%"),
        FormIndicator("每处养护成本", "产出指标", "成本指标", "≤7.2万元"),
        FormIndicator("周边居民满意度", "满意度指标", "服务对象满意度指标", "≥90%"),
    ),
)


def test_a_form_in_which_everything_fits_has_no_error():
    assert [one for one in audited(find("target"), TARGET, regime()) if one.severity is Severity.ERROR] == []


def test_sources_that_do_not_add_up_are_told_at_the_amount():
    money = (*TARGET.money[:2], MoneyLine("其他资金", {"approved": Decimal("10.00")}))
    found = audited(find("target"), replace(TARGET, money=money), regime())
    assert [(one.code, one.severity, one.field) for one in found] == [("A114", Severity.ERROR, "money.0.approved")]
    assert "590" not in found[0].zh
    assert "96" in found[0].zh
    assert found[0].arithmetic


def test_a_cost_with_a_lower_bound_is_told_at_its_indicator_by_the_name_of_the_web_form():
    cost = FormIndicator("每处养护成本", "产出指标", "成本指标", "≥7.2万元")
    found = audited(
        find("target"),
        replace(TARGET, indicators=(*TARGET.indicators[:2], cost, TARGET.indicators[3])),
        regime(),
        lambda field: f"web:{field}",
    )
    assert [(one.code, one.field.rpartition(".")[0]) for one in found] == [("C106", "web:indicators.2")]


def test_what_is_said_keeps_its_id_while_the_data_stay():
    broken = replace(TARGET, money=(*TARGET.money[:2], MoneyLine("其他资金", {"approved": Decimal("10.00")})))
    first, second = (audited(find("target"), broken, regime()) for _ in range(2))
    assert [one.id for one in first] == [one.id for one in second]


@pytest.mark.parametrize("kind", ["target", "监控表", "自评表"])
def test_every_indicator_of_every_form_has_an_address(kind):
    named = fields(find(kind), TARGET).values()
    assert {f"indicators.{row}.name" for row in range(4)} <= set(named)
    assert "wanted" in named
