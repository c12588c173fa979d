"""Passages that rules ask about: whose funds, how units are printed. All texts are made up."""

from __future__ import annotations

import pytest

from wenxiao.reading.mentions import Mention
from wenxiao.reading.pipeline import read_text


def mentions(text: str, kind: str) -> list[str]:
    reading = read_text(text)
    return [reading.quote(m.span) for m in reading.mentions if m.kind == kind]


def details(text: str, kind: str) -> list[str]:
    return [m.detail for m in read_text(text).mentions if m.kind == kind]


class TestDebts:
    @pytest.mark.parametrize(
        "text",
        [
            "占用2023年部分项目资金支付上一年度的工程余款。",
            "动用本年度专项资金偿还以前年度欠款20万元。",
            "将2023年项目经费用于支付2022年度工程款。",
        ],
    )
    def test_money_of_this_year_for_an_earlier_one(self, text: str) -> None:
        assert details(text, "earlier debt") == ["drawn"]

    @pytest.mark.parametrize(
        "text",
        [
            "经批准使用2023年项目资金支付上年度尾款。",
            "本年度预算安排用于支付上年度尾款20万元。",
            "上年度尾款已于年初付清。",
            "使用2022年结转资金支付上年度尾款。",
            "将2022年项目经费用于支付2023年度工程款。",
        ],
    )
    def test_what_is_authorised_or_of_its_own_year(self, text: str) -> None:
        assert "drawn" not in details(text, "earlier debt")


class TestSources:
    def test_a_claim_of_one_level(self) -> None:
        assert details("项目资金全部由区级财政安排。", "sole source") == ["county"]

    @pytest.mark.parametrize(
        "text",
        [
            "省级资金全部由省级财政安排。",
            "项目资金大部分为市级资金。",
            "项目资金全部用于市级平台建设。",
            "人员均为区级单位聘用。",
        ],
    )
    def test_what_is_no_claim_about_all_the_money(self, text: str) -> None:
        assert details(text, "sole source") == []

    def test_amounts_of_other_levels_are_looked_for_only_beside_a_claim(self) -> None:
        assert details("中央资金20万元，省级资金10万元。", "source") == []
        assert details("项目资金全部由区级财政安排。中央资金20万元，省级资金10万元。", "source") == [
            "central",
            "province",
        ]


class TestSpent:
    def test_all_and_none(self) -> None:
        text = "项目资金共50万元，已全部使用。管护补助资金8万元当年未使用。"
        assert mentions(text, "all spent") == ["全部使用"]
        assert mentions(text, "unspent") == ["未使用"]

    @pytest.mark.parametrize("text", ["确保资金全部使用到位。", "资金应全额支付到户。", "设备已全部使用。"])
    def test_what_is_demanded_or_no_money(self, text: str) -> None:
        assert mentions(text, "all spent") == []

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("项目按年初计划有序实施。", 1),
            ("项目将按计划实施。", 0),
            ("项目未按计划实施。", 0),
            ("项目计划实施3个。", 0),
        ],
    )
    def test_by_plan(self, text: str, found: int) -> None:
        assert len(mentions(text, "by plan")) == found


class TestUnits:
    @pytest.mark.parametrize(
        ("text", "right"), [("10KV线路", "kV"), ("综合治理9.3k㎡", "km²"), ("全长12.5KM", "km"), ("装机50KW", "kW")]
    )
    def test_a_symbol_in_a_wrong_spelling(self, text: str, right: str) -> None:
        assert details(text, "unit symbol") == [right]

    @pytest.mark.parametrize("text", ["10kV线路", "KV线路", "YJV-10KV电缆", "型号A10KV", "面积100m²", "10KVM设备"])
    def test_a_right_symbol_or_a_type(self, text: str) -> None:
        assert details(text, "unit symbol") == []

    def test_a_number_of_a_sum_that_lost_its_unit(self) -> None:
        assert mentions("开工1207(其中：城镇1025套，工矿182)", "no unit") == ["1207", "182"]
        assert mentions("开工1207，其中：城镇1025套，工矿182套。", "no unit") == ["1207"]

    @pytest.mark.parametrize(
        "text",
        [
            "开工1207套(其中：城镇1025套，工矿182套)",
            "开工1207(其中：城镇1025套，工矿180)",
            "开工1207(其中：城镇1025套，面积182亩)",
            "开工1207(其中：城镇1025，工矿182)",
            "编号2023(其中：甲1套，乙2)",
        ],
    )
    def test_numbers_that_are_no_such_sum(self, text: str) -> None:
        assert mentions(text, "no unit") == []

    def test_households_and_their_persons_side_by_side(self) -> None:
        assert mentions("惠及1200户3100人，走访120户，培训1500人。", "household") == ["1200户3100人"]


class TestKinds:
    def test_the_whole_department(self) -> None:
        assert details("核实部门整体支出，核实“三公”经费。", "whole department") == ["spending", ""]

    @pytest.mark.parametrize(
        "text",
        [
            "按《关于开展部门整体支出绩效评价的通知》要求",
            "开展部门整体支出和项目支出绩效自评",
            "开展项目支出、部门整体支出绩效自评",
        ],
    )
    def test_titles_and_notices_on_both(self, text: str) -> None:
        assert details(text, "whole department") == []

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("我局委托甲会计师事务所开展绩效自评工作。", 1),
            ("受某局委托，我公司对本项目开展绩效自评。", 1),
            ("聘请第三方机构进行自我评价。", 1),
            ("委托甲公司实施改造，项目完成后开展自评。", 0),
            ("委托乙公司运营。", 0),
        ],
    )
    def test_who_evaluated(self, text: str, found: int) -> None:
        assert len(mentions(text, "commissioned")) == found

    @pytest.mark.parametrize(
        ("text", "drawn"),
        [
            ("抽查公厕12座。", ""),
            ("从60座中随机抽取，抽查公厕12座。", "drawn"),
            ("抽查公厕12座，抽查比例20%。", "drawn"),
        ],
    )
    def test_samples(self, text: str, drawn: str) -> None:
        assert details(text, "sample")[-1] == drawn


def test_a_mention_knows_its_place() -> None:
    assert Mention("by plan", 3, 7).span == (3, 7)
