"""Official forms, row for row: the same facts from a Word table, a web page, tabs and bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from tests.documents.making import opened
from tests.reading import official
from tests.reading.official import Rows, as_text, files, self_evaluation
from wenxiao.documents.model import Anchor, Block, Cell, Document
from wenxiao.documents.tab_rows import tab_tables
from wenxiao.reading.form_facts import Form, MoneyRow
from wenxiao.reading.model import Indicator, Reading, Role
from wenxiao.reading.pipeline import read_document, read_text

LAYOUTS = ("tabs", "bars", "html", "docx")


def read_in(folder: Path, layout: str, *parts: str | Rows) -> Reading:
    return read_document(opened(folder, files(*parts)[layout]))


def money(row: MoneyRow) -> tuple[str, dict[str, str]]:
    return row.name, {role.value: f"{quantity.value:f}" for role, quantity in row.amounts.items()}


def levels(reading: Reading, form: Form) -> list[tuple[str, str, str, str]]:
    return [(i.level1, i.level2, i.name, reading.quote(i.target) if i.target else "") for i in form.indicators]


def names(reading: Reading) -> list[str]:
    return [reading.quote(form.name) if form.name else "" for form in reading.forms]


def goals(reading: Reading, form: Form) -> list[tuple[str, str]]:
    return [(goal.kind, reading.quote(goal.span)) for goal in form.goals]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_self_evaluation(tmp_path: Path, layout: str) -> None:
    reading = read_in(tmp_path, layout, "项目支出绩效自评表", "（2023年度）", self_evaluation("河道疏浚工程"))
    (form,) = reading.forms
    assert (form.kind, form.project, names(reading)) == ("self_evaluation", 0, ["河道疏浚工程"])
    assert form.office
    assert form.unit
    assert form.title
    assert [reading.quote(s) for s in (form.office, form.unit, form.title)] == ["云溪县水务局", "云溪县河道管理站", "项目支出绩效自评表"]  # fmt: skip
    assert [money(row) for row in form.money] == [
        ("年度资金总额", {"approved": "200.00", "adjusted": "200.00", "spent": "180.00"}),
        ("其中:本年财政拨款", {"approved": "150.00", "adjusted": "150.00", "spent": "130.00"}),
        ("上年结转资金", {"approved": "30.00", "adjusted": "30.00", "spent": "30.00"}),
        ("其他资金", {"approved": "20.00", "adjusted": "20.00", "spent": "20.00"}),
    ]
    assert [(row.total, row.points, row.score) for row in form.money[:2]] == [(True, 10, 9), (False, None, None)]
    assert [row.rate.value if row.rate else None for row in form.money] == [90, Decimal("86.67"), 100, 100]
    assert form.execution
    assert (form.execution.points, form.execution.score) == (10, 9)
    assert goals(reading, form) == [
        ("wanted", "疏浚河道12公里，加固堤防3处。"),
        ("done", "全年疏浚河道12公里，加固堤防2处。"),
    ]
    assert levels(reading, form) == [
        ("产出指标", "数量指标", "疏浚河道长度", "≥12公里"),
        ("产出指标", "数量指标", "加固堤防处数", "≥3处"),
        ("产出指标", "质量指标", "验收合格率", "=100%"),
        ("产出指标", "成本指标", "单位疏浚成本", "≤15万元/公里"),
        ("效益指标", "社会效益指标", "受益村庄数", "≥6个"),
        ("满意度指标", "服务对象满意度指标", "沿岸村民满意度", "≥90%"),
    ]
    second = form.indicators[1]
    assert (second.weight, second.score) == (10, Decimal("7.5"))
    assert second.actual
    assert reading.quote(second.actual) == "2处"
    assert second.reason
    assert reading.quote(second.reason) == "一处因汛期停工，次年三月补齐"
    assert form.total
    assert (form.total.points, form.total.score) == (100, Decimal("96.50"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_monitoring(tmp_path: Path, layout: str) -> None:
    reading = read_in(tmp_path, layout, "项目支出绩效目标执行监控表", official.MONITORING)
    (form,) = reading.forms
    assert (form.kind, names(reading)) == ("monitoring", ["城北泵站改造"])
    assert [money(row)[1] for row in form.money] == [
        {"approved": "400.00", "spent": "160.00"},
        {"approved": "300.00", "spent": "120.00"},
        {"approved": "100.00", "spent": "40.00"},
    ]
    assert [row.forecast and row.forecast.value for row in form.money] == [400, 300, 100]
    (project,) = reading.projects
    assert [(f.role, f.period) for f in project.facts] == [(Role.APPROVED, None), (Role.SPENT, "1-7月")]
    assert project.stated_execution_rate is None  # 40 % is the rate of seven months
    first, second = form.indicators
    assert (first.likelihood, second.likelihood) == ("确定能", "有可能")
    assert first.actual is None
    assert [reading.quote(s) for s in (second.so_far, second.expected, second.reason) if s] == ["在建", "12月完工", "设备到货晚两周"]  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_target_with_a_midterm(tmp_path: Path, layout: str) -> None:
    reading = read_in(tmp_path, layout, "项目支出绩效目标申报表", "（2024年度）", official.TARGET)
    (form,) = reading.forms
    assert form.kind == "target"
    assert [money(row) for row in form.money] == [
        ("中期资金总额", {"planned": "90"}), ("年度资金总额", {"approved": "30"}),
        ("其中:财政拨款", {"planned": "75"}), ("其中:财政拨款", {"approved": "25"}),
        ("其他资金", {"planned": "15"}), ("其他资金", {"approved": "5"}),
    ]  # fmt: skip
    (project,) = reading.projects
    assert (project.budget, [(p.name, p.quantity.value) for p in project.funding]) == (300000, [("财政拨款", 25), ("其他资金", 5)])  # fmt: skip
    assert goals(reading, form) == [("midterm", "三年修缮古桥6座，建立巡护制度。"), ("wanted", "修缮古桥2座。")]
    assert levels(reading, form) == [
        ("产出指标", "数量指标", "修缮古桥座数", "2座"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
        ("效益指标", "社会效益指标", "开放古桥座数", "≥1座"),
    ]
    assert [i.target and reading.quote(i.target) for i in form.midterm] == ["6座", "100%", "≥5座"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nature_value_unit_and_weight_in_columns_of_their_own(tmp_path: Path, layout: str) -> None:
    reading = read_in(tmp_path, layout, "项目支出绩效目标表", official.CORE_TARGET)
    length, share, quality = reading.forms[0].indicators
    assert length.target_value
    assert (length.operator, length.unit, length.weight) == ("≥", "万米", 30)
    assert (length.target_value.kind, length.target_value.normalized) == ("length", 50000)
    assert share.target_value
    assert share.target_value.kind == "percent"
    assert (quality.operator, quality.nature, quality.target_value) == ("", "定性", None)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_form_of_a_whole_department(tmp_path: Path, layout: str) -> None:
    reading = read_in(tmp_path, layout, "部门整体支出绩效自评表", official.DEPARTMENT)
    (form,) = reading.forms
    assert form.unit
    assert reading.quote(form.unit) == "云溪县档案馆"
    assert [row.name for row in form.money] == ["年度资金总额", "其中:基本支出", "项目支出", "其他"]
    assert goals(reading, form) == [("wanted", "完成馆藏数字化80万页。"), ("done", "完成馆藏数字化82万页。")]
    assert len(form.indicators) == 2
    assert form.total
    assert (form.total.points, form.total.score) == (100, 99)
    assert {r.verdict.value for r in reading.relations if r.kind == "sum"} <= {"holds", "unknown"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_provincial_form(tmp_path: Path, layout: str) -> None:
    reading = read_in(tmp_path, layout, "部门预算项目支出绩效自评表（2023年度）", official.PROVINCIAL)
    (form,) = reading.forms
    assert money(form.money[0]) == ("总额", {"approved": "60.00", "adjusted": "50.00", "spent": "50.00"})
    assert [row.name for row in form.money[1:]] == ["其中:财政资金", "财政专户管理资金", "单位资金"]
    assert form.execution
    assert (form.execution.points, form.execution.score) == (10, 10)
    assert goals(reading, form)[:2] == [("wanted", "改造库房2间。"), ("done", "改造库房2间，已启用。")]
    assert [(i.operator, i.unit, i.weight, i.score) for i in form.indicators] == [
        ("=", "间", 50, 50),
        ("≥", "年", 40, 40),
    ]
    assert form.total
    assert (form.total.points, form.total.score) == (100, 100)


# -- several forms, several tables ------------------------------------------------------------------------------------


def two() -> tuple[Rows, Rows]:
    return self_evaluation("河道疏浚工程"), self_evaluation("水库除险加固", total="95.00")


def wide(title: str) -> Rows:
    return [[(title, 1, 9)]]


def said_of_both(reading: Reading) -> Iterator[tuple[str, int, Decimal | None, int | None]]:
    for form, name in zip(reading.forms, names(reading), strict=True):
        yield name, len(form.indicators), form.total.score if form.total else None, form.project


BOTH = [("河道疏浚工程", 6, Decimal("96.50"), 0), ("水库除险加固", 6, Decimal("95.00"), 1)]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "parts",
    [
        ("自评表", two()[0], "项目支出绩效自评表", two()[1]),  # a table each
        (two()[0], "注：数据来自决算。", two()[1]),  # without titles
        ([*two()[0], *two()[1]],),  # one under the other in one table
        ([*wide("项目支出绩效自评表"), *two()[0], *wide("项目支出绩效自评表"), *two()[1]],),  # as on a sheet
    ],
    ids=["tables", "no titles", "one table", "one sheet"],
)
def test_two_forms_are_two(tmp_path: Path, layout: str, parts: Sequence[str | Rows]) -> None:
    reading = read_in(tmp_path, layout, *parts)
    assert list(said_of_both(reading)) == BOTH
    assert [len(form.executions) for form in reading.forms] == [1, 1]
    assert [i for form in reading.forms for i in form.indicators] == list(reading.indicators)
    assert [form.first for form in reading.forms] == [0, 6]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("at", [2, 7, 9, 13])
@pytest.mark.parametrize(
    "between", [(), ("项目支出绩效自评表（续表）",), ("单位：万元",)], ids=["", "continued", "unit"]
)
def test_a_form_cut_in_two_tables_is_one(tmp_path: Path, layout: str, at: int, between: tuple[str, ...]) -> None:
    """Cut behind the head, the money, the goals, within the indicators; where merged cells end."""
    rows = list(self_evaluation("河道疏浚工程"))
    if at == 9:
        rows[9] = rows[9][1:]
        rows = [[*row[:1], *row[1:]] for row in rows]
        cut: Rows = [[("绩效指标", 7, 1), *rows[9]], *rows[10:]]
    elif at == 13:
        cut = [["", "", "成本指标", "单位疏浚成本", "≤15万元/公里", "14万元/公里", "10", "10", ""], *[["", *row] for row in rows[14:16]], rows[16]]  # fmt: skip
        rows[9] = [("绩效指标", 4, 1), *rows[9][1:]]
        rows[10] = [("产出指标", 3, 1), *rows[10][1:]]
    else:
        cut = rows[at:]
    reading = read_in(tmp_path, layout, "项目支出绩效自评表", rows[:at], *between, cut)
    assert list(said_of_both(reading)) == BOTH[:1]
    assert len(reading.forms[0].executions) == 1
    assert reading.forms[0].indicators[3].level1 == "产出指标"
    assert len(reading.projects) == 1


@pytest.mark.parametrize("layout", LAYOUTS)
def test_target_and_self_evaluation_of_one_project_are_two_forms(tmp_path: Path, layout: str) -> None:
    reading = read_in(
        tmp_path,
        layout,
        "项目支出绩效目标申报表",
        official.TARGET,
        "项目支出绩效自评表",
        self_evaluation("云溪古桥修缮"),
    )
    assert [(form.kind, len(form.indicators)) for form in reading.forms] == [("target", 3), ("self_evaluation", 6)]
    assert names(reading) == ["云溪古桥修缮", "云溪古桥修缮"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_running_text_parts_two_tables(tmp_path: Path, layout: str) -> None:
    """Scores of two evaluations without a name: what stands between them is no note."""
    head = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    table: Rows = [head, ["产出指标", "数量指标", "巡查次数", "≥12次", "12次", "60", "60"], ["效益指标", "社会效益指标", "受益村庄数", "≥6个", "6个", "40", "40"]]  # fmt: skip
    reading = read_in(tmp_path, layout, table, "以上为上半年的评分。下半年重新组织了评分，评分表如下。", table)
    assert [len(form.indicators) for form in reading.forms] == [2, 2]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_list_of_projects_with_their_indicators(tmp_path: Path, layout: str) -> None:
    rows: Rows = [
        ["项目名称", "预算金额（万元）", "一级指标", "二级指标", "三级指标", "指标值"],
        [("绿道养护", 2, 1), ("60", 2, 1), "产出指标", "数量指标", "养护里程", "≥20公里"],
        ["产出指标", "质量指标", "路面完好率", "≥95%"],
        [("公厕改造", 2, 1), ("40", 2, 1), "产出指标", "数量指标", "改造座数", "≥5座"],
        ["效益指标", "社会效益指标", "服务人次", "≥8000人次"],
    ]
    reading = read_in(tmp_path, layout, "2024年项目支出绩效目标表", rows)
    assert names(reading) == ["绿道养护", "公厕改造"]
    assert [[i.name for i in form.indicators] for form in reading.forms] == [
        ["养护里程", "路面完好率"],
        ["改造座数", "服务人次"],
    ]
    assert [(p.name, p.budget) for p in reading.projects] == [("绿道养护", 600000), ("公厕改造", 400000)]


def test_every_sheet_has_its_own_form() -> None:
    """No title and no name on the second sheet: the scores of another unit do not join those of the first."""
    head = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    sheet = as_text([head, ["产出指标", "数量指标", "巡查次数", "≥12次", "12次", "60", "60"], ["效益指标", "社会效益指标", "受益村庄数", "≥6个", "6个", "40", "40"]], "\t")  # fmt: skip
    text = sheet + "\n" + sheet
    tables = tab_tables(text)
    blocks = [
        Block(cell.start, cell.end, "cell", Anchor(table=n, sheet=f"表{n}"))
        for n, table in enumerate(tables, 1)
        for cell in table.cells
    ]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    one = read_document(Document("甲", "", kind, text, tuple(blocks), tables))
    assert [len(form.indicators) for form in one.forms] == [2, 2]


def test_a_score_that_covers_two_rows_is_not_counted_twice(tmp_path: Path) -> None:
    rows = [list(row) for row in self_evaluation("河道疏浚工程")]
    rows[10][5:7] = [("25", 2, 1), ("22.5", 2, 1)]
    del rows[11][3:5]
    first, second, *_ = read_in(tmp_path, "docx", rows).forms[0].indicators
    assert (first.weight, first.score) == (25, Decimal("22.5"))
    assert (second.weight, second.score) == (None, None)
    assert read_in(tmp_path, "docx", rows).blanks == ()


def test_bars_between_cells_keep_a_blank_last_cell() -> None:
    text = "项目名称 | 道路养护 | | | \n一级指标 | 二级指标 | 三级指标 | 指标值 | 备注\n产出指标 | 数量指标 | 里程 | ≥5公里 | \n | | 面积 | ≥8亩 | \n | | 座数 | ≥3座 | 新增"
    assert [i.name for i in read_text(text).indicators] == ["里程", "面积", "座数"]


@pytest.mark.parametrize("text", ["甲\t乙\n丙\t丁\n", "第一段\t\n第二段\n", "\t缩进一行\t两格\t\n"])
def test_tabs_that_make_no_table(text: str) -> None:
    assert tab_tables(text) == ()


def test_cells_between_tabs_keep_their_places() -> None:
    (table,) = tab_tables("题目\n甲\t\t丙\n\t乙\t\n正文\n")
    assert table.cells[:4] == (Cell(3, 4, 0, 0), Cell(5, 5, 0, 1), Cell(6, 7, 0, 2), Cell(8, 8, 1, 0))


def test_a_value_with_a_scaled_unit() -> None:
    text = "一级指标 | 二级指标 | 三级指标 | 年度指标值 |\n产出指标 | 数量指标 | 清淤长度 | ≥5万米 |\n"
    found: Indicator = read_text(text).indicators[0]
    assert found.target_value
    assert (found.operator, found.target_value.normalized) == ("≥", 50000)
