"""The documents of one run, bound to each other by who speaks of what in which year, never by position.

Everything here is found by keys, so that the time grows with the number of documents and not with its square.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from wenxiao.audit.summary import Amount, Annex, Goal, ProjectSummary, Quote, Summary
from wenxiao.audit.together.model import Cited
from wenxiao.audit.together.names import district_of, levels, project_key, told_apart, unit_of
from wenxiao.reading.model import Role
from wenxiao.reading.regions import leading_region

Words = tuple[str, str]  # Chinese, English

_UNIT = ("同一单位、同一年度、同名项目", "same unit, year and project name")
_VERSION = ("同一文件的不同版本", "versions of one document")
_EXECUTOR = ("年度、项目名称和承担单位相同", "same year, project name and executing unit")
_AMOUNT = ("年度、项目名称和一笔金额相同", "same year, project name and one amount")

#: A sentence that more documents share tells nothing about two of them.
COMMON = 20
#: Sentences that two versions of a document share at least, and their share of the shorter one's.
SHARED, SHARE = 3, Decimal("0.6")
#: Digits of an amount that two documents do not share by chance.
TELLING = 4


_OFFICE_TAIL = re.compile(r"(?:办事处|人民政府|政府)\Z")


@dataclass(frozen=True, slots=True)
class Item:
    """A project of a document: the document's number, the project, the form in which its name is compared."""

    document: int
    project: ProjectSummary
    key: str


@dataclass(frozen=True, slots=True)
class Same:
    """One project in several documents, and why it is held to be one. ``loose``: the documents do not all say whose it is."""

    items: tuple[Item, ...]
    zh: str
    en: str
    loose: bool


class Bundle:
    """Summaries and what binds them. A document that another repeats byte for byte is left out of everything but ``copies``.

    ``common``: sentences that too many documents share, where these are some of more; among them they are found by themselves.
    """

    def __init__(self, summaries: Sequence[Summary], common: Container[int] = frozenset()) -> None:
        self.documents = tuple(summaries)
        self._common = common
        self.districts = [district_of(summary.identity) for summary in summaries]
        self.units = told_apart([unit_of(summary.identity) for summary in summaries], self.districts)
        names = Counter(summary.name for summary in summaries)
        self._names = [s.name if names[s.name] == 1 else s.path for s in summaries]
        first: dict[str, int] = {}
        same: dict[int, list[int]] = defaultdict(list)
        for n, summary in enumerate(summaries):
            if summary.sha256:
                same[first.setdefault(summary.sha256, n)].append(n)
        self.copies = [tuple(members) for members in same.values() if len(members) > 1]
        left_out = {n for members in self.copies for n in members[1:]}
        self.distinct = [n for n in range(len(summaries)) if n not in left_out]

    def name(self, document: int) -> str:
        """The file's name, or its path where two files have the same name."""
        return self._names[document]

    def year(self, document: int) -> int | None:
        return self.documents[document].identity.fiscal_year

    def type(self, document: int) -> str | None:
        return self.documents[document].identity.type

    # ---- documents

    @cached_property
    def versions(self) -> list[tuple[int, ...]]:
        """Documents of which most sentences are the same, unless two units or years wrote them."""
        holders: dict[int, list[int]] = defaultdict(list)
        for n in self.distinct:
            for sentence in self.documents[n].sentences:
                holders[sentence].append(n)
        shared: Counter[tuple[int, int]] = Counter()
        for sentence, members in holders.items():
            if 1 < len(members) <= COMMON and sentence not in self._common:
                shared.update(combinations(members, 2))
        joined = Joined(self.distinct)
        for (a, b), count in shared.items():
            shorter = min(len(self.documents[a].sentences), len(self.documents[b].sentences))
            if count >= SHARED and count >= shorter * SHARE and self.agree(a, b):
                joined.join(a, b)
        return joined.groups()

    def agree(self, a: int, b: int) -> bool:
        """Whether unit, district and year are the same wherever both documents state them."""
        return all(
            x is None or y is None or x == y
            for x, y in (
                (self.units[a], self.units[b]),
                (self.districts[a], self.districts[b]),
                (self.year(a), self.year(b)),
            )
        )

    @cached_property
    def version_of(self) -> Mapping[int, int]:
        """The first of the versions of a document, by its number; a document without another version is its own."""
        first = {n: members[0] for members in self.versions for n in members}
        return {n: first.get(n, n) for n in self.distinct}

    @cached_property
    def by_unit_and_year(self) -> Mapping[tuple[str, int], tuple[int, ...]]:
        found: dict[tuple[str, int], list[int]] = defaultdict(list)
        for n in self.distinct:
            unit, year = self.units[n], self.year(n)
            if unit is not None and year is not None:
                found[unit, year].append(n)
        return {key: tuple(members) for key, members in found.items()}

    def following_years(self) -> Iterator[tuple[str, int, tuple[int, ...], tuple[int, ...]]]:
        """Units with documents of a year and of the next one: unit, the first year, the documents of each."""
        for (unit, year), before in self.by_unit_and_year.items():
            after = self.by_unit_and_year.get((unit, year + 1))
            if after:
                yield unit, year, before, after

    @cached_property
    def annexes(self) -> list[tuple[int, Annex, int]]:
        """Cited attachments that another file of the bundle is: the citing document, the citation, the file."""
        held: dict[str, list[int]] = defaultdict(list)
        for n in self.distinct:
            annex = self.documents[n].annex
            if annex is not None:
                held[annex].append(n)
        return [
            (n, annex, candidates[0])
            for n in self.distinct
            for annex in self.documents[n].cited
            if len(candidates := [m for m in held[annex.number] if m != n and self.agree(n, m)]) == 1
        ]

    # ---- projects

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every project with a name that can be compared; of one that a document names twice, neither: which is meant cannot be told."""
        found: list[Item] = []
        for n in self.distinct:
            summary = self.documents[n]
            keyed = [(project_key(p.name, summary.identity.region, self.year(n)), p) for p in summary.projects]
            times = Counter(key for key, _ in keyed)
            found += [Item(n, project, key) for key, project in keyed if key is not None and times[key] == 1]
        return tuple(found)

    def items_of(self, documents: Iterable[int]) -> list[Item]:
        return [item for n in documents for item in self._items_by_document.get(n, ())]

    @cached_property
    def _items_by_document(self) -> Mapping[int, list[Item]]:
        found: dict[int, list[Item]] = defaultdict(list)
        for item in self.items:
            found[item.document].append(item)
        return found

    def one_document(self, members: Iterable[int]) -> bool:
        """Whether documents are all versions of one."""
        return len({self.version_of[n] for n in members}) == 1

    def one_unit_and_year(self, members: Iterable[int]) -> bool:
        keys = {(self.units[n], self.year(n)) for n in members}
        return len(keys) == 1 and None not in next(iter(keys))

    @cached_property
    def same_projects(self) -> tuple[Same, ...]:
        """Projects that several documents of one year speak of: of one unit, or bound by executor, by a telling amount, or
        as versions of one document."""
        keyed: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            keyed[item.key].append(item)
        return tuple(same for members in keyed.values() if len(members) > 1 for same in self._same(members))

    def _same(self, members: Sequence[Item]) -> Iterator[Same]:
        joined = Joined(range(len(members)))
        why: dict[int, list[Words]] = defaultdict(list)
        for reason, pairs in (
            (_UNIT, self._with(members, self._unit_key)),
            (_VERSION, self._with(members, self._version_key)),
            (
                ("年度、项目名称和承担单位相同", "same year, project name and executing unit"),
                self._with_executors(members),
            ),
            (("年度、项目名称和一笔金额相同", "same year, project name and one amount"), self._with_amounts(members)),
        ):
            for a, b in pairs:
                if self._compatible(members[a], members[b]) and joined.join(a, b):
                    why[b].append(reason)
        for group in joined.groups():
            reasons = list(dict.fromkeys(reason for n in group for reason in why[n]))
            zh, en = "；".join(zh for zh, _ in reasons), "; ".join(en for _, en in reasons)
            if len({members[n].document for n in group}) > 1:
                yield Same(tuple(members[n] for n in group), zh, en, _AMOUNT in reasons)

    def _compatible(self, a: Item, b: Item) -> bool:
        """Whether nothing that both documents state says that they speak of two things."""
        years = {self.year(a.document), self.year(b.document)} - {None}
        places = {self.districts[a.document], self.districts[b.document]} - {None}
        return len(years) < 2 and len(places) < 2

    @staticmethod
    def _with(members: Sequence[Item], key: Callable[[Item], object]) -> Iterator[tuple[int, int]]:
        """Pairs of members with one key; None is no key."""
        holders: dict[object, int] = {}
        for n, item in enumerate(members):
            of = key(item)
            if of is not None and holders.setdefault(of, n) != n:
                yield holders[of], n

    def _unit_key(self, item: Item) -> object:
        unit, year = self.units[item.document], self.year(item.document)
        return None if unit is None or year is None else (unit, year)

    def _version_key(self, item: Item) -> object:
        return self.version_of[item.document]

    def _with_executors(self, members: Sequence[Item]) -> Iterator[tuple[int, int]]:
        """A document of the unit, and one of another that names the unit as executor: unit and department."""
        units: dict[tuple[str, int], int] = {}
        for n, item in enumerate(members):
            office, year = bare_office(self.documents[item.document].identity.organisation), self.year(item.document)
            if office and year is not None:
                units.setdefault((office, year), n)
        for n, item in enumerate(members):
            year = self.year(item.document)
            if year is None:
                continue
            for executor in item.project.executors:
                of = units.get((bare_office(executor), year))
                if of is not None and of != n:
                    yield of, n

    def _with_amounts(self, members: Sequence[Item]) -> Iterator[tuple[int, int]]:
        """Documents of which at most one says whose it is, with an amount that is not shared by chance."""
        holders: dict[object, int] = {}
        for n, item in enumerate(members):
            for amount in item.project.amounts:
                if telling(amount):
                    first = holders.setdefault((amount.role, amount.quantity.normalized), n)
                    units = {self.units[members[first].document], self.units[item.document]} - {None}
                    if first != n and len(units) < 2:
                        yield first, n

    # ---- quotes

    @staticmethod
    def cite(document: int, *quotes: Quote | None) -> list[Cited]:
        return [Cited(document, quote) for quote in quotes if quote is not None]

    def goals(self, document: int) -> tuple[Goal, ...]:
        """The indicators of a document of one project; of several, whose an indicator is cannot be told."""
        summary = self.documents[document]
        return summary.goals if len(summary.projects) == 1 else ()


class Joined:
    """Which of some numbers belong together."""

    def __init__(self, members: Iterable[int]) -> None:
        self._parent = {n: n for n in members}

    def _root(self, n: int) -> int:
        while self._parent[n] != n:
            self._parent[n] = self._parent[self._parent[n]]
            n = self._parent[n]
        return n

    def join(self, a: int, b: int) -> bool:
        """Whether the two were apart before."""
        a, b = sorted((self._root(a), self._root(b)))
        self._parent[b] = a
        return a != b

    def groups(self) -> list[tuple[int, ...]]:
        """Groups of two and more, in order."""
        found: dict[int, list[int]] = defaultdict(list)
        for n in sorted(self._parent):
            found[self._root(n)].append(n)
        return [tuple(group) for group in found.values() if len(group) > 1]


def telling(amount: Amount) -> bool:
    """Whether an amount has so many digits that two documents do not share it by chance."""
    digits = len(amount.quantity.normalized.normalize().as_tuple().digits)
    return digits >= TELLING and amount.role is not Role.NEEDED and not amount.quantity.approximate


def bare_office(name: str | None) -> str:
    """An office with the lowest place of its name alone; empty for one that has no place of its own (财政局)."""
    region = leading_region(name) if name else None
    places = levels(region)
    if not places or name is None or region is None:
        return ""
    return places[-1] + _OFFICE_TAIL.sub("", name[len(region) :])
