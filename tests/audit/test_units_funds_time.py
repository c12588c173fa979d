"""True texts near the rules on units, shares, funds, periods, citations and kinds: nothing is found. All texts are made up."""

from __future__ import annotations

import pytest

from wenxiao.audit.run import audit_reading, select
from wenxiao.performance.instruments import by_number, instruments
from wenxiao.reading.citations import bare_title, citation
from wenxiao.reading.model import LegalReference
from wenxiao.reading.pipeline import read_text

CODES = "A109 A112 A115 A116 A117 A118 A119 B110 B111 B112 B115 B118 B119 B120 F101 F102 F103 F109 F111 F112 F115"
RULES = select(CODES.split())

TRUE = {
    "a standard in yuan in a list in ten thousands": "共安排资金46.5万元，其中：培训费30万元，印刷费12万元，人均补贴500元，其他4.45万元。",
    "a saving by tender": "1、甲项目预算780.00万元，实际支出457.00万元，经公开招标节约323.00万元。",
    "a small remainder": "1、甲项目预算780.00万元，实际支出757.00万元，节约23.00万元。",
    "higher money is central money": "项目资金全部为上级补助资金。其中中央资金220.00万元，省级资金80.00万元。",
    "another year's source": "2023年项目资金全部由区级财政安排。2022年中央资金220.00万元。",
    "a claim about one project": "1、甲项目预算10.00万元，全部由区级财政安排，支出9.00万元。\n2、乙项目使用中央资金20.00万元，支出19.00万元。\n3、丙项目预算30.00万元，支出29.00万元。",
    "two streets with one duty": "1、违建巡查经费（东街道）项目预算12.50万元，支出12.50万元。\n2、保洁项目预算20.00万元，支出19.00万元。\n3、违建巡查经费（西街道）项目预算12.50万元，支出12.50万元。",
    "a part of the work ended before another began": "一期工程于2023年3月竣工，二期工程于2023年6月开工。",
    "money advanced": "项目资金于2023年9月到位，2023年5月由单位垫付工程款20万元。",
    "plan and payment": "项目按年初计划有序实施。批复预算400.00万元，执行108.00万元，执行率27%，质保金按合同约定次年支付。",
    "the rate of a part of the year": "项目按年初计划有序实施。上半年执行率27%。",
    "the state before the year": "2024年度重点项目绩效执行结果说明\n一、甲项目\n（一）项目概况\n截至2022年底，全区建成公厕120座。\n（二）资金使用情况\n预算10.00万元，支出9.00万元。",
    "beside the year's own figure": "2024年度重点项目绩效执行结果说明\n一、甲项目\n截至2023年底完成3座，2024年完成5座。",
    "the evaluation itself comes after the year": "某街道2023年度项目支出绩效自评报告\n自评工作于2024年3月完成。",
    "a plan for the next year": "某街道2023年度项目支出绩效自评报告\n二期计划于2024年3月完成。",
    "a rule in force when it was cited": "某中心2018年度项目支出绩效评价报告\n采用《财政支出绩效评价管理暂行办法》（财预〔2011〕285号）所确定的方法。",
    "a repealed rule as history": "某县2023年度项目支出绩效评价报告\n原《财政支出绩效评价管理暂行办法》（财预〔2011〕285号）已废止。",
    "a local rule of the same name": "某县2023年度项目支出绩效评价报告\n依据《项目支出绩效评价管理办法》（甲财绩〔2020〕12号）开展。",
    "the wrapping of a title": "某县2023年度项目支出绩效评价报告\n依据《财政部关于印发〈项目支出绩效评价管理办法〉的通知》（财预〔2020〕10号）开展。",
    "a third party reviews": "某局2023年度项目支出绩效自评报告\n县财政局委托第三方机构对自评结果进行复核。",
    "the score of the unit's own evaluation": "某中心2023年度项目支出绩效评价报告\n单位自评得分98分，本次评价得分91分。",
    "strict control of travel": "某中心2023年度项目支出绩效评价报告\n项目到位资金50万元。单位严格控制“三公”经费。",
    "one fund of several was spent": "一、资金到位情况\n共到位100万元。甲补助资金20万元已全部支出，乙补助资金80万元当年未支出，执行率0%。",
}  # fmt: skip


@pytest.mark.parametrize("case", TRUE)
def test_nothing_is_found_in_true_text(case: str) -> None:
    assert [finding.message() for finding in audit_reading(read_text(TRUE[case]), RULES).findings] == []


class TestMessages:
    def found(self, text: str, code: str) -> tuple[str, str]:
        (finding,) = audit_reading(read_text(text), select([code])).findings
        return finding.message(), finding.severity.value

    def test_a_repealed_rule_names_what_replaced_it(self) -> None:
        text = (
            "某县2023年度项目支出绩效评价报告\n本次评价依据《财政支出绩效评价管理暂行办法》（财预〔2011〕285号）开展。"
        )
        message, severity = self.found(text, "F103")
        assert message.endswith(
            "已于 2020 年 2 月废止，报告的是 2023 年，应依据《项目支出绩效评价管理办法》（财预〔2020〕10号）"
        )
        assert severity == "warning"

    def test_a_title_with_a_slip_is_a_note(self) -> None:
        text = "某县2023年度项目支出绩效评价报告\n依据《项目支出绩效考评管理办法》（财预〔2020〕10号）开展。"
        assert self.found(text, "F103")[1] == "note"

    def test_what_the_debt_led_to_makes_it_graver(self) -> None:
        text = "使用了2023年部分项目资金用于支付上年度的工程尾款"
        assert self.found(text + "。", "B110")[1] == "warning"
        assert self.found(text + "，导致养护资金紧张。", "B110")[1] == "error"

    def test_a_wrong_unit_of_the_total_is_an_error(self) -> None:
        message, severity = self.found("全年预算2089元，其中：中央资金1777万元，省级资金312万元。", "A109")
        assert message == "各分项相加为 2089万元，总数写成“2089元”，两处单位不能同时成立"
        assert severity == "error"

    def test_one_spelling_is_reported_once(self) -> None:
        message, severity = self.found("新建10KV线路1条，改造10KV线路2条。", "A118")
        assert message == "“10KV”的单位符号“KV”应写作“kV”（共2处）"
        assert severity == "note"


class TestRegistry:
    def test_numbers_are_unique_and_replacements_exist(self) -> None:
        numbers = [i.number for i in instruments()]
        assert len(set(numbers)) == len(numbers)
        for instrument in instruments():
            assert (instrument.repealed is None) == (instrument.replaced_by is None)
            if instrument.replaced_by is not None:
                assert by_number(instrument.replaced_by) is not None

    def test_every_instrument_is_recognised_in_its_own_citation(self) -> None:
        for instrument in instruments():
            text = f"《{instrument.title}》（{instrument.number}）".replace("（", "(").replace("）", ")")
            cited = citation(LegalReference(text, 0, len(text)))
            assert cited.number == instrument.number
            assert cited.title == bare_title(instrument.title)

    @pytest.mark.parametrize(
        ("text", "number", "evaluates"),
        [
            ("《关于开展2023年度项目支出绩效自评工作的通知》(甲财监[2024]24号)", "甲财监〔2024〕24号", 2023),
            ("甲财监〔2024〕24号文件《关于下达2023年补助资金的通知》", "甲财监〔2024〕24号", None),
            ("《某办法》", "", None),
        ],
    )
    def test_a_citation_taken_apart(self, text: str, number: str, evaluates: int | None) -> None:
        cited = citation(LegalReference(text, 0, len(text)))
        assert (cited.number, cited.evaluates) == (number, evaluates)
