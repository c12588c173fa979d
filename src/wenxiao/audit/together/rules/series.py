"""Last year against this year (check F16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from wenxiao.audit.model import Severity
from wenxiao.audit.together.bundle import Bundle, Item
from wenxiao.audit.together.model import JOINT_PASSED, JointOutcome, cannot_tell, conflict
from wenxiao.audit.together.registry import joint_rule
from wenxiao.performance.regime import Regime

#: Projects of a year from which on its list is held to be one, and those that both years must share.
_LISTED, _SHARED = 3, 2


@joint_rule(
    "F516", "projects-drift-between-years", Severity.NOTE, check="F16",
    title="上下年项目对不上", title_en="Projects of two years do not match",
    basis="上下年口径一致，调整应有对照说明", by_hand="列出两年的项目，写明哪些完成、合并、拆分或更名。",
    by_hand_en="List the projects of both years; say which were finished, merged, split or renamed.",
    basis_en="Two years are reported on one basis; changes are explained",
)  # fmt: skip
def projects_drift(bundle: Bundle, regime: Regime) -> Iterator[JointOutcome]:
    """Projects of two years do not match.

    A project of last year's list that this year's does not name, or names otherwise. Known false alarms: a project that was
    finished.

    Fails::
        === 2022.txt
        甲县水务局2022年度项目支出绩效自评报告
        1、饮水安全工程预算120.50万元，支出100.25万元。
        2、河道清淤工程预算80.50万元，支出70.25万元。
        3、防汛物资储备项目预算20.50万元，支出20.25万元。
        === 2023.txt
        甲县水务局2023年度项目支出绩效自评报告
        1、饮水安全工程预算130.50万元，支出120.25万元。
        2、河道清淤工程预算90.50万元，支出80.25万元。
        3、山洪灾害防治项目预算30.50万元，支出30.25万元。
    Passes::
        === 2022.txt
        甲县水务局2022年度项目支出绩效自评报告
        1、饮水安全工程预算120.50万元，支出100.25万元。
        2、河道清淤工程预算80.50万元，支出70.25万元。
        3、防汛物资储备项目预算20.50万元，支出20.25万元。
        === 2023.txt
        甲县水务局2023年度项目支出绩效自评报告
        1、饮水安全工程预算130.50万元，支出120.25万元。
        2、河道清淤工程预算90.50万元，支出80.25万元。
        3、防汛物资储备项目预算30.50万元，支出30.25万元。
    Silent::
        === 2022.txt
        甲县水务局2022年度饮水安全工程项目支出绩效自评报告
        1、饮水安全工程预算120.50万元，支出100.25万元。
        === 2023.txt
        甲县水务局2023年度河道清淤工程项目支出绩效自评报告
        1、河道清淤工程预算90.50万元，支出80.25万元。
    """
    near = regime.thresholds["renamed_project"]
    for _, year, before, after in bundle.following_years():
        old = {item.key: item for item in bundle.items_of(before)}
        new = {item.key: item for item in bundle.items_of(after)}
        shared = old.keys() & new.keys()
        if len(old) < _LISTED or len(new) < _LISTED:
            continue
        if len(shared) < _SHARED:
            yield cannot_tell("few projects of both years")
            continue
        gone = [item for key, item in old.items() if key not in shared]
        if not gone:
            yield JOINT_PASSED
            continue
        fresh = {key: item for key, item in new.items() if key not in shared}
        yield _drift(bundle, year, gone, fresh, next(iter(new.values())), float(near))


def _drift(
    bundle: Bundle, year: int, gone: list[Item], fresh: Mapping[str, Item], first: Item, near: float
) -> JointOutcome:
    renamed: list[tuple[Item, Item]] = []
    for item in gone:
        like = max(fresh.values(), key=lambda other: _likeness(item.key, other.key), default=None)
        if like is not None and _likeness(item.key, like.key) >= near:
            renamed.append((item, like))
    left = [item for item in gone if all(item is not old for old, _ in renamed)]
    zh, en, quotes = [], [], []
    if left:
        names = "、".join(item.project.name for item in left[:3])
        more = f"等 {len(left)} 个项目" if len(left) > 3 else ""
        zh.append(f"{year}年的“{names}”{more}，{year + 1}年没有再出现")
        en.append(f"“{names}”{f' and {len(left) - 3} more' if len(left) > 3 else ''} of {year} are not in {year + 1}")
        quotes += [cited for item in left[:3] for cited in bundle.cite(item.document, item.project.quote)]
    for old, now in renamed[:3]:
        zh.append(f"{year}年的“{old.project.name}”与{year + 1}年的“{now.project.name}”名称相近")
        en.append(f"“{old.project.name}” of {year} resembles “{now.project.name}” of {year + 1}")
        quotes += bundle.cite(old.document, old.project.quote) + bundle.cite(now.document, now.project.quote)
    if not renamed:
        quotes += bundle.cite(first.document, first.project.quote)
    return conflict(
        "；".join(zh) + "；请写明是完成、合并、拆分还是更名",
        "; ".join(en) + "; say whether finished, merged, split or renamed",
        quotes,
    )


def _likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()
