"""The gate before something is made public: what stands in the way, item by item, each with its place.

Every item of ``KEYS`` ends in at least one result, so that a page says what was looked at and not only what was found. What
fails must be mended. A warning may be passed with a written reason; data of persons never are.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from wenxiao.audit.model import Finding, Report
from wenxiao.audit.obligations import State, obligations
from wenxiao.audit.run import audit_reading, select
from wenxiao.documents.places import Places
from wenxiao.performance.disclosure import Deadline
from wenxiao.performance.regime import Regime
from wenxiao.performance.remarks import Severity
from wenxiao.reading.model import Reading
from wenxiao.reading.pipeline import read


class Verdict(StrEnum):
    PASS = "pass"
    WARNING = "warning"
    FAIL = "fail"
    UNKNOWN = "unknown"


#: What is looked at, in the order of the page, with its names.
KEYS: Mapping[str, tuple[str, str]] = {
    "privacy": ("个人信息", "Data of persons"),
    "secret": ("涉密和敏感事项", "Secrets and sensitive matters"),
    "residue": ("模板残留", "Left over from the template"),
    "blank": ("空白", "Blanks"),
    "parts": ("应有内容", "Required parts"),
    "deadline": ("公开期限", "Deadline"),
}
_PERSONAL = {
    "identity_card": ("身份证号码", "identity card number"),
    "bank_card": ("银行卡号", "bank card number"),
    "mobile": ("手机号码", "mobile number"),
    "landline": ("家庭电话", "home telephone"),
    "plate": ("个人车牌号", "plate of a person's vehicle"),
    "address": ("个人住址", "home address"),
    "name": ("与抚恤、救助、疾病等写在一起的姓名", "name beside a benefit or an illness"),
}
#: Checks of the catalogue that belong to an item.
_CHECKS = {"E01": "residue", "E02": "residue", "E03": "residue", "E04": "residue", "E10": "blank", "E09": "parts"}
_CLEAR: Mapping[str, tuple[str, str]] = {
    "privacy": ("没有发现个人信息", "no data of persons were found"),
    "secret": ("没有发现涉密词和敏感事项", "no words for secrets or sensitive matters were found"),
    "residue": ("没有发现模板提示语、占位符和编辑痕迹", "no guidance, placeholder or trace of editing was found"),
    "blank": ("必填内容没有空白", "nothing that must be filled in is blank"),
    "parts": ("应有的内容都在", "everything required is there"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One result. ``place`` says where, in words; empty where it is about the whole."""

    key: str
    verdict: Verdict
    zh: str
    en: str
    place: str = ""

    @property
    def id(self) -> str:
        """The same for the same result; a written reason is kept under it."""
        return hashlib.sha256("\x1f".join((self.key, self.place, self.zh)).encode()).hexdigest()[:16]

    @property
    def asks_reason(self) -> bool:
        """Whether it may be passed with a written reason, and only so."""
        doubtful = self.verdict is Verdict.UNKNOWN and self.key == "privacy"
        return doubtful or self.verdict is Verdict.WARNING


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that is to be released, read and audited. ``form``: the site wrote it as an official form."""

    name: str
    report: Report
    form: bool = False


def gate(
    texts: Mapping[str, str],
    papers: Sequence[Paper],
    blanks: Iterable[tuple[str, str]],
    words: Iterable[str],
    deadline: Deadline | None,
    regime: Regime,
    today: date,
) -> list[Item]:
    """Every item. ``texts``: what is published as words, by place; ``blanks``: what is missing, zh and en; ``words``: the district's own
    list of words that are to be screened."""
    kept = {place: " ".join(text.split()) for place, text in texts.items() if text.strip()}
    own = _own_words(kept)
    found = [
        *_persons(own, papers),
        *_listed(kept, papers, tuple(words)),
        *_rules(own, papers),
        *(Item("blank", Verdict.WARNING, zh, en) for zh, en in blanks),
        *_required(papers, regime),
        *_deadline(deadline, today),
    ]
    once = list({(item.key, item.zh, item.place): item for item in found}.values())
    seen = {item.key for item in once}
    clear = [Item(key, Verdict.PASS, *_CLEAR[key]) for key in _CLEAR if key not in seen]
    order = list(KEYS)
    return sorted([*once, *clear], key=lambda item: order.index(item.key))


@dataclass(frozen=True, slots=True)
class _Own:
    """The words of the release itself, read like a document of one line for each place."""

    reading: Reading | None
    places: tuple[str, ...]

    def place(self, offset: int) -> str:
        assert self.reading is not None
        line = self.reading.document.text.count("\n", 0, offset) + 1
        return self.places[min(line, len(self.places)) - 1]


def _own_words(texts: Mapping[str, str]) -> _Own:
    if not texts:
        return _Own(None, ())
    with tempfile.TemporaryDirectory(prefix="wenxiao-") as folder:
        path = Path(folder) / "content.txt"
        path.write_text("\n".join(texts.values()) + "\n", "utf-8")
        return _Own(read(path), tuple(texts))


def _persons(own: _Own, papers: Sequence[Paper]) -> Iterator[Item]:
    """Data of persons and sensitive matters; what stands in the words and in the files is told once, at the words."""
    told: set[str] = set()
    readings: list[tuple[Reading, Callable[[int], str]]] = [] if own.reading is None else [(own.reading, own.place)]
    readings += [(paper.report.reading, _Where(paper)) for paper in papers]
    for reading, where in readings:
        for personal in reading.personal:
            if personal.shown in told or personal.kind == "name_part":
                continue
            told.add(personal.shown)
            start = reading.source(personal.spans[0]).start
            yield from _person(personal.kind, personal.shown, personal.contact, where(start))


def _person(kind: str, shown: str, contact: bool, place: str) -> Iterator[Item]:
    if kind == "screened_matter":
        zh, en = (
            f"“{shown}”可能涉密或敏感，请写明保密审查意见",
            f"“{shown}” may be a secret or sensitive: write what the screening said",
        )
        yield Item("secret", Verdict.WARNING, zh, en, place)
    elif kind == "matter":
        yield Item(
            "secret",
            Verdict.FAIL,
            f"“{shown}”属于不宜公开的事项，请删去或改写",
            f"“{shown}” is not for the public: take it out",
            place,
        )
    elif contact:
        zh, en = (
            f"联系人手机号码 {shown}，无法判断本人是否同意公开",
            f"mobile number {shown} of a contact person: whether they agree cannot be told",
        )
        yield Item("privacy", Verdict.UNKNOWN, zh, en, place)
    else:
        name, name_en = _PERSONAL[kind]
        yield Item(
            "privacy", Verdict.FAIL, f"有{name}“{shown}”，请隐去后再公开", f"{name_en} “{shown}”: hide it first", place
        )


class _Where:
    """Places of one file, in words."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.places = paper, Places(paper.report.reading.document)

    def __call__(self, offset: int) -> str:
        return f"{self.paper.name} {self.places.at(offset).name()}"


def _listed(texts: Mapping[str, str], papers: Sequence[Paper], words: tuple[str, ...]) -> Iterator[Item]:
    """Words of the district's own list."""
    for word in words:
        place = next((place for place, text in texts.items() if word in text), None)
        if place is None:
            for paper in papers:
                at = paper.report.reading.document.text.find(word)
                if at >= 0:
                    place = _Where(paper)(at)
                    break
        if place is not None:
            zh, en = (
                f"“{word}”在涉密词表中，请写明保密审查意见",
                f"“{word}” is on the list of secret words: write what the screening said",
            )
            yield Item("secret", Verdict.WARNING, zh, en, place)


def _rules(own: _Own, papers: Sequence[Paper]) -> Iterator[Item]:
    """What the rules of family E say: over the words those that need no chapters, over files all that belong to an item."""
    if own.reading is not None:
        report = audit_reading(own.reading, select(["E101", "E103", "E104"]))
        for finding in report.findings:
            place = own.place(finding.spans[0].start) if finding.spans else ""
            yield _item(finding, place)
    for paper in papers:
        where = _Where(paper)
        for finding in paper.report.findings:
            if finding.rule.check in _CHECKS:
                yield _item(finding, where(finding.spans[0].start) if finding.spans else paper.name)


def _item(finding: Finding, place: str) -> Item:
    verdict = Verdict.FAIL if finding.severity is Severity.ERROR else Verdict.WARNING
    return Item(_CHECKS[finding.rule.check], verdict, finding.message("zh"), finding.message("en"), place)


def _required(papers: Sequence[Paper], regime: Regime) -> Iterator[Item]:
    """What a document of its type must contain."""
    for paper in papers:
        if paper.form:
            continue  # its parts are those of the official form; what is blank in it is told at its values
        required = obligations(paper.report.reading, regime)
        if not required:
            zh, en = (
                "这类文件没有规定应有内容，无法判断是否缺项",
                "nothing is laid down for this type of document: whether parts are missing cannot be told",
            )
            yield Item("parts", Verdict.UNKNOWN, zh, en, paper.name)
        for one in required:
            if one.state is State.ABSENT:
                yield Item(
                    "parts", Verdict.WARNING, f"没有“{one.name()}”", f"“{one.name('en')}” is missing", paper.name
                )
            elif one.state is State.UNKNOWN:
                yield Item(
                    "parts",
                    Verdict.UNKNOWN,
                    f"无法判断有没有“{one.name()}”",
                    f"whether “{one.name('en')}” is there cannot be told",
                    paper.name,
                )


def _deadline(deadline: Deadline | None, today: date) -> Iterator[Item]:
    if deadline is None:
        yield Item("deadline", Verdict.PASS, "没有规定公开期限", "no deadline is laid down")
    elif deadline.within is None:
        yield Item("deadline", Verdict.PASS, "本地没有规定公开期限", "the place sets no deadline")
    elif (due := deadline.due) is None:
        zh, en = deadline.goes_with.zh, deadline.goes_with.en
        yield Item(
            "deadline",
            Verdict.UNKNOWN,
            f"没有录入{zh}批复日期，无法计算期限",
            f"the day on which the {en} was approved is not entered",
        )
    elif today <= due:
        yield Item(
            "deadline",
            Verdict.PASS,
            f"应于 {due} 前公开，还有 {(due - today).days} 天",
            f"due by {due}, {(due - today).days} days left",
        )
    else:
        late = (today - due).days
        zh, en = f"应于 {due} 前公开，已超过 {late} 天，请写明原因", f"due by {due}, {late} days ago: say why"
        yield Item("deadline", Verdict.WARNING, zh, en)
