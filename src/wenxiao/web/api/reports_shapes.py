"""Shapes of reports: chapters with the figures that are references to facts, what is found at their words."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from wenxiao.performance.remarks import Severity
from wenxiao.web.api.shapes import Id, In, ProjectYearOut, Revision, Way
from wenxiao.web.reports.writing import MOST as LONGEST

Text = Annotated[str, Field(max_length=LONGEST)]


class OutlineOut(Schema):
    """A kind of report. ``subject``: what it is of."""

    name: str
    title: str
    subject: Literal["project", "evaluation", "department", "district"]


class ReportRow(Schema):
    """A report in a list. ``organisation``: the code of whose it is; ``project_year`` is null of one of a department or the district."""

    id: int
    outline: str
    title: str
    project_year: ProjectYearOut | None = Field(alias="year")
    organisation: str = Field(alias="organisation.code")
    organisation_name: str = Field(alias="organisation.name")
    fiscal_year: int
    version: int
    evaluation: int | None = Field(alias="evaluation_id")
    state: str
    state_name: str = Field(alias="state_words")
    revision: int
    submitted_at: datetime | None
    approved_at: datetime | None


class ReportPage(Schema):
    """Some of the rows; ``count`` is of all."""

    count: int
    rows: list[ReportRow]


class Reference(Schema):
    """A figure of the text that is drawn from data: offsets into the text, which fact, the words that stand there, and those that the
    fact has ``now`` (null where there is no such fact any more). ``moved`` where they differ; only a draft moves."""

    start: int
    end: int
    fact: str
    name: str
    words: str
    now: str | None
    moved: bool


class ChapterOut(Schema):
    """A chapter, with a revision of its own. ``blanks``: what is still to be written; ``tables``: those at its end."""

    key: str
    title: str
    text: str
    references: list[Reference]
    blanks: list[str]
    tables: list[str]
    revision: int
    changed_at: datetime
    changed_by: str | None


class PlaceIn(Schema):
    """A quote: offsets into the text of a chapter."""

    chapter: str
    start: int
    end: int
    text: str


class Fix(Schema):
    """The fact that stands against a finding, and the words that it would put at the first place."""

    fact: str
    words: str


class ReportFinding(Schema):
    """What is found in a report. Of what was submitted it is as it was then: with its chapter, without places. ``reason``: why it goes
    on all the same."""

    id: str
    code: str
    severity: Severity
    words: str
    arithmetic: list[str]
    chapter: str
    places: list[PlaceIn]
    fix: Fix | None
    reason: str


class ReportOut(ReportRow):
    """One report, whole. ``writable``: whether this person may change it now."""

    chapters: list[ChapterOut] = Field(alias="written")
    findings: list[ReportFinding]
    missing: list[str] = Field(alias="lacking")
    writable: bool
    steps: list[Way] = Field(alias="ways")


class StartIn(In):
    """What a report is of, by the ``subject`` of its outline: ``project_year``, ``evaluation``, ``organisation`` (the code of a department)
    with ``fiscal_year``, or ``fiscal_year`` with the ``projects`` (project-years) that a district's statement names."""

    outline: str = Field(max_length=40)
    project_year: Id | None = None
    evaluation: Id | None = None
    organisation: str = Field("", max_length=32)
    fiscal_year: int | None = Field(None, ge=2000, le=2100)
    projects: list[Id] = Field([], max_length=500)


class ChapterIn(In):
    """The characters of a chapter; references that are left alone stay references."""

    revision: Revision
    text: Text


class TypedIn(In):
    """A chapter as it is typed so far."""

    text: Text


class RevisionIn(In):
    revision: Revision


class FigureIn(In):
    """What is taken over: the ``fact`` of a reference that moved, or the id of a ``finding`` that has a ``fix``. ``text``: the chapter as it
    is typed so far, where that differs from what is stored."""

    revision: Revision
    fact: str = Field("", max_length=200)
    finding: str = Field("", max_length=64)
    text: Text | None = None


class TypedOut(Schema):
    """What stands in a text that is not stored: ``text`` as it would be kept, and what the audit says of the report with it."""

    text: str
    references: list[Reference]
    blanks: list[str]
    findings: list[ReportFinding]


class TakenOver(Schema):
    """How many references had moved."""

    count: int
