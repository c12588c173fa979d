"""Shapes that several rooms share: what goes in, numbers, what the audit says, steps and their record, files."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import ConfigDict, PlainSerializer, field_validator
from pydantic_core import PydanticCustomError, core_schema

from wenxiao.performance.lifecycle import TRANSITIONS
from wenxiao.performance.remarks import Severity
from wenxiao.quantities.paper import plain
from wenxiao.web.core.say import say


class Digits:
    """A decimal in a string, so that no binary float ever stands between a program and the ledger."""

    def __init__(self, whole: int, places: int) -> None:
        self.pattern = rf"^-?[0-9]{{1,{whole}}}(\.[0-9]{{1,{places}}})?$"

    def read(self, value: Any) -> Decimal:
        if isinstance(value, Decimal):
            return value
        if isinstance(value, str) and re.fullmatch(self.pattern[1:-1], value):
            return Decimal(value)
        raise PydanticCustomError("decimal", "{words}", {"words": self._words()})

    @staticmethod
    def _words() -> str:
        return say(
            '请写成字符串形式的十进制数，如 "95.5"；位数和小数位不能超出范围。',
            'Write a decimal number as a string, such as "95.5", with no more digits than the field has.',
        )

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": self.pattern, "examples": ["95.5"]}


#: Amounts, values, parts of rates and points as they go in.
YuanIn = Annotated[Decimal, Digits(13, 2)]
ValueIn = Annotated[Decimal, Digits(14, 6)]
PartIn = Annotated[Decimal, Digits(16, 4)]
PointsIn = Annotated[Decimal, Digits(4, 2)]
#: A number as it goes out: 95, not 95.000000. Amounts keep their fen.
Number = Annotated[Decimal, PlainSerializer(plain, return_type=str)]

#: A number of a row, as a reference to it goes in.
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Revision = Annotated[
    int, Field(ge=0, le=2**31 - 1, description="The one that was read; 409 where there is a newer one.")
]


class In(Schema):
    """What a program writes. A field that nobody knows is refused, and so is text that cannot be kept."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _kept(cls, value: Any) -> Any:
        for words in _texts(value):
            if "\0" in words or any("\ud800" <= sign <= "\udfff" for sign in words):
                raise PydanticCustomError("text", "{words}", {"words": _unkept()})
        return value


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [words for pair in value.items() for one in pair for words in _texts(one)]
    return [words for one in value for words in _texts(one)] if isinstance(value, list) else []


def _unkept() -> str:
    return say("文字中有不能保存的控制字符，请删去。", "The text has characters that cannot be kept; take them out.")


class ProjectYearOut(Schema):
    """The project-year that a thing belongs to."""

    id: int
    code: str = Field(alias="project.code")
    name: str = Field(alias="project.name")
    year: int
    unit: str = Field(alias="unit.code")
    unit_name: str = Field(alias="unit.name")


class Statement(Schema):
    """One thing that the audit says. ``field``: the field that it is about, of an indicator after its key and a dot;
    ``reason``: why the unit goes on all the same."""

    id: str
    code: str
    severity: Severity
    words: str
    field: str
    reason: str
    arithmetic: list[str]


def statements(said: Any, passes: dict[str, str]) -> list[dict[str, Any]]:
    """What the audit says, each with the reason that was given for it."""
    return [
        {
            "id": one.id, "code": one.code, "severity": one.severity, "words": one.words, "field": _place(one.field),
            "reason": passes.get(one.id, ""), "arithmetic": list(one.arithmetic),
        }
        for one in said
    ]  # fmt: skip


def _place(field: str) -> str:
    """``key.field`` for what a page's form calls ``i-key-field``."""
    if not field.startswith("i-"):
        return field
    key, _, name = field.removeprefix("i-").rpartition("-")
    return f"{key}.{name}"


class Way(Schema):
    """A step that this person may make now; ``comment``: whether it needs one."""

    action: str
    words: str
    comment: bool


class StepIn(In):
    """A step from state to state. With ``revision`` it is refused where the thing changed since it was read."""

    action: str = Field(
        max_length=24, json_schema_extra={"enum": sorted({way.action for way in TRANSITIONS if not way.automatic})}
    )
    comment: str = Field("", max_length=5000)
    revision: Revision | None = None


class StepOut(Schema):
    """The record of one step."""

    action: str
    source: str
    target: str
    words: str
    actor: str = Field(alias="actor.name")
    role: str
    at: datetime
    comment: str
    before_hash: str
    after_hash: str


class Stepped(Schema):
    """Where a step led to."""

    state: str
    state_name: str = Field(alias="state_words")
    revision: int
    step: StepOut


class ReasonsIn(In):
    """Why the unit goes on although the audit finds errors: a reason for each, by the id of what the audit says."""

    revision: Revision
    reasons: dict[str, Annotated[str, Field(max_length=1000)]] = Field(max_length=500)


class File(Schema):
    """A file that was handed in. ``key``: the indicator that it is for, empty for the whole."""

    id: int
    key: str = ""
    name: str
    sha256: str
    size: int
    added_by: str = Field(alias="added_by.name")
    added_at: datetime
