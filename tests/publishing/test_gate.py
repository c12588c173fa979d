"""The gate before something is made public: each item passes, fails, asks for a reason, or cannot tell."""

from __future__ import annotations

from datetime import date

import pytest

from wenxiao.audit.run import audit_reading
from wenxiao.performance.disclosure import Deadline, GoesWith
from wenxiao.performance.regime import regime
from wenxiao.publishing.gate import KEYS, Paper, Verdict, gate
from wenxiao.reading.pipeline import read

TODAY = date(2026, 11, 21)
CLEAN = {"年度总体目标": "购买巡查服务，覆盖216个网格。"}


def results(texts=CLEAN, papers=(), blanks=(), words=(), deadline=None):
    return gate(texts, papers, blanks, words, deadline, regime(), TODAY)


def of(key, items):
    return [(item.verdict.value, item.zh, item.place) for item in items if item.key == key]


@pytest.fixture
def paper(tmp_path):
    def made(text, name="报告.txt", form=False):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return Paper(name, audit_reading(read(path)), form)

    return made


def test_every_item_has_a_result():
    items = results()
    assert [item.key for item in items] == list(KEYS)
    assert {item.verdict for item in items} == {Verdict.PASS}


def test_data_of_a_person_fail_and_are_shown_in_part_with_their_place():
    items = results({**CLEAN, "存在的问题": "受助群众手机13800138000，已回访。"})
    assert of("privacy", items) == [("fail", "有手机号码“1380****000”，请隐去后再公开", "存在的问题")]
    assert not any(item.asks_reason for item in items if item.key == "privacy")


def test_a_name_beside_a_benefit_fails():
    (found,) = of("privacy", results({"实际完成情况": "追加退休职工周文海丧葬费及抚恤费1.2万元。"}))
    assert found[0] == "fail"
    assert "周文海" not in found[1]


def test_whether_a_contact_person_agreed_cannot_be_told_and_asks_for_a_reason():
    items = results({"说明": "联系人周文海，联系电话13800138000。"})
    (found,) = [item for item in items if item.key == "privacy"]
    assert (found.verdict, found.asks_reason) == (Verdict.UNKNOWN, True)


def test_data_of_a_person_in_a_file_fail_with_the_place_in_the_file(paper):
    items = results(papers=[paper("情况说明\n\n受助群众手机13800138000，已回访。\n")])
    assert of("privacy", items) == [("fail", "有手机号码“1380****000”，请隐去后再公开", "报告.txt 第 3 行")]


def test_what_stands_in_words_and_file_is_told_once(paper):
    text = "受助群众手机13800138000，已回访。"
    assert len(of("privacy", results({"问题": text}, [paper(text)]))) == 1


def test_a_matter_that_is_not_for_the_public_fails():
    (found,) = of("secret", results({"问题": "专项稳控工作经费20万元，支出20万元。"}))
    assert found[0] == "fail"


def test_a_word_of_the_district_s_list_asks_what_the_screening_said(paper):
    items = results({"问题": "该数据内部掌握。"}, words=("内部掌握", "没有的词"))
    assert [(i.verdict, i.place, i.asks_reason) for i in items if i.key == "secret"] == [
        (Verdict.WARNING, "问题", True)
    ]
    (found,) = of("secret", results(papers=[paper("说明\n该数据内部掌握。\n")], words=("内部掌握",)))
    assert found[2] == "报告.txt 第 2 行"


@pytest.mark.parametrize("text", ["完成XX项任务。", "存在问题请简要说明未完成原因（100字以内）"])
def test_what_is_left_of_a_template_fails(text):
    (found,) = of("residue", results({"实际完成情况": text}))
    assert (found[0], found[2]) == ("fail", "实际完成情况")


def test_a_blank_asks_for_a_reason():
    assert of("blank", results(blanks=[("没有总分", "no total")])) == [("warning", "没有总分", "")]


def test_parts_that_a_document_of_its_type_must_have(paper):
    text = (
        "2025年度项目支出绩效自评报告\n\n一、基本情况\n项目预算100万元，支出90万元。\n"
        + "项目按计划实施，完成巡查任务。" * 120
        + "\n某某单位\n2026年3月1日\n"
    )
    verdicts = {zh: verdict for verdict, zh, _ in of("parts", results(papers=[paper(text)]))}
    assert verdicts.get("没有“改进措施或建议”") == "warning"


def test_an_official_form_has_its_parts(paper):
    assert of("parts", results(papers=[paper("表\n", form=True)])) == [("pass", "应有的内容都在", "")]


def test_of_a_document_of_no_known_type_it_cannot_be_told(paper):
    (found,) = of("parts", results(papers=[paper("便条\n明天开会。\n")]))
    assert found[0] == "unknown"


@pytest.mark.parametrize(
    ("approved", "within", "verdict"),
    [
        (date(2026, 11, 1), 20, "pass"),
        (date(2026, 10, 31), 20, "warning"),
        (None, 20, "unknown"),
        (date(2026, 1, 1), None, "pass"),
    ],
)
def test_the_deadline(approved, within, verdict):
    deadline = Deadline(GoesWith.ACCOUNTS, approved, within)
    assert of("deadline", results(deadline=deadline))[0][0] == verdict


def test_the_last_day_is_in_time():
    assert Deadline(GoesWith.BUDGET, date(2026, 11, 1), 20).due == date(2026, 11, 21)
    assert Deadline(GoesWith.BUDGET, date(2026, 11, 1), 20).days(date(2026, 11, 22)) == -1


def test_the_id_of_a_result_stays_while_it_says_the_same():
    one, other = (
        results(blanks=[("没有总分", "no total")]),
        results(blanks=[("没有总分", "no total"), ("没有目标", "no goal")]),
    )
    ids = [item.id for item in one if item.key == "blank"]
    assert ids == [item.id for item in other if item.zh == "没有总分"]
    assert len({item.id for item in other}) == len(other)
