"""Shapes of releases: what could be public and by when, what the gate says, what the public sees."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from wenxiao.performance.disclosure import GoesWith
from wenxiao.performance.remarks import Severity
from wenxiao.publishing.gate import Verdict
from wenxiao.web.api.shapes import Id, In, ProjectYearOut, Revision, Way


class DeadlineOut(Schema):
    """By when it has to be public. ``approved_on``: the day of approval that starts the time, null where nobody entered it; ``days`` are
    left until ``due``, negative when it is late, null where it is public or cannot be told."""

    goes_with: GoesWith | None
    approved_on: date | None
    due: date | None
    days: int | None


class LineOut(Schema):
    """Something that could be public. ``kind`` and ``subject`` say what; ``release`` is its last version, null where none is begun (the
    state is then ``none``); ``preparable``: whether this person may begin one."""

    kind: str
    kind_name: str
    subject: int
    project_year: ProjectYearOut | None
    unit: str
    unit_name: str
    release: int | None
    version: int | None
    state: str
    state_name: str
    published_at: datetime | None
    deadline: DeadlineOut
    preparable: bool


class LinePage(Schema):
    """Some of the lines of one ``year`` (null where nothing is seen of any); ``count`` is of all."""

    year: int | None
    count: int
    rows: list[LineOut]


class VersionOut(Schema):
    """A version of what is released. A published one is never changed."""

    id: int
    version: int
    state: str
    state_name: str = Field(alias="state_words")
    withdrawn: bool
    reason: str
    published_at: datetime | None
    sha256: str


class ReleaseFinding(Schema):
    """What the audit found in the files, published with them; the reply of the unit is so only where it is ``public``."""

    id: str
    code: str
    severity: Severity
    words: str
    arithmetic: list[str]
    file: str
    reply: str
    public: bool


class Difference(Schema):
    """What the version before said, and what this one says."""

    place: str
    before: str
    after: str


class ReleaseOut(Schema):
    """One release. ``statement``: all that the public sees of it, of one that is not published as it would be now, and what ``sha256``
    is the hash of; ``number`` is its address under /open/, the same in every version."""

    id: int
    kind: str
    kind_name: str
    subject: int
    number: int
    version: int
    replaces: int | None
    project_year: ProjectYearOut | None
    unit: str
    unit_name: str
    fiscal_year: int
    title: str
    state: str
    state_name: str
    revision: int
    withdrawn: bool
    reason: str
    prepared_by: str
    prepared_at: datetime
    published_at: datetime | None
    sha256: str
    deadline: DeadlineOut
    statement: dict[str, Any]
    findings: list[ReleaseFinding]
    differences: list[Difference]
    versions: list[VersionOut]
    steps: list[Way]


class GateItem(Schema):
    """One result of the gate. ``fail`` must be mended; what ``asks_reason`` is passed with a written ``reason``, under its id."""

    id: str
    key: str
    name: str
    verdict: Verdict
    words: str
    place: str
    asks_reason: bool
    reason: str


class PrepareIn(In):
    """What is to be public, as the list names it."""

    kind: str = Field(max_length=20)
    subject: Id


class ReplyIn(In):
    """What the unit says to a finding; published beside it where it is ``public``."""

    text: str = Field(max_length=1000)
    public: bool = False


class AnswersIn(In):
    """Replies by the id of the finding, reasons by the id of what the gate says, and of a new version why it is corrected or withdrawn,
    which is published."""

    revision: Revision
    replies: dict[str, ReplyIn] = Field({}, max_length=500)
    reasons: dict[str, Annotated[str, Field(max_length=500)]] = Field({}, max_length=500)
    reason: str | None = Field(None, max_length=1000)


class AgainIn(In):
    """A new version of what is published: ``correct`` with what the source says now, or ``withdraw``, after which nothing of it is shown.
    The reason is published."""

    what: Literal["correct", "withdraw"]
    reason: str = Field(min_length=1, max_length=1000)
