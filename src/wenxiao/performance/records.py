"""One project in one year of the cycle (绩效管理流程): what was approved, paid, monitored, scored, found, put right and published.

Plain values, so that a database, a file (``record_file``) or a test can make them. Amounts of the ledger are exact yuan; a
figure that a report states is a ``Quantity``, with the interval of what its digits can stand for. None is not known; an empty
tuple or text says that there is nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from wenxiao.performance.monitoring import Light
from wenxiao.quantities.model import Quantity


class Forecast(StrEnum):
    """Whether a target will be met (完成目标可能性), in the words of the monitoring form."""

    CERTAIN = "确定能"
    POSSIBLE = "有可能"
    IMPOSSIBLE = "完全不可能"


class Use(StrEnum):
    """What a result means for next year's budget (结果应用)."""

    PREFER = "优先"
    KEEP = "维持"
    CUT = "压减"
    CANCEL = "取消"


class Published(StrEnum):
    """What of the cycle is made public (公开内容)."""

    TARGETS = "绩效目标"
    SELF_EVALUATION = "绩效自评"
    EVALUATION = "绩效评价"


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator as approved; ``value`` as printed, with its sign (≥12座)."""

    name: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """The approved targets (绩效目标批复). ``by_adjustment``: changed by the procedure (调整批复)."""

    indicators: tuple[Target, ...]
    approved_at: date | None = None
    by_adjustment: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """Figures of the ledger (台账) in yuan, each under the name of its role of money; ``next_approved``: 下年年初预算."""

    approved: Decimal | None = None
    adjusted: Decimal | None = None
    arrived: Decimal | None = None
    spent: Decimal | None = None
    next_approved: Decimal | None = None


#: Roles of money that a ledger has of one year, with their names in both languages.
ROLES: Mapping[str, tuple[str, str]] = {
    "approved": ("年初预算", "approved budget"),
    "adjusted": ("全年预算", "adjusted budget"),
    "arrived": ("到位资金", "money received"),
    "spent": ("全年支出", "spending"),
}


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that a report states: the role of money, the words, and what they stand for."""

    role: str
    words: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a monitoring round expects of one indicator."""

    indicator: str
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class Correction:
    """An order to correct (纠偏通知) and its answer."""

    issued_on: date | None = None
    due: date | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A round of monitoring (绩效运行监控)."""

    date: date | None = None
    light: Light | None = None
    outlooks: tuple[Outlook, ...] = ()
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """An indicator of the self-evaluation; ``target`` and ``actual`` as printed, ``reason`` is 偏差原因."""

    name: str
    target: str | None = None
    actual: str | None = None
    points: Decimal | None = None
    score: Decimal | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SelfEvaluation:
    """The self-evaluation (绩效自评); ``text`` is all that it explains in words."""

    date: date | None = None
    total: Decimal | None = None
    indicators: tuple[Scored, ...] | None = None
    text: str | None = None
    figures: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An evaluation by somebody else: ``kind`` is 部门评价, 财政评价 or another word of the place."""

    kind: str
    date: date | None = None
    score: Decimal | None = None
    grade: str | None = None
    figures: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem that somebody found and its rectification (整改); ``closed_on`` is 销号."""

    text: str
    raised_on: date | None = None
    due: date | None = None
    closed_on: date | None = None
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """How a result is used (结果应用); ``reason`` is why, where somebody wrote it down."""

    use: Use
    decided_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Something published, or to be published. ``approved_at``: of the budget or the final accounts that it goes with."""

    what: Published
    approved_at: date | None = None
    published_at: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A project in a year. ``as_of`` is the day on which the record was taken: what is due after it is not late yet.

    ``withheld``: why nothing is published (涉密). ``before`` is the record of the same project a year earlier.
    """

    project: str
    year: int
    as_of: date | None = None
    unit: str | None = None
    region: str | None = None
    targets: tuple[Version, ...] | None = None
    ledger: Ledger = field(default_factory=Ledger)
    monitoring: tuple[Round, ...] | None = None
    self_evaluation: SelfEvaluation | None = None
    evaluations: tuple[Evaluation, ...] | None = None
    problems: tuple[Problem, ...] | None = None
    decision: Decision | None = None
    disclosures: tuple[Disclosure, ...] | None = None
    withheld: str = ""
    before: Record | None = None
