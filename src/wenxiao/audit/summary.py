"""What is kept of a document when its report has been written: enough to compare it with the others of a bundle.

A summary holds no reference to the reading it was made from; every quote carries its place, so nothing is looked up again.
No data of persons are in it, also where a report shows them: a comparison is read by other units than the one that wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from wenxiao.audit.model import Suppression
from wenxiao.audit.suppression import notes
from wenxiao.documents.places import Place, Places
from wenxiao.quantities.model import Quantity, Span
from wenxiao.reading.attachments import file_number
from wenxiao.reading.model import Fact, Identity, Indicator, Project, Reading, Reference, Role
from wenxiao.reading.privacy import masked, without_personal
from wenxiao.reading.regions import leading_region

#: Han characters of a paragraph that is long enough to be worth comparing.
PARAGRAPH = 80
_SENTENCE = 15  # letters of a sentence by which two versions of a document know each other
_QUOTED = 160  # characters of a quote
_HEAD = 200  # characters in which a document says what it is
_SCOPE = 2000  # characters of a project's text in which its executor is looked for

_LETTERS = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9.%]+")
_SENTENCE_ENDS = re.compile(r"[。!?;；\n|\t]")
_OFFICE = (
    r"(?:局|街道办事处|街道|办事处|[镇乡](?:人民)?政府|委员会|办公室|中心|大队|学校|中学|小学|医院|卫生院|公司|站)"
)
_EXECUTOR = re.compile(
    rf"(?:由|(?:实施|承担|承建|执行|中标)单位(?:[:为|]|\n){{1,2}})(?P<name>[\u4e00-\u9fff()]{{2,24}}?{_OFFICE})"
    r"(?=负责|实施|承担|承建|组织|牵头|具体|中标|[,，。;；|\n]|\Z)"
)
_AGENCY = re.compile(
    r"(?:委托|聘请|选聘)了?(?P<name>[\u4e00-\u9fff()]{4,30}?(?:有限责任公司|有限公司|事务所))"
    r"(?:\([^()\n]{1,30}\))?(?:对|开展|进行|承担|实施|负责|作为|组成)[^。\n]{0,60}?评价"
)


#: How accounts and approvals, which are no performance documents, say whose they are.
_ACCOUNTS_OF = re.compile(
    rf"^(?P<name>[\u4e00-\u9fff()]{{2,24}}?{_OFFICE})(?:(?=(?:20\d\d年度?)?(?:部门|单位)?(?:预算|决算))|:$)", re.M
)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document, with the place in its own text."""

    words: str
    span: Span
    place: Place


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of a project: phase, period, the word that says so, and the number as printed."""

    role: Role
    period: str | None
    cue: str
    quantity: Quantity
    quote: Quote


@dataclass(frozen=True, slots=True)
class ProjectSummary:
    """``budget`` and ``spent`` are what the reading settled on among ``amounts``; ``parts`` the amounts below the project."""

    name: str
    quote: Quote
    amounts: tuple[Amount, ...]
    parts: tuple[Quantity, ...]
    executors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """An indicator with target and actual as printed."""

    name: str
    quote: Quote
    operator: str
    target: Quote | None
    actual: Quote | None
    target_value: Quantity | None
    actual_value: Quantity | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A long paragraph: its text as read, and its beginning as a quote."""

    text: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Annex:
    """A numbered attachment that is cited (附件2)."""

    number: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Summary:
    """A document of a bundle. ``annex``: the number of the attachment that it is itself, by its heading or its file name."""

    path: str
    sha256: str
    identity: Identity
    head: str  # title and first lines
    first: Quote  # its first words
    projects: tuple[ProjectSummary, ...]
    goals: tuple[Goal, ...]
    score: Quote | None
    cited: tuple[Annex, ...]  # attachments that the text cites and does not hold
    annex: str | None
    agency: str | None  # the firm that was engaged to write it
    paragraphs: tuple[Paragraph, ...]
    sentences: frozenset[int]  # hashes of its sentences
    notes: tuple[tuple[Suppression, Span], ...] = ()  # what it says itself of findings to set aside, and on which lines

    @property
    def name(self) -> str:
        return Path(self.path).name or self.path


def letters(text: str) -> str:
    """What two wordings must share to be the same: Chinese characters, letters and digits."""
    return _LETTERS.sub("", text)


def summarise(reading: Reading) -> Summary:
    """The summary of a reading."""
    text = masked(reading.text, reading.personal)
    quotes = _Quotes(reading, text)
    agency = _AGENCY.search(text)
    return Summary(
        path=reading.document.path,
        sha256=reading.document.sha256,
        identity=_identity(reading, text),
        first=quotes(Span(0, len(text[:40].partition("\n")[0]))),
        head=f"{reading.identity.title or ''}\n{text[:_HEAD]}",
        projects=tuple(_project(reading, project, text, quotes) for project in reading.projects),
        goals=tuple(_goal(indicator, quotes) for indicator in reading.indicators),
        score=quotes.maybe(reading.identity.self_score_span),
        cited=tuple(_cited(reading, quotes)),
        annex=_own_number(reading),
        agency=agency["name"] if agency else None,
        paragraphs=tuple(_paragraphs(text, quotes)),
        sentences=frozenset(
            _hash(words) for words in map(letters, _SENTENCE_ENDS.split(text)) if len(words) >= _SENTENCE
        ),
        notes=tuple(notes(reading.document)),
    )


def _identity(reading: Reading, text: str) -> Identity:
    identity = replace(reading.identity, legal_references=())
    named = _ACCOUNTS_OF.search(text[:_HEAD]) if identity.organisation is None else None
    if named is None:
        return identity
    return replace(identity, organisation=named["name"], region=leading_region(named["name"]) or identity.region)


def shown(text: str) -> str:
    """The words of a quote: on one line, and no longer than one reads."""
    words = " ".join(text.split())
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"


class _Quotes:
    """Makes quotes of one reading."""

    def __init__(self, reading: Reading, text: str) -> None:
        self._reading = reading
        self._text = text
        self._places = Places(reading.document)

    def __call__(self, span: Span) -> Quote:
        place = self._reading.source(span)
        return Quote(shown(self._text[span.start : span.end]), place, self._places.at(place.start))

    def maybe(self, span: Span | None) -> Quote | None:
        return None if span is None else self(span)


def _hash(words: str) -> int:
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest())


def _project(reading: Reading, project: Project, text: str, quotes: _Quotes) -> ProjectSummary:
    scope = text[project.scope.start : min(project.scope.end, project.scope.start + _SCOPE)]
    return ProjectSummary(
        name=without_personal(project.name, reading.text, reading.personal),
        quote=quotes(Span(project.start, project.end)),
        amounts=tuple(_amount(reading, fact, quotes) for fact in project.facts),
        parts=tuple(part.quantity for part in (*project.funding, *project.components)),
        executors=tuple(dict.fromkeys(match["name"] for match in _EXECUTOR.finditer(scope))),
    )


def _amount(reading: Reading, fact: Fact, quotes: _Quotes) -> Amount:
    cue = reading.quote(fact.cue) if fact.cue is not None else ""
    return Amount(fact.role, fact.period, cue, fact.quantity, quotes(fact.quantity.span))


def _goal(indicator: Indicator, quotes: _Quotes) -> Goal:
    return Goal(
        indicator.name,
        quotes(indicator.span),
        indicator.operator,
        quotes.maybe(indicator.target),
        quotes.maybe(indicator.actual),
        indicator.target_value,
        indicator.actual_value,
    )


def _cited(reading: Reading, quotes: _Quotes) -> Iterable[Annex]:
    """Numbered attachments that the text refers to or lists and does not hold, each once."""
    said = reading.attachments
    held = {reference.number for reference in said.held}
    seen: dict[str, Reference] = {}
    for reference in (*said.references, *said.listed):
        if reference.number and reference.number not in held:
            seen.setdefault(reference.number, reference)
    return (Annex(of, quotes(reference.span)) for of, reference in seen.items())


def _own_number(reading: Reading) -> str | None:
    named = file_number(reading.document.name)
    if named:
        return named
    own = reading.attachments.own
    return own.number if own is not None and own.number else None


def _paragraphs(text: str, quotes: _Quotes) -> Iterable[Paragraph]:
    """Running text only: lines with cells are no paragraphs."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if len(line) >= PARAGRAPH and "|" not in line and "\t" not in line:
            yield Paragraph(line, quotes(Span(start, end)))
        start = end + 1
