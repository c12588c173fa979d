"""Official forms: written as workbooks and Word files, they say the same when they are read back."""

from __future__ import annotations

import io
import tempfile
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wenxiao.publishing.forms import (
    FormIndicator,
    Layout,
    MoneyLine,
    NothingToFillError,
    UnknownFormError,
    Values,
    docx,
    find,
    layouts,
    taken,
    xlsx,
)
from wenxiao.publishing.forms.grid import form_grid
from wenxiao.reading.model import Reading
from wenxiao.reading.pipeline import read, read_text

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


def test_forms_are_found_by_any_of_their_names() -> None:
    assert find("自评表") is find("项目支出绩效自评") is find("self-evaluation")
    with pytest.raises(UnknownFormError) as caught:
        find("预算表")
    assert len(caught.value.names) == 4


@pytest.mark.parametrize("ending", DRAW)
@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.kind)
def test_an_empty_form_has_every_label_and_no_value(layout: Layout, ending: str) -> None:
    data = DRAW[ending](layout, Values())
    assert data == DRAW[ending](layout, Values())
    reading = read_back(data, ending)
    assert layout.title in reading.text
    assert all(not indicator.actual for indicator in reading.indicators)
    assert all(project.spent is None and project.budget is None for project in reading.projects)


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.kind)
def test_the_cells_of_a_form_cover_its_grid_once(layout: Layout) -> None:
    grid = form_grid(layout, Values())
    covered = [
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    ]
    assert sorted(covered) == [(row, column) for row in range(len(grid.heights)) for column in range(len(grid.widths))]


def test_a_workbook_is_ready_to_be_printed() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(SELF, Values()))).active
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (
        9,
        0,
        True,
    )
    assert sheet.print_area.startswith("'项目支出绩效自评表'!$A$1")
    assert sheet.print_title_rows == "$13:$13"
    assert sheet["A1"].font.name == "黑体"


def test_a_word_form_lies_on_its_side_where_it_is_wide() -> None:
    section = Document(io.BytesIO(docx(MONITORING, Values()))).sections[0]
    assert section.page_width > section.page_height


def test_digits_that_a_workbook_would_lose_are_written_as_text() -> None:
    line = MoneyLine("", {"approved": Decimal("12345678901234.5678")})
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(SELF, Values(money=(line,))))).active
    assert sheet["D7"].value == "12,345,678,901,234.5678"


def test_a_report_without_a_form_fills_what_it_states() -> None:
    reading = read_text(
        "云溪区城市管理局2024年度项目支出绩效自评报告\n一、项目名称：河道保洁项目\n年初预算120.5万元，实际支出118万元，执行率97.93%。\n"
    )
    values = taken(reading, SELF)
    assert values.year == 2024
    assert values.money[0].amounts == {"approved": Decimal("120.5"), "spent": Decimal("118")}
    assert values.indicators == ()


def test_what_was_spent_in_the_year_is_not_filled_in_for_a_part_of_it() -> None:
    values = Values(
        name="河道保洁项目", year=2024,
        money=(MoneyLine("", {"approved": Decimal("12.00"), "adjusted": Decimal("12.00"), "spent": Decimal("11.00")}, Decimal("91.67")),),
    )  # fmt: skip
    back = taken(read_back(xlsx(SELF, values), "xlsx"), MONITORING)
    assert back.money[0].amounts == {"approved": Decimal("12.00"), "adjusted": Decimal("12.00")}
    assert back.money[0].rate is None


def test_the_form_of_a_project_fills_none_of_a_department() -> None:
    reading = read_back(
        xlsx(SELF, Values(name="河道保洁项目", money=(MoneyLine("", {"approved": Decimal(12)}),))), "xlsx"
    )
    with pytest.raises(NothingToFillError):
        taken(reading, DEPARTMENT)
    with pytest.raises(NothingToFillError):
        taken(read_text("没有项目。"), SELF)
