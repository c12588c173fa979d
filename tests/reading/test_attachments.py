from __future__ import annotations

import pytest

from wenxiao.audit.registry import rules
from wenxiao.audit.run import audit_reading
from wenxiao.reading.attachments import number
from wenxiao.reading.pipeline import read_text

RULE = [rule for rule in rules() if rule.code == "E107"]


def labels(text: str, kind: str) -> list[str]:
    return [place.kind + place.number for place in getattr(read_text(text).attachments, kind)]


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("得分详见附件2。", ["附件2"]),
        ("得分（详见附件二），名单见附表3。", ["附件2", "附表3"]),
        ("具体评分见附件评分表。", ["附件"]),
        ("详情请查看附件。", ["附件"]),
        ("按《柳溪镇考核办法》附件1执行，见《通知》附件2，依柳财〔2023〕5号附件。", []),
        ("提出意见附件若干，未见附件，可见附件不全，常见附表错误。", []),
        ("附件齐全，附表完整。", []),
    ],
)
def test_references(text: str, references: list[str]) -> None:
    assert labels(text, "references") == references


def test_headings_lists_and_the_documents_own_number() -> None:
    assert labels("报告\n附件1\n评分表\n附件2：分配表\n（附表三）", "held") == ["附件1", "附件2", "附表3"]
    assert labels("报告。\n附件：1.自评表 2.评分表", "listed") == ["附件1", "附件2"]
    assert labels("报告。\n附件：1.自评表\n2.评分表\n柳溪镇", "listed") == ["附件1", "附件2"]
    assert labels("报告。\n附件：自评表", "listed") == ["附件"]
    own = read_text("附件4-2\n柳溪镇自评报告").attachments.own
    assert own is not None
    assert own.number == "4-2"


@pytest.mark.parametrize(
    ("printed", "digits"), [("二", "2"), ("十", "10"), ("十二", "12"), ("二十一", "21"), ("3", "3"), (None, "")]
)
def test_numbers(printed: str | None, digits: str) -> None:
    assert number(printed) == digits


@pytest.mark.parametrize(
    ("text", "severities", "unknown"),
    [
        ("得分详见附件2，名单详见附件2。\n附件1\n分配表", ["warning"], 0),
        ("得分详见附件1。\n附件\n评分表", [], 0),
        ("得分详见附件2。\n附件：1.自评表 2.评分表", [], 1),
        ("得分详见附件3。\n附件：1.自评表 2.评分表", ["warning"], 0),
        ("附件4-2\n柳溪镇自评报告\n样式详见附件2。", ["note"], 0),
        ("详情请查看附件。", [], 1),
        ("得分详见附件2。\n全年共完成改造201", ["warning"], 0),
        ("得分详见附件2。\n截至年底，全年共完成改造201", [], 1),
        ("二、绩效情况\n得分详见附件2。\n三、问题\n没有发现问题。", [], 1),
        ("得分详见附件。\n附件1\n评分表", [], 0),
    ],
)
def test_what_one_document_decides(text: str, severities: list[str], unknown: int) -> None:
    report = audit_reading(read_text(text), RULE)
    assert [finding.severity.value for finding in report.findings] == severities
    assert sum(report.coverage["E107"].unknown.values()) == unknown
