"""What a profile can lead to: the tables that the rooms read in, with the words that mean something in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wenxiao.performance.ledger import Kind, Source
from wenxiao.web.core.importing import Column, Progress, silent
from wenxiao.web.core.pending import Upload
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.ledger import importing as ledger
from wenxiao.web.platforms import columns as platforms
from wenxiao.web.register import importing as register

#: The key under which a profile knows the amount; its unit decides the heading.
AMOUNT = "amount"
UNITS = {"yuan": ("元", "yuan"), "wan": ("万元", "10⁴ yuan")}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a table would do: how many rows it has, and which of them are left out where a profile says so, by the reason."""

    rows: int
    left_out: Mapping[str, Collection[int]]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of ours that a profile fills. ``choices``: the words that it takes, in the order in which they are offered."""

    key: str
    zh: str
    en: str
    required: bool
    choices: Mapping[str, tuple[str, str]]
    most: int = 200
    timed: bool = False  # a moment: of a cell with a time the time is kept

    @property
    def words(self) -> str:
        return say(self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Target:
    """One table of ours: its fields, who may read it in, the check of its room, and the address of its preview."""

    name: str
    zh: str
    en: str
    fields: tuple[Field, ...]
    action: str
    preview: str
    check: Callable[[Upload, Access, Progress], Checked]
    key: str = "code"  # the column that a row of totals leaves empty

    @property
    def words(self) -> str:
        return say(self.zh, self.en)

    def field(self, key: str) -> Field:
        return next(one for one in self.fields if one.key == key)

    def heading(self, key: str, unit: str) -> str:
        """The heading of our table over that column."""
        if key == AMOUNT:
            return f"金额（{UNITS[unit][0]}）"
        return self.field(key).zh


def _fields(columns: Sequence[Column], english: Mapping[str, str], choices: Mapping[str, Mapping[str, tuple[str, str]]]) -> tuple[Field, ...]:  # fmt: skip
    return tuple(
        Field(one.key, one.names[0], english.get(one.key, one.names[-1].capitalize()), one.required, choices.get(one.key, {}))
        for one in columns
    )  # fmt: skip


def _entries() -> tuple[Field, ...]:
    columns = [
        Column(AMOUNT, ("金额", "amount")) if one.key == "yuan" else one for one in ledger.COLUMNS if one.key != "wan"
    ]
    choices = {"kind": {one.value: (one.zh, one.en) for one in Kind}, "source": {one.value: (one.zh, one.en) for one in Source}}  # fmt: skip
    english = {"code": "Project code", "year": "Budget year", "reference": "Document or voucher", "source": "Source of money"}  # fmt: skip
    return _fields(columns, english, choices)


def _projects() -> tuple[Field, ...]:
    yes = {"yes": ("是", "yes"), "no": ("否", "no")}
    choices = {"attribute": {"new": ("新增", "new"), "continuing": ("延续", "continuing")}, "fund": {fund: (words[0], words[-1]) for fund, words in register.FUND_WORDS.items()}, "bond": yes}  # fmt: skip
    english = {"unit": "Unit code", "fund": "Budget", "bond": "Special bond", "begins": "First year", "ends": "Last year"}  # fmt: skip
    return _fields(register.COLUMNS, english, choices)


def _check_entries(upload: Upload, access: Access, told: Progress = silent) -> Checked:
    drafted = ledger.draft(upload, access, told)
    return Checked(drafted.rows, {"there": drafted.there, "back": drafted.back})


def _check_projects(upload: Upload, access: Access, _told: Progress = silent) -> Checked:
    drafted = register.draft(upload, access)
    return Checked(drafted.rows, {"there": drafted.there, "again": drafted.again})


def _cases() -> tuple[Field, ...]:
    fields = _fields(platforms.COLUMNS, platforms.ENGLISH, platforms.CHOICES)
    return tuple(replace(each, timed=each.key in platforms.MOMENTS) for each in fields)


def _check_cases(upload: Upload, _access: Access, told: Progress = silent) -> Checked:
    from wenxiao.web.platforms.importing import draft

    drafted = draft(upload, told)
    return Checked(drafted.rows, {"there": drafted.there})


TARGETS: Mapping[str, Target] = {
    one.name: one
    for one in (
        Target("entries", "台账分录", "Ledger entries", _entries(), "ledger.import", "ledger-import-preview", _check_entries),
        Target("projects", "项目", "Projects", _projects(), "register.import", "register-import-preview", _check_projects),
        Target("cases", "网格案件", "Cases of the grid", _cases(), "platforms.import", "platforms-preview", _check_cases, "external"),
    )
}  # fmt: skip

#: Why rows are left out, as the preview says it.
LEFT_OUT: Mapping[str, tuple[str, str]] = {
    "there": ("已有", "there already"),
    "back": ("曾记入后又冲销", "entered before and reversed"),
    "again": ("重复前面一行的项目", "repeating the project of an earlier row"),
    "words": ("按方案不导入", "left out by the profile"),
    "totals": ("合计行", "rows of totals"),
}


def open_to(access: Any) -> list[Target]:
    """The tables that this person may read in."""
    return [one for one in TARGETS.values() if access.can(one.action)]
