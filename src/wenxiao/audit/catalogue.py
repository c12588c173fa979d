"""The catalogue of checks: all that performance documents are sent back for, and which of it a rule decides."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from wenxiao.audit.model import Rule
from wenxiao.audit.registry import every_rule

#: What decides a check, in both languages.
DECIDED_BY = {
    "document": ("单份文件", "one document"),
    "documents": ("多份文件", "several documents"),
    "ledger": ("台账", "the ledger"),
    "workflow": ("流程记录", "the record of the cycle"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One check of the catalogue. ``rules`` decide it, from what ``decided_by`` and ``also_by`` say; ``waits_for`` and ``partly_waits_for`` are keys of ``waits()``."""

    number: str
    title: str
    title_en: str
    decided_by: str
    rules: tuple[Rule, ...] = ()
    waits_for: str | None = None
    partly_waits_for: str | None = None
    also_by: str | None = None

    @property
    def implemented(self) -> bool:
        return bool(self.rules)


def catalogue() -> tuple[Entry, ...]:
    """Every check, by number, with the rules that are registered for it."""
    decided: dict[str, list[Rule]] = {}
    for rule in every_rule():
        decided.setdefault(rule.check, []).append(rule)
    return tuple(
        Entry(
            check["number"],
            check["title"],
            check["title_en"],
            check["decided_by"],
            tuple(decided.get(check["number"], ())),
            check.get("waits_for"),
            check.get("partly_waits_for"),
            check.get("also_by"),
        )
        for check in _data()["checks"]
    )


def waits() -> Mapping[str, tuple[str, str]]:
    """What a check may wait for, in both languages, by key."""
    return {key: (zh, en) for key, (zh, en) in _data()["waits"].items()}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("catalogue.toml").read_text("utf8"))
