"""Versions of one document (check F07)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from wenxiao.audit.model import Severity
from wenxiao.audit.summary import letters
from wenxiao.audit.together.bundle import Bundle
from wenxiao.audit.together.model import JOINT_PASSED, JointOutcome, cannot_tell, conflict
from wenxiao.audit.together.names import project_key
from wenxiao.audit.together.registry import joint_rule


@joint_rule(
    "F507", "versions-differ-in-score", Severity.ERROR, check="F07",
    title="同一文件两个版本的得分不同", title_en="Two versions of one document state different scores",
    basis="公开的自评结果应与报送的一致（财预〔2020〕10号，绩效评价结果公开）",
    by_hand="打开两个版本，看哪一个是定稿；公开的应是定稿。",
    by_hand_en="Open both versions and see which is final; the published one should be.",
    basis_en="What is published is what was submitted (Caiyu 2020 No. 10, disclosure of results)",
)  # fmt: skip
def versions_differ_in_score(bundle: Bundle) -> Iterator[JointOutcome]:
    """Two versions of one document state different scores.

    Versions are documents of which most sentences are the same, or of one unit, year, type and title on one project. Known
    false alarms: a score that was re-checked and changed with reason.

    Fails::
        === 报送稿.txt
        甲县水务局2023年度饮水安全工程项目支出绩效自评报告
        饮水安全工程预算120.50万元，支出100.25万元。自评得分96.5分。
        === 公开稿.txt
        甲县水务局2023年度饮水安全工程项目支出绩效自评报告
        饮水安全工程预算120.50万元，支出100.25万元。自评得分98.5分。
    Passes::
        === 报送稿.txt
        甲县水务局2023年度饮水安全工程项目支出绩效自评报告
        饮水安全工程预算120.50万元，支出100.25万元。自评得分96.5分。
        === 公开稿.txt
        甲县水务局2023年度饮水安全工程项目支出绩效自评报告
        饮水安全工程共支出100.25万元，预算120.50万元。自评得分96.50分。
    Silent::
        === 上年.txt
        甲县水务局2022年度饮水安全工程项目支出绩效自评报告
        饮水安全工程预算110.50万元，支出90.25万元。自评得分95分。
        === 本年.txt
        甲县水务局2023年度饮水安全工程项目支出绩效自评报告
        饮水安全工程预算120.50万元，支出100.25万元。自评得分96.5分。
    """
    titled: dict[object, list[int]] = defaultdict(list)
    for n in bundle.distinct:
        key = _key(bundle, n)
        if key is not None:
            titled[key].append(n)
    told: set[frozenset[int]] = set()
    for members in (*bundle.versions, *titled.values()):
        scored = [n for n in members if bundle.documents[n].score is not None]
        if len(members) > 1 and len(scored) < 2:
            yield cannot_tell("score not stated")
        for other in scored[1:]:
            pair = frozenset((scored[0], other))
            if pair not in told:
                told.add(pair)
                yield _compared(bundle, scored[0], other)


def _key(bundle: Bundle, document: int) -> object:
    """Unit, year, type, title and projects; None where one of them is not stated."""
    identity = bundle.documents[document].identity
    unit, year = bundle.units[document], identity.fiscal_year
    keys = [project_key(project.name, identity.region, year) for project in bundle.documents[document].projects]
    if unit is None or year is None or not identity.title or not identity.type or not keys or None in keys:
        return None
    return unit, year, identity.type, letters(identity.title), frozenset(keys)


def _compared(bundle: Bundle, one: int, other: int) -> JointOutcome:
    a, b = bundle.documents[one], bundle.documents[other]
    assert a.score is not None and b.score is not None  # noqa: PT018
    if a.identity.self_score == b.identity.self_score:
        return JOINT_PASSED
    return conflict(
        f"同一文件的两个版本得分不同：{bundle.name(one)} 为“{a.score.words}”分，{bundle.name(other)} 为“{b.score.words}”分；请以定稿为准，改分的写明理由",
        f"Two versions of one document state different scores: {a.score.words} in {bundle.name(one)}, {b.score.words} in {bundle.name(other)}; keep the final one and give the reason of a change",
        [*bundle.cite(one, a.score), *bundle.cite(other, b.score)],
    )
