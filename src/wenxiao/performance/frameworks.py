"""Frameworks of an evaluation (评价指标体系框架): criteria with points, as data of the regime packs (``framework.toml``).

An evaluation takes a framework over and may set other points in its plan; ``problems`` says what of them cannot be. A criterion that is
made specific it may split into individual indicators of its project; ``split_problems`` says what of those cannot be.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from wenxiao.performance.regime import Regime
from wenxiao.performance.remarks import Remark, error
from wenxiao.performance.terms import term_en
from wenxiao.quantities.paper import percent, plain

ZERO, TENTH, HUNDRED = Decimal(0), Decimal("0.1"), Decimal(100)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One third-level criterion. ``rate``: the key of the rate of the ledger that it asks for (``ledger.rate``), or empty.

    ``specific``: whether an evaluation makes it specific, by individual indicators of its project. ``classes``: the second-level classes
    of the project's targets whose indicators those may be.
    """

    level1: str
    level2: str
    name: str
    points: Decimal
    means: str = ""
    means_en: str = ""
    rate: str = ""
    specific: bool = False
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """The criteria of one pack. ``least``: first levels that together have at least ``share`` of the points; no levels, no share.

    ``verified``: whether names and points were checked against the official text.
    """

    name: str
    title: str
    title_en: str
    verified: bool
    criteria: tuple[Criterion, ...]
    least: tuple[str, ...] = ()
    share: Decimal = ZERO

    def criterion(self, name: str) -> Criterion | None:
        """The criterion of that name."""
        return next((one for one in self.criteria if one.name == name), None)


@cache
def frameworks() -> tuple[Framework, ...]:
    """Every framework, the newest first."""
    folders = files(__package__).joinpath("regimes").iterdir()
    made = (_made(folder.name, folder.joinpath("framework.toml")) for folder in folders)
    return tuple(sorted((one for one in made if one is not None), key=lambda one: one.name, reverse=True))


def framework(name: str) -> Framework:
    """The framework of the pack ``name``. Raises KeyError for a pack that has none of its own."""
    found = next((one for one in frameworks() if one.name == name), None)
    if found is None:
        raise KeyError(name)
    return found


def of_regime(regime: Regime) -> Framework | None:
    """The framework that holds under a regime: its own, else that of the nearest pack that it extends."""
    known = {one.name: one for one in frameworks()}
    return next((known[name] for name in (regime.name, *regime.lineage) if name in known), None)


def problems(framework: Framework, points: Iterable[tuple[str, str, Decimal]]) -> list[Remark]:
    """What cannot be in the points of an evaluation, given as (first level, criterion, points)."""
    return list(_problems(framework, tuple(points)))


def _problems(framework: Framework, points: tuple[tuple[str, str, Decimal], ...]) -> Iterator[Remark]:
    for _, name, of in points:
        if of <= 0:
            yield error(
                name,
                f"“{name}”分值 {plain(of)}，应大于 0",
                f"“{term_en(name) or name}” has {plain(of)} points; they must be above 0",
            )
    whole = sum((of for _, _, of in points), ZERO)
    if whole != HUNDRED:
        zh, en = ("少", "short") if whole < HUNDRED else ("多", "too many")
        gap = plain(abs(whole - HUNDRED))
        yield error(
            "",
            f"分值合计 {plain(whole)}，应为 100，{zh} {gap}",
            f"The points come to {plain(whole)}, not 100: {gap} {en}",
        )
    if framework.least and whole > 0:
        part = sum((of for level, _, of in points if level in framework.least), ZERO)
        if part < framework.share * whole:
            names, floor = "、".join(framework.least), f"{plain(framework.share * HUNDRED)}%"
            names_en = " and ".join(term_en(level) or level for level in framework.least)
            said = f"{plain(part)} ÷ {plain(whole)} = {percent(part / whole)}"
            yield error("", f"{names}分值 {said}，应不低于 {floor}", f"{names_en}: {said}; it must be at least {floor}")


def split_problems(name: str, points: Decimal, parts: Iterable[tuple[str, Decimal]]) -> list[Remark]:
    """What cannot be in the individual indicators, given as (name, points), of a criterion that has so many points."""
    return list(_split_problems(name, points, tuple(parts)))


def _split_problems(name: str, points: Decimal, parts: tuple[tuple[str, Decimal], ...]) -> Iterator[Remark]:
    if not parts:
        return
    name_en = term_en(name) or name
    for part, of in parts:
        if of <= 0:
            yield error(
                name,
                f"“{name}”的具体指标“{part}”分值 {plain(of)}，应大于 0",
                f"“{name_en}”: “{part}” has {plain(of)} points; they must be above 0",
            )
    for twice in dict.fromkeys(part for part, _ in parts if [other for other, _ in parts].count(part) > 1):
        yield error(name, f"“{name}”有两项具体指标同名：“{twice}”", f"“{name_en}” has “{twice}” twice")
    whole = sum((of for _, of in parts), ZERO)
    if whole != points:
        zh, en = ("少", "short") if whole < points else ("多", "too many")
        gap = plain(abs(whole - points))
        yield error(
            name,
            f"“{name}”具体指标分值合计 {plain(whole)}，应为 {plain(points)}，{zh} {gap}",
            f"“{name_en}”: its indicators come to {plain(whole)} points, not {plain(points)}: {gap} {en}",
        )


def shares(points: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """So many points given out by weight, to a tenth; what is left goes by tenths to those who lost most, and what is less to the
    first of them. Alike where nothing is weighed."""
    whole = sum(weights, ZERO)
    by = [Decimal(1)] * len(weights) if whole <= 0 else list(weights)
    exact = [points * one / sum(by, ZERO) for one in by]
    given = [one.quantize(TENTH, ROUND_DOWN) for one in exact]
    lost = sorted(range(len(by)), key=lambda at: given[at] - exact[at])
    for at in lost:
        given[at] += min(TENTH, points - sum(given, ZERO))
    return given


def _made(name: str, source: Any) -> Framework | None:
    if not source.is_file():
        return None
    data: Mapping[str, Any] = tomllib.loads(source.read_text("utf8"), parse_float=Decimal)
    least = data.get("least", {})
    return Framework(
        name,
        data["title"],
        data["title_en"],
        bool(data["verified"]),
        tuple(
            Criterion(
                said["level1"], said["level2"], said["name"], Decimal(said["points"]),
                said.get("means", ""), said.get("means_en", ""), said.get("rate", ""), bool(said.get("specific")), tuple(said.get("classes", ())),
            )
            for said in data["criteria"]
        ),
        tuple(least.get("levels", ())),
        Decimal(least.get("share", 0)),
    )  # fmt: skip
