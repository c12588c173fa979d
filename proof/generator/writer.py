"""Puts a document together and remembers where everything stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from proof.generator.facts import Project
from proof.generator.style import Style

_CJK = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    start: int
    end: int

    def touches(self, other: Place) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Site:
    """A statement whose truth is known: what it says (``kind``, ``fact``) and where each of its figures stands (``at``).
    ``at["whole"]`` is the statement itself."""

    kind: str
    at: Mapping[str, Place]
    fact: object = None

    def places(self, prefix: str) -> list[Place]:
        """The places part0, part1 … of a prefix, in order."""
        return [self.at[key] for key in sorted((k for k in self.at if k.startswith(prefix)), key=lambda k: (len(k), k))]


@dataclass(slots=True)
class Stated:
    """What a document says of one project: what a reader should read back. Yuan and percent; None is not stated."""

    project: Project
    fields: dict[str, Decimal] = field(default_factory=dict)
    scope: Place = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Made:
    """A document and its truth."""

    seed: int
    type: str
    text: str
    sites: tuple[Site, ...]
    stated: tuple[Stated, ...]
    style: Style
    identity: Mapping[str, object] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[Site]:
        return [site for site in self.sites if site.kind in kinds]

    def quote(self, place: Place) -> str:
        return self.text[place.start : place.end]


def numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _CJK[ones]
    return ("" if tens == 1 else _CJK[tens]) + "十" + (_CJK[ones] if ones else "")


class Writer:
    def __init__(self, rng: Random, style: Style, numbering: Sequence[str] = ("一、", "（一）", "1.", "（1）")) -> None:
        self.rng, self.style, self._numbering = rng, style, numbering
        self._text: list[str] = []
        self._length = 0
        self._sites: list[Site] = []
        self._counters = [0] * 6
        self.stated: dict[str, Stated] = {}
        self.identity: dict[str, object] = {}

    # -- text -----------------------------------------------------------------------------------------------------

    @property
    def here(self) -> int:
        return self._length

    def put(self, words: str) -> Place:
        start = self._length
        self._text.append(words)
        self._length += len(words)
        return Place(start, self._length)

    def say(self, template: str, sites: Mapping[str, object] | None = None, **slots: str | Sequence[str]) -> Place:
        """Write a template. Its slots ``{name}`` are filled and their places remembered in one site per kind of ``sites``."""
        start = self._length
        at: dict[str, Place] = {}
        pieces = template.split("{")
        self.put(self.style.shaped(pieces[0]))
        for piece in pieces[1:]:
            name, _, words = piece.partition("}")
            at[name] = self.put(str(slots[name]))
            self.put(self.style.shaped(words))
        at["whole"] = Place(start, self._length)
        for kind, fact in (sites or {}).items():
            self.site(kind, at, fact)
        return at["whole"]

    def site(self, kind: str, at: Mapping[str, Place], fact: object = None) -> None:
        self._sites.append(Site(kind, dict(at), fact))

    # -- shape ----------------------------------------------------------------------------------------------------

    def paragraph(self) -> None:
        self.put(self.style.indent)

    def end(self) -> None:
        """End of a paragraph: the place where a sentence may be added is remembered."""
        self.site("paragraph", {"end": Place(self.here, self.here)})
        self.put("\n\n" if self.style.blank_lines else "\n")

    def line(self, words: str = "") -> None:
        self.put(words + "\n")

    def heading(self, level: int, title: str) -> Place:
        """A numbered heading; levels count from 1."""
        self._counters[level - 1] += 1
        for deeper in range(level, len(self._counters)):
            self._counters[deeper] = 0
        number = self._counters[level - 1]
        shape = self._numbering[level - 1]
        label = shape.replace("一", numeral(number)).replace("1", str(number))
        start = self.put(self.style.shaped(label)).start
        place = self.put(self.style.shaped(title))
        self.site(
            "heading", {"whole": Place(start, place.end), "number": Place(start, place.start), "title": place}, level
        )
        self.put("\n\n" if self.style.blank_lines else "\n")
        return place

    def restart(self, level: int) -> None:
        self._counters[level - 1] = 0

    def title(self, words: str) -> Place:
        place = self.put(words)
        self.site("title", {"whole": place})
        self.put("\n\n")
        return place

    # -- truth ----------------------------------------------------------------------------------------------------

    def states(self, project: Project, **fields: Decimal | None) -> None:
        """Remember what has just been said of a project; what was said first counts."""
        stated = self.stated.setdefault(project.name, Stated(project))
        for name, value in fields.items():
            if value is not None:
                stated.fields.setdefault(name, value)

    def scope(self, project: Project, start: int) -> None:
        self.stated.setdefault(project.name, Stated(project)).scope = Place(start, self.here)

    def finish(self, seed: int, type_: str) -> Made:
        text = "".join(self._text).rstrip("\n") + "\n"
        sites, stated = self._sites, list(self.stated.values())
        if self.style.wrap:
            text, moved = _wrapped(text, self.style.wrap)
            sites = [Site(s.kind, {k: moved(p) for k, p in s.at.items()}, s.fact) for s in sites]
            for entry in stated:
                entry.scope = moved(entry.scope)
        return Made(seed, type_, text, tuple(sites), tuple(stated), self.style, dict(self.identity))


#: A line never begins with what would begin a list entry, nor is a number or a bracket torn.
_NO_START = frozenset("（(一二三四五六七八九十第附备注[|•-①，。；：、）)%％,.;:)0123456789０１２３４５６７８９．")


class _Moved:
    def __init__(self, breaks: Sequence[int]) -> None:
        self._breaks = breaks

    def __call__(self, place: Place) -> Place:
        return Place(
            place.start + bisect_right(self._breaks, place.start), place.end + bisect_left(self._breaks, place.end)
        )


def _wrapped(text: str, width: int) -> tuple[str, _Moved]:
    """Lines of paragraphs broken as a page breaks them. Tables and short lines stay."""
    breaks: list[int] = []
    at = 0
    for line in text.split("\n"):
        if "|" not in line and len(line) > width + 8 and "。" in line:
            cut = width
            while cut < len(line) - 6:
                while cut < len(line) - 6 and (line[cut] in _NO_START or line[cut - 1] in "（(。；：:;"):
                    cut += 1
                if cut < len(line) - 6:
                    breaks.append(at + cut)
                cut += width
        at += len(line) + 1
    pieces, last = [], 0
    for offset in breaks:
        pieces.append(text[last:offset])
        last = offset
    pieces.append(text[last:])
    return "\n".join(pieces), _Moved(breaks)
