"""A comparison of two audits, as a terminal shows it and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from wenxiao.audit.compare import Change, Comparison, Difference, Entry
from wenxiao.publishing.ink import Ink
from wenxiao.publishing.words import SEVERITIES, Words, pick

SCHEMA = "wenxiao/diff/1"

CHANGES: dict[Change, Words] = {
    Change.NEW: ("新出现", "new"),
    Change.CHANGED: ("改过但仍不符", "changed, still found"),
    Change.REMAINING: ("仍在", "remaining"),
    Change.FIXED: ("已解决", "fixed"),
    Change.UNCHECKED: ("这次没有核对", "not checked this time"),
}
_SIGNS = {Change.NEW: "+", Change.CHANGED: "~", Change.REMAINING: "=", Change.FIXED: "✓", Change.UNCHECKED: "?"}
_STYLES = {Change.NEW: "error", Change.CHANGED: "warning", Change.FIXED: "good", Change.UNCHECKED: "dim"}


def diff_text(comparisons: Sequence[Comparison], *, ink: Ink | None = None, lang: str = "zh") -> str:
    """Document by document, what is new first; then how many of each."""
    ink = ink or Ink()
    lines: list[str] = []
    for comparison in comparisons:
        lines += [*_document(comparison, ink, lang), ""]
    lines.append(_total(comparisons, ink, lang))
    return "\n".join(lines) + "\n"


def diff_tree(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """The same as a JSON object."""
    return {
        "schema": SCHEMA,
        "documents": [
            {
                "old": comparison.old.path if comparison.old else None,
                "new": comparison.new.path if comparison.new else None,
                "findings": [_tree(difference) for difference in comparison.differences],
            }
            for comparison in comparisons
        ],
        "counts": {change.value: sum(len(c.of(change)) for c in comparisons) for change in Change},
        "new_errors": sum(difference.counts for c in comparisons for difference in c.differences),
    }


def _tree(difference: Difference) -> dict[str, Any]:
    return {
        "change": difference.change.value,
        "first_asked": difference.first_asked,
        "old": _entry(difference.old),
        "new": _entry(difference.new),
    }


def _entry(entry: Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {
        "id": entry.id,
        "code": entry.code,
        "severity": entry.severity.value,
        "message": entry.message,
        "message_en": entry.message_en,
        "project": entry.project or None,
        "place": entry.place,
        "place_en": entry.place_en,
        "arithmetic": list(entry.arithmetic),
        "suppressed": entry.suppressed,
    }


def _document(comparison: Comparison, ink: Ink, lang: str) -> Iterator[str]:
    old, new = comparison.old, comparison.new
    if old and new:
        name = new.path if old.path == new.path else f"{old.path} → {new.path}"
    elif new:
        name = f"{new.path}{pick(('（上次没有这份文件）', ' (not among the old ones)'), lang)}"
    else:
        name = f"{old.path if old else ''}{pick(('（这次没有报送）', ' (not submitted again)'), lang)}"
    yield ink("bold", f"── {name} ──")
    for difference in comparison.differences:
        yield from _lines(difference, ink, lang)
    if not comparison.differences:
        yield pick(("两次都没有发现。", "Nothing found in either."), lang)


def _lines(difference: Difference, ink: Ink, lang: str) -> Iterator[str]:
    entry = difference.new or difference.old
    if entry is None:
        return
    change = difference.change
    style = _STYLES.get(change, "note")
    place = entry.place_en if lang == "en" else entry.place
    message = entry.message_en if lang == "en" else entry.message
    word = ink(style, f"{_SIGNS[change]} {pick(CHANGES[change], lang)}")
    yield f"{word} {entry.code} {pick(SEVERITIES[entry.severity], lang)} {place}  {message}"
    notes: list[tuple[Words, str]] = []
    if entry.project:
        notes.append((("项目", "project"), entry.project))
    if change is Change.CHANGED and difference.old is not None:
        before = difference.old.message_en if lang == "en" else difference.old.message
        notes.append((("上次", "before"), before))
    if change in (Change.NEW, Change.CHANGED):
        notes += [(("计算", "sum"), line) for line in entry.arithmetic]
    if entry.suppressed is not None:
        notes.append((("已说明，不计入", "set aside"), entry.suppressed))
    if difference.first_asked:
        notes.append((("注", "note"), pick(("上次没有用这条规则", "this rule did not run before"), lang)))
    for title, text in notes:
        yield f"    {ink('accent', '=')} {ink('dim', pick(title, lang))} {text}"


def _total(comparisons: Sequence[Comparison], ink: Ink, lang: str) -> str:
    counts = Counter(difference.change for c in comparisons for difference in c.differences)
    errors = sum(difference.counts for c in comparisons for difference in c.differences)
    told = [
        ink(_STYLES.get(change, "note") if counts[change] else "dim", f"{pick(words, lang)} {counts[change]}")
        for change, words in CHANGES.items()
        if counts[change] or change is not Change.UNCHECKED
    ]
    end = f"; new errors {errors}" if lang == "en" else f"；新的严重问题 {errors}"
    return (", " if lang == "en" else "，").join(told) + end
