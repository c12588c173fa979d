"""Targets of the sample district: approved ones of two years, an adjustment that took effect, one under review, one being drafted."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

from wenxiao.performance.targets import Nature, Scoring
from wenxiao.web.core.clock import travelling
from wenxiao.web.core.workflow import advance
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.sample import YEAR, World
from wenxiao.web.targets import services
from wenxiao.web.targets.models import LibraryIndicator, TargetSet

_NATURES = {nature.sign: nature.value for nature in Nature}
#: A new project whose targets wait for the finance business office, and one of which an adjustment is being drafted.
UNDER_REVIEW, BEING_ADJUSTED, ADJUSTED = "530100-0007", "530100-0002", "530100-0001"
CLERKS = {"201001": "clerk", "201002": "clerk2", "202001": "clerk3", "202002": "clerk3"}
HEADS, DEPARTMENTS, BUSINESS = {"201": "head"}, {"201": "department"}, {"201": "business", "202": "business"}


def people_of(year: ProjectYear) -> tuple[str, str, str, str]:
    """Login names of who writes, checks, and passes on what a unit hands in: clerk, head, department, business office."""
    unit, office = year.unit.code, year.unit.code[:3]
    return (
        CLERKS.get(unit, "clerk4"),
        HEADS.get(office, "head2"),
        DEPARTMENTS.get(office, "department2"),
        BUSINESS.get(office, "business2"),
    )


def load(world: World) -> None:
    _library(world)
    said = tomllib.loads(_text("sample_targets.toml"))
    for (code, number), year in world.years.items():
        begun = date(number - 1, 10, 20) if code != UNDER_REVIEW else date(number, 10, 8)
        made = _written(world, year, said[code], begun)
        steps = ("submit", "approve", "approve", "approve", "approve")
        _through(world, made, begun, steps[: 3 if code == UNDER_REVIEW else 5])
    _adjusted(world)
    _being_adjusted(world)


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf8")


def _written(world: World, year: ProjectYear, said: Mapping[str, Any], on: date) -> TargetSet:
    """A first version as its clerk writes it."""
    at = year.year - (YEAR - 1)
    words = {name: values[at] for name, values in said.get("goal_words", {}).items()}
    access = world.access(people_of(year)[0])
    with travelling(on):
        made = services.begin(year, access)
        rows = [_row(line, at) for line in said["rows"]]
        before = TargetSet.objects.filter(year__project=year.project, year__year=year.year - 1).first()
        services.save(made, made.revision, said["goal"].format_map(words), "", rows, access)
    if before is not None:  # what stays from year to year keeps its key, as where a clerk copies last year's
        keys = dict(before.indicators.values_list("name", "key"))
        for indicator in made.indicators.all():
            indicator.key = keys.get(indicator.name, indicator.key)
            indicator.save()
    return made


def _row(line: str, at: int) -> dict[str, Any]:
    level1, level2, name, sign, target, unit, weight, core, method, evidence = line.split("|")
    value = target.split(";")[min(at, target.count(";"))]
    worded = _NATURES[sign] == "qualitative"
    return {
        "level1": level1,
        "level2": level2,
        "name": name,
        "nature": _NATURES[sign],
        "target": None if worded else Decimal(value),
        "upper": None,
        "text": value if worded else "",
        "unit": unit,
        "weight": Decimal(weight),
        "core": bool(core),
        "scoring": _scoring(method),
        "method": method,
        "evidence": evidence,
    }


def _scoring(method: str) -> Scoring:
    """The way of scoring that the words of a scoring mean."""
    return Scoring.ALL_OR_NOTHING if "不得分" in method else Scoring.PROPORTION


def _through(world: World, made: TargetSet, begun: date, steps: tuple[str, ...]) -> None:
    """The steps of a version, a few weeks between them."""
    for number, (action, login) in enumerate(zip(steps, (*people_of(made.year), "performance"), strict=False)):
        month = begun.month + (number + 1) // 2 if begun.year == made.year.year else begun.month + number // 2
        day = min(begun.day + number, 28) if number < 4 else 22
        with travelling(_day(begun.year, month, day)):
            advance(made, action, world.access(login))


def _day(year: int, month: int, day: int) -> date:
    """A day of a month that may lie in the next year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, day)


def _adjusted(world: World) -> None:
    """Money was cut in June; the unit asks for fewer reported cases, and the office agrees."""
    year = world.years[ADJUSTED, YEAR]
    access = world.access(people_of(year)[0])
    first = services.approved(year)
    assert first is not None
    with travelling(date(YEAR, 6, 26)):
        made = services.adjust(
            first,
            f"6月调减预算11.75万元，网格监督员由124人减为122人，有效上报案件数相应由18600件调整为{CASES}件。",
            access,
        )
        rows = list(_rows(made))
        for row in rows:
            if row["name"] == "有效上报案件数":
                row["target"] = Decimal(CASES)
            if row["name"] == "网格监督员人数":
                row["target"] = Decimal(122)
        services.save(made, made.revision, made.goal.replace("18600", CASES), made.reason, rows, access)
    for day, (action, login) in zip(
        (27, 28, 29, 30, 30),
        zip(("submit", *["approve"] * 4), (*people_of(year), "performance"), strict=True),
        strict=True,
    ):
        with travelling(date(YEAR, 6, day)):
            advance(made, action, world.access(login))


CASES = "18200"


def _being_adjusted(world: World) -> None:
    """A draft that somebody is still writing: the points do not add up yet."""
    year = world.years[BEING_ADJUSTED, YEAR]
    access = world.access(people_of(year)[0])
    first = services.approved(year)
    assert first is not None
    with travelling(date(YEAR, 11, 16)):
        made = services.adjust(first, "四季度新增3套系统纳入维护范围，相应增加数量指标。", access)
        rows = list(_rows(made))
        rows[0]["target"] = Decimal(18)
        rows.insert(1, _row("产出|数量|数据更新次数|≥|12|次|6||按完成比例计分|更新记录", 1))
        services.save(made, made.revision, made.goal, made.reason, rows, access)


def _rows(made: TargetSet) -> Iterator[dict[str, Any]]:
    from wenxiao.web.targets.models import Described

    for row in made.indicators.all():
        yield {"key": row.key, **{name: getattr(row, name) for name in Described.FIELDS}}


def _library(world: World) -> None:
    for line in tomllib.loads(_text("sample_library.toml"))["rows"]:
        field, level1, level2, name, sign, unit, core, method, evidence, explanation = line.split("|")
        LibraryIndicator.objects.create(
            field=field, level1=level1, level2=level2, name=name, nature=_NATURES[sign], unit=unit, core=bool(core),
            scoring=_scoring(method), method=method, evidence=evidence, explanation=explanation, changed_by=world.people["performance"],
        )  # fmt: skip
