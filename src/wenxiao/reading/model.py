"""What a document says. All offsets in here are offsets into ``Reading.text``, the text as it is read (line breaks
of page ends joined, spaces inside Chinese text dropped, full-width forms folded); ``Reading.source`` gives the place in
the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from wenxiao.documents.model import Document
from wenxiao.documents.recognised import Recognition
from wenxiao.documents.view import View
from wenxiao.quantities.model import Interval, Quantity, Span
from wenxiao.quantities.record import record
from wenxiao.reading.dates import DatedStep, Moment
from wenxiao.reading.form_facts import Form
from wenxiao.reading.mentions import Mention
from wenxiao.reading.told import Narrative


class Role(StrEnum):
    """Phase of money (资金阶段). Phases are never interchangeable as denominators."""

    PLANNED = "planned"  # 总投资 概算
    APPROVED = "approved"  # 年初预算 批复
    ADJUSTED = "adjusted"  # 调整后 全年预算
    ALLOCATED = "allocated"  # 下达
    ARRIVED = "arrived"  # 到位
    CONTRACTED = "contracted"  # 合同
    SPENT = "spent"  # 支出 执行 支付 拨付
    RETURNED = "returned"  # 收回 调减
    ADDED = "added"  # 追加 调增
    CARRIED_OVER = "carried_over"  # 结转 结余
    NEEDED = "needed"  # 共需 缺口: what would be needed, no money that anybody gave


@record
class Section:
    """Numbered heading and the text under it. ``number`` is the number without its brackets (一, 2, 3.1)."""

    title: str
    number: str
    level: int
    start: int
    end: int  # of the whole section
    heading: Span  # of the heading itself
    style: str = ""  # how the number is written: 一、 （一） 1. （1） ①
    item: bool = False  # entry of a numbered list rather than a heading


@dataclass(frozen=True, slots=True)
class LegalReference:
    """Cited instrument: title where printed, document number (文号) where printed."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Identity:
    """Who wrote what about which year. None where the text does not say."""

    type: str | None = None
    title: str | None = None
    organisation: str | None = None
    region: str | None = None
    fiscal_year: int | None = None
    self_score: Decimal | None = None
    grade: str | None = None
    legal_references: tuple[LegalReference, ...] = ()
    title_span: Span | None = None
    self_score_span: Span | None = None


@record
class Fact:
    """An amount of a project: which phase of money, of which period, and the word that says so."""

    role: Role
    quantity: Quantity
    period: str | None = None
    cue: Span | None = None


@record
class Statement:
    """A sentence that says what was promised, delivered, effected, or is wrong; with its quantities."""

    text: str
    start: int
    end: int
    quantities: tuple[Quantity, ...] = ()


@record
class Part:
    """Named amount below a project: a source of funds or a component."""

    name: str
    quantity: Quantity


@record
class Project:
    """Project or fund that the document reports on. Money fields are yuan, rates are fractions, None is not stated."""

    name: str
    start: int
    end: int
    scope: Span  # the text that speaks of this project
    budget: Decimal | None = None
    adjusted_budget: Decimal | None = None
    arrived: Decimal | None = None
    spent: Decimal | None = None
    stated_execution_rate: Decimal | None = None
    stated_arrival_rate: Decimal | None = None
    facts: tuple[Fact, ...] = ()
    rates: tuple[Rate, ...] = ()
    funding: tuple[Part, ...] = ()
    components: tuple[Part, ...] = ()
    targets: tuple[Statement, ...] = ()
    outputs: tuple[Statement, ...] = ()
    effects: tuple[Statement, ...] = ()
    problems: tuple[Statement, ...] = ()

    def first(self, *roles: Role) -> Fact | None:
        """The first fact in the first of these roles that has one."""
        for role in roles:
            for fact in self.facts:
                if fact.role is role:
                    return fact
        return None

    @property
    def given(self) -> Fact | None:
        """The fact that ``budget`` states."""
        return next((f for f in self.facts if f.role in GIVEN and f.quantity.normalized == self.budget), None)


#: Roles that can be a project's budget, in the order in which they are taken.
GIVEN = (Role.APPROVED, Role.ALLOCATED, Role.PLANNED)


@record
class Rate:
    """Printed rate with the word that names it. ``measure`` is execution, arrival, usage, payment, completion, saving, share or other."""

    measure: str
    quantity: Quantity
    cue: Span
    partial: bool = False  # said of one tranche, part or part of the year (该笔资金, 其中, 上半年), not of the project


class Verdict(StrEnum):
    HOLDS = "holds"
    TRUNCATED = "truncated"  # the stated figure is the computed one cut off instead of rounded
    BROKEN = "broken"
    UNKNOWN = "unknown"


@record
class Relation:
    """Statement of the document about its own figures, recomputed.

    ``kind``: sum, ratio, difference, product, same, order, complement, change, states (done and not done), listing (a count
    beside the things counted), target (an indicator's actual value). ``spans`` are the quoted places. ``basis`` says why the
    operands were bound: list, status, table, points, projects, text, share …
    """

    kind: str
    operands: tuple[Quantity, ...]
    stated: Quantity | None
    computed: Interval | None
    verdict: Verdict
    spans: tuple[Span, ...]
    reason: str | None = None
    exhaustive: bool = True  # False when the parts need not be all (其中, 等, 主要)
    basis: str = ""
    formula: str = ""  # the arithmetic in one line, as printed on paper
    project: int | None = None  # index into Reading.subjects
    exact: Decimal | None = None  # what the printed digits themselves give, in the base unit of the stated figure

    @property
    def places(self) -> list[Span]:
        """Every place that it rests on."""
        stated = () if self.stated is None else (self.stated,)
        return [*self.spans, *(quantity.span for quantity in (*self.operands, *stated))]

    @property
    def holds(self) -> bool | None:
        return {Verdict.HOLDS: True, Verdict.TRUNCATED: True, Verdict.BROKEN: False}.get(self.verdict)


@record
class Mark:
    """Something in the text that is not content: template guidance, a placeholder, an editing residue, a cut sentence,
    a broken numbering, a repeated word. ``kind`` names it; ``detail`` is what a message needs."""

    kind: str
    start: int
    end: int
    detail: str = ""
    related: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """Performance indicator of a form (绩效指标): target and actual as printed, points and score where printed."""

    name: str
    span: Span
    level1: str = ""
    level2: str = ""
    target: Span | None = None
    actual: Span | None = None
    operator: str = ""  # ≥ ≤ = < > or empty
    target_value: Quantity | None = None
    actual_value: Quantity | None = None
    weight: Decimal | None = None
    score: Decimal | None = None
    reason: Span | None = None
    nature: str = ""  # 定性 定量, where the form says so
    unit: str = ""  # in a column of its own (度量单位)
    so_far: Span | None = None  # within the year, of a monitoring form (1-7月执行情况)
    expected: Span | None = None  # for the whole year, of a monitoring form (全年预计完成情况)
    likelihood: str = ""  # 确定能 有可能 完全不可能


@dataclass(frozen=True, slots=True)
class Personal:
    """What must not be published as it stands. ``kind``: identity_card, bank_card, mobile, landline, plate, address, name,
    name_part (left over from a name elsewhere), matter, screened_matter. ``spans`` are the places of one number, name or word."""

    kind: str
    spans: tuple[Span, ...]
    shown: str  # as it may be told: 张**
    contact: bool = False  # of somebody named to be called


@dataclass(frozen=True, slots=True)
class Reference:
    """Reference to an attachment (附件2, 附表), with its number where printed."""

    span: Span
    kind: str  # 附件 附表
    number: str = ""


@dataclass(frozen=True, slots=True)
class Attachments:
    """What a document says of attachments: those referred to, those it holds, those it lists, and its own number."""

    references: tuple[Reference, ...] = ()
    held: tuple[Reference, ...] = ()  # headings under which an attachment begins
    listed: tuple[Reference, ...] = ()  # entries of the list at the end, which may be files of their own
    own: Reference | None = None  # the document is itself an attachment
    excerpt: bool = False  # the text begins or ends in the middle of a document
    beside: frozenset[str] = frozenset()  # numbers of attachments among the files that came with it


@dataclass(frozen=True, slots=True)
class Attainment:
    """Target and actual value of an indicator as numbers that can be compared.

    ``direction``: higher, lower or equal; ``signed``: the form prints the sign, else the name tells it.

    Both numbers are in one unit. ``percent``: they are percentages (as printed: 95, not 0.95).
    """

    target: Decimal
    actual: Decimal
    direction: str
    signed: bool
    percent: bool = False

    @property
    def reached(self) -> bool:
        return self.actual <= self.target if self.direction == "lower" else self.actual >= self.target


@dataclass(frozen=True, slots=True)
class ScoredRate:
    """Row of a form that scores the execution of the budget (预算执行率): what was given for which rate."""

    start: int  # of the row
    rate: Quantity
    points: Decimal
    score: Decimal
    points_span: Span
    score_span: Span


@dataclass(frozen=True, slots=True)
class Blank:
    """Cell that must be filled and is not. ``kind``: 完成值, 得分, or answer for a label with nothing beside it."""

    kind: str
    name: str  # of the indicator, or the label
    span: Span
    target: Span | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything up to relations."""

    document: Document
    view: View
    identity: Identity = field(default_factory=Identity)
    sections: tuple[Section, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    projects: tuple[Project, ...] = ()
    unnamed: Project | None = None  # what a short text states of a project that it does not name
    relations: tuple[Relation, ...] = ()
    indicators: tuple[Indicator, ...] = ()  # of all forms
    forms: tuple[Form, ...] = ()
    marks: tuple[Mark, ...] = ()
    rates: tuple[Rate, ...] = ()
    problems: tuple[Statement, ...] = ()  # of the document as a whole
    ids: Mapping[Quantity, str] = field(default_factory=dict)
    personal: tuple[Personal, ...] = ()
    withheld: bool = True  # what belongs to persons is hidden in the text
    attachments: Attachments = field(default_factory=Attachments)
    repeated: tuple[tuple[Span, Span], ...] = ()  # long paragraphs that are nearly the same
    scored_rates: tuple[ScoredRate, ...] = ()
    blanks: tuple[Blank, ...] = ()
    attainments: Mapping[int, Attainment] = field(default_factory=dict)  # by the place in ``indicators``
    moments: tuple[Moment, ...] = ()
    steps: tuple[DatedStep, ...] = ()
    mentions: tuple[Mention, ...] = ()
    narrative: Narrative = field(default_factory=Narrative)
    recognition: Recognition | None = None  # of a document that holds pictures of text

    @property
    def text(self) -> str:
        return self.view.text

    @property
    def subjects(self) -> tuple[Project, ...]:
        """Whatever amounts are stated of: the projects, or the one that the text does not name."""
        return self.projects if self.unnamed is None else (self.unnamed,)

    def quote(self, span: Span) -> str:
        return self.view.text[span.start : span.end]

    def source(self, span: Span) -> Span:
        """The place in the document's own text."""
        return self.view.source(span)
