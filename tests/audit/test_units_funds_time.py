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
    "a saving by tender": "1、甲项目预算650.00万元，实际支出390.00万元，经公开招标节约260.00万元。",
    "a small remainder": "1、甲项目预算650.00万元，实际支出627.00万元，节约23.00万元。",
    "higher money is central money": "项目资金全部为上级补助资金。其中中央资金135.00万元，省级资金80.00万元。",
    "another year's source": "2023年项目资金全部由区级财政安排。2022年中央资金135.00万元。",
    "a claim about one project": "1、甲项目预算10.00万元，全部由区级财政安排，支出9.00万元。\n2、乙项目使用中央资金20.00万元，支出19.00万元。\n3、丙项目预算30.00万元，支出29.00万元。",
    "two streets with one duty": "1、违建巡查经费（东街道）项目预算12.50万元，支出12.50万元。\n2、保洁项目预算20.00万元，支出19.00万元。\n3、违建巡查经费（西街道）项目预算12.50万元，支出12.50万元。",
    "a part of the work ended before another began": "一期工程于2023年3月竣工，二期工程于2023年6月开工。",
    "money advanced": "项目资金于2023年9月到位，2023年5月由单位垫付工程款20万元。",
    "plan and payment": "项目按年初计划有序实施。批复预算400.00万元，执行108.00万元，执行率27%，质保金按合同约定次年支付。",
    "the rate of a part of the year": "项目按年初计划有序实施。上半年执行率27%。",
    "the state before the year": "2024年度重点项目绩效执行结果说明\n一、甲项目\n（一）项目概况\n截至2022年底，全区建成公厕120座。\n（二）资金使用情况\n预算10.00万元，支出9.00万元。",
    "beside the year's own figure": "2024年度重点项目绩效执行结果说明\n一、甲项目\n截至2023年底完成3座，2024年完成5座。",
    "what was spent before the year's budget came": "2024年度重点项目绩效执行结果说明\n一、甲项目\n2024年预算安排50万元，截至2023年底累计支出120万元。",
    "the unit's own checks": "某县2022年度项目支出绩效评价报告\n项目单位开展内部检查4次，抽查凭证21份，资料与台账一致。",
    "how often, not of how many": "某县2022年度项目支出绩效评价报告\n评价组开展抽查17次。",
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


#: Sentences as reports have them, each near a finding and none.
NEAR = [
    "2024年度某镇农村公厕项目绩效自评报告\n2024年下达资金50万元，截至2024年12月31日支出50万元，截至2024年底已全部完工。",
    "某县2023年度农村危房改造资金绩效评价报告\n截至2023年11月30日，完成危房改造53户，2024年1月通过县级验收。",
    "某县2023年度项目支出绩效自评报告\n项目合同约定2024年6月完成竣工验收。",
    "某县2023年度项目支出绩效自评报告\n2024年1月，我局组织完成了项目资料归档。",
    "某县2023年度项目支出绩效自评报告\n项目于2022年10月开工，2023年5月竣工。",
    "某县2023年度项目支出绩效自评报告\n项目于2023年10月开工建设，截至2023年12月完成竣工验收的有3个。",
    "某县2022年度专项资金自评报告\n上级财政2022年3月下达资金200万元，2022年5月到位，2022年6月支付120万元，2022年11月支付80万元。",
    "某县2022年度专项资金自评报告\n第一批资金2022年8月到位，项目单位2022年5月自筹支付工程款30万元。",
    "某县2022年度专项资金自评报告\n项目资金全部为财政资金，其中中央资金100万元，省级资金50万元，县级配套20万元。",
    "某县2022年度专项资金自评报告\n县级配套资金全部由县级财政安排。中央资金100万元已到位。",
    "某县2022年度专项资金自评报告\n项目资金均由县财政局拨付，其中中央资金100万元。",
    "某县2022年度专项资金自评报告\n项目资金全部由县财政国库集中支付，其中省级资金30万元，市级资金20万元。",
    "某县2022年度专项资金自评报告\n按每村补助5万元标准，对12个村给予补助，共计60万元。",
    "某县2022年度专项资金自评报告\n补助对象120人，补助标准每人每年1200元，共计发放14.4万元。",
    "某县2022年度专项资金自评报告\n每名教练员补助2000元，共15名，共计3万元。",
    "某县2022年度专项资金自评报告\n对45户贫困户每户补助3000元，共计13.5万元。",
    "某县2022年度专项资金自评报告\n其中男性占52%，女性占48%；60岁以上占40%，其他占60%。",
    "某县2022年度专项资金自评报告\n受访者中，非常满意占62%，满意占30%，基本满意占6%，不满意占2%。",
    "某县2022年度专项资金自评报告\n培训费30万元，占60%；会议费10万元，占20%；差旅费5万元，占10%；其他5万元，占10%。",
    "某县2022年度专项资金自评报告\n预算100万元，支出80万元，节约20万元，主要是政府采购节约。",
    "某县2022年度专项资金自评报告\n控制价120万元，合同价100万元，节约20万元。",
    "某县2022年度专项资金自评报告\n项目惠及12户15人。",
    "某县2022年度专项资金自评报告\n走访商户120户，宣传1500人次。",
    "某县2022年度专项资金自评报告\n本项目由第三方公司负责运维，单位开展自评。",
    "某县2022年度专项资金自评报告\n我单位委托第三方公司实施了垃圾清运，绩效自评得分98分。",
    "某县2022年度项目支出绩效评价报告\n依据《中共中央 国务院关于全面实施预算绩效管理的意见》（中发〔2018〕34号）和《项目支出绩效评价管理办法》（财预〔2020〕10号）。",
    "某县2022年度项目支出绩效评价报告\n依据财政部《关于印发<项目支出绩效评价管理办法>的通知》（财预[2020]10号）、《某省财政厅关于印发某省项目支出绩效评价管理办法的通知》（某财绩〔2020〕5号）。",
    "某县2022年度项目支出绩效评价报告\n按照《关于开展2023年项目支出绩效评价工作的通知》（某财绩〔2023〕5号）要求。",
    "某县2022年度项目支出绩效评价报告\n根据《地方政府专项债券项目资金绩效管理办法》（财预〔2021〕61号）。",
    "某县2022年度项目支出绩效评价报告\n设计使用10kV电缆，建筑面积100㎡，长12km。",
    "某县2022年度项目支出绩效评价报告\n我局按计划推进各项工作，预算执行率45%，因疫情影响部分活动取消。",
    "1、甲村道路工程，预算20.00万元，支出20.00万元。",
    "某县2022年度项目支出绩效评价报告\n评价组随机抽取了5个乡镇20个村进行现场评价，抽查资金占总额的60%。",
    "某县2022年度项目支出绩效评价报告\n发放问卷200份，回收198份，抽取受益群众100人开展访谈。",
    "某县2022年度项目支出绩效评价报告\n任务为新建公厕10座、改建公厕5座。新建公厕中8座已完工、2座在建。",
    "某县2022年度项目支出绩效评价报告\n计划实施改造小区12个，改造小区中10个已完工，2个正在施工。",
    "某县2022年度项目支出绩效评价报告\n共需要建设幼儿园12所，其中新建幼儿园中3所已建成、1所在建。",
]  # fmt: skip

#: One defect each, with the code that finds it.
DEFECTS = [
    ("B110", "本年从2024年度项目资金中支付了上年度欠款30万元。"),
    ("B110", "挪用当年项目资金支付以前年度工程款12万元，造成本年资金缺口。"),
    ("B110", "使用本年度经费偿还了去年的欠款。"),
    ("B112", "该项目经费均来自市级财政资金。全年收到省级补助资金30万元。"),
    ("B112", "项目资金全部由县级财政承担，到位中央资金50万元。"),
    ("A112", "对45户困难户每户补助3000元，共计15万元。"),
    ("A112", "补助120人，每人500元，共计5.5万元。"),
    ("A112", "培训费：50人×3天×300元/人天=54000元。"),
    ("A116", "诉求中，咨询占45%，求助占30%，投诉占20%，其他占8%。"),
    ("A118", "架设0.4KV线路3.2KM。"),
    ("A115", "惠及1200户15000人。"),
    ("B111", "1、甲项目预算100万元，实际支出60万元，节约资金40万元。"),
    ("B118", "工程于2023年8月1日开工，于2023年6月20日通过竣工验收。"),
    ("B118", "资金于2023年10月到位，2023年6月已支付工程款50万元。"),
    ("F109", "某局2023年度部门整体支出绩效自评报告\n我局聘请甲会计师事务所开展自评工作。"),
    ("F103", "某县2022年度项目支出绩效评价报告\n根据《财政支出绩效评价管理暂行办法》开展评价。"),
    ("F103", "某县2022年度项目支出绩效评价报告\n根据财预〔2011〕285号文件开展评价。"),
    ("F101", "2023年某区重点项目绩效执行结果说明\n一、甲项目\n截至2022年12月底，累计支出200万元。"),
    ("F101", "2023年某区重点项目绩效执行结果说明\n一、甲项目\n2023年项目预算200万元，截至2022年12月31日，支出190万元，执行率95%。"),
    ("F115", "某县2022年度项目支出绩效评价报告\n评价组实地抽查公厕12座。\n三、评价结论\n项目得分81分，占总分的81%，每个指标均有依据。"),
    ("F102", "2023年某区项目支出绩效自评报告\n项目于2024年5月完工并投入使用。"),
    ("A109", "2023年下达资金1200元，其中：中央资金800万元、省级资金400万元。"),
    ("A117", "全年完成改造2315，其中：城镇2000户，农村315户。"),
    ("F115", "某县2022年度项目支出绩效评价报告\n评价组抽查了档案35份，档案完整。"),
    ("A119", "甲项目预算100万元，支出50万元。计划新建公厕10座。截至年底，新建公厕中4座已建成、2座正在施工。"),
]  # fmt: skip


@pytest.mark.parametrize("text", NEAR)
def test_nothing_is_found_near_a_finding(text: str) -> None:
    assert [finding.message() for finding in audit_reading(read_text(text), RULES).findings] == []


@pytest.mark.parametrize(("code", "text"), DEFECTS)
def test_a_defect_is_found_and_nothing_else(code: str, text: str) -> None:
    assert {finding.rule.code for finding in audit_reading(read_text(text), RULES).findings} == {code}


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
        text = "动用2023年部分项目资金支付上年度的工程欠款"
        assert self.found(text + "。", "B110")[1] == "warning"
        assert self.found(text + "，造成管护资金不足。", "B110")[1] == "error"

    def test_a_wrong_unit_of_the_total_is_an_error(self) -> None:
        message, severity = self.found("全年预算1530元，其中：中央资金1180万元，省级资金350万元。", "A109")
        assert message == "各分项相加为 1530万元，总数写成“1530元”，两处单位不能同时成立"
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
