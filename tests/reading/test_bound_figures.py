"""Shares of one whole, price times quantity, totals in another unit, items not accounted for. All texts are made up."""

from __future__ import annotations

import pytest

from tests.reading.helpers import relations


def found(text: str, basis: str) -> list[str]:
    return [r.verdict.value for kind in ("sum", "ratio", "product") for r in relations(text, kind) if r.basis == basis]


class TestShares:
    GOOD = "咨询类100件，占50%；求助类60件，占30%；投诉类30件，占15%；其他10件，占5%。"

    def test_one_base_does_for_all(self) -> None:
        assert found(self.GOOD, "share_list") == ["holds"] * 4
        assert found(self.GOOD, "shares") == ["holds"]

    def test_the_odd_one(self) -> None:
        assert found(self.GOOD.replace("占15%", "占18%"), "share_list") == ["broken"]

    def test_two_against_one_is_told_only_beside_a_total(self) -> None:
        three = "甲类100件，占50%；乙类60件，占30%；丙类40件，占25%。"
        assert found(three, "share_list") == []
        assert found("共受理200件，" + three, "share_list") == ["broken"]

    def test_two_odd_ones_are_not_told(self) -> None:
        assert found(self.GOOD.replace("占15%", "占18%").replace("占30%", "占33%"), "share_list") == []

    def test_a_cut_off_share_is_no_other_base(self) -> None:
        text = "共受理300件，甲类100件，占33.3%；乙类100件，占33.3%；丙类50件，占16.6%；丁类50件，占16.7%。"
        assert "broken" not in found(text, "share_list")

    @pytest.mark.parametrize(
        "text",
        [
            "甲占60%，其中甲一占20%、甲二占40%；乙占30%，其他占10%。",
            "甲占50%，乙占30%，两类合计占80%，其他占20%。",
            "甲占60.1%，乙占30.2%，其他占9.6%。",
            "甲类占预算的60%，乙类占支出的30%，其他占到位资金的5%。",
            "甲占60%，乙占20%。",
            "甲占60%，乙占20%，丙占10%。",
        ],
    )
    def test_lists_that_need_not_make_one_whole(self, text: str) -> None:
        assert "broken" not in found(text, "shares")

    def test_a_complete_list_makes_one_whole(self) -> None:
        assert found("电话占62.50%，网络占21.30%，来访占11.40%，其他占3.80%。", "shares") == ["broken"]

    def test_the_total_that_a_complete_list_is_introduced_with(self) -> None:
        assert found("共受理260件。其中，" + self.GOOD, "share_total") == ["broken"]
        assert found("共受理200件。其中，" + self.GOOD, "share_total") == ["holds"]


class TestProducts:
    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("按每人300元的标准发放，慰问42人，共计12600元。", "holds"),
            ("按每人300元的标准发放，慰问45人，共计12600元。", "broken"),
            ("慰问42人，每人300元，合计1.26万元。", "holds"),
            ("补助标准200元/户，补助120户，共计补助2.5万元。", "broken"),
            ("每亩补助500元，种植120亩，共计补助6万元。", "holds"),
        ],
    )
    def test_three_figures_that_are_bound(self, text: str, verdict: str) -> None:
        assert found(text, "stated") == [verdict]

    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("慰问费42人×300元/人=12600元。", "holds"),
            ("慰问费42人×300元/人=1.26万元。", "holds"),
            ("慰问费38×300=12700元。", "broken"),
            ("培训费13人×5天×200元/人天=13000元。", "holds"),
            ("补助1.2万人×100元=100万元。", "broken"),
        ],
    )
    def test_products_that_are_written_out(self, text: str, verdict: str) -> None:
        assert found(text, "stated") == [verdict]

    @pytest.mark.parametrize(
        "text",
        [
            "设备房1间（3.0m×3.0m），造价5000元。",
            "（38+2）×300元=13000元。",
            "42人×300元+200元=11600元。",
            "100元×5%×3=15元。",
            "规格3*1.8*2米。",
        ],
    )
    def test_signs_that_make_no_such_product(self, text: str) -> None:
        assert "broken" not in found(text, "stated")

    @pytest.mark.parametrize(
        "text",
        [
            "按每人每月300元的标准发放，发放42人，共计151200元。",
            "最高每人补助300元，补助42人，共计9000元。",
            "每人补助300元，补助42人，其中残疾人8人，共计13000元。",
            "每人补助300元，补助42人次，共计13000元。",
            "每人补助300元，补助42人，使用资金及物资13000元。",
            "培训标准每人50元，培训40人，培训3天，共计6000元。",
            "每人补助约300元，补助42人，共计13000元。",
            "每户补助2万元，改造房屋50套，共计80万元。",
        ],
    )
    def test_what_else_the_sentence_says(self, text: str) -> None:
        assert found(text, "stated") == []


class TestUnitSlips:
    def test_a_total_in_another_unit_than_its_parts(self) -> None:
        assert found("全年预算1530元，其中：中央资金1180万元，省级资金350万元。", "unit") == ["broken"]

    @pytest.mark.parametrize(
        "text",
        [
            "全年预算1530万元，其中：中央资金1180万元，省级资金350万元。",
            "全年预算1530元，其中：中央资金1180万元，省级资金351万元。",
            "全年预算0.1530亿元，其中：中央资金1180万元，省级资金350万元。",
        ],
    )
    def test_no_slip(self, text: str) -> None:
        assert found(text, "unit") == []


class TestRemainders:
    START = "甲项目预算500.00万元，支出300.00万元，共需要建设垃圾收集房12座。"

    def test_of_some_nothing_is_said(self) -> None:
        assert found(self.START + "新建的垃圾收集房中5座建设完成、2座在建中。", "remainder") == ["broken"]

    @pytest.mark.parametrize(
        "text",
        [
            "新建的垃圾收集房中5座建设完成、7座在建中。",
        ],
    )
    def test_all_accounted_for(self, text: str) -> None:
        assert found(self.START + text, "remainder") == ["holds"]

    @pytest.mark.parametrize(
        "text",
        [
            "新建的垃圾收集房中5座建设完成、2座在建中，其余5座取消。",
            "新建的公共厕所中5座建设完成、2座在建中。",
            "新建的垃圾收集房中5座建设完成。",
            "新建的垃圾收集房中5座建设完成、9座在建中。",
        ],
    )
    def test_not_told(self, text: str) -> None:
        assert found(self.START + text, "remainder") == []
