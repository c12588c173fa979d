"""Regime packs (规则包): the local rules as data. A pack is a folder of ``regimes/`` with a ``regime.toml``.

A pack that extends another has what that one has, and says only what differs: single weights, thresholds, chapters and
document types by name; grade bands, bands of satisfaction, answers, lights and places as a whole. ``regimes/template-province`` shows every key, ``regimes/national``
is what the national packs share.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

DEFAULT = "national-2020"


@dataclass(frozen=True, slots=True)
class Grade:
    """Band of the total score (等级): from ``low`` (含) up to the next band. ``words``: how texts call it; ``reduces``: next
    year's budget is to be smaller (核减)."""

    name: str
    low: Decimal
    words: tuple[str, ...]
    reduces: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a qualitative indicator (定性指标), with the share of the points that it allows.

    The upper bound of an answer is the lower bound of the one above it and belongs to that one (80%（含）). ``words`` are
    other names of it; ``light`` is its monitoring light.
    """

    label: str
    low: Decimal
    high: Decimal
    light: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LightBand:
    """A monitoring light: ``color`` (green, yellow, red) from ``low`` (含) of execution ÷ time gone up to the next band."""

    color: str
    low: Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """A band of 满意度分档: from ``low`` (含, a fraction) up to the next band an indicator gets ``share`` of its points."""

    low: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a type of document must contain: a chapter by the words of its title, or a fact by its name.

    ``kind`` is chapter or fact. ``words`` are the words of which a chapter's title has one; ``near`` words that leave open
    whether the chapter is there under another title.
    """

    kind: str
    name: str
    name_en: str
    words: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Regime:
    """The rules of one place. ``thresholds``: fractions, points and counts by name, each with its reason in the pack."""

    name: str
    title: str
    title_en: str
    thresholds: Mapping[str, Decimal]
    lineage: tuple[str, ...] = ()  # the packs it extends, nearest first
    regions: tuple[str, ...] = ()  # places it is for; none: everywhere
    types: tuple[str, ...] = ()  # document types it is for; none: all
    since: int | None = None  # first and last fiscal year
    until: int | None = None
    abstract: bool = False  # to be copied or extended, applies to nothing itself
    execution_weight: Decimal | None = None  # points of 预算执行率 in a self-evaluation
    weights: tuple[
        Mapping[str, Decimal], ...
    ] = ()  # accepted splits of 100 points over the first level; the first is the norm
    reverse: str = "linear"  # how a lower-is-better indicator scores: linear or ratio
    target_weight: Decimal | None = (
        None  # points of all indicators of a target form, where they are not 100 − execution
    )
    pass_line: Decimal | None = None  # share of the target below which an indicator scores nothing
    threshold: Decimal | None = None  # the same line for indicators that are scored 按完成比例带门槛, and only for them
    bands: tuple[Band, ...] = ()  # of indicators that are scored 满意度分档, best first
    over_deduction: Decimal | None = None  # share of the points lost for each 100 % above the threshold over_achieved
    roll_up: str = ""  # how scores of projects make one of the department: budget (weighted by it); empty: they do not
    answers: tuple[Answer, ...] = ()  # of qualitative indicators, best first
    lights: tuple[LightBand, ...] = ()  # of monitoring, best first
    grades: tuple[Grade, ...] = ()  # best first
    parts: Mapping[str, Requirement] = field(
        default_factory=dict
    )  # chapters and facts that a type may ask for, by name
    documents: Mapping[str, tuple[Requirement, ...]] = field(default_factory=dict)  # by document type
    publish_within: int | None = None  # days after approval; None: the place sets no deadline
    to_publish: tuple[str, ...] = ()  # what of the cycle is published

    def in_force(self, year: int | None) -> bool:
        """Whether it is for that fiscal year; where the year is not known, whether it is for the present."""
        if year is None:
            return self.until is None
        return (self.since or 0) <= year <= (self.until or 9999)

    def covers(self, region: str | None) -> bool:
        """Whether a place named as in a document (云南省昆明市呈贡区, 呈贡区) belongs to it."""
        if not self.regions:
            return True
        return region is not None and any(region.startswith(place) for place in self.regions)


def names() -> tuple[str, ...]:
    """Every pack that applies to something."""
    return tuple(sorted(pack.name for pack in _packs() if not pack.abstract))


@cache
def regime(name: str = DEFAULT) -> Regime:
    """The pack ``name``, with what it extends. Raises KeyError for a name that no pack has."""
    source = files(__package__).joinpath("regimes", name, "regime.toml")
    if not name or not source.is_file():
        raise KeyError(name)
    return _made(name, tomllib.loads(source.read_text("utf8"), parse_float=Decimal))


@cache
def find(region: str | None = None, fiscal_year: int | None = None, type: str | None = None) -> Regime:
    """The pack for a document: of those that cover its place, year and type the most local one, else the default."""
    fitting = [
        pack
        for pack in _packs()
        if not pack.abstract
        and pack.in_force(fiscal_year)
        and pack.covers(region)
        and (not pack.types or type in pack.types)
    ]
    return max(fitting, key=lambda pack: len(pack.lineage), default=regime())


@cache
def _packs() -> tuple[Regime, ...]:
    folders = files(__package__).joinpath("regimes").iterdir()
    return tuple(regime(folder.name) for folder in folders if folder.joinpath("regime.toml").is_file())


def _made(name: str, data: Mapping[str, Any]) -> Regime:
    base = regime(data["extends"]) if "extends" in data else None
    applies, scoring, disclosure = (data.get(part, {}) for part in ("applies", "scoring", "disclosure"))
    thresholds = dict(base.thresholds if base else _house_thresholds())
    thresholds |= {key: Decimal(value) for key, value in data.get("thresholds", {}).items()}
    parts = (dict(base.parts) if base else {}) | {part.name: part for part in _parts(data)}
    documents = dict(base.documents) if base else {}
    for kind, spec in data.get("documents", {}).items():
        documents[kind] = documents[spec["like"]] if "like" in spec else _required(spec, parts)
    weights = tuple({level: Decimal(points) for level, points in split.items()} for split in scoring.get("weights", []))
    return Regime(
        name=name,
        title=data["title"],
        title_en=data["title_en"],
        thresholds=thresholds,
        lineage=(base.name, *base.lineage) if base else (),
        regions=tuple(applies.get("regions", base.regions if base else ())),
        types=tuple(applies.get("types", base.types if base else ())),
        since=applies.get("since", base.since if base else None),
        until=applies.get("until", base.until if base else None),
        abstract=bool(data.get("abstract", False)),
        execution_weight=_number(scoring, "execution_weight", base.execution_weight if base else None),
        weights=weights or (base.weights if base else ()),
        reverse=scoring.get("reverse", base.reverse if base else "linear"),
        target_weight=_number(scoring, "target_weight", base.target_weight if base else None),
        pass_line=_number(scoring, "pass_line", base.pass_line if base else None),
        threshold=_number(scoring, "threshold", base.threshold if base else None),
        bands=tuple(Band(Decimal(said["low"]), Decimal(said["share"])) for said in data.get("bands", []))
        or (base.bands if base else ()),
        over_deduction=_number(scoring, "over_deduction", base.over_deduction if base else None),
        roll_up=scoring.get("roll_up", base.roll_up if base else ""),
        answers=_answers(data) or (base.answers if base else ()),
        lights=tuple(LightBand(said["color"], Decimal(said["low"])) for said in data.get("lights", []))
        or (base.lights if base else ()),
        grades=tuple(
            Grade(g["name"], Decimal(g["low"]), tuple(g.get("words", [g["name"]])), bool(g.get("reduces", False)))
            for g in data.get("grades", [])
        )
        or (base.grades if base else ()),
        parts=parts,
        documents=documents,
        publish_within=disclosure.get("within_days", base.publish_within if base else None),
        to_publish=tuple(disclosure.get("what", base.to_publish if base else ())),
    )


def _number(said: Mapping[str, Any], key: str, inherited: Decimal | None) -> Decimal | None:
    """A number that a pack may leave out."""
    return Decimal(said[key]) if key in said else inherited


def _answers(data: Mapping[str, Any]) -> tuple[Answer, ...]:
    """The answers of a pack; the upper bound of each is the lower bound of the one above."""
    high, made = Decimal(1), []
    for said in data.get("answers", []):
        low = Decimal(said["low"])
        made.append(Answer(said["label"], low, high, said["light"], tuple(said.get("words", ()))))
        high = low
    return tuple(made)


def _parts(data: Mapping[str, Any]) -> Iterator[Requirement]:
    """The chapters and facts that a pack itself describes."""
    for name, said in data.get("chapters", {}).items():
        yield Requirement("chapter", name, said["name_en"], tuple(said["words"]), tuple(said.get("near", ())))
    for name, name_en in data.get("facts", {}).items():
        yield Requirement("fact", name, name_en)


def _required(spec: Mapping[str, Any], parts: Mapping[str, Requirement]) -> tuple[Requirement, ...]:
    """What a type of document must contain; a name that neither the pack nor those it extends describe is a KeyError."""
    return tuple(parts[name] for kind in ("chapters", "facts") for name in spec.get(kind, ()))


@cache
def _house_thresholds() -> Mapping[str, Decimal]:
    data = tomllib.loads(files(__package__).joinpath("thresholds.toml").read_text("utf8"), parse_float=Decimal)
    return {key: Decimal(value) for key, value in data.items()}
