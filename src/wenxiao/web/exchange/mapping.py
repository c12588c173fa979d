"""What a profile says: which heading of theirs feeds which column of ours, what is constant, what their words mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wenxiao.told import Told
from wenxiao.web.core.importing import folded
from wenxiao.web.exchange.targets import AMOUNT, TARGETS, UNITS, Target

#: A word of theirs whose rows are not read in.
LEAVE = "-"
#: What a profile may hold.
HEADING, CONSTANT, WORD, WORDS = 100, 200, 100, 300


class Unsound(Told):
    """A profile that cannot be used; ``field`` is the column of ours that it is about."""

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.field = field


@dataclass(frozen=True, slots=True)
class Said:
    """``columns``: our column -> their heading; ``constants``: our column -> what always stands there; ``words``: our column ->
    their word -> our value, or ``LEAVE``; ``skip``: rows that are there already are left out."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unit: str = "yuan"
    skip: bool = True

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        words = {key: dict(of) for key, of in self.words.items()}
        return {"columns": dict(self.columns), "constants": dict(self.constants), "words": words, "unit": self.unit, "skip": self.skip}  # fmt: skip

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Said:
        """From JSON."""
        return cls(**{name: said[name] for name in ("columns", "constants", "words", "unit", "skip") if name in said})

    def meanings(self, key: str) -> dict[str, str]:
        """What their words mean in a column, by the word as it is compared."""
        return {folded(word): value for word, value in self.words.get(key, {}).items()}


def check(said: Said, target: str) -> list[Unsound]:
    """What is wrong with it, column by column; empty where it can be used."""
    table = TARGETS[target]
    known = {one.key for one in table.fields}
    found = [
        Unsound(key, f"“{key}”不是{table.zh}的列。", f"“{key}” is no column of {table.en.lower()}.")
        for key in sorted({*said.columns, *said.constants, *said.words} - known)
    ]
    found += [one for row in table.fields for one in _of_field(said, row.key, table)]
    if said.unit not in UNITS:
        found.append(Unsound("unit", "金额单位应为 yuan（元）或 wan（万元）。", "The unit is yuan or wan (10⁴ yuan)."))
    return found


def _of_field(said: Said, key: str, table: Target) -> list[Unsound]:
    row, found = table.field(key), []
    heading, constant = said.columns.get(key, ""), said.constants.get(key, "")
    if heading and constant:
        found.append(Unsound(key, f"“{row.zh}”既选了表头又写了固定值，请只留一个。", f"“{row.en}” has a heading and a constant; keep one."))  # fmt: skip
    if row.required and not heading and not constant:
        found.append(Unsound(key, f"请为“{row.zh}”选一个表头，或写一个固定值。", f"Choose a heading for “{row.en}”, or write a constant."))  # fmt: skip
    if key == AMOUNT and constant:
        found.append(
            Unsound(key, "金额不能是固定值，请选一个表头。", "An amount cannot be constant; choose a heading.")
        )
    if len(heading) > HEADING or len(constant) > CONSTANT:
        found.append(Unsound(key, f"“{row.zh}”太长，请缩短。", f"“{row.en}” is too long; shorten it."))
    words = said.words.get(key, {})
    if words and not row.choices:
        found.append(Unsound(key, f"“{row.zh}”不翻译词语。", f"No words are translated in “{row.en}”."))
        return found
    if len(words) > WORDS or any(len(word) > WORD for word in words):
        found.append(Unsound(key, f"“{row.zh}”的词语太多或太长。", f"“{row.en}” has too many words, or too long ones."))
    allowed = {*row.choices, LEAVE}
    for word, value in words.items():
        if value not in allowed:
            listed = "、".join(sorted(allowed))
            found.append(Unsound(key, f"“{word}”对应的“{value}”认不出，应为：{listed}。", f"“{value}” for “{word}” is not known; one of: {listed}."))  # fmt: skip
    if constant and row.choices and constant not in row.choices:
        listed = "、".join(row.choices)
        found.append(Unsound(key, f"“{row.zh}”的固定值“{constant}”认不出，应为：{listed}。", f"The constant “{constant}” of “{row.en}” is not known; one of: {listed}."))  # fmt: skip
    return found
