import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.publishing.made_up import report, table_report
from wenxiao.publishing.json import decimal, dumps, reading_tree, report_tree, schema


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(json.loads(schema()))
    return Draft202012Validator(json.loads(schema()))


def test_the_output_of_audit_and_of_read_fit_the_schema(validator: Draft202012Validator) -> None:
    for made in (report(), table_report(), report(""), report("没有数字的一句话。")):
        validator.validate(json.loads(dumps(report_tree(made))))
        read = json.loads(dumps(reading_tree(made.reading)))
        validator.validate(read)
        assert "findings" not in read


def test_every_offset_points_into_the_documents_own_text() -> None:
    tree = report_tree(
        report(
            "柳溪镇 ２０２３年度：\n道路养护项目按计划实施，全年 预算 ２００ 万\n元，支出 １５０ 万元，执行率 ８５％。"
        )
    )
    texts = [tree["text"][q["start"] : q["end"]] for q in tree["quantities"]]
    assert [t.replace(" ", "").replace("\n", "") for t in texts if "万" in t] == ["２００万元", "１５０万元"]


def test_ids_of_relations_facts_and_findings_are_ids_of_quantities() -> None:
    tree = report_tree(report())
    known = {q["id"] for q in tree["quantities"]}
    assert known
    used = {i for r in tree["relations"] for i in r["operands"]}
    used |= {f["quantity"] for p in tree["projects"] for f in p["facts"]}
    used |= {i for f in tree["findings"] for i in f["operands"]}
    assert used
    assert used <= known


def test_a_finding_carries_its_arithmetic_its_check_and_both_languages() -> None:
    [finding] = [f for f in report_tree(report())["findings"] if f["code"] == "A101"]
    assert finding["arithmetic"]
    assert finding["check"] == "A01"
    assert finding["message"] != finding["message_en"]
    assert finding["project"] == "p1"


def test_missing_stays_null() -> None:
    project = report_tree(report())["projects"][1]
    assert project["budget"] == "800000"
    assert project["arrived"] is None


@given(st.decimals(allow_nan=False, allow_infinity=False))
@settings(max_examples=60, deadline=None)
def test_decimals_have_no_exponent_and_keep_their_value(value: Decimal) -> None:
    text = decimal(value)
    assert text is not None
    assert "E" not in text.upper()
    assert Decimal(text) == value
