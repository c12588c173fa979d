"""The words of a case: states, stages, roles, sources and actions, each with its names in both languages.

Beware of two words: 核实 asks before 立案 whether there is a problem (``pre_check``), 核查 asks after 处置 whether it is solved (``post_check``).
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a case stands."""

    REPORTED = "reported"
    PRE_CHECK = "pre_check"
    REJECTED = "rejected"
    FILED = "filed"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    SUSPENDED = "suspended"
    DISPOSED = "disposed"
    POST_CHECK = "post_check"
    TO_CLOSE = "to_close"
    CLOSED = "closed"
    FORCED_CLOSED = "forced_closed"
    VOID = "void"
    MERGED = "merged"


class Stage(StrEnum):
    """What the public and reports call it: every state belongs to one stage."""

    REPORTING = "reporting"
    FILING = "filing"
    DISPATCHING = "dispatching"
    HANDLING = "handling"
    CHECKING = "checking"
    CLOSING = "closing"


class Role(StrEnum):
    """Who somebody is for a case."""

    SUPERVISOR = "supervisor"  # 监督员
    INSPECTOR = "inspector"  # 督察员
    ACCEPTOR = "acceptor"  # 受理员
    DISPATCHER = "dispatcher"  # 派遣员
    LEAD = "lead"  # 值班长
    HANDLER = "handler"  # 处置单位
    EMERGENCY = "emergency"  # 应急机动队
    PUBLIC = "public"  # 公众
    SYSTEM = "system"  # 系统


class Source(StrEnum):
    """Where a report comes from."""

    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"
    PUBLIC = "public"
    VIDEO = "video"
    HOTLINE = "hotline"
    LEADER = "leader"
    SYSTEM = "system"


class Level(StrEnum):
    """The level that has the case (三级联动, with the community below)."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"


class Appeal(StrEnum):
    """How far an appeal (申诉) has come."""

    ASKED = "asked"
    ENDORSED = "endorsed"
    GRANTED = "granted"
    REFUSED = "refused"


class Pressing(StrEnum):
    """What kind of 督办 an order is."""

    OVERDUE = "overdue"
    LEADER = "leader"
    KEY = "key"


class CallBack(StrEnum):
    """What came of a call (回访) to who reported."""

    SATISFIED = "satisfied"
    BASICALLY_SATISFIED = "basically_satisfied"
    DISSATISFIED = "dissatisfied"
    NO_ANSWER = "no_answer"  # reached, and would not say
    NOT_REACHED = "not_reached"


#: Names in both languages.
STATE_NAMES: dict[State, tuple[str, str]] = {
    State.REPORTED: ("待立案", "To be filed"),
    State.PRE_CHECK: ("待核实", "To be verified"),
    State.REJECTED: ("不予立案", "Not filed"),
    State.FILED: ("待派遣", "To be dispatched"),
    State.DISPATCHED: ("待签收", "To be accepted"),
    State.HANDLING: ("处置中", "Being handled"),
    State.SUSPENDED: ("挂账", "Suspended"),
    State.DISPOSED: ("待下达核查", "To be sent for a check"),
    State.POST_CHECK: ("待核查", "To be checked"),
    State.TO_CLOSE: ("待结案", "To be closed"),
    State.CLOSED: ("已结案", "Closed"),
    State.FORCED_CLOSED: ("强制结案", "Closed by order"),
    State.VOID: ("已作废", "Void"),
    State.MERGED: ("已合并", "Merged"),
}
STAGE_NAMES: dict[Stage, tuple[str, str]] = {
    Stage.REPORTING: ("上报", "Reporting"),
    Stage.FILING: ("立案", "Filing"),
    Stage.DISPATCHING: ("派遣", "Dispatch"),
    Stage.HANDLING: ("处置", "Handling"),
    Stage.CHECKING: ("核查", "Check"),
    Stage.CLOSING: ("结案", "Closing"),
}
ROLE_NAMES: dict[Role, tuple[str, str]] = {
    Role.SUPERVISOR: ("监督员", "supervisor"),
    Role.INSPECTOR: ("督察员", "inspector"),
    Role.ACCEPTOR: ("受理员", "acceptor"),
    Role.DISPATCHER: ("派遣员", "dispatcher"),
    Role.LEAD: ("值班长", "shift lead"),
    Role.HANDLER: ("处置单位", "handling unit"),
    Role.EMERGENCY: ("应急机动队", "emergency team"),
    Role.PUBLIC: ("公众", "public"),
    Role.SYSTEM: ("系统", "system"),
}
SOURCE_NAMES: dict[Source, tuple[str, str]] = {
    Source.SUPERVISOR: ("监督员上报", "Supervisor"),
    Source.INSPECTOR: ("督察员上报", "Inspector"),
    Source.PUBLIC: ("公众举报", "Public"),
    Source.VIDEO: ("视频上报", "Video"),
    Source.HOTLINE: ("热线转办", "Hotline"),
    Source.LEADER: ("领导交办", "Leader"),
    Source.SYSTEM: ("系统推送", "System"),
}
PRESSING_NAMES: dict[Pressing, tuple[str, str]] = {
    Pressing.OVERDUE: ("超期督办", "Overdue"),
    Pressing.LEADER: ("领导督办", "By a leader"),
    Pressing.KEY: ("重点督办", "Key case"),
}
CALL_BACK_NAMES: dict[CallBack, tuple[str, str]] = {
    CallBack.SATISFIED: ("满意", "Satisfied"),
    CallBack.BASICALLY_SATISFIED: ("基本满意", "Basically satisfied"),
    CallBack.DISSATISFIED: ("不满意", "Dissatisfied"),
    CallBack.NO_ANSWER: ("未评价", "Would not say"),
    CallBack.NOT_REACHED: ("未接通", "Not reached"),
}
LEVEL_NAMES: dict[Level, tuple[str, str]] = {
    Level.CITY: ("市级", "City"),
    Level.DISTRICT: ("区级", "District"),
    Level.STREET: ("街道", "Street"),
    Level.COMMUNITY: ("社区", "Community"),
}

#: The stage of every state.
STAGES: dict[State, Stage] = {
    State.REPORTED: Stage.REPORTING,
    State.PRE_CHECK: Stage.REPORTING,
    State.FILED: Stage.FILING,
    State.DISPATCHED: Stage.DISPATCHING,
    State.HANDLING: Stage.HANDLING,
    State.SUSPENDED: Stage.HANDLING,
    State.DISPOSED: Stage.CHECKING,
    State.POST_CHECK: Stage.CHECKING,
    State.TO_CLOSE: Stage.CLOSING,
    State.CLOSED: Stage.CLOSING,
    State.FORCED_CLOSED: Stage.CLOSING,
    State.REJECTED: Stage.CLOSING,
    State.VOID: Stage.CLOSING,
    State.MERGED: Stage.CLOSING,
}

#: From the highest level down.
LEVELS = tuple(Level)

#: States that only 重开 leaves, and only the first of them.
FINAL = frozenset({State.CLOSED, State.FORCED_CLOSED, State.REJECTED, State.VOID, State.MERGED})
#: States in which 申诉 may come: what was filed and has been closed.
ENDED = (State.CLOSED, State.FORCED_CLOSED)
#: Sources behind which somebody from outside stands, who can be called back.
OUTSIDE = (Source.HOTLINE, Source.PUBLIC, Source.LEADER)
#: States between 立案 and 结案.
IN_WORK = (
    State.FILED, State.DISPATCHED, State.HANDLING, State.SUSPENDED, State.DISPOSED, State.POST_CHECK, State.TO_CLOSE,
)  # fmt: skip
#: States that are not final.
OPEN = (State.REPORTED, State.PRE_CHECK, *IN_WORK)
