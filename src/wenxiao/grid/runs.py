"""The way of a monthly score run (月度考核): frozen, published inside, appealed, final. After that nothing is changed.

An appeal is asked once for a line, endorsed by one person and granted by another; granted, it gives points in the adjusted score alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from wenxiao.grid.scores import placed
from wenxiao.grid.states import Role
from wenxiao.told import NotAllowed


class RunState(StrEnum):
    DRAFT = "draft"
    FROZEN = "frozen"
    PUBLISHED = "published"
    FINAL = "final"


RUN_NAMES: dict[RunState, tuple[str, str]] = {
    RunState.DRAFT: ("草稿", "Draft"),
    RunState.FROZEN: ("已冻结", "Frozen"),
    RunState.PUBLISHED: ("内部公示", "Published inside"),
    RunState.FINAL: ("已定稿", "Final"),
}


@dataclass(frozen=True, slots=True)
class RunStep:
    """One step of a run, and who makes it."""

    action: str
    zh: str
    en: str
    source: RunState
    target: RunState
    roles: frozenset[Role]


RUN_STEPS: dict[str, RunStep] = {
    each.action: each
    for each in (
        RunStep("freeze", "冻结", "Freeze", RunState.DRAFT, RunState.FROZEN, frozenset({Role.LEAD})),
        RunStep("publish", "内部公示", "Publish inside", RunState.FROZEN, RunState.PUBLISHED, frozenset({Role.LEAD})),
        RunStep("finish", "定稿", "Make final", RunState.PUBLISHED, RunState.FINAL, frozenset({Role.LEAD})),
    )
}  # fmt: skip


class AppealState(StrEnum):
    ASKED = "asked"
    ENDORSED = "endorsed"
    GRANTED = "granted"
    REFUSED = "refused"


APPEAL_NAMES: dict[AppealState, tuple[str, str]] = {
    AppealState.ASKED: ("待初审", "Asked"),
    AppealState.ENDORSED: ("待终审", "Endorsed"),
    AppealState.GRANTED: ("成立", "Granted"),
    AppealState.REFUSED: ("不成立", "Refused"),
}


@dataclass(frozen=True, slots=True)
class AppealStep:
    action: str
    sources: frozenset[AppealState]
    target: AppealState
    roles: frozenset[Role]


_OPEN = frozenset({AppealState.ASKED, AppealState.ENDORSED})
APPEAL_STEPS: dict[str, AppealStep] = {
    "endorse": AppealStep("endorse", frozenset({AppealState.ASKED}), AppealState.ENDORSED, frozenset({Role.ACCEPTOR, Role.DISPATCHER})),
    "grant": AppealStep("grant", frozenset({AppealState.ENDORSED}), AppealState.GRANTED, frozenset({Role.LEAD})),
    "refuse": AppealStep("refuse", _OPEN, AppealState.REFUSED, frozenset({Role.ACCEPTOR, Role.DISPATCHER, Role.LEAD})),
}  # fmt: skip


def step_of_run(state: str, action: str, roles: frozenset[Role]) -> RunStep:
    """The step; raises NotAllowed with one sentence."""
    step = RUN_STEPS.get(action)
    if step is None or step.source != state:
        raise NotAllowed("当前状态下不能办理这一步。", "This step cannot be made now.")
    if not roles & step.roles:
        raise NotAllowed("这一步由值班长办理。", "This is for the shift lead.")
    return step


def step_of_appeal(
    state: str, action: str, roles: frozenset[Role], actor: str, asker: str, endorser: str, reason: str
) -> AppealStep:
    """The step of an appeal; raises NotAllowed. Three persons take part: who asks, who endorses, who grants."""
    step = APPEAL_STEPS.get(action)
    if step is None or state not in step.sources:
        raise NotAllowed(
            "该申诉已审定，或尚未到这一步。", "The appeal is decided already, or has not come to this step."
        )
    if not roles & step.roles:
        raise NotAllowed("这一步不由您的岗位办理。", "This is not for your role.")
    if actor == asker:
        raise NotAllowed("申诉人不能审核自己的申诉。", "Nobody decides on an appeal of his own.")
    if action == "grant" and actor == endorser:
        raise NotAllowed("初审和终审须由两人办理。", "Endorsing and granting take two people.")
    if not reason.strip():
        raise NotAllowed("请写明审核意见。", "Please say why.")
    return step


@dataclass(frozen=True, slots=True)
class Standing:
    """An object's adjusted total after its appeals, and its rank among those of its scheme; None: not known, not ranked."""

    low: Decimal
    high: Decimal
    rank: int | None

    @property
    def total(self) -> Decimal | None:
        return self.low if self.low == self.high else None


def standings(scores: Sequence[tuple[Decimal, Decimal, bool]]) -> list[Standing]:
    """Of the least and the most that each total can be, and whether it rests on too few cases to be ranked."""
    ranks = placed([low if low == high and not few else None for low, high, few in scores])
    return [Standing(low, high, rank) for (low, high, _), rank in zip(scores, ranks, strict=True)]
