"""Data of persons are found by their own form and the words beside them, and hidden at the same length."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenxiao.documents.model import Cell, Document, Table
from wenxiao.reading.pipeline import read_document, read_text
from wenxiao.reading.privacy import masked, told

CARD = "6222021234567890128"  # made up; its last digit is the check digit


def found(text: str) -> list[tuple[str, str]]:
    return [(personal.kind, personal.shown) for personal in read_text(text).personal]


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("资料：11010519491231002X，齐全。", "identity_card", "110**************X"),
        ("身份证号：１１０１０５１９４９１２３１００２Ｘ。", "identity_card", "110**************X"),
        ("身份证号110105 19491231 0020。", "identity_card", "110*** ******** ***0"),
        ("身份证号码为110105491231002，已核对。", "identity_card", "110***********2"),
        (f"开户行为农商行，卡号{CARD}。", "bank_card", "6222************128"),
        ("卡号 6222 0212 3456 7890 128。", "bank_card", "6222 **** **** **** 128"),
        ("救助对象电话13812341234。", "mobile", "1381****234"),
        ("户主手机138-1234-1234。", "mobile", "138-1***-*234"),
        ("受助人手机+8613812341234。", "mobile", "8613******234"),
        ("家庭电话：0871-65432100，可联系。", "landline", "0871-*******0"),
        ("该车车主周某，车牌云A·12345，已处理。", "plate", "云A*****5"),
        ("该户家住柳溪镇青山路12号3栋501室。", "address", "柳溪镇************"),
    ],
)
def test_numbers_and_addresses(text: str, kind: str, shown: str) -> None:
    assert found(text) == [(kind, shown)]


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码115301000150000000，项目编码530112198001011234。",
        "资料编号110105194912310020，合同号13812341234。",
        "110105194912310020件。",  # the check digit is wrong and nothing says that it is a person's
        "项目投资13812341234元，占比13812341234%。",
        "热线0871-67479920，办公电话65432100，咨询电话12345。",
        f"合同编号{CARD}。",
        f"单位账户{CARD}。",
        "卡号6222021234567890127。",  # the check digit is wrong
        "执法车辆云A·12345日常保养。",
        "办公地址：柳溪镇青山路12号。",
        "备案号：202153011200000587。数值3.13812341234。",
    ],
)
def test_codes_amounts_hot_lines_and_offices_are_none_of_a_person(text: str) -> None:
    assert found(text) == []


def test_a_contact_is_told_from_an_individual() -> None:
    [contact] = read_text("联系人：陈美丽，联系电话13812341234。").personal
    [individual] = read_text("受助群众联系电话13812341234。").personal
    assert contact.contact
    assert not individual.contact


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("追加退休职工周文海丧葬费及抚恤费1万元。", ["周**"]),
        ("支付赵国强同志丧葬费2万元。", ["赵**"]),
        ("发放欧阳文海抚恤金2万元。", ["欧阳**"]),
        ("慰问困难党员李小明、王芳、钱国华等12人。", ["李**", "王*", "钱**"]),
        ("低保户：李小明、王芳。", ["李**", "王*"]),
        ("患者周文海因病住院。", ["周**"]),
        ("姓名：周文海，身份证号不详。", ["周**"]),
        ("处理周文海信访事项1件。", ["周**"]),
    ],
)
def test_names_beside_a_benefit_or_an_illness(text: str, names: list[str]) -> None:
    assert [shown for kind, shown in found(text) if kind == "name"] == names


@pytest.mark.parametrize(
    "text",
    [
        "项目负责人周文海，联系人陈美丽，局长赵国强带队慰问。",
        "退休职工高温慰问、困难职工生活救助、困难职工家庭慰问。",
        "残疾人康复、就业、安置补助，低保户高龄补贴，患者满意率95%。",
        "退休干部党费补助，退休人员安全保障，离退休人员经费。",
        "救助对象应保尽保，特困人员全面覆盖，孤儿基本生活费。",
        "发放丧葬费、抚恤金，支付一次性抚恤金，兑付遗属补助。",
        "退休职工周某丧葬费，张某某抚恤金，王××救助金。",
        "患者就医方便，残疾人成效明显，信访人安抚工作，残疾军人优待。",
        "困难群众温暖过冬，遗属生活困难补助，伤残补助及时发放。",
        "低保对象明确，困难学生王家庄小学，患者家属满意。",
        "低保户、特困人员、孤儿和事实无人抚养儿童。",
    ],
)
def test_words_of_the_genre_and_officials_are_no_names(text: str) -> None:
    assert found(text) == []


def test_a_person_once_named_is_hidden_everywhere_and_what_is_left_of_the_name_too() -> None:
    reading = read_text("追加退休职工周文海丧葬费1万元，追加海丧葬费。周文海家属已签收，海边不变。")
    assert reading.document.text == "追加退休职工周**丧葬费1万元，追加*丧葬费。周**家属已签收，海边不变。"
    assert {p.kind: len(p.spans) for p in reading.personal} == {"name": 2, "name_part": 1}


def _table(*rows: tuple[str, ...]) -> Document:
    cells: list[Cell] = []
    text = ""
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            cells.append(Cell(len(text), len(text) + len(words), number, column))
            text += words + "\n"
    return Document("表.docx", "", "x", text, (), (Table(tuple(cells)),))


def test_the_column_of_names_of_a_table_about_such_people() -> None:
    document = _table(
        ("姓名", "残疾等级", "补助"), ("周文海", "二级", "500"), ("马芸", "三级", "400"), ("合计", "", "900")
    )
    assert [p.shown for p in read_document(document).personal] == ["周**", "马*"]


def test_the_column_of_names_of_a_table_of_staff_is_left_alone() -> None:
    document = _table(("姓名", "职务"), ("周文海", "局长"), ("马芸", "会计"))
    assert read_document(document).personal == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("进京劝返及专项稳控工作经费20万元。", ["劝返", "专项稳控"]),
        ("维稳经费20万元，涉密设备采购3万元。", ["维稳经费", "涉密设备"]),
        ("高速卡口劝返车辆30辆。稳控物价，非访谈对象，非涉密设备采购，涉密项目除外。", []),
        ("开展信访维稳、反邪教宣传工作。", []),
    ],
)
def test_matters_that_are_not_for_the_public(text: str, words: list[str]) -> None:
    assert [shown for _, shown in found(text)] == words


def test_the_document_is_hidden_at_the_same_length_also_through_breaks_and_traditional_characters() -> None:
    text = "本年度按规定及时足额发放，其中退休職工周 文\n海喪葬費，手機１３８１２３４１２３４。没有数字的一句话。"
    reading = read_text(text)
    assert len(reading.document.text) == len(text)
    assert "文" not in reading.document.text
    assert "１２３４１２３４" not in reading.document.text
    assert reading.document.text.endswith("没有数字的一句话。")


def test_what_is_to_be_shown_stays() -> None:
    text = "追加退休职工周文海丧葬费1万元。"
    shown = read_document(Document("", "", "text/plain", text), show_personal=True)
    assert shown.document.text == text
    assert [p.shown for p in shown.personal] == ["周**"]


@given(
    st.sampled_from(["name", "mobile", "identity_card", "bank_card", "address", "plate"]),
    st.text("0123456789周文海 -", max_size=30),
)
def test_hiding_keeps_the_length_and_hidden_words_stay_hidden(kind: str, words: str) -> None:
    once = told(kind, words)
    assert len(once) == len(words)
    assert told(kind, once) == once


@given(st.text("周文海退休职工丧葬费1380123456789X，。\n |:身份证号卡", max_size=120))
@settings(max_examples=150, deadline=None)
def test_reading_never_fails_and_masking_twice_changes_nothing(text: str) -> None:
    reading = read_text(text)
    assert len(reading.document.text) == len(text)
    assert masked(reading.text, reading.personal) == reading.text
