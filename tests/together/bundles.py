"""Bundles of made-up documents."""

from __future__ import annotations

from wenxiao.audit.model import Report, Severity
from wenxiao.audit.run import audit_reading
from wenxiao.audit.summary import Summary, summarise
from wenxiao.audit.together import Comparison, JointRule, compare, joint_rules
from wenxiao.audit.together.registry import documents
from wenxiao.reading.pipeline import read_text

#: Two documents of a unit that disagree, one of the year before, one of another unit of the district.
BUNDLE = """=== 自评表.txt
甲县水务局2023年度项目支出绩效自评表
1、饮水安全工程预算120.50万元，支出100.25万元，执行率83.20%。
=== 自评报告.txt
甲县水务局2023年度项目支出绩效自评报告
1、饮水安全工程预算120.50万元，支出110.25万元，执行率91.49%。
=== 上年.txt
甲县水务局2022年度项目支出绩效自评报告
1、饮水安全工程预算90.50万元，支出90.50万元，执行率100%。
=== 柳溪镇.txt
甲县柳溪镇人民政府2023年度项目支出绩效自评报告
1、道路硬化工程预算20.50万元，支出20.50万元，执行率100%。
"""


def summaries(example: str) -> list[Summary]:
    """The documents of an example, each under a line ``=== name.txt``."""
    return [summarise(read_text(text, name)) for name, text in documents(example)]


def compared(example: str, *codes: str, severity: Severity = Severity.NOTE) -> Comparison:
    rules: list[JointRule] = [rule for rule in joint_rules() if not codes or rule.code in codes]
    return compare(summaries(example), rules, severity)


def audited(example: str) -> list[Report]:
    return [audit_reading(read_text(text, name)) for name, text in documents(example)]
