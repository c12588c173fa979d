"""Official forms: written as workbooks and Word files, they say the same when they are read back."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wenxiao.publishing.forms import (
    FormIndicator,
    Layout,
    MoneyLine,
    Values,
    docx,
    find,
    layouts,
    taken,
    xlsx,
)
from wenxiao.reading.model import Reading
from wenxiao.reading.pipeline import read

DRAW = {"xlsx": xlsx, "docx": docx}
SELF, TARGET, MONITORING, DEPARTMENT = (
    find(name) for name in ("自评表", "目标申报表", "监控表", "部门整体支出绩效自评表")
)


def read_back(data: bytes, ending: str) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"表.{ending}")
        path.write_bytes(data)
        return read(path)


def money(low: int = 1, high: int = 10**8) -> st.SearchStrategy[Decimal]:
    return st.integers(low, high).map(lambda cents: Decimal(cents).scaleb(-2))


PLACES = st.sampled_from(
    ["背街小巷保洁", "农村饮水安全", "中小学校舍维修", "城市河道清淤", "公共图书馆免费开放", "残疾人康复救助"]
)
OFFICES = st.sampled_from(["云溪区城市管理局", "星河县水利局", "青枫街道办事处", "云溪区教育体育局"])
LEVELS = st.sampled_from(
    [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"), ("效益指标", "社会效益指标"), ("满意度指标", "服务对象满意度指标")]
)  # fmt: skip
NAMES = st.sampled_from(["保洁街巷数量", "验收合格率", "按期完成率", "受益人口数", "居民满意度", "维修校舍面积"])
TARGETS = st.sampled_from(["≥95%", "≥86条", "100%", "≤12万元", "按期完成", "≥1200平方米", "有效改善"])
ACTUALS = st.sampled_from(["96%", "86条", "98%", "11.5万元", "已完成", "1250平方米", "有所改善"])
GOALS = st.sampled_from(
    ["完成全区86条背街小巷全年保洁。", "完成校舍维修12所，验收合格率100%。", "保障农村人口饮水安全。"]
)
POINTS = st.integers(1, 30).map(Decimal)
SCORES = st.integers(0, 3000).map(lambda n: Decimal(n).scaleb(-2))


@st.composite
def indicators(draw: st.DrawFn, layout: Layout) -> tuple[FormIndicator, ...]:
    rows = sorted(
        draw(st.lists(LEVELS, min_size=1, max_size=6)), key=lambda levels: ("产效满".index(levels[0][0]), levels[1])
    )
    made = []
    for level1, level2 in rows:
        indicator = FormIndicator(draw(NAMES), level1, level2, draw(TARGETS))
        if layout is MONITORING:
            likelihood = draw(st.sampled_from(["确定能", "有可能", "完全不可能", ""]))
            indicator = replace(indicator, so_far=draw(ACTUALS), expected=draw(ACTUALS), likelihood=likelihood)
        elif layout is not TARGET:
            reason = draw(st.sampled_from(["", "个别路段施工围挡", "资金下达较晚，下一年提前申报"]))
            indicator = replace(indicator, actual=draw(ACTUALS), weight=draw(POINTS), score=draw(SCORES), reason=reason)
        made.append(indicator)
    return tuple(made)


@st.composite
def filled(draw: st.DrawFn, layout: Layout) -> Values:
    roles = {"target": ["approved"], "monitoring": ["approved", "spent", "forecast"]}.get(
        layout.kind, ["approved", "adjusted", "spent"]
    )
    sources = ["其中：基本支出", "项目支出"] if layout is DEPARTMENT else ["其中：财政拨款", "其他资金"]
    parts = [MoneyLine(name, {role: draw(money()) for role in roles}) for name in sources]
    total = MoneyLine("", {role: sum((part.amounts[role] for part in parts), Decimal(0)) for role in roles})
    if layout is not TARGET:
        total = replace(total, rate=draw(SCORES) + 70)
    if layout.kind in ("self_evaluation", "department"):
        total = replace(
            total,
            rate=draw(SCORES) + 70,
            points=Decimal(10),
            score=draw(st.integers(0, 1000).map(lambda n: Decimal(n).scaleb(-2))),
        )
    return Values(
        name="" if layout is DEPARTMENT else draw(PLACES) + "项目",
        office="" if layout is DEPARTMENT else draw(OFFICES),
        unit=draw(OFFICES),
        year=draw(st.integers(2020, 2026)),
        money=(total, *parts),
        wanted=draw(GOALS),
        done=draw(GOALS) if layout.kind in ("self_evaluation", "department") else "",
        midterm=draw(GOALS) if layout is TARGET else "",
        indicators=draw(indicators(layout)),
        points=Decimal(100) if layout.kind in ("self_evaluation", "department") else None,
        score=draw(SCORES) if layout.kind in ("self_evaluation", "department") else None,
    )


@pytest.mark.parametrize("ending", DRAW)
@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.kind)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_form_says_the_same_when_it_is_read_back(layout: Layout, ending: str, data: st.DataObject) -> None:
    values = data.draw(filled(layout))
    assert differences(taken(read_back(DRAW[ending](layout, values), ending), layout), values) == {}


def differences(back: Values, values: Values) -> dict[str, tuple[object, object]]:
    """Fields that differ: as read back, as written."""
    pairs = {field.name: (getattr(back, field.name), getattr(values, field.name)) for field in fields(Values)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
