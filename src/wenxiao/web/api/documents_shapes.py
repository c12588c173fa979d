"""Shapes of documents, what is found in them and what they offer to the register."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema

from wenxiao.performance.ledger import Source
from wenxiao.web.api.shapes import Id, In, Number, Revision, Way, YuanIn
from wenxiao.web.core.say import english
from wenxiao.web.desk.models import Found


class RiskPart(Schema):
    """What a part of the risk is for."""

    points: Number
    words: str


class DocumentOut(Schema):
    """A document. ``state``: received (not read yet), triage, returned, closed, unreadable (``refused`` says why), replaced, unpacked.
    ``organisation`` is as the document names it, ``unit`` the code of the unit that it is of."""

    id: int
    batch: int = Field(alias="batch_id")
    name: str
    sha256: str
    media_type: str
    title: str
    organisation: str
    unit: str | None
    fiscal_year: int | None
    kind: str
    project_year: int | None = Field(alias="year_id")
    state: str
    state_name: str = Field(alias="state_words")
    revision: int
    refused: str
    uploaded_at: datetime
    read_at: datetime | None
    replaces: int | None = Field(alias="replaces_id")
    projects: int
    errors: int
    warnings: int
    notes: int
    absent: int
    amount: Decimal | None
    untriaged: int
    risk: Number
    risk_parts: list[RiskPart]

    @staticmethod
    def resolve_unit(document: Any) -> str | None:
        return document.unit.code if document.unit is not None else None

    @staticmethod
    def resolve_risk_parts(document: Any) -> list[dict[str, Any]]:
        return [
            {"points": Decimal(one["points"]), "words": one["en" if english() else "zh"]} for one in document.risk_parts
        ]


class Documents(Schema):
    count: int
    rows: list[DocumentOut]


class NoteOut(Schema):
    """Something that somebody said beside a document or a finding."""

    text: str
    by: str = Field(alias="by.name")
    at: datetime


class PlaceOut(Schema):
    """A quote: offsets into the text of the reading, and where it stands in words."""

    start: int
    end: int
    text: str
    words: str


class FindingOut(Schema):
    """Two statements that cannot both hold, or what else a rule found. ``finding`` is the id of the engine, the same in a new version;
    ``seen`` is sent with a decision, so that somebody else's in between is not overwritten."""

    id: int
    number: int
    finding: str
    code: str
    severity: str
    title: str
    words: str
    arithmetic: list[str]
    places: list[PlaceOut]
    project: str
    change: str
    verdict: str
    reason: str
    by: str
    at: datetime | None
    problem: int | None
    seen: int
    notes: list[NoteOut]


class DocumentOne(DocumentOut):
    """With its findings, what was said beside it, and the steps that this person may make now."""

    findings: list[FindingOut]
    remarks: list[NoteOut] = Field(alias="spoken")
    steps: list[Way] = Field(alias="ways")


class HandedIn(Schema):
    """What became of a file: a document, which is read in the background, or why it is not taken."""

    batch: int
    document: DocumentOut | None
    refused: str


class DocumentIn(In):
    """What a document is of, where the reading proposes something else. ``unit``: its code."""

    revision: Revision
    unit: str | None = Field(None, max_length=32)
    fiscal_year: int | None = Field(None, ge=2000, le=2100)
    kind: str = Field("", max_length=60)
    project_year: Id | None = None


class TextIn(In):
    text: str = Field(min_length=1, max_length=5000)


class DecisionIn(In):
    """A decision. ``explained`` and ``false_alarm`` need a reason; ``confirmed`` for a project-year raises a problem there."""

    verdict: Found.Verdict
    reason: str = Field("", max_length=5000)
    project_year: Id | None = None
    seen: int | None = Field(None, ge=0, le=2**63 - 1)


class ProposalOut(Schema):
    """Something that a document offers to the register: a project, an amount, a target, an output. ``project`` counts the document's
    projects from 1, ``start`` and ``end`` are the place in the text of the reading; what it became follows."""

    number: int
    project: int
    kind: str
    contents: dict[str, Any]
    start: int
    end: int
    state: str
    taken: dict[str, Any] | None
    reason: str
    project_year: int | None = Field(alias="year_id")
    entry: int | None = Field(alias="entry_id")
    target_set: int | None = Field(alias="target_set_id")
    self_evaluation: int | None = Field(alias="self_evaluation_id")


class MeantIn(In):
    project_year: Id


Place = Annotated[int, Field(ge=1, le=2**31 - 1)]


class ChosenIn(In):
    numbers: list[Place] = Field(min_length=1, max_length=500)


class RefusalIn(ChosenIn):
    reason: str = Field(min_length=1, max_length=300)


class AmountIn(In):
    """One offer of money; without an amount it is entered as the document says."""

    number: Place
    amount: YuanIn | None = None


class EntriesIn(In):
    """Amounts for the ledger, with the day and the document that all of them rest on."""

    amounts: list[AmountIn] = Field(min_length=1, max_length=500)
    date: date
    source: Source
    reference: str = Field(min_length=1, max_length=80)


class StatedOut(Schema):
    """An amount that a document states of a year beside that of the ledger (yuan). ``start``: its place in the text of the reading;
    ``agrees`` is null where the ledger has none; ``difference`` is in the ``unit`` of the document, null where they agree."""

    year: int
    role: str
    name: str
    words: str
    start: int
    held: Decimal | None
    agrees: bool | None
    difference: Number | None
    unit: str


class StatementQuote(Schema):
    """One of the statements of a contradiction; ``start`` is its place in the document, null where the site holds it."""

    words: str
    start: int | None


class ContradictionOut(Schema):
    """Statements of the document and of the site that cannot both hold."""

    code: str
    severity: str
    words: str
    arithmetic: list[str]
    quotes: list[StatementQuote]


class AgainstOut(Schema):
    """A project of a document against the project-year that is meant; null where that is not said yet. ``passed``: comparisons that
    hold; ``unknown``: those that cannot be told, by their reason."""

    project: int
    name: str
    project_year: int | None
    figures: list[StatedOut]
    contradictions: list[ContradictionOut]
    passed: int
    unknown: dict[str, int]


class PaperQuote(Schema):
    """What another document of the unit says, and where in its text."""

    document: int
    words: str
    start: int


class BetweenOut(Schema):
    """Statements of several documents that cannot all hold. What stands in one that this person does not see is left out."""

    code: str
    severity: str
    words: str
    arithmetic: list[str]
    quotes: list[PaperQuote]


class ReconciliationOut(Schema):
    """A document against what the site holds; ``between`` as the last comparison with others of its unit found it, made ``compared_at``."""

    projects: list[AgainstOut]
    compared_at: datetime | None
    between: list[BetweenOut]


class DocumentsAsked(Schema):
    """Which documents: as the filters of the page. ``unit``: its code; ``risk``: high, middle, low; ``state``: ``all`` for old versions
    too."""

    q: str = Field("", max_length=200)
    unit: str = Field("", max_length=32)
    year: int | None = Field(None, ge=2000, le=2100)
    kind: str = Field("", max_length=60)
    state: str = Field("", max_length=24)
    risk: str = Field("", max_length=8)
    rule: str = Field("", max_length=8)
    batch: int | None = Field(None, ge=1, le=2**63 - 1)
    order: str = Field("-risk", max_length=20)
    offset: int = Field(0, ge=0, le=10**6)
    limit: int = Field(50, ge=1, le=200)
