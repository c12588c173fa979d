"""What a case is made of besides its moments: tasks, dispatches, what is asked for, orders and calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wenxiao.grid.states import CallBack, Pressing, Role
from wenxiao.grid.transitions import Action


@dataclass(slots=True)
class Task:
    """A 核实 or 核查 that was sent out by ``by``, who had until ``send_due`` for it. ``due`` is its own deadline; ``done`` None: not yet.
    ``coarse``: of one of its ends only the day is known, or not even that. ``done_by`` is who did it, who need not be the assignee."""

    sent: datetime
    send_due: datetime | None
    by: str
    due: datetime | None
    assignee: str
    done: datetime | None = None
    coarse: bool = False
    done_by: str = ""


@dataclass(slots=True)
class Dispatch:
    """One dispatch. ``returned``: the unit gave the case back; ``shirked``: and was then ruled to own it (推诿)."""

    unit: str
    at: datetime
    due: datetime | None
    by: str
    returned: bool = False
    shirked: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """An extension or suspension that is asked for, and who endorsed it (empty: nobody yet)."""

    action: Action
    by: str
    until: datetime | None
    endorsed_by: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A step that takes two persons (``action``: 作废 or 调整类别), asked for by one and not signed yet. ``role``: as what that one asked."""

    action: Action
    by: str
    role: Role
    at: datetime
    reason: str
    category: str = ""
    condition: str = ""

    @property
    def needs_lead(self) -> bool:
        """Whether a shift lead has to sign: of the two who make a case void one is a lead."""
        return self.action is Action.VOID and self.role is not Role.LEAD


@dataclass(frozen=True, slots=True)
class Order:
    """One 督办: the event that ordered it, and the answer (None: there is none yet). ``by`` wrote it down for ``ordered_by`` (empty: for himself)."""

    number: int
    pressing: Pressing
    by: str
    ordered_by: str
    at: datetime
    due: datetime
    answered_at: datetime | None = None
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One 回访. ``closing``: how often the case had been reopened by then."""

    at: datetime
    by: str
    result: CallBack
    closing: int

    @property
    def heard(self) -> bool:
        """Whether somebody was reached, who said how they find it or would not say."""
        return self.result is not CallBack.NOT_REACHED
