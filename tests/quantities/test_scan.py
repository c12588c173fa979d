"""Quantities in sentences made up for these tests."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenxiao.documents.folding import fold
from wenxiao.quantities.model import Quantity
from wenxiao.quantities.precision import settle_precision
from wenxiao.quantities.scan import scan

QUICK = settings(max_examples=150, deadline=None)


def only(text: str) -> Quantity:
    (quantity,) = scan(text)
    return quantity


def read(text: str) -> list[tuple[str, str, str]]:
    return [(text[q.start : q.end], q.kind, str(q.value)) for q in scan(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value", "normalized", "base"),
    [
        # money
        ("支出12880元", "money", "12880", "12880", "CNY"),
        ("支出1,179.00万元", "money", "1179.00", "11790000", "CNY"),
        ("下达3.2亿元", "money", "3.2", "320000000", "CNY"),
        ("每人5千元", "money", "5", "5000", "CNY"),
        ("合计3亿5000万元", "money", "35000", "350000000", "CNY"),
        ("合计人民币壹佰贰拾万元整", "money", "120", "1200000", "CNY"),
        ("一千二百万元", "money", "1200", "12000000", "CNY"),
        ("三点五亿元", "money", "3.5", "350000000", "CNY"),
        ("十余万元", "money", "10", "100000", "CNY"),
        ("投入资金300万，", "money", "300", "3000000", "CNY"),
        ("50万以下的项目", "money", "50", "500000", "CNY"),
        ("每年530元/人*月", "money", "530", "530", "CNY/人·月"),
        ("50元/平方米·年", "money", "50", "50", "CNY/平方米·年"),
        # shares
        ("执行率99.8%", "percent", "99.8", "0.998", "fraction"),
        ("提高2.3个百分点", "percent", "2.3", "0.023", "fraction"),
        ("提高5.3百分点", "percent", "5.3", "0.053", "fraction"),
        ("增长-3.5%", "percent", "-3.5", "-0.035", "fraction"),
        ("百分之九十五点六", "percent", "95.6", "0.956", "fraction"),
        ("百分之百", "percent", "100", "1", "fraction"),
        ("千分之三", "percent", "3", "0.003", "fraction"),
        # measures
        ("面积1.8万平方米", "area", "1.8", "18000", "m2"),
        ("面积5318 m²", "area", "5318", "5318", "m2"),
        ("治理31.05hm2", "area", "31.05", "310500", "m2"),
        ("全区1320平方公里", "area", "1320", "1320000000", "m2"),
        ("沟渠4.35km", "length", "4.35", "4350", "m"),
        ("三公里", "length", "3", "3000", "m"),
        ("粳稻196.9万公斤", "mass", "196.9", "1969000", "kg"),
        ("规模120t/d", "mass", "120", "120000", "kg/d"),
        ("浓度33微克/立方米", "mass", "33", "0.000000033", "kg/立方米"),
        ("土方2.84万立方米", "volume", "2.84", "28400", "m3"),
        ("时延2.94ms", "duration", "2.94", "0.00294", "s"),
        ("期限30年", "duration", "30", "360", "month"),
        ("供餐192天", "duration", "192", "192", "d"),
        # counts and scores
        ("共16个项目", "count", "16", "16", "1"),
        ("新增1.27万人次", "count", "1.27", "12700", "1"),
        ("撰写报告百多篇", "count", "100", "100", "1"),
        ("巡查2次/月", "count", "2", "2", "1/月"),
        ("两座水厂", "count", "2", "2", "1"),
        ("5项目标全部完成", "count", "5", "5", "1"),
        ("自评得分97.5分，", "score", "97.5", "97.5", "point"),
    ],
)
def test_what_is_read(text: str, kind: str, value: str, normalized: str, base: str) -> None:
    quantity = only(text)
    assert (quantity.kind, quantity.base_unit) == (kind, base)
    assert quantity.value == Decimal(value)
    assert quantity.normalized == Decimal(normalized)


def test_an_acre_of_mu_is_a_third_of_two_thousand_square_metres() -> None:
    assert only("占地15亩").normalized.quantize(Decimal("0.000001")) == 10_000


@pytest.mark.parametrize(
    "text",
    [
        # documents, standards, telephones, registers
        "云财预〔2013〕129号", "标准DG0000/T24-2017和GB/T 33190", "电话0871-60000000", "邮编650500",
        "备案号202153011200000587", "代码1234567890123项",
        # years, dates, periods
        "2023年5月8日", "2023年度", "98年", "15年3月", "2021-2023年", "7-8月", "1.2023年预算表", "二〇二三年",
        "第十四个五年规划", "十四五", "2021县城建设", "2021项目资金",
        # ordinals and ranks
        "第127次会议", "第一至三批", "第1-3批", "前三名", "二期", "二环", "二轮承包", "三级", "标段一", "上一个月",
        # names
        "4号路", "10号楼", "三台路", "M-26直升机", "Φ160PVC干管", "1+N", "三轮摩托车", "四不两直", "三支一扶",
        "三位一体",
        # campaigns and slogans
        "7个专项行动", "四个意识", "八项规定", "“5个1”标准", "“15分钟阅读圈”建设",
        # words that begin like a unit
        "10人员经费", "100本项目", "10分析", "5元月", "3部门", "2019届毕业生", "100支出", "5处理",
        # digits that are no number
        "7,00.0,77元", "1484631.00%", "2650212080%", "89+82人", "007人", "1.2.3个",
        # approximate pairs of digits
        "三五个", "两三年", "三四十人", "数百人", "几十万元",
        # formulas and houses
        "B/A×100%", "1栋施工至20层，2栋施工至19层",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_quantity(text: str) -> None:
    assert read(text) == []


def test_a_range_is_one_quantity_with_the_upper_end_as_value() -> None:
    assert read("埋深0.7-1.0m，达标率80%—90%，三至五年，补助3万元至5万元") == [
        ("0.7-1.0m", "length", "1.0"),
        ("80%—90%", "percent", "90"),
        ("三至五年", "duration", "5"),
        ("3万元至5万元", "money", "5"),
    ]


def test_a_change_is_two_quantities() -> None:
    assert read("由48.3%至53.6%") == [("48.3%", "percent", "48.3"), ("53.6%", "percent", "53.6")]


def test_a_falling_pair_is_no_range() -> None:
    assert read("结余为100-20万元") == [("20万元", "money", "20")]


def test_a_percent_before_a_year_is_no_range() -> None:
    assert read("完成率100%—2023年完成") == [("100%", "percent", "100")]


def test_the_number_of_a_list_item_is_no_part_of_a_count() -> None:
    assert read("2.15个乡镇") == [("15个", "count", "15")]
    assert read("5.0—6岁儿童")[0][1:] == ("other", "6")


def test_only_the_last_number_of_a_list_has_the_unit() -> None:
    assert read("10,23,45个") == [("45个", "count", "45")]


def test_two_names_of_one_counter_are_no_rate() -> None:
    assert only("23台/套").base_unit == "1"


def test_a_counter_is_kept_without_its_scale() -> None:
    assert (only("1.2万户").counter, only("1.2万户").unit, only("5公里").counter) == ("户", "万户", "")


def test_cells_side_by_side_stay_apart() -> None:
    assert read("总额|0.00|3.36|100.00%|10") == [("100.00%", "percent", "100.00")]


UNIT_OF_KIND = {
    "元": "money",
    "万元": "money",
    "%": "percent",
    "公里": "length",
    "吨": "mass",
    "万平方米": "area",
    "分": "score",
}
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x30, 0x3A)} | {".": "．", "%": "％"})
printed_numbers = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(0, 10**9), st.integers(0, 3)
)


@QUICK
@given(
    printed_numbers,
    st.sampled_from(["{:f}", "{:,f}"]),
    st.sampled_from(list(UNIT_OF_KIND)),
    st.booleans(),
    st.booleans(),
)
def test_any_number_in_any_style_is_read_back(value: Decimal, style: str, unit: str, space: bool, wide: bool) -> None:
    value = min(value, Decimal(100)) if unit == "%" else value
    printed = style.format(value) + (" " if space else "") + unit
    quantity = only(fold(f"本年共{printed.translate(FULL_WIDTH) if wide else printed}。"))
    assert (quantity.kind, quantity.unit, quantity.value) == (UNIT_OF_KIND[unit], unit, value)
    assert quantity.decimals == -int(value.as_tuple().exponent)
    assert quantity.interval.low <= quantity.normalized <= quantity.interval.high


prose = st.text(alphabet="本年度按要求完成了各类建设，。；（）：、\n", max_size=12)


@QUICK
@given(prose, st.sampled_from(["1,200.5万元", "三百六十户", "0.7-1.0m", "99.8%", "5座", "40余家", "百分之五"]), prose)
def test_prose_around_a_quantity_does_not_change_it(before: str, printed: str, after: str) -> None:
    alone = only(f"共{printed}，")
    quantity = only(f"{before}共{printed}，{after}")
    assert (quantity.value, quantity.unit, quantity.interval) == (alone.value, alone.unit, alone.interval)
    assert quantity.start == len(before) + 1
    assert quantity.end - quantity.start == len(printed)


@QUICK
@given(st.text(alphabet="0123456789,.，%元万亿个户人项目年月日至-—~/分百千一二三十之第余多约近“” mt²(\n", max_size=60))
def test_any_text_gives_quantities_in_order_apart_and_inside(text: str) -> None:
    end = 0
    for quantity in scan(text):
        assert end <= quantity.start < quantity.end <= len(text)
        assert quantity.interval.low <= quantity.interval.high
        assert quantity.value.is_finite()
        end = quantity.end


@pytest.mark.parametrize(
    "text",
    ["9" * 200_000, "1," * 100_000, "1，234" * 40_000, "一" * 200_000, "1-" * 100_000, "百分之" * 60_000,
     "1万" * 100_000, "1.2" * 60_000 + "元", "三百五十亿" * 30_000, "5余多" * 60_000, "-5/" * 60_000],
)  # fmt: skip
def test_a_long_run_of_digits_and_marks_is_read_at_once(text: str) -> None:
    for quantity in scan(text):
        assert quantity.end - quantity.start < 60


def test_a_range_is_approximate_and_keeps_its_ends_among_amounts_with_decimals() -> None:
    text = "支出10.25万元、20.50万元、30.75万元，补助100-200万元，结余50万元"
    settled = settle_precision(scan(text))
    assert settled[3].approximate
    assert settled[3].interval == (1_000_000, 2_000_000)
    assert settled[4].interval == (Decimal("499950"), Decimal("500050"))


def test_an_item_number_that_leaves_no_number_is_a_decimal() -> None:
    assert read("2.05个班次") == [("2.05个", "count", "2.05")]
