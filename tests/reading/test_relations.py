"""What a document says about its own figures, recomputed. All texts are made up."""

from __future__ import annotations

import pytest

from tests.reading.helpers import relations, verdicts
from wenxiao.reading.pipeline import read_text


class TestSums:
    def test_parts_that_add_up_hold(self) -> None:
        assert verdicts("总建筑面积5318㎡，其中库房4000㎡，用房1100㎡，雨棚218㎡。", "sum") == ["holds"]

    def test_parts_that_do_not_are_broken(self) -> None:
        (found,) = relations("发现问题382起，其中整改117起、转办164起、作废15起、其他10起。", "sum")
        assert found.verdict == "broken"
        assert found.formula == "117 + 164 + 15 + 10 = 306"

    def test_a_difference_of_rounding_is_none(self) -> None:
        text = "共到位资金111,969.90万元，其中：债券资金75,000.00万元，财政资金2,517.8万元，企业自筹34,452.09万元。"
        assert verdicts(text, "sum") == ["holds"]

    def test_a_bracket_below_a_part_is_a_sum_of_its_own(self) -> None:
        text = "共到位资金100.00万元，其中：财政资金60.00万元（中央45.00万元，省级15.00万元），自筹40.00万元。"
        assert sorted(verdicts(text, "sum")) == ["holds", "holds"]

    def test_one_example_after_qizhong_is_no_claim(self) -> None:
        assert "broken" not in verdicts("全年培训300人，其中女性80人。", "sum")

    def test_a_list_with_deng_is_not_complete(self) -> None:
        assert "broken" not in verdicts("发现问题50起，其中整改20起、转办10起、作废5起等。", "sum")

    def test_a_list_that_the_excerpt_cuts_is_not_judged(self) -> None:
        assert "broken" not in verdicts("安排资金604万元，其中东镇80万元，西镇23万元，南镇", "sum")

    def test_parts_first_and_total_last(self) -> None:
        text = "分配至东镇93万元，西镇52万元，南镇25万元，共计170万元。"
        assert "holds" in verdicts(text, "sum")

    def test_units_may_differ(self) -> None:
        text = "共安排资金24047万元。将2.4亿元资金用于清洁取暖，47万元资金用于封闭改造。"
        assert "holds" in verdicts(text, "sum")

    def test_two_dimensions_behind_one_colon_are_two_sums(self) -> None:
        assert verdicts("护岸共4段，长3.47km：右岸1段，长0.98km，左岸3段，长2.49km。", "sum") == ["holds", "holds"]

    def test_states_that_exceed_the_total_are_broken(self) -> None:
        (found,) = relations("12个子项目中有5个已经验收，4个已经完工，4个正在施工。", "sum")
        assert (found.verdict, found.basis) == ("broken", "status")

    def test_approximate_parts_are_not_judged(self) -> None:
        assert "broken" not in verdicts("培训人员500人，其中干部约100人，群众约200人，学生约100人。", "sum")


class TestRatios:
    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("甲村饮水工程预算200.00万元，支出150.00万元，预算执行率75%。", "holds"),
            ("甲村饮水工程预算200.00万元，支出150.00万元，预算执行率85%。", "broken"),
            ("甲村饮水工程预算30.00万元，支出20.00万元，预算执行率66.66%。", "truncated"),
            ("甲村饮水工程预算200.00万元，支出176.69万元，预算执行率88.35%。", "holds"),  # exactly 88.345, half up
            ("甲村饮水工程预算100.00万元，到位90.00万元，支出81.00万元，预算执行率90%。", "holds"),  # ÷ 到位
            ("甲村饮水工程预算0元，支出5.00万元，预算执行率100%。", "unknown"),
        ],
    )
    def test_every_candidate_base_is_tried(self, text: str, verdict: str) -> None:
        assert verdict in verdicts(text, "ratio")

    def test_a_rate_on_the_adjusted_budget_holds(self) -> None:
        text = "1、甲村饮水工程年初预算98.00万元，追加预算12.00万元，实际支出104.53万元，执行率95.03%。"
        assert verdicts(text, "ratio") == ["holds"]

    def test_a_rate_without_a_base_is_unknown_not_wrong(self) -> None:
        assert verdicts("甲村饮水工程支出20.42万元，支付率68.07%。", "ratio") == ["unknown"]

    def test_a_rate_that_bears_the_name_of_its_numerator(self) -> None:
        assert verdicts("登记患者1873人，规范管理1762人，规范管理率94.07%。", "ratio") == ["holds"]
        assert verdicts("登记患者1873人，规范管理1762人，规范管理率96.07%。", "ratio") == ["broken"]

    def test_what_is_not_of_that_name_is_left_alone(self) -> None:
        assert "broken" not in verdicts("抽检274批次，检出不合格7批次，合格率97.45%。", "ratio")

    def test_complements(self) -> None:
        assert verdicts("执行率99.8%，节约率0.2%。", "complement") == ["holds"]
        assert verdicts("执行率99.8%，节约率0.02%。", "complement") == ["broken"]


class TestChanges:
    def test_from_to(self) -> None:
        assert verdicts("时延由31.75ms下降至2.94ms，下降91%。", "change") == ["holds"]
        assert verdicts("时延由31.75ms下降至2.94ms，下降81%。", "change") == ["broken"]

    def test_the_direction_counts(self) -> None:
        assert verdicts("处理量由100吨下降至80吨，增长20%。", "change") == ["broken"]

    def test_points_are_subtracted(self) -> None:
        assert verdicts("优良率82.6%，比2020年的79.1%提高3.5个百分点。", "change") == ["holds"]

    def test_against_the_year_before(self) -> None:
        assert verdicts("研发投入3.17亿元，较上年2.86亿元增长10.84%。", "change") == ["holds"]


class TestRestatements:
    def test_one_document_number_with_two_amounts(self) -> None:
        text = "依据青财农〔2023〕41号文件，下达资金5万元。\n依据青财农〔2023〕41号文件，下达资金6万元。"
        assert "broken" in verdicts(text, "same")

    def test_a_listed_amount_again_in_another_unit(self) -> None:
        text = (
            "序号 | 项目名称 | 支出（元） |\n1 | 老年食堂运营补助 | 325,067.00 |\n2 | 社区公园维护经费 | 462,880.00 |\n\n"
            "1.老年食堂运营补助32.51万元，用于运营。\n2.社区公园维护经费64.29万元，用于维护。\n"
        )
        assert sorted(verdicts(text, "same")) == ["broken", "holds"]

    def test_done_and_undone_exceed_the_total(self) -> None:
        assert verdicts("任务总数27个，其中7个小区暂未施工，进场27个，完成27个。", "states") == ["broken"]
        assert verdicts("任务总数27个，其中7个小区暂未施工，进场20个，完成20个。", "states") == ["holds"]

    def test_names_in_brackets_are_counted(self) -> None:
        assert verdicts("设立3个服务站（东站、西站、南站）。", "listing") == ["holds"]


def test_what_is_left_over_and_what_is_multiplied() -> None:
    text = "青石县助学补助资金到位218.64万元，支出216.20万元，剩余2.44万元。"
    assert "holds" in verdicts(text, "difference")
    assert verdicts("补助学生38名，每人300元，共11400元。", "product") == ["holds"]


def test_every_span_of_a_relation_lies_in_the_text() -> None:
    reading = read_text("共到位资金100.00万元，其中：财政资金60.00万元，自筹40.00万元。")
    assert reading.relations
    for relation in reading.relations:
        for span in relation.spans:
            assert 0 <= span.start < span.end <= len(reading.text)


def test_dropped_zeros_do_not_hide_a_difference() -> None:
    """Beside amounts with two decimals 150万元 is 150.00万元, not anything between 149.5 and 150.5."""
    text = (
        "1、甲渠工程年初预算150万元，实际执行139万元，调减12万元。\n2、乙渠工程年初预算24.95万元，实际执行24.95万元。\n"
        "3、丙渠工程年初预算176.69万元，实际执行170.25万元。\n"
    )
    (found,) = relations(text, "difference")
    assert found.verdict == "broken"


class TestFiguresOfOneThing:
    def test_states_may_be_called_finished(self) -> None:
        text = "计划内的26个小区中，14个小区已完成验收，6个小区已完工，4个小区正在施工，3个小区尚未开工。"
        (found,) = relations(text, "sum")
        assert (found.verdict, found.formula) == ("broken", "14 + 6 + 4 + 3 = 27")

    @pytest.mark.parametrize(
        ("said", "verdict"), [("支出190.00", "holds"), ("支出109.00", "broken"), ("预算200.00", "holds")]
    )
    def test_a_project_of_a_table_is_compared_in_the_same_role(self, said: str, verdict: str) -> None:
        table = "项目名称 | 预算数（万元） | 支出数（万元） |\n道路清扫服务 | 310.00 | 279.00 |\n公厕提升改造 | 200.00 | 190.00 |\n"
        found = relations(
            f"项目明细如下：\n{table}合计 | 510.00 | 469.00 |\n\n公厕提升改造{said}万元，完成31处。", "same"
        )
        assert [r.verdict.value for r in found if r.basis == "table"] == [verdict]

    def test_a_document_number_is_the_same_without_the_word_before_it(self) -> None:
        text = "根据青川财建〔2023〕18号文件，下达补助资金120.00万元。\n青川财建〔2023〕18号文件下达资金12.00万元。"
        (found,) = (r for r in relations(text, "same") if r.basis == "document number")
        assert found.verdict == "broken"


class TestListsWithMoreBehind:
    def test_the_year_before_is_no_part_and_its_change_is_that_of_the_total(self) -> None:
        text = "发放13860件，其中甲类6210件、乙类{}件、丙类2330件；比上年的11550件增长{}%。"
        assert verdicts(text.format(5320, 20), "sum") == verdicts(text.format(5320, 20), "change") == ["holds"]
        (added,), (grown,) = (relations(text.format(4320, 25), kind) for kind in ("sum", "change"))
        assert (added.verdict, added.formula) == ("broken", "6210 + 4320 + 2330 = 12860")
        assert (grown.verdict, grown.formula) == ("broken", "(13860 − 11550) ÷ 11550 = 20.00%")

    def test_two_costs_and_nothing_else_are_their_total(self) -> None:
        text = "人员服务费200.00万元、装备费50.00万元，合计{}万元。"
        assert verdicts(text.format("300.00"), "sum") == ["broken"]
        assert verdicts(text.format("250.00"), "sum") == ["holds"]

    @pytest.mark.parametrize(
        "text",
        [
            "材料费50.00万元。人员服务费200.00万元、装备费50.00万元，合计300.00万元。",
            "人员服务费200.00万元、装备费50.00万元等，合计300.00万元。",
            "预算200.00万元、支出150.00万元，合计300.00万元。",
        ],
    )
    def test_two_amounts_that_may_not_be_all_are_not_judged(self, text: str) -> None:
        assert "broken" not in verdicts(text, "sum")
