"""What is said about entered data: how grave, on which field, in two languages. The house's own scale of graveness."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How grave a remark or a finding is."""

    ERROR = "error"  # 严重: two hard facts conflict or a legal duty is broken
    WARNING = "warning"  # 警告: probable, to be explained
    NOTE = "note"  # 提示: style, or worth asking

    @property
    def rank(self) -> int:
        return (Severity.NOTE, Severity.WARNING, Severity.ERROR).index(self)


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark. ``field`` says where it belongs (``goal``, ``key.target``, the id of an entry); empty: to the whole.

    ``check`` is the check of the audit that asks the same of a document (C06), empty where none does.
    """

    severity: Severity
    field: str
    text_zh: str
    text_en: str
    check: str = ""


def error(field: str, text_zh: str, text_en: str, check: str = "") -> Remark:
    return Remark(Severity.ERROR, field, text_zh, text_en, check)


def warning(field: str, text_zh: str, text_en: str, check: str = "") -> Remark:
    return Remark(Severity.WARNING, field, text_zh, text_en, check)


def note(field: str, text_zh: str, text_en: str, check: str = "") -> Remark:
    return Remark(Severity.NOTE, field, text_zh, text_en, check)
