"""What joint rules must not say: documents of several units, years, phases and scopes side by side."""

from __future__ import annotations

import pytest

from tests.together.bundles import compared

UNIT = "甲县水务局2023年度项目支出绩效自评报告\n"


def _pair(first: str, second: str, title: str = UNIT, other_title: str = UNIT) -> str:
    return f"=== 一.txt\n{title}{first}\n=== 二.txt\n{other_title}{second}"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("1、饮水安全工程支出100.25万元。", "1、饮水安全工程支出1,002,500元。", id="other unit of measure"),
        pytest.param("1、饮水安全工程支出约100万元。", "1、饮水安全工程支出101.25万元。", id="approximate"),
        pytest.param(
            "1、饮水安全工程年初预算150.00万元，支出100.25万元。",
            "1、饮水安全工程年初预算150.00万元，支出100.25万元，其中中央资金80.25万元。",
            id="one names a part",
        ),
        pytest.param(
            "1、饮水安全工程预算180.00万元，支出100.25万元。",
            "1、饮水安全工程年初预算150.00万元，调整后预算180.00万元，支出100.25万元。",
            id="the year's budget beside the opening one",
        ),
        pytest.param(
            "1、饮水安全工程预算150.00万元，2023年支出100.25万元。",
            "1、饮水安全工程预算150.00万元，2022年支出90.25万元。",
            id="another year's spending",
        ),
    ],
)
def test_amounts_of_one_project_that_agree_or_measure_other_things(first: str, second: str) -> None:
    assert not compared(_pair(first, second)).findings


@pytest.mark.parametrize(
    "other",
    [
        "乙县水务局2023年度项目支出绩效自评报告\n",
        "甲县水务局2022年度项目支出绩效自评报告\n",
        "项目支出绩效自评报告\n",
        "甲县水务局2023年度项目支出绩效目标申报表\n",
    ],
)
def test_one_name_in_documents_of_other_units_and_years(other: str) -> None:
    first, second = "1、饮水安全工程预算150.00万元，支出100.25万元。", "1、饮水安全工程预算160.00万元，支出110.25万元。"
    assert not compared(_pair(first, second, other_title=other), "A511", "F504", "B515", "D503").findings


def test_two_streets_with_the_same_kind_of_work_are_no_duplicate() -> None:
    streets = [
        f"=== {n}.txt\n甲县{n}街道办事处2023年度项目支出绩效自评报告\n1、私搭乱建治理{tail}预算{amount}万元，由{n}街道办事处负责实施。\n"
        for n, tail, amount in (("柳溪", "经费", "123.45"), ("松山", "工作", "95.10"))
    ]
    assert not compared("".join(streets)).findings


def test_ten_towns_with_one_round_subsidy_are_no_duplicates() -> None:
    towns = [
        f"=== {n}.txt\n甲县{n}镇人民政府2023年度项目支出绩效自评报告\n1、春节慰问困难群众补助预算5万元，支出5万元。\n"
        for n in "东西南北中上下左右里"
    ]
    assert not compared("".join(towns)).findings


def test_department_and_the_unit_that_it_names_as_executor_are_no_duplicate_but_must_agree() -> None:
    department = "=== 局.txt\n甲县水务局2023年度项目支出绩效自评报告\n1、河道清淤工程预算123.45万元，支出{}万元，由甲县河道管理站负责实施。\n"
    unit = "=== 站.txt\n甲县河道管理站2023年度项目支出绩效自评报告\n1、河道清淤工程预算123.45万元，支出120.25万元。\n"
    assert not compared(department.format("120.25") + unit).findings
    [finding] = compared(department.format("110.25") + unit).findings
    assert finding.rule.code == "A511"


def test_a_project_that_a_document_names_twice_is_bound_to_neither() -> None:
    first = "1、饮水安全工程预算150.00万元，支出100.25万元。\n2、饮水安全工程（中央资金）预算50.00万元，支出10.25万元。"
    assert not compared(_pair(first, "1、饮水安全工程预算99.00万元，支出88.25万元。")).findings


def test_an_opening_budget_beside_a_budget_is_a_question_not_an_error() -> None:
    first, second = (
        "1、饮水安全工程年初预算150.00万元，支出100.25万元。",
        "1、饮水安全工程预算180.00万元，支出100.25万元。",
    )
    [finding] = compared(_pair(first, second)).findings
    assert finding.severity.value == "warning"
    assert "若一处是年初预算" in finding.message()


def test_three_documents_of_one_amount_make_one_finding() -> None:
    texts = [f"=== {n}.txt\n{UNIT}1、饮水安全工程预算150.00万元，支出{n}.25万元。\n" for n in (100, 110, 110)]
    texts[2] = texts[2].replace("=== 110", "=== 111")
    [finding] = compared("".join(texts)).findings
    assert [cited.document for cited in finding.outcome.quotes] == [0, 1, 2]
    assert finding.outcome.arithmetic == ("110.25 − 100.25 = 10 万元",)


def test_names_with_numbers_places_or_other_amounts_are_no_slips() -> None:
    for a, b in (("公厕改造一期工程", "公厕改造二期工程"), ("甲村道路硬化工程", "乙村道路硬化工程")):
        assert not compared(_pair(f"1、{a}预算123.45万元。", f"1、{b}预算123.45万元。"), "D503").findings
    assert not compared(
        _pair("1、社区网格监督员补助预算123.45万元。", "1、社区网络监督员补助预算99.10万元。"), "D503"
    ).findings


FORM = "项目支出绩效自评表（2023年度）\n项目名称|饮水安全工程|主管部门|甲县水务局\n"
TARGETS = "项目支出绩效目标申报表（2023年度）\n项目名称|饮水安全工程|主管部门|甲县水务局\n"
HEAD = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n"


def test_targets_written_otherwise_are_the_same_and_words_cannot_be_compared() -> None:
    set_ = (
        "产出指标|数量指标|新建水厂数量|≥12座\n产出指标|质量指标|水质合格率|≥95%\n效益指标|社会效益|群众用水条件|改善\n"
    )
    told = "产出指标|数量指标|新建水厂数量|12座|12座|10|10\n产出指标|质量指标|水质合格率|95%以上|96%|10|10\n效益指标|社会效益|群众用水条件|明显改善|改善|10|10\n"
    bundle = f"=== 表.txt\n{TARGETS}一级指标|二级指标|三级指标|年度指标值\n{set_}=== 自评.txt\n{FORM}{HEAD}{told}"
    assert not compared(bundle, "F505").findings


def test_indicators_gone_and_new_are_told_once_each() -> None:
    rows = [("新建水厂数量", "≥12座"), ("水质合格率", "≥95%"), ("按期完工率", "≥90%"), ("受益人口", "≥3000人")]
    set_ = "".join(f"产出指标|数量指标|{name}|{target}\n" for name, target in rows)
    told = "".join(
        f"产出指标|数量指标|{name}|{target}|{target[1:]}|10|10\n"
        for name, target in [*rows[:3], ("培训人次", "≥20人次")]
    )
    bundle = f"=== 表.txt\n{TARGETS}一级指标|二级指标|三级指标|年度指标值\n{set_}=== 自评.txt\n{FORM}{HEAD}{told}"
    messages = [finding.message() for finding in compared(bundle, "F505").findings]
    assert len(messages) == 2
    assert any("受益人口" in message for message in messages)
    assert any("培训人次" in message for message in messages)


def test_a_score_of_another_type_of_evaluation_is_another_score() -> None:
    own = "甲县水务局2023年度饮水安全工程项目支出绩效自评报告\n饮水安全工程预算120.50万元，支出100.25万元。自评得分96.5分。"
    theirs = "甲县财政局2023年度饮水安全工程财政重点绩效评价报告\n饮水安全工程预算120.50万元，支出100.25万元。评价得分88.5分。"
    assert not compared(f"=== 一.txt\n{own}\n=== 二.txt\n{theirs}", "F507").findings


def test_attachments_are_missed_only_where_others_are_given() -> None:
    report = f"=== 报告.txt\n{UNIT}1、饮水安全工程预算150.00万元。评分见附件1，问卷详见附件2。\n"
    other = f"=== 附件1.txt\n附件1\n{UNIT.replace('甲县', '乙县')}评分表\n"
    assert not compared(report + f"=== 另一份.txt\n{UNIT}1、河道清淤工程预算20.00万元。\n", "E507").findings
    assert not compared(report + other, "E507").findings, "an attachment of another unit's report"


def test_budget_wholly_spent_in_one_document_and_not_in_the_other_is_a_conflict() -> None:
    whole, part = "1、饮水安全工程预算150.25万元，支出150.25万元。", "1、饮水安全工程预算150.25万元，支出120.50万元。"
    [finding] = compared(_pair(whole, part)).findings
    assert finding.rule.code == "A511"


def test_the_executors_report_of_the_year_is_found_behind_its_report_of_the_year_before() -> None:
    department = "=== 局.txt\n甲县水务局2023年度项目支出绩效自评报告\n1、河道清淤工程预算123.45万元，支出110.25万元，由甲县河道管理站负责实施。\n"
    unit = "=== 站{0}.txt\n甲县河道管理站{0}年度项目支出绩效自评报告\n1、河道清淤工程预算123.45万元，支出120.25万元。\n"
    [finding] = compared(unit.format(2022) + unit.format(2023) + department, "A511").findings
    assert {cited.document for cited in finding.outcome.quotes} == {1, 2}


def test_a_form_that_names_its_own_unit_as_executor_is_no_excuse_for_another_units_report() -> None:
    own = "=== 站.txt\n甲县河道管理站2023年度项目支出绩效自评表\n1、河道清淤工程预算123.45万元，支出120.25万元，由甲县河道管理站负责实施。\n"
    other = "=== 局.txt\n甲县城市管理局2023年度项目支出绩效自评报告\n1、河道清淤工程预算123.45万元，支出90.25万元。\n"
    [finding] = compared(own + other, "B515").findings
    assert finding.severity.value == "warning"


def test_more_controllers_are_better() -> None:
    form = "=== {0}.txt\n甲县水务局{0}年度项目支出绩效自评表\n项目名称|路灯工程|主管部门|甲县水务局\n一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n产出指标|数量指标|单灯{3}数量|≥{1}套|{2}套|10|10\n"
    falls = form.format(2022, 300, 480, "{0}") + form.format(2023, 310, 320, "{0}")
    assert [f.rule.code for f in compared(falls.format("控制器"), "C521").findings] == ["C521"]
    assert not compared(falls.format("超时控制"), "C521").findings
    assert [f.rule.code for f in compared(falls.format("控制器").replace("≥310", "≥300"), "C521").findings] == ["C521"]


def test_units_of_two_counties_with_one_name_are_two_units() -> None:
    """Every other county has a 城关镇: what one reported last year and the other reports now is no drift."""
    last = "\n".join(
        f"{n}、{name}预算{n}0.50万元，支出{n}0.25万元。"
        for n, name in enumerate(("饮水安全工程", "河道清淤工程", "防汛物资储备项目"), 1)
    )
    now = last.replace("防汛物资储备项目", "山洪灾害防治项目")
    title = "{}城关镇人民政府{}年度项目支出绩效自评报告\n"
    assert compared(_pair(last, now, title.format("甲县", 2022), title.format("甲县", 2023)), "F516").findings
    assert not compared(_pair(last, now, title.format("甲县", 2022), title.format("乙县", 2023)), "F516").findings
