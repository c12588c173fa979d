"""Small steps that rules of several families share."""

from __future__ import annotations

from decimal import Decimal

from wenxiao.audit.model import Outcome, passed, unknown
from wenxiao.quantities.model import Quantity, Span
from wenxiao.reading.model import Project, Reading, Relation, Role, Verdict

ARITHMETIC = "算术关系"
DATA_ARE_TRUE = "数据真实、准确、完整（财预〔2020〕10号，单位自评）"
DATA_ARE_TRUE_EN = "Data are true, accurate and complete (self-evaluation, Caiyu 2020 No. 10)"
EXECUTION = "预算执行率＝预算执行数÷全年预算数（财预〔2020〕10号自评表）"
EXECUTION_EN = "Execution rate = spending ÷ the year's budget (self-evaluation form, Caiyu 2020 No. 10)"


def relations_of(reading: Reading, kind: str, *bases: str) -> list[Relation]:
    """Relations of one kind, and of these bases where any are named."""
    return [r for r in reading.relations if r.kind == kind and (not bases or r.basis in bases)]


def settled(relation: Relation) -> Outcome | None:
    """The outcome of a relation that holds or cannot be told; None for one that a rule must speak about."""
    if relation.verdict is Verdict.HOLDS:
        return passed()
    if relation.verdict is Verdict.UNKNOWN:
        return unknown(relation.reason or "not certain")
    return None


def amount(project: Project, *roles: Role) -> Quantity | None:
    """The first amount of a project in the first of these roles that it has."""
    fact = project.first(*roles)
    return None if fact is None else fact.quantity


def given(project: Project) -> Decimal | None:
    """Money that the project had: budget, receipts, or what was carried over."""
    left = amount(project, Role.CARRIED_OVER)
    amounts = (project.budget, project.adjusted_budget, project.arrived, None if left is None else left.normalized)
    return next((v for v in amounts if v is not None), None)


def places(*quantities: Quantity | None) -> list[Span]:
    return [q.span for q in quantities if q is not None]
