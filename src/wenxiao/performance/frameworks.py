"""Frameworks of an evaluation (评价指标体系框架): criteria with points, as data of the regime packs (``framework.toml``).

An evaluation takes a framework over and may set other points in its plan; ``problems`` says what of them cannot be.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from wenxiao.performance.regime import Regime
from wenxiao.performance.remarks import Remark, error
from wenxiao.performance.terms import term_en
from wenxiao.quantities.paper import percent, plain

ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One third-level criterion. ``rate``: the key of the rate of the ledger that it asks for (``ledger.rate``), or empty."""

    level1: str
    level2: str
    name: str
    points: Decimal
    means: str = ""
    means_en: str = ""
    rate: str = ""


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
                said.get("means", ""), said.get("means_en", ""), said.get("rate", ""),
            )
            for said in data["criteria"]
        ),
        tuple(least.get("levels", ())),
        Decimal(least.get("share", 0)),
    )  # fmt: skip
