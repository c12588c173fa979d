"""Shapes of self-evaluations: what goes in, what comes out."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema

from wenxiao.web.api.shapes import (
    File,
    Id,
    In,
    Number,
    PartIn,
    PointsIn,
    ProjectYearOut,
    Revision,
    Statement,
    ValueIn,
    Way,
)
from wenxiao.web.core.say import say

Words = Annotated[str, Field(max_length=20000)]


class SelfEvaluationRow(Schema):
    """A self-evaluation in a list. ``total`` and ``grade`` are those of the submission."""

    id: int
    project_year: ProjectYearOut = Field(alias="year")
    state: str
    state_name: str = Field(alias="state_words")
    due: date | None
    total: Number | None
    grade: str
    errors: int
    submitted_at: datetime | None


class SelfEvaluationPage(Schema):
    """Some of the rows; ``count`` is of all."""

    count: int
    rows: list[SelfEvaluationRow]


class ScoredMoney(Schema):
    """The money that is scored, in yuan: the ledger's while it is a draft, as submitted after that."""

    original: Decimal | None
    revised: Decimal | None
    allocated: Decimal | None
    arrived: Decimal | None
    contracted: Decimal | None
    paid: Decimal | None


class ScoredRate(Schema):
    """A rate with what it is of what."""

    name: str
    base: str
    numerator: Number | None
    denominator: Number | None
    value: Number | None


class ScoredExecution(Schema):
    """预算执行率 as it is scored; without ``points`` the rules give it none."""

    points: Number | None
    score: Number | None
    how: str
    asks_reason: bool
    rate: ScoredRate

    @staticmethod
    def resolve_how(line: Any) -> str:
        return say(line.how, line.how_en)


class ScoredLine(Schema):
    """One indicator with what was reached and its score. ``how`` says how the score was reached, ``asks`` why a reason is
    asked for; ``deviation`` is (actual − target) ÷ target."""

    key: str
    name: str = Field(alias="line.name")
    level1: str = Field(alias="line.indicator.level1")
    level2: str = Field(alias="line.indicator.level2")
    target: str = Field(alias="line.indicator.wanted")
    unit: str = Field(alias="line.indicator.unit")
    points: Number = Field(alias="line.points")
    value: Number | None = Field(alias="line.actual.value")
    numerator: Number | None = Field(alias="line.actual.numerator")
    denominator: Number | None = Field(alias="line.actual.denominator")
    answer: str = Field(alias="line.actual.answer")
    manual: Number | None = Field(alias="line.actual.manual")
    reason: str = Field(alias="line.actual.reason")
    score: Number | None = Field(alias="line.score")
    how: str
    reached: bool | None = Field(alias="line.reached")
    deviation: Number | None = Field(alias="line.deviation")
    asks: str


class Scores(Schema):
    """A scored form. ``total`` is null while a score is missing; it is between ``low`` and ``high`` then."""

    total: Number | None
    low: Number
    high: Number
    points: Number
    grade: str | None
    execution: ScoredExecution
    lines: list[ScoredLine]


class SelfEvaluationOut(Schema):
    """One self-evaluation, whole."""

    id: int
    project_year: ProjectYearOut
    target_set: int
    state: str
    state_name: str = Field(alias="state_words")
    revision: int
    due: date | None
    outcome: str
    execution_reason: str
    problems: str
    measures: str
    money: ScoredMoney
    scores: Scores
    evidence: list[File]
    missing: list[str]
    audit: list[Statement]
    steps: list[Way]


class SelfEvaluationBeginIn(In):
    """Of which project-year."""

    project_year: Id


class BeginAllIn(In):
    """Of which year, and until when they are due."""

    year: int = Field(ge=2000, le=2100)
    due: date


class Begun(Schema):
    """How many were begun."""

    begun: int


class ActualIn(In):
    """What was reached of one indicator. A share may have its parts in place of its value; a qualitative one has ``answer``
    and ``manual``, its score by hand."""

    key: str = Field(max_length=32)
    value: ValueIn | None = None
    numerator: PartIn | None = None
    denominator: PartIn | None = None
    answer: str = Field("", max_length=40)
    manual: PointsIn | None = None
    reason: Words = ""


class FilledIn(In):
    """A self-evaluation as its unit fills it in."""

    outcome: Words = ""
    execution_reason: Words = ""
    problems: Words = ""
    measures: Words = ""
    actuals: list[ActualIn] = Field([], max_length=200)


class SelfEvaluationIn(FilledIn):
    """A draft, whole."""

    revision: Revision


def no_such(key: str) -> str:
    return say(f"目标中没有指标“{key}”，或重复填写。", f"The targets have no indicator “{key}”, or it stands twice.")


def not_of_it(name: str) -> str:
    return say(f"“{name}”不填这一项。", f"“{name}” does not have this field.")
