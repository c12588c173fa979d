"""Attachments that are files of their own (check E07)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from wenxiao.audit.model import Severity
from wenxiao.audit.together.bundle import Bundle
from wenxiao.audit.together.model import JOINT_PASSED, JointOutcome, cannot_tell, conflict
from wenxiao.audit.together.registry import joint_rule


@joint_rule(
    "E507", "attachment-not-given", Severity.WARNING, check="E07",
    title="引用的附件不在一起给出的文件中", title_en="A cited attachment is not among the files given",
    basis="评价报告应附指标评分表、佐证资料等（财预〔2020〕10号参考提纲）", by_hand="找到该附件，一并报送；或改正编号。",
    by_hand_en="Find the attachment and submit it too, or correct its number.",
    basis_en="A report comes with its tables and evidence (outline of Caiyu 2020 No. 10)",
)  # fmt: skip
def attachment_not_given(bundle: Bundle) -> Iterator[JointOutcome]:
    """A cited attachment is not among the files given.

    A file is an attachment by its name or its heading (附件2). Where some attachments of a document are given and another
    is not, it is missing; where none is given, nobody promised them. Known false alarms: attachments of a cited notice.

    Fails::
        === 自评报告.txt
        甲县水务局2023年度项目支出绩效自评报告
        1、饮水安全工程预算120.50万元，支出100.25万元。评分见附件1，问卷详见附件2。
        === 附件1.txt
        附件1
        饮水安全工程绩效评分表
        指标|得分
        数量|10
    Passes::
        === 自评报告.txt
        甲县水务局2023年度项目支出绩效自评报告
        1、饮水安全工程预算120.50万元，支出100.25万元。评分见附件1。
        === 附件1.txt
        附件1
        饮水安全工程绩效评分表
        指标|得分
        数量|10
    Silent::
        === 自评报告.txt
        甲县水务局2023年度项目支出绩效自评报告
        1、饮水安全工程预算120.50万元，支出100.25万元。
        === 自评表.txt
        甲县水务局2023年度项目支出绩效自评表
        1、饮水安全工程预算120.50万元，支出100.25万元。
    """
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for document, annex, holder in bundle.annexes:
        found[document][annex.number] = holder
    for n in bundle.distinct:
        for annex in bundle.documents[n].cited:
            if annex.number in found[n]:
                yield JOINT_PASSED
            elif not found[n]:
                yield cannot_tell("no attachment given")
            else:
                number, holder = next(iter(found[n].items()))
                other = bundle.documents[holder]
                given = other.projects[0].quote if other.projects else other.first
                yield conflict(
                    f"{bundle.name(n)} 引用“{annex.quote.words}”，一起给出的有附件{number}（{bundle.name(holder)}），没有附件{annex.number}",
                    f"{bundle.name(n)} cites attachment {annex.number} ({annex.quote.words}); attachment {number} is given ({bundle.name(holder)}), {annex.number} is not",
                    [*bundle.cite(n, annex.quote), *bundle.cite(holder, given)],
                )  # fmt: skip
