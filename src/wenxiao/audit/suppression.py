"""Findings that a person has looked at and set aside: by an entry of a file or by a note in the document, never without a reason.

A suppressed finding leaves ``Report.findings`` and stands in ``Report.suppressed`` with who set it aside and why. A
suppression that fits nothing stands in ``Report.unused``: it may be a typing error, or what it excused is corrected.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from wenxiao.audit.model import Finding, Report, Suppressed, Suppression, Unused
from wenxiao.audit.registry import rules
from wenxiao.documents.directives import directives
from wenxiao.documents.folding import fold
from wenxiao.documents.model import Document
from wenxiao.quantities.model import Span

#: The file of suppressions that is looked for beside the documents.
FILE = "wenxiao.toml"

#: Why a suppression sets nothing aside.
NO_FINDING, NO_REASON, NO_RULE = "fits no finding", "no reason given", "no such rule"
EXPIRED, NO_DOCUMENT = "expired", "no such document"

_KEYS = frozenset({"finding", "rule", "document", "quote", "reason", "by", "until"})


class SuppressionError(Exception):
    """A file of suppressions that cannot be followed. Each message is one sentence: what is wrong, where, what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en

    def message(self, lang: str = "zh") -> str:
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a file. ``folder`` is where the file stands: the document's name is relative to it."""

    folder: Path
    document: str | None
    suppression: Suppression

    def speaks_of(self, path: str) -> bool:
        """Whether the entry may apply to this document: it names none, or its path or its bare name."""
        if self.document is None:
            return True
        given = Path(path)
        return self.document == given.name or (self.folder / self.document).absolute() == given.absolute()


def parse(text: str, name: str, folder: Path) -> tuple[Entry, ...]:
    """The entries ``[[suppress]]`` of a file's text. Raises ``SuppressionError``."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SuppressionError(
            f"{name} 不是有效的 TOML（{error}）；请按该行改正。",
            f"{name} is not valid TOML: {error}; correct that line.",
        ) from None
    written = data.get("suppress", [])
    if not isinstance(written, list) or not all(isinstance(entry, dict) for entry in written):
        raise SuppressionError(
            f"{name} 中 suppress 的写法不对；每条请以 [[suppress]] 开头。",
            f"suppress is not a list of tables in {name}; begin each entry with [[suppress]].",
        )
    return tuple(_entry(entry, number, name, folder) for number, entry in enumerate(written, 1))


def _entry(entry: Mapping[str, Any], number: int, name: str, folder: Path) -> Entry:
    def wrong(zh: str, en: str) -> SuppressionError:
        return SuppressionError(f"{name} 第 {number} 条：{zh}。", f"{name}, entry {number}: {en}.")

    unknown = sorted(entry.keys() - _KEYS)
    if unknown:
        raise wrong(f"不认识“{unknown[0]}”；可用的有 {'、'.join(sorted(_KEYS))}",
                    f"there is no key {unknown[0]}; the keys are {', '.join(sorted(_KEYS))}")  # fmt: skip
    until = entry.get("until")
    texts = {key: value.strip() for key, value in entry.items() if key != "until" and isinstance(value, str)}
    bad = next((key for key in entry if key != "until" and key not in texts), None)
    if bad is not None:
        raise wrong(f"{bad} 应是引号中的文字", f"{bad} must be text in quotes")
    if isinstance(until, str):
        try:
            until = date.fromisoformat(until)
        except ValueError:
            raise wrong(f"until 不是日期“{until}”；请写成 2030-12-31", "until is no date; write 2030-12-31") from None
    if until is not None and type(until) is not date:
        raise wrong("until 应是日期，如 2030-12-31", "until must be a date, as 2030-12-31")
    if not texts.get("reason"):
        raise wrong("没有写理由；请加 reason = \"…\"", "there is no reason; add reason = \"…\"")  # fmt: skip
    if bool(texts.get("finding")) == bool(texts.get("rule")):
        raise wrong("请写发现编号 finding 或规则 rule，二者取一", "give either finding (an id) or rule, and not both")
    if texts.get("rule"):
        if not texts.get("document"):
            raise wrong("写了规则，还要写明文件 document", "a rule needs its document")
        if not _rules(texts["rule"]):
            raise wrong(
                f"没有规则“{texts['rule']}”；全部规则见 wenxiao rules",
                f"no rule is called {texts['rule']}; see wenxiao rules",
            )
    suppression = Suppression(
        reason=texts["reason"],
        source=f"{name} #{number}",
        finding=texts.get("finding") or None,
        rules=(texts["rule"],) if texts.get("rule") else (),
        quote=texts.get("quote") or None,
        by=texts.get("by") or None,
        until=until,
    )
    return Entry(folder, texts.get("document") or None, suppression)


def _rules(name: str) -> frozenset[str]:
    """Codes of the rules that a code, slug or number of the catalogue means."""
    key = name.lower()
    return frozenset(r.code for r in rules() if key in (r.code.lower(), r.slug, r.check.lower()))


def suppress(report: Report, entries: Iterable[Entry] = (), *, today: date) -> Report:
    """The report with what the entries and the notes in the document set aside. ``today`` decides what has expired.

    An entry that names no document is not reported as unused here: another document may need it (see ``left_over``).
    """
    document = report.reading.document
    named = [entry for entry in entries if entry.speaks_of(document.path)]
    given = [*_notes(document), *((entry.suppression, None) for entry in named)]
    if not given:
        return report
    elsewhere = {entry.suppression.source for entry in named if entry.document is None}
    kept = list(report.findings)
    aside: list[Suppressed] = []
    unused: list[Unused] = []
    for suppression, lines in given:
        why = _invalid(suppression, today)
        fitting = [f for f in kept if why is None and _fits(suppression, lines, f, document)]
        aside += [Suppressed(finding, suppression) for finding in fitting]
        kept = [finding for finding in kept if finding not in fitting]
        if why is None and not fitting and suppression.source not in elsewhere and _looked(suppression, report):
            why = NO_FINDING
        if why is not None:
            unused.append(Unused(suppression, why))
    return replace(report, findings=tuple(kept), suppressed=tuple(aside), unused=tuple(unused))


def left_over(
    entries: Iterable[Entry], used: Collection[str], seen: Collection[str], ran: Collection[str]
) -> list[Unused]:
    """Entries that a whole run leaves unused without any of its reports saying so: those of no document that set nothing
    aside, and those of a document that does not exist.

    ``used`` are the sources of the suppressions that did, ``seen`` the paths of the documents, ``ran`` the rules' codes.
    """
    found = []
    for entry in entries:
        suppression = entry.suppression
        if entry.document is None:
            if suppression.source not in used and (suppression.finding or "").partition("-")[0] in ran:
                found.append(Unused(suppression, NO_FINDING))
        elif not any(map(entry.speaks_of, seen)) and not (entry.folder / entry.document).exists():
            found.append(Unused(suppression, NO_DOCUMENT))
    return found


def _notes(document: Document) -> list[tuple[Suppression, Span | None]]:
    """The notes of the document, each with what it speaks of: its line, or the next line where it has one of its own."""
    text = document.text
    found: list[tuple[Suppression, Span | None]] = []
    for note in directives(text):
        start, end = text.rfind("\n", 0, note.start) + 1, _line_end(text, note.end)
        if not text[start : note.start].strip() and not text[note.end : end].strip():
            start = end + 1
            while start < len(text) and text[start].isspace():
                start += 1
            end = _line_end(text, start)
        line = text.count("\n", 0, note.start) + 1
        found.append((Suppression(note.reason, source=f":{line}", rules=note.rules), Span(start, end)))
    return found


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _invalid(suppression: Suppression, today: date) -> str | None:
    if not suppression.reason:
        return NO_REASON
    if suppression.finding is None and not (suppression.rules and all(map(_rules, suppression.rules))):
        return NO_RULE
    return EXPIRED if suppression.until is not None and suppression.until < today else None


def _fits(suppression: Suppression, lines: Span | None, finding: Finding, document: Document) -> bool:
    if suppression.finding is not None:
        if finding.id != suppression.finding:
            return False
    elif not any(finding.rule.code in _rules(name) for name in suppression.rules):
        return False
    if lines is not None and not _touches(finding.spans, [lines]):
        return False
    return suppression.quote is None or _touches(finding.spans, _places(document.text, suppression.quote))


def _touches(spans: Sequence[Span], places: Sequence[Span]) -> bool:
    return any(s.start < p.end and p.start < max(s.end, s.start + 1) for s in spans for p in places)


def _places(text: str, quote: str) -> list[Span]:
    """Where a quote stands, whatever the white space and the width of the characters."""
    offsets = [n for n, character in enumerate(text) if not character.isspace()]
    bare, wanted = fold("".join(text[n] for n in offsets)), fold("".join(quote.split()))
    places, at = [], bare.find(wanted)
    while at >= 0 and wanted:
        places.append(Span(offsets[at], offsets[at + len(wanted) - 1] + 1))
        at = bare.find(wanted, at + 1)
    return places


def _looked(suppression: Suppression, report: Report) -> bool:
    """Whether the rule in question ran: of one that was left out nothing can be said."""
    codes = (
        {suppression.finding.partition("-")[0]} if suppression.finding else set().union(*map(_rules, suppression.rules))
    )
    return not codes.isdisjoint(report.coverage)
