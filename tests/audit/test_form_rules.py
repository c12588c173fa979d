"""Rules on forms: a false alarm here sends back a form that was right."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wenxiao import score
from wenxiao.audit.model import Finding, Severity
from wenxiao.audit.run import audit_reading, select
from wenxiao.performance.regime import regime
from wenxiao.reading.pipeline import read_text

HEAD = "项目名称 | 道路养护 |\n"
MONEY = "项目资金（万元） | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |\n"
COLUMNS = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |\n"


def form(*rows: str, money: str = "") -> str:
    """A self-evaluation form; each row from 一级指标 on."""
    return (
        HEAD
        + (MONEY + f"年度资金总额 | {money} |\n" if money else "")
        + COLUMNS
        + "".join(f"{row} |\n" for row in rows)
    )


def findings(text: str, code: str) -> list[Finding]:
    return list(audit_reading(read_text(text), select([code])).findings)


def severities(text: str, code: str) -> list[Severity]:
    return [finding.severity for finding in findings(text, code)]


@pytest.mark.parametrize(
    ("money", "expected"),
    [
        ("200.00 | 190.00 | 10 | 95.00% | 9.5", []),
        ("200.00 | 188.00 | 10 | 94.00% | 10", [Severity.WARNING]),  # full points from 90 % on is a local step
        ("200.00 | 120.00 | 10 | 60.00% | 10", [Severity.ERROR]),
        ("200.00 | 193.00 | 10 | 96.50% | 10", []),  # a score in whole points
        ("200.00 | 120.00 | 10 | 60.00% | 5", []),  # stricter than proportion: cannot tell
        ("200.00 | 216.00 | 10 | 108.00% | 10", []),
        ("200.00 | 216.00 | 10 | 108.00% | 10.8", [Severity.ERROR]),
        ("200.00 | 120.00 | 10 | 60.00% | ", []),
        ("200.00 | 120.00 | | 60.00% | 10", []),
    ],
)
def test_the_score_of_execution_follows_from_the_rate(money: str, expected: list[Severity]) -> None:
    assert severities(form("产出指标 | 数量指标 | 里程 | ≥5公里 | 5公里 | 90 | 90 |", money=money), "B117") == expected


def test_points_and_score_stand_in_the_order_of_their_headings() -> None:
    text = "预算执行情况 | 年初预算 | 预算执行数 | 预算执行率 | 权重 | 得分 | 原因 |\n总额 | 20.00 | 12.00 | 60.00% | 10 | {} | 1.说明原因 |\n"
    assert severities(HEAD + text.format("10"), "B117") == [Severity.ERROR]
    assert severities(HEAD + text.format("6"), "B117") == []
    assert severities(HEAD + text.format(""), "B117") == []


@pytest.mark.parametrize(
    ("row", "code", "expected"),
    [
        ("产出指标 | 数量指标 | 养护里程 | ≥50公里 | 40公里 | 10 | 10 |", "C104", [Severity.ERROR]),
        ("产出指标 | 数量指标 | 养护里程 | ≥50公里 | 49.8公里 | 10 | 10 |", "C104", [Severity.WARNING]),
        ("产出指标 | 数量指标 | 养护里程 | ≥50公里 | 40公里 | 10 | 9.5 |", "C104", [Severity.WARNING]),
        ("产出指标 | 数量指标 | 养护里程 | ≥50公里 | 40公里 | 10 | 8.5 |", "C104", []),
        ("产出指标 | 数量指标 | 养护里程 | 50公里 | 40公里 | 10 | 10 |", "C104", [Severity.WARNING]),  # no sign
        ("产出指标 | 数量指标 | 养护里程 | ≥50000米 | 40公里 | 10 | 10 |", "C104", [Severity.ERROR]),  # units agree
        ("产出指标 | 数量指标 | 养护里程 | ≥50公里 | 40处 | 10 | 10 |", "C104", []),
        ("产出指标 | 质量指标 | 合格率 | 95%以上 | 93% | 10 | 10 |", "C104", [Severity.WARNING]),
        ("产出指标 | 质量指标 | 合格率 | 95%-98% | 93% | 10 | 10 |", "C104", []),  # a range
        ("产出指标 | 时效指标 | 完成时间 | 12月底前 | 10月 | 10 | 10 |", "C104", []),  # earlier is better
        ("产出指标 | 成本指标 | 养护成本 | =100万元 | 98万元 | 10 | 10 |", "C104", []),
        ("效益指标 | 社会效益指标 | 投诉率下降 | 10% | 5% | 10 | 10 |", "C104", []),  # which way is good?
        ("产出指标 | 成本指标 | 养护成本 | ≤100万元 | 120万元 | 10 | 10 |", "C105", [Severity.ERROR]),
        ("产出指标 | 成本指标 | 养护成本 | ≤100万元 | 120万元 | 10 | 8 |", "C105", []),
        ("产出指标 | 成本指标 | 养护成本 | ≤100万元 | 120万元 | 10 | 8.33 |", "C105", []),  # the other formula
        ("产出指标 | 质量指标 | 设备故障发生率 | 5% | 8% | 10 | 10 |", "C105", [Severity.WARNING]),
        ("产出指标 | 成本指标 | 会务费 | ≥17万元 | 17万元 | 10 | 10 |", "C106", [Severity.ERROR]),
        ("产出指标 | 成本指标 | 低保补助标准 | ≥530元 | 583元 | 10 | 10 |", "C106", []),
        ("产出指标 | 成本指标 | 成本节约率 | ≥5% | 6% | 10 | 10 |", "C106", []),
        ("产出指标 | 数量指标 | 讲座场次 | ≥9场 | 26场 | 10 | 10 |", "C107", [Severity.WARNING]),
        ("产出指标 | 数量指标 | 讲座场次 | ≥10场 | 14场 | 10 | 10 |", "C107", [Severity.NOTE]),
        ("产出指标 | 数量指标 | 讲座场次 | ≥1场 | 2场 | 10 | 10 |", "C107", []),
        ("产出指标 | 数量指标 | 讲座场次 | ≥9场 | 26场 | 10 | 10 | 社区增加需求", "C107", []),
        ("产出指标 | 数量指标 | 临时救助人次 | ≥9人次 | 26人次 | 10 | 10 |", "C107", []),
        ("产出指标 | 质量指标 | 合格率 | ≥70% | 96% | 10 | 10 |", "C107", []),
        ("效益指标 | 经济效益指标 | 增加收入 | / | / | 10 | 10 |", "C109", [Severity.ERROR]),
        ("产出指标 | 数量指标 | 检查次数 | ≥0次 | 3次 | 10 | 10 |", "C109", [Severity.ERROR]),
        ("效益指标 | 社会效益指标 | 安全事故 | 0起 | 0起 | 10 | 10 |", "C109", []),
        ("效益指标 | 社会效益指标 | 安全事故 | ≤0起 | 0起 | 10 | 10 |", "C109", []),
        ("效益指标 | 社会效益指标 | 安全意识 | 提高 | 提高 | 10 | 10 |", "C109", []),
        ("产出指标 | 数量指标 | 养护里程 | ≥50公里 | 40公里 | 10 | 8 |", "C120", [Severity.WARNING]),
        ("产出指标 | 数量指标 | 养护里程 | ≥50公里 | 40公里 | 10 | 8 | 无", "C120", [Severity.WARNING]),
        ("产出指标 | 数量指标 | 养护里程 | ≥50公里 | 40公里 | 10 | 8 | 雨季停工", "C120", []),
        ("产出指标 | 数量指标 | 养护里程 | ≥50公里 | 40公里 | 10 | 10 |", "C120", []),  # C104 speaks
        ("产出指标 | 质量指标 | 参与率 | ≥90% | 105% | 10 | 10 |", "C122", [Severity.NOTE]),
        ("产出指标 | 质量指标 | 收入增长率 | ≥90% | 105% | 10 | 10 |", "C122", []),
        ("产出指标 | 数量指标 | 养护里程 | ≥50公里 | 40公里 | 10 | 4 | 扣30%", "C124", [Severity.ERROR]),
        ("产出指标 | 数量指标 | 养护里程 | ≥50公里 | 40公里 | 10 | 7 | 扣30%", "C124", []),
        ("产出指标 | 数量指标 | 养护里程 | ≥50公里 | 40公里 | 10 | 4 | 每少1公里扣0.5分，停工扣1分", "C124", []),
        ("满意度指标 | 服务对象满意度指标 | 村民满意度 | ≥90% | 满意 | 10 | 10 |", "C113", [Severity.WARNING]),
        ("满意度指标 | 服务对象满意度指标 | 村民满意度 | 满意 | 满意 | 10 | 10 |", "C113", []),
    ],
)  # fmt: skip
def test_rules_on_one_indicator(row: str, code: str, expected: list[Severity]) -> None:
    assert severities(form(row), code) == expected


COMPLETE = (
    "产出指标 | 数量指标 | 养护里程 | ≥50公里 | 50公里 | 50 | {} |",
    "效益指标 | 社会效益指标 | 通行时间 | ≤30分钟 | 28分钟 | 30 | {} |",
    "满意度指标 | 服务对象满意度指标 | 村民满意度 | ≥90% | 93% | 10 | {} |",
)
FULL_MONEY = "200.00 | 200.00 | 10 | 100% | 10"


def complete(*scores: str, total: str, points: str = "50") -> str:
    rows = [row.format(score) for row, score in zip(COMPLETE, scores, strict=True)]
    rows[0] = rows[0].replace("| 50 |", f"| {points} |")
    return form(*rows, money=FULL_MONEY) + f"总分 | 100 | {total} |\n"


def test_a_total_is_the_sum_of_the_scores() -> None:
    assert findings(complete("50", "28", "10", total="98"), "C102") == []
    [finding] = findings(complete("50", "28", "10", total="99"), "C102")
    assert finding.outcome.computed == "98"


def test_a_total_is_at_most_what_the_values_allow() -> None:
    text = complete("50", "30", "", total="99")
    assert findings(text, "C102") == []
    half = text.replace("| 50公里 |", "| 25公里 |")
    [finding] = findings(half, "C102")
    assert finding.outcome.computed == "75"


def test_a_form_is_scored_again_by_what_its_values_allow() -> None:
    form_ = score(read_text(complete("50", "30", "10", total="100").replace("| 50公里 |", "| 25公里 |")))
    assert form_ is not None
    assert (form_.points, form_.total) == (100, Decimal("75.00"))
    assert score(read_text("全年共召开会议12次。")) is None


def test_points_above_a_hundred_and_splits_that_the_regime_does_not_know() -> None:
    assert findings(complete("50", "28", "10", total="98"), "C103") == []
    assert severities(complete("50", "28", "10", total="98", points="60"), "C103") == [Severity.ERROR]
    other = form(
        "产出指标 | 数量指标 | 养护里程 | ≥50公里 | 50公里 | 60 | 60 |",
        "效益指标 | 社会效益指标 | 通行时间 | ≤30分钟 | 28分钟 | 30 | 30 |",
        money=FULL_MONEY,
    )
    assert severities(other, "C103") == [Severity.NOTE]
    local = audit_reading(read_text(other), select(["C103"]), under=regime("template-province"))
    assert local.findings == ()


def test_actual_values_that_are_all_the_target_to_the_last_digit() -> None:
    names = ("里程", "涵洞", "标志", "护栏", "树木")
    same = [f"产出指标 | 数量指标 | 养护{name} | ≥{n + 20}处 | {n + 20}处 | 10 | 10 |" for n, name in enumerate(names)]
    other = [row.replace(f"| {n + 20}处", f"| {n + 23}处") for n, row in enumerate(same)]
    assert severities(form(*same), "C108") == [Severity.NOTE]
    assert severities(form(*same[:4]), "C108") == []
    assert severities(form(*same[:3], *other[3:]), "C108") == []
    assert (
        severities(form(*[f"产出指标 | 质量指标 | {n}合格率 | 100% | 100% | 10 | 10 |" for n in names]), "C108") == []
    )


def test_blank_cells_of_a_form_that_stands_squarely() -> None:
    row = "产出指标 | 质量指标 | 验收合格率 | ≥95% | {} | 40 | {} |"
    other = "产出指标 | 数量指标 | 养护里程 | ≥50公里 | 50公里 | 50 | 50 |"
    assert severities(form(other, row.format("", "40"), other), "E110") == [Severity.ERROR]
    assert severities(form(other, row.format("96%", ""), other), "E110") == [Severity.ERROR]
    assert severities(form(other, row.format("96%", "40"), other), "E110") == []
    assert (
        severities(form(other, "产出指标 | 质量指标 | 验收合格率 | ≥95% | 40 | 40 |", other), "E110") == []
    )  # a cell was lost


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("项目自评得分89.5分，自评等级为良好。", []),
        ("项目自评得分90分，自评等级为优。", []),
        ("项目自评得分90分，自评等级为良。", [Severity.ERROR]),
        ("项目自评得分75分，自评等级为合格。", []),  # a scale of its own
    ],
)
def test_grade_and_score(text: str, expected: list[Severity]) -> None:
    assert severities(text, "C119") == expected


def test_a_regime_without_bands_judges_no_grade() -> None:
    text = "2017年道路养护项目支出绩效自评报告\n项目自评得分80分，自评等级为优。"
    report = audit_reading(read_text(text), select(["C119"]))
    assert report.regime is not None
    assert report.regime.name == "national-2013"
    assert report.findings == ()
    assert report.coverage["C119"].not_applicable == 1


def test_execution_bounds_the_total_of_a_report_only_where_the_form_scores_it() -> None:
    text = "{}年道路养护项目支出绩效自评报告\n道路养护项目全年预算200.00万元，支出160.00万元，执行率80%。项目自评得分100分。"
    assert severities(text.format(2023), "C102") == [Severity.WARNING]
    assert severities(text.format(2016), "C102") == []
    assert severities(text.format(2023).replace("自评报告", "评价报告").replace("自评得分", "评价得分"), "C102") == []


# -- several forms in one document: each is judged by itself ---------------------------------------------------------


def whole_form(name: str, *scores: int | float, total: float, points: int = 50, notes: str = "") -> str:
    """A whole self-evaluation form with its total row and the notes below it."""
    rows = (row.format(score) for row, score in zip(COMPLETE, scores, strict=True))
    return (
        "项目支出绩效自评表\n"
        + form(*rows, money=FULL_MONEY).replace("道路养护", name).replace("| 50 |", f"| {points} |", 1)
        + f"总分 | | | | | 100 | {total} | |\n\n{notes}\n\n"
    )


RIGHT = whole_form("村道养护", 50, 30, 10, total=100)


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        (whole_form("县道养护", 48, 30, 10, total=98), "C102", []),
        (whole_form("县道养护", 48, 30, 10, total=99.5), "C102", [Severity.ERROR]),
        (whole_form("县道养护", 50, 30, 10, total=100), "C103", []),
        (whole_form("县道养护", 50, 30, 10, total=100, points=53), "C103", [Severity.ERROR]),
        (
            whole_form("县道养护", 48, 30, 10, total=98, notes="存在的问题：部分路段巡查不够及时，标志缺损。"),
            "C101",
            [],
        ),
        (
            whole_form("县道养护", 50, 30, 10, total=100, notes="存在的问题：部分路段巡查不够及时，标志缺损。"),
            "C101",
            [Severity.WARNING],
        ),
    ],
)
def test_each_of_two_forms_is_judged_by_itself(text: str, code: str, expected: list[Severity]) -> None:
    assert severities(text + RIGHT, code) == expected
    assert severities(RIGHT + text, code) == expected


def test_a_finding_on_a_form_names_its_project() -> None:
    (finding,) = findings(RIGHT + whole_form("县道养护", 48, 30, 10, total=99.5), "C102")
    assert finding.outcome.project == 1
    assert finding.outcome.computed == "98"


def copied(name: str, *beyond: int) -> str:
    rows = [
        f"产出指标 | 数量指标 | 养护{kind} | ≥{n + 20}处 | {n + 20 + more}处 | 10 | 10 |"
        for n, (kind, more) in enumerate(zip(("里程", "涵洞", "标志", "护栏", "树木"), beyond, strict=True))
    ]
    return "项目支出绩效自评表\n" + form(*rows).replace("道路养护", name) + "\n\n"


def test_actual_values_are_compared_within_one_form() -> None:
    real = copied("村道养护", 2, 3, 1, 2, 4)
    assert severities(real + copied("县道养护", 0, 0, 0, 0, 0), "C108") == [Severity.NOTE]
    assert severities(real + copied("县道养护", 0, 0, 0, 3, 5), "C108") == []


def test_people_of_another_form_are_no_word_for_this_one() -> None:
    lamps = form("产出指标 | 数量指标 | 更换路灯 | ≥500盏 | 510盏 | 50 | 50 |", "满意度指标 | 服务对象满意度指标 | {}满意度 | ≥90% | 92% | 40 | 40 |")  # fmt: skip
    care = form("满意度指标 | 服务对象满意度指标 | 高龄老年人满意度 | ≥90% | 92% | 90 | 90 |").replace("道路养护", "居家养老服务")  # fmt: skip
    both = "项目支出绩效自评表\n" + lamps.replace("道路养护", "路灯节能改造") + "\n\n项目支出绩效自评表\n" + care
    assert severities(both.format("老年人"), "C116") == [Severity.WARNING]
    assert severities(both.format("市民"), "C116") == []
    assert (
        severities("老年人出行安全项目群自评。\n\n" + both.format("老年人"), "C116") == []
    )  # the text before the forms says why


def test_upkeep_of_roads_is_no_care_of_the_elderly() -> None:
    row = "满意度指标 | 服务对象满意度指标 | 老年人满意度 | ≥90% | 92% | 90 | 90 |"
    assert severities(form(row), "C116") == [Severity.WARNING]
    assert severities(form(row).replace("道路养护", "特困人员供养"), "C116") == []


def test_equipment_is_planned_whatever_it_serves() -> None:
    assert severities(form("产出指标 | 数量指标 | 诊疗设备数量 | ≥9台 | 26台 | 10 | 10 |"), "C107") == [
        Severity.WARNING
    ]
    assert severities(form("产出指标 | 数量指标 | 诊疗人次 | ≥9人次 | 26人次 | 10 | 10 |"), "C107") == []
    assert severities(form("产出指标 | 数量指标 | 救助车辆出动次数 | ≥9次 | 26次 | 10 | 10 |"), "C107") == []


def test_values_within_the_year_are_not_judged_as_those_of_the_year() -> None:
    text = (
        "项目支出绩效目标执行监控表\n项目名称 | 道路养护 |\n"
        "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-7月执行情况 | 全年预计完成情况 | 偏差原因分析 |\n"
        "产出指标 | 数量指标 | 养护里程 | ≥50公里 | 20公里 | 50公里 | |\n"
    )
    for code in ("C104", "C107", "C108", "C120", "E110"):
        assert severities(text, code) == []


@pytest.mark.parametrize(("forms", "expected"), [(1, 100), (2, None)])
def test_a_file_of_several_forms_has_no_one_score(forms: int, expected: int | None) -> None:
    made = score(read_text("".join(whole_form(f"{n}号路养护", 50, 30, 10, total=100) for n in range(forms))))
    assert (made.total if made is not None else None) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("完成710万平方米。年中新接收两条市政道路，按程序追加清扫面积。", []),
        ("清扫面积710万平方米，由于年中接管两条市政道路。", []),
        ("完成710万平方米。清扫质量经检查合格。", [Severity.NOTE]),
        ("完成710万平方米。清扫质量经检查合格。年中追加经费。", [Severity.NOTE]),
        ("完成1710万平方米，由于年中接管两条市政道路。", [Severity.NOTE]),
    ],
)
def test_a_reason_told_behind_the_value_explains_a_target_far_exceeded(said: str, expected: list[Severity]) -> None:
    rows = form("产出指标 | 数量指标 | 清扫面积 | ≥460万平方米 | 710万平方米 | 10 | 10 |")
    assert severities(said + "\n" + rows, "C107") == expected


@pytest.mark.parametrize(("total", "expected"), [("98.5", [Severity.ERROR]), ("99.5", [])])
@pytest.mark.parametrize("points", ["100", ""])
def test_the_total_row_of_a_table_is_the_sum_of_its_scores(total: str, points: str, expected: list[Severity]) -> None:
    rows = (
        "指标 | 目标值 | 实际完成值 | 分值 | 得分\n养护里程 | ≥50公里 | 52公里 | 40 | 40\n"
        "验收合格率 | ≥95% | 97% | 40 | 39.5\n群众满意度 | ≥90% | 93% | 20 | 20\n"
    )
    table = HEAD + rows + f"合计 | | | {points} | {total}\n"
    assert severities(table, "C102") == (expected if points else [])  # without points a row may be lost
