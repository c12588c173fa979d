"""What one official form states (目标申报表, 执行监控表, 自评表): all that belongs together, however many tables it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from wenxiao.quantities.model import Quantity, Span

if TYPE_CHECKING:
    from wenxiao.reading.model import Indicator, Role, ScoredRate


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """Row of a form's money: its label, and what stands under each heading. What is blank or not asked for is absent."""

    name: str  # 年度资金总额, 其中:本年财政拨款
    span: Span  # of the label
    total: bool  # the row that the others are parts of
    amounts: Mapping[Role, Quantity] = field(default_factory=dict)
    forecast: Quantity | None = None  # 全年预计执行数: not yet spent
    rate: Quantity | None = None
    points: Decimal | None = None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """Text of a goal. ``kind``: wanted (年度总体目标), done (what became of it), midterm (中期目标)."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class FormTotal:
    """Row of the total (总分): the points of the form and its score, where printed."""

    span: Span  # of the label
    points: Decimal | None = None
    score: Decimal | None = None
    score_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One form of one project. None and empty are what it does not state.

    ``kind``: self_evaluation (values or scores reached), monitoring (values so far), target (neither). ``scope`` is the text
    that belongs to it, the notes below its table too. ``executions``: scored rows of its money; more than one says that
    two forms could not be told apart.
    """

    kind: str
    span: Span
    scope: Span
    project: int | None = None  # index into Reading.subjects
    title: Span | None = None
    name: Span | None = None
    office: Span | None = None  # 主管部门
    unit: Span | None = None  # 实施单位
    money: tuple[MoneyRow, ...] = ()
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    first: int = 0  # place of its first indicator in Reading.indicators
    midterm: tuple[Indicator, ...] = ()  # 中期 columns beside those of the year
    total: FormTotal | None = None
    executions: tuple[ScoredRate, ...] = ()

    @property
    def execution(self) -> ScoredRate | None:
        """The one row that scores the execution of the budget."""
        return self.executions[0] if len(self.executions) == 1 else None
