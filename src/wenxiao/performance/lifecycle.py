"""The state machines of the cycle (全过程预算绩效管理), each as one table: from where, what one does, to where, who may, what it takes.

There is no other way from one state to another: the site's ``core.workflow`` asks ``step`` and records what it answers. Source of
the steps: 财预〔2020〕10号 (evaluation), 财预〔2015〕88号 (targets), 财预〔2019〕136号 (monitoring), 财预〔2021〕6号 (third parties).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from wenxiao.told import NotAllowed as NotAllowed
from wenxiao.told import NotYours as NotYours


class Role(StrEnum):
    """Who somebody is for an organisation."""

    CLERK = "clerk"  # 单位填报人
    HEAD = "head"  # 单位审核人
    DEPARTMENT = "department"  # 主管部门
    BUSINESS = "business"  # 财政业务科室
    PERFORMANCE = "performance"  # 财政绩效科
    EVALUATOR = "evaluator"  # 第三方机构
    OVERSIGHT = "oversight"  # 人大、审计
    ADMIN = "admin"  # 系统管理员


#: Names of the roles in both languages.
ROLE_NAMES: dict[Role, tuple[str, str]] = {
    Role.CLERK: ("单位填报人", "Unit clerk"),
    Role.HEAD: ("单位审核人", "Unit head"),
    Role.DEPARTMENT: ("主管部门", "Supervising department"),
    Role.BUSINESS: ("财政业务科", "Finance business office"),
    Role.PERFORMANCE: ("财政绩效科", "Finance performance office"),
    Role.EVALUATOR: ("第三方机构", "Third-party evaluator"),
    Role.OVERSIGHT: ("人大、审计", "People's congress and audit"),
    Role.ADMIN: ("系统管理员", "Administrator"),
}


class Need(StrEnum):
    """What a step takes besides the right to do it."""

    COMMENT = "comment"  # words of the one who acts: why it goes back
    COMPLETE = "complete"  # nothing mandatory is missing
    AUDITED = "audited"  # errors of the audit are mended, or passed with a written reason that the reviewer sees


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of one machine. ``zh`` and ``en`` are the words on its button; ``back`` says that it returns the thing,
    ``automatic`` that it is made together with something else: it has no button and nobody is waited for. ``aside``: it may be
    made, and nobody is waited for either."""

    machine: str
    source: str
    action: str
    target: str
    roles: tuple[Role, ...]
    zh: str
    en: str
    needs: tuple[Need, ...] = ()
    back: bool = False
    automatic: bool = False
    aside: bool = False


C, H, D, B, P, E = Role.CLERK, Role.HEAD, Role.DEPARTMENT, Role.BUSINESS, Role.PERFORMANCE, Role.EVALUATOR
_COMMENT, _FULL = (Need.COMMENT,), (Need.COMPLETE, Need.AUDITED)
_HAND_IN = (C, H, D, B, P)

#: The first state of each machine.
INITIAL: dict[str, str] = {
    "target": "draft", "monitoring": "issued", "self_evaluation": "draft", "evaluation": "planned", "problem": "open",
    "report": "draft",
    "release": "prepared",
    "document": "received",
}  # fmt: skip

#: Names of the machines and of their states in both languages.
MACHINES: dict[str, tuple[str, str]] = {
    "target": ("绩效目标", "Performance targets"),
    "monitoring": ("运行监控", "Monitoring"),
    "self_evaluation": ("单位自评", "Self-evaluation"),
    "evaluation": ("评价", "Evaluation"),
    "problem": ("问题整改", "Rectification"),
    "report": ("绩效报告", "Report"),
    "release": ("公开", "Disclosure"),
    "document": ("文档审查", "Document review"),
    "use_of_result": (
        "结果应用",
        "Use of results",
    ),  # decided as often as needed, on record like a step, without a table of steps
}
STATES: dict[tuple[str, str], tuple[str, str]] = {
    ("target", "draft"): ("草稿", "Draft"),
    ("target", "submitted"): ("单位审核", "With the unit's head"),
    ("target", "at_department"): ("部门审核", "With the department"),
    ("target", "at_finance"): ("业务科审核", "With the finance business office"),
    ("target", "at_performance"): ("绩效科复核", "With the performance office"),
    ("target", "approved"): ("已批复", "Approved"),
    ("target", "superseded"): ("已调整", "Superseded"),
    ("monitoring", "issued"): ("待填报", "To be filled in"),
    ("monitoring", "filled"): ("单位审核", "With the unit's head"),
    ("monitoring", "at_department"): ("部门审核", "With the department"),
    ("monitoring", "at_finance"): ("财政审核", "With the finance bureau"),
    ("monitoring", "correcting"): ("纠偏中", "Being corrected"),
    ("monitoring", "suspended"): ("暂缓拨款", "Payments suspended"),
    ("monitoring", "closed"): ("已办结", "Closed"),
    ("self_evaluation", "draft"): ("草稿", "Draft"),
    ("self_evaluation", "submitted"): ("单位审核", "With the unit's head"),
    ("self_evaluation", "at_department"): ("部门审核", "With the department"),
    ("self_evaluation", "at_finance"): ("财政复核", "With the finance bureau"),
    ("self_evaluation", "accepted"): ("已通过", "Accepted"),
    ("evaluation", "planned"): ("已立项", "Planned"),
    ("evaluation", "assigned"): ("已委托", "Assigned"),
    ("evaluation", "plan_submitted"): ("方案待审", "Plan to be reviewed"),
    ("evaluation", "fieldwork"): ("现场评价", "Fieldwork"),
    ("evaluation", "draft_submitted"): ("初稿待审", "Draft to be reviewed"),
    ("evaluation", "commenting"): ("征求意见", "With the unit for comment"),
    ("evaluation", "commented"): ("意见已反馈", "Comments received"),
    ("evaluation", "final"): ("已定稿", "Final"),
    ("problem", "open"): ("待整改", "Open"),
    ("problem", "planned"): ("方案待审", "Plan to be reviewed"),
    ("problem", "rectifying"): ("整改中", "Being rectified"),
    ("problem", "reported"): ("待销号", "Waiting to be closed"),
    ("problem", "closed"): ("已销号", "Closed"),
    ("problem", "withdrawn"): ("已撤销", "Withdrawn"),
    ("report", "draft"): ("草稿", "Draft"),
    ("report", "submitted"): ("待审核", "To be approved"),
    ("report", "approved"): ("已审定", "Approved"),
    ("release", "prepared"): ("准备中", "Being prepared"),
    ("release", "submitted"): ("待审核", "To be approved"),
    ("release", "approved"): ("待发布", "To be published"),
    ("release", "published"): ("已公开", "Published"),
    ("document", "received"): ("待读取", "To be read"),
    ("document", "unpacked"): ("已拆包", "Unpacked"),
    ("document", "unreadable"): ("不能读取", "Unreadable"),
    ("document", "triage"): ("待研判", "To be triaged"),
    ("document", "returned"): ("已退回单位", "Returned to the unit"),
    ("document", "closed"): ("已审结", "Closed"),
    ("document", "replaced"): ("已有修改稿", "Replaced by a new version"),
    ("use_of_result", "undecided"): ("未决定", "Undecided"),
    ("use_of_result", "prefer"): ("优先安排", "Prefer"),
    ("use_of_result", "keep"): ("维持", "Keep"),
    ("use_of_result", "cut"): ("压减", "Cut"),
    ("use_of_result", "cancel"): ("取消", "Cancel"),
}

TRANSITIONS: tuple[Transition, ...] = (
    # 绩效目标: 申报 → 审核 → 批复, 调整 makes a new version
    Transition("target", "draft", "submit", "submitted", (C,), "提交单位审核", "Submit to the unit's head", _FULL),
    Transition("target", "submitted", "approve", "at_department", (H,), "审核通过，报主管部门", "Pass on to the department"),
    Transition("target", "submitted", "return", "draft", (H,), "退回修改", "Return", _COMMENT, back=True),
    Transition("target", "at_department", "approve", "at_finance", (D,), "审核通过，报财政", "Pass on to finance"),
    Transition("target", "at_department", "return", "draft", (D,), "退回修改", "Return", _COMMENT, back=True),
    Transition("target", "at_finance", "approve", "at_performance", (B,), "通过，送绩效科复核", "Pass on to the performance office"),
    Transition("target", "at_finance", "return", "draft", (B,), "退回修改", "Return", _COMMENT, back=True),
    Transition("target", "at_performance", "approve", "approved", (P,), "批复", "Approve"),
    Transition("target", "at_performance", "return", "draft", (P,), "退回修改", "Return", _COMMENT, back=True),
    Transition("target", "approved", "supersede", "superseded", (P,), "由调整后的目标代替", "Replace by the adjusted targets", automatic=True),
    # 绩效运行监控 (双监控)
    Transition("monitoring", "issued", "submit", "filled", (C,), "提交单位审核", "Submit to the unit's head", _FULL),
    Transition("monitoring", "filled", "approve", "at_department", (H,), "审核通过，报主管部门", "Pass on to the department"),
    Transition("monitoring", "filled", "return", "issued", (H,), "退回修改", "Return", _COMMENT, back=True),
    Transition("monitoring", "at_department", "approve", "at_finance", (D,), "审核通过，报财政", "Pass on to finance"),
    Transition("monitoring", "at_department", "return", "issued", (D,), "退回修改", "Return", _COMMENT, back=True),
    Transition("monitoring", "at_finance", "close", "closed", (B, P), "无异常，办结", "Close"),
    Transition("monitoring", "at_finance", "return", "issued", (B, P), "退回修改", "Return", _COMMENT, back=True),
    Transition("monitoring", "at_finance", "correct", "correcting", (B, P), "下达纠偏通知", "Order a correction", _COMMENT),
    Transition("monitoring", "correcting", "answer", "at_finance", (C,), "提交纠偏结果", "Answer the order", _COMMENT),
    Transition("monitoring", "correcting", "suspend", "suspended", (P,), "暂缓拨款", "Suspend payments", _COMMENT),
    Transition("monitoring", "suspended", "answer", "at_finance", (C,), "提交纠偏结果", "Answer the order", _COMMENT),
    # 单位自评
    Transition("self_evaluation", "draft", "submit", "submitted", (C,), "提交单位审核", "Submit to the unit's head", _FULL),
    Transition("self_evaluation", "submitted", "approve", "at_department", (H,), "审核通过，报主管部门", "Pass on to the department"),
    Transition("self_evaluation", "submitted", "return", "draft", (H,), "退回修改", "Return", _COMMENT, back=True),
    Transition("self_evaluation", "at_department", "approve", "at_finance", (D,), "审核通过，报财政", "Pass on to finance"),
    Transition("self_evaluation", "at_department", "return", "draft", (D,), "退回修改", "Return", _COMMENT, back=True),
    Transition("self_evaluation", "at_finance", "accept", "accepted", (B, P), "复核通过", "Accept"),
    Transition("self_evaluation", "at_finance", "return", "draft", (B, P), "退回修改", "Return", _COMMENT, back=True),
    # 部门评价、财政评价
    Transition("evaluation", "planned", "assign", "assigned", (D, P), "委托", "Assign", (Need.COMPLETE,)),
    Transition("evaluation", "assigned", "submit_plan", "plan_submitted", (E, D, P), "提交评价方案", "Submit the plan", (Need.COMPLETE,)),
    Transition("evaluation", "plan_submitted", "approve", "fieldwork", (D, P), "方案通过", "Accept the plan"),
    Transition("evaluation", "plan_submitted", "return", "assigned", (D, P), "退回方案", "Return the plan", _COMMENT, back=True),
    Transition("evaluation", "fieldwork", "submit_draft", "draft_submitted", (E, D, P), "提交报告初稿", "Submit the draft", (Need.COMPLETE,)),
    Transition("evaluation", "draft_submitted", "consult", "commenting", (D, P), "送被评价单位征求意见", "Send to the unit for comment"),
    Transition("evaluation", "draft_submitted", "return", "fieldwork", (D, P), "退回初稿", "Return the draft", _COMMENT, back=True),
    Transition("evaluation", "commenting", "comment", "commented", (H,), "反馈意见", "Send comments", _COMMENT),
    Transition("evaluation", "commented", "revise", "fieldwork", (D, P), "按意见修改", "Revise", _COMMENT, back=True),
    Transition("evaluation", "commented", "finish", "final", (D, P), "定稿", "Make final"),
    # 问题整改、销号
    Transition("problem", "open", "plan", "planned", (C, H), "提交整改方案", "Propose a measure", (Need.COMPLETE,)),
    Transition("problem", "planned", "approve", "rectifying", (B, P, D), "方案通过", "Accept the measure"),
    Transition("problem", "planned", "return", "open", (B, P, D), "退回方案", "Return the measure", _COMMENT, back=True),
    Transition("problem", "rectifying", "report", "reported", (C, H), "提交整改报告", "Report", (Need.COMPLETE, Need.COMMENT)),
    Transition("problem", "reported", "close", "closed", (B, P), "销号", "Close"),
    Transition("problem", "reported", "return", "rectifying", (B, P), "退回整改", "Return", _COMMENT, back=True),
    *(Transition("problem", at, "extend", at, (B, P), "延期", "Extend", _COMMENT, aside=True) for at in ("open", "planned", "rectifying")),
    *(
        Transition("problem", at, "withdraw", "withdrawn", (B, P), "撤销", "Withdraw", _COMMENT, aside=True)
        for at in ("open", "planned", "rectifying", "reported")
    ),
    # 绩效报告: of a unit by its head, of a department by finance, of the district by the performance office
    Transition("report", "draft", "submit", "submitted", (C, D, P), "提交审核", "Submit for approval", _FULL),
    Transition("report", "submitted", "approve", "approved", (H, B, P), "审定", "Approve"),
    Transition("report", "submitted", "return", "draft", (H, B, P), "退回修改", "Return", _COMMENT, back=True),
    # 绩效评价报告: with the evaluation whose draft it is
    Transition("report", "draft", "hand_in", "submitted", (E, D, P), "随评价初稿提交", "Hand in with the draft", _FULL),
    Transition("report", "submitted", "hand_back", "draft", (D, P), "随评价退回", "Return with the evaluation", back=True),
    Transition("report", "submitted", "finish", "approved", (D, P), "随评价定稿", "Final with the evaluation"),
    # 公开: 审核 → 发布; what is published is never edited, a correction or withdrawal is a new version that goes the same way
    Transition("release", "prepared", "submit", "submitted", (C, D, B, P), "提交公开审核", "Submit for approval", _FULL),
    Transition("release", "submitted", "approve", "approved", (H, P), "审核通过", "Approve", _FULL),
    Transition("release", "submitted", "return", "prepared", (H, P), "退回", "Return", _COMMENT, back=True),
    Transition("release", "approved", "publish", "published", (H, P), "发布", "Publish", _FULL),
    Transition("release", "approved", "return", "prepared", (H, P), "退回", "Return", _COMMENT, back=True),
    # 文档审查: 收件 → 读取 → 研判 → 退回、重报 → 审结. The program reads; a new version is handed in and takes the place of the old one
    Transition("document", "received", "read", "triage", _HAND_IN, "读取完成", "Read", automatic=True),
    Transition("document", "received", "refuse", "unreadable", _HAND_IN, "不能读取", "Could not be read", automatic=True),
    Transition("document", "received", "unpack", "unpacked", _HAND_IN, "拆包收件", "Unpacked", automatic=True),
    Transition("document", "unreadable", "resubmit", "replaced", (C, H), "上传可读的文件", "Hand in a readable file"),
    Transition("document", "unreadable", "supersede", "replaced", (D, B, P), "由新文件代替", "Replace by a new file", automatic=True),
    Transition("document", "unreadable", "again", "received", (B, P), "重新读取", "Read it again"),
    Transition("document", "unreadable", "close", "closed", (B, P), "不需审查，结束", "Close without a review", _COMMENT),
    Transition("document", "triage", "close", "closed", (B, P), "研判完毕，审结", "Close", (Need.COMPLETE,)),
    Transition("document", "triage", "return", "returned", (B, P), "退回单位修改", "Return to the unit", _COMMENT, back=True),
    Transition("document", "triage", "supersede", "replaced", _HAND_IN, "由修改稿代替", "Replace by a new version", automatic=True),
    Transition("document", "returned", "resubmit", "replaced", (C, H), "上传修改稿", "Hand in a new version"),
    Transition("document", "returned", "supersede", "replaced", (D, B, P), "由修改稿代替", "Replace by a new version", automatic=True),
    Transition("document", "returned", "close", "closed", (B, P), "不再要求修改，审结", "Close as it is", _COMMENT),
    Transition("document", "closed", "reopen", "triage", (B, P), "重新研判", "Open again", _COMMENT, back=True),
    Transition("document", "closed", "supersede", "replaced", _HAND_IN, "由修改稿代替", "Replace by a new version", automatic=True),
)  # fmt: skip

_BY_PLACE = {(t.machine, t.source, t.action): t for t in TRANSITIONS}


def state_name(machine: str, state: str, lang: str = "zh") -> str:
    """What a state is called. Raises KeyError for a state that the machine does not have."""
    return STATES[machine, state][lang == "en"]


def ways(machine: str, state: str) -> Iterator[Transition]:
    """Every step that leaves a state, in the order of the table."""
    return (t for t in TRANSITIONS if t.machine == machine and t.source == state)


def step(machine: str, state: str, action: str, roles: frozenset[Role]) -> Transition:
    """The step that ``action`` makes from ``state`` for somebody who has these roles for the thing.

    Raises NotYours where none of these roles makes it, here or, where it is not made from this state, anywhere; else NotAllowed.
    """
    found = _BY_PLACE.get((machine, state, action))
    same = [found] if found else [t for t in TRANSITIONS if (t.machine, t.action) == (machine, action)]
    if same and not any(roles & set(t.roles) for t in same):
        who = [role for role in Role if any(role in t.roles for t in same)]
        who_zh = "、".join(ROLE_NAMES[role][0] for role in who)
        who_en = ", ".join(ROLE_NAMES[role][1] for role in who)
        raise NotYours(f"“{same[0].zh}”由{who_zh}办理。", f"“{same[0].en}” is for: {who_en}.")
    if found is None:
        zh, en = STATES.get((machine, state), (state, state))
        raise NotAllowed(
            f"当前状态为“{zh}”，不能进行此操作；可能已由他人处理，请刷新页面。",
            f"This cannot be done in the state “{en}”: somebody may have acted already, please reload the page.",
        )
    return found
