"""How findings that a person has set aside are said, and suppressions that set nothing aside."""

from __future__ import annotations

import re
from typing import Any

from wenxiao.audit.model import Suppression, Unused
from wenxiao.audit.suppression import EXPIRED, NO_DOCUMENT, NO_FINDING, NO_REASON, NO_RULE
from wenxiao.publishing.words import Words, pick

#: The heading over findings that are set aside, and the word beside one.
TITLE: Words = ("已说明，不计入", "Set aside with a reason")
UNUSED_TITLE: Words = ("没有用上的说明", "Suppressions that set nothing aside")

_ENTRY = re.compile(r" #\d+\Z")

_WHY: dict[str, Words] = {
    NO_FINDING: ("没有对应的发现", "fits no finding"),
    NO_REASON: ("没有写理由，不起作用", "gives no reason and is not followed"),
    NO_RULE: ("没有这条规则，不起作用", "names no rule and is not followed"),
    EXPIRED: ("已过期，不再起作用", "has expired and is not followed"),
    NO_DOCUMENT: ("没有这个文件", "names a document that does not exist"),
}


def reason(suppression: Suppression, lang: str = "zh") -> str:
    """The reason with who gave it, until when it holds and where it is written."""
    return pick(reasons(suppression), lang)


def reasons(suppression: Suppression) -> Words:
    """``reason`` in both languages."""
    until = suppression.until.isoformat() if suppression.until is not None else ""
    where = source(suppression)
    zh = "，".join(filter(None, (suppression.by, until and f"有效至 {until}", where[0])))
    en = ", ".join(filter(None, (suppression.by, until and f"until {until}", where[1])))
    return f"{suppression.reason}（{zh}）", f"{suppression.reason} ({en})"


def source(suppression: Suppression) -> Words:
    """Where a suppression is written: in the document itself, in one of several, or in a file of suppressions; empty where somebody
    decided it at a desk and it is written nowhere."""
    if not suppression.source:
        return "", ""
    if noted(suppression):
        name, _, line = suppression.source.rpartition(":")
        return f"{name or '文中'}第 {line} 行注明", f"noted in {f'{name}, ' if name else ''}line {line}"
    name, _, number = suppression.source.rpartition(" #")
    return f"{name} 第 {number} 条", f"{name}, entry {number}"


def noted(suppression: Suppression) -> bool:
    """Whether it is a note in a document, not an entry of a file."""
    return bool(suppression.source) and _ENTRY.search(suppression.source) is None


def unused(found: Unused) -> Words:
    """One line about a suppression that set nothing aside."""
    named = found.suppression.finding or "、".join(found.suppression.rules)
    zh, en = source(found.suppression)
    why = _WHY[found.why]
    gap = " " if named else ""
    return f"{zh}{gap}{named}：{why[0]}", f"{en}{gap}{named}: {why[1]}"


def unused_text(found: Unused, lang: str = "zh") -> str:
    """``unused`` in the language asked for."""
    return pick(unused(found), lang)


def suppression_tree(suppression: Suppression) -> dict[str, Any]:
    """A suppression in the published JSON."""
    return {
        "reason": suppression.reason,
        "by": suppression.by,
        "until": suppression.until.isoformat() if suppression.until is not None else None,
        "source": suppression.source,
    }


def unused_tree(found: Unused) -> dict[str, Any]:
    """A suppression that set nothing aside, and why, in the published JSON."""
    return {**suppression_tree(found.suppression), "why": found.why}
