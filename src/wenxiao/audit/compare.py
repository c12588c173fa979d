"""Two audits of the same papers, before and after they were sent back: what is fixed, what is new, what remains.

Findings are the same where their ids are. A finding whose figure was edited has another id; it counts as changed, not as
one fixed and one new, where rule and project are the same and some of the figures are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import PurePath

from wenxiao.audit.model import Severity

#: How alike the words of two findings without figures must be to be one finding.
_ALIKE = 0.6


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"  # the same matter with other figures
    REMAINING = "remaining"
    FIXED = "fixed"
    UNCHECKED = "unchecked"  # not found again, but the rule did not run this time


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding as far as two audits need it. ``words`` are its figures as printed, or its quotes where it has none."""

    id: str
    code: str
    severity: Severity
    message: str
    message_en: str
    project: str
    figures: tuple[str, ...]
    quotes: tuple[str, ...]
    place: str
    place_en: str
    arithmetic: tuple[str, ...] = ()
    suppressed: str | None = None  # the reason


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with its findings. ``path`` is relative to the folder that was compared; ``ran`` the rules' codes."""

    path: str
    title: str | None
    entries: tuple[Entry, ...]
    ran: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding then and now; None where it was not or is not there. ``first_asked``: the rule did not run before."""

    change: Change
    old: Entry | None
    new: Entry | None
    first_asked: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is an error that was none before and that nobody has set aside."""
        now, then = self.new, self.old
        if now is None or now.severity is not Severity.ERROR or now.suppressed is not None:
            return False
        return then is None or (self.change is Change.CHANGED and then.severity is not Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a document; one of them is None where it is missing."""

    old: Paper | None
    new: Paper | None
    differences: tuple[Difference, ...]

    def of(self, change: Change) -> tuple[Difference, ...]:
        return tuple(d for d in self.differences if d.change is change)


def compare(old: Sequence[Paper], new: Sequence[Paper]) -> list[Comparison]:
    """Every document of either side, in the order of the new ones, then those that are not there any more."""
    return [Comparison(then, now, tuple(_differences(then, now))) for then, now in _pairs(old, new)]


def _pairs(old: Sequence[Paper], new: Sequence[Paper]) -> Iterator[tuple[Paper | None, Paper | None]]:
    """By path, else by name, else by title, each only where one fits; one paper on each side is a pair whatever its name."""
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    left = dict(enumerate(old))
    paired: dict[int, Paper] = {}
    for key in (lambda p: p.path, lambda p: PurePath(p.path).name, lambda p: PurePath(p.path).stem, lambda p: p.title):
        free = [n for n in range(len(new)) if n not in paired]
        wanted = Counter(key(new[n]) for n in free)
        had = Counter(key(paper) for paper in left.values())
        for n in free:
            name = key(new[n])
            if name and wanted[name] == had[name] == 1:
                at = next(at for at, paper in left.items() if key(paper) == name)
                paired[n] = left.pop(at)
    yield from ((paired.get(n), paper) for n, paper in enumerate(new))
    yield from ((paper, None) for paper in left.values())


def _differences(then: Paper | None, now: Paper | None) -> Iterator[Difference]:
    """New first, then changed, remaining, fixed and what was not looked at; each in the order of its report."""
    before = {entry.id: entry for entry in then.entries} if then else {}
    after = {entry.id: entry for entry in now.entries} if now else {}
    gone = [entry for entry in before.values() if entry.id not in after]
    come = [entry for entry in after.values() if entry.id not in before]
    edited = dict(_edited(gone, come))
    for entry in come:
        if entry.id not in edited:
            yield Difference(Change.NEW, None, entry, then is not None and entry.code not in then.ran)
    for entry in come:
        if entry.id in edited:
            yield Difference(Change.CHANGED, edited[entry.id], entry)
    for entry in after.values():
        if entry.id in before:
            yield Difference(Change.REMAINING, before[entry.id], entry)
    matched = {entry.id for entry in edited.values()}
    for entry in gone:
        if entry.id not in matched:
            known = now is not None and entry.code in now.ran
            yield Difference(Change.FIXED if known else Change.UNCHECKED, entry, None)


def _edited(gone: Sequence[Entry], come: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    """(id of the new one, the old one) for findings of one matter, the most alike first; each is taken once."""
    scored = sorted(
        ((_likeness(old, new), -n, -m) for n, new in enumerate(come) for m, old in enumerate(gone) if _akin(old, new)),
        reverse=True,
    )
    used_new: set[int] = set()
    used_old: set[int] = set()
    for likeness, n, m in scored:
        if likeness > 0 and -n not in used_new and -m not in used_old:
            used_new.add(-n)
            used_old.add(-m)
            yield come[-n].id, gone[-m]


def _akin(old: Entry, new: Entry) -> bool:
    return old.code == new.code and old.project == new.project


def _likeness(old: Entry, new: Entry) -> float:
    """Share of figures in common, from 0 to 1; of findings without figures, how alike their words are."""
    if old.figures and new.figures:
        common = (Counter(old.figures) & Counter(new.figures)).total()
        return common / max(len(old.figures), len(new.figures))
    if old.figures or new.figures:
        return 0.0
    ratio = SequenceMatcher(None, _joined(old.quotes), _joined(new.quotes), autojunk=False).ratio()
    return ratio if ratio >= _ALIKE else 0.0


def _joined(quotes: Iterable[str]) -> str:
    return "\n".join(quotes)[:400]
