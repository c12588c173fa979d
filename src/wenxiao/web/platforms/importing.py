"""Cases from a ledger: read and checked row by row; the sound rows are kept, each case once, the others told with their reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from wenxiao.grid.coordinates import Position, System, stored
from wenxiao.grid.deadlines import Ground
from wenxiao.grid.events import Event
from wenxiao.grid.log import read as read_event
from wenxiao.grid.states import SOURCE_NAMES, Source
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import day_of, now
from wenxiao.web.core.importing import (
    STRIDE,
    Names,
    Progress,
    RowReader,
    RowRefusal,
    Sheets,
    Wrong,
    folded,
    one_of,
    read,
    silent,
    text,
)
from wenxiao.web.core.pending import Upload
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.keeping import Log, Place, add_many, keep_many
from wenxiao.web.grid.models import Agency, Case, CaseEvent
from wenxiao.web.platforms.columns import COLUMNS, MOMENTS
from wenxiao.web.platforms.models import Batch
from wenxiao.web.platforms.telling import At, Line, Untold, missing, moment
from wenxiao.web.territory.lookup import grid_of

#: As many refusals as are worth telling; cases that are looked up at once.
TOLD, CHUNK = 5000, 500
_SOURCES = {folded(word): each for each in Source for word in (each.value, *SOURCE_NAMES[each])}
_SYSTEMS = {folded(each.value): each for each in System}


class Refused(NotAllowed):
    """The cases have changed since the file was looked at."""


@dataclass(slots=True)
class Draft:
    """What a file would do: new cases, cases that go on, rows that are there already, rows that are refused. ``located``: cases to
    which it gives the unit grid of their position."""

    rows: int
    sheets: Sheets
    new: list[Log] = field(default_factory=list)
    more: list[tuple[Case, Sequence[Event]]] = field(default_factory=list)
    there: list[int] = field(default_factory=list)
    refusals: list[RowRefusal] = field(default_factory=list)
    refused: int = 0
    located: int = 0


def draft(upload: Upload, told: Progress = silent) -> Draft:
    """What a file would do; ``told`` hears how far it is. Raises Unreadable where it is no table of cases."""
    table = read(upload.path, COLUMNS, told)
    place, words = ground(), _Words(ground())
    made, lines = Draft(len(table.rows), table.sheets), []
    first: dict[tuple[str, str], int] = {}
    for row in table.rows:
        reader = _Reader(row, table.headings, made.refusals)
        line = reader.line(words)
        if line is None:
            continue
        before = first.setdefault((line.platform, line.external), line.row)
        if before != line.row:
            reader.refuse(
                "external",
                f"与第{before}行是同一案件；请只留一行。",
                f"It is the case of row {before}; keep one of them.",
            )
            continue
        lines.append(line)
    at = now()
    for start in range(0, len(lines), CHUNK):
        if start % STRIDE == 0:
            told(f"已核对 {start}/{len(lines)} 行", f"{start} of {len(lines)} rows checked")
        some = lines[start : start + CHUNK]
        known = _known(some)
        for line in some:
            _sorted_in(made, line, known.get((line.platform, line.external)), place, at, table.headings)
    made.refused = len({each.row for each in made.refusals})
    made.refusals = sorted(made.refusals, key=lambda refusal: refusal.row)[:TOLD]
    return made


def _sorted_in(
    made: Draft, line: Line, known: tuple[Case, list[Event]] | None, place: Ground, at: Any, headings: Mapping[str, str]
) -> None:
    row, before = known or (None, [])
    try:
        events = missing(line, row.case if row else None, before, place, max(at, row.recorded_at) if row else at)
    except Untold as why:
        made.refusals.append(RowRefusal(line.row, headings.get(why.column, ""), why.zh, why.en))
        return
    if row is None:
        made.new.append(Log(line.number, events, line.description, line.place, line.platform, line.external))
    elif events:
        made.more.append((row, events))
    else:
        made.there.append(line.row)
    made.located += line.located and any(event.grid for event in events)


def _known(lines: Sequence[Line]) -> dict[tuple[str, str], tuple[Case, list[Event]]]:
    """The cases that are there already, with their logs."""
    rows = {
        row.pk: row
        for row in Case.objects.filter(platform__in={line.platform for line in lines}, external__in=[line.external for line in lines])
    }  # fmt: skip
    logs: dict[int, list[Event]] = {pk: [] for pk in rows}
    for pk, told in CaseEvent.objects.filter(case__in=rows).order_by("case", "number").values_list("case_id", "told"):
        logs[pk].append(read_event(told))
    return {(row.platform, row.external): (row, logs[pk]) for pk, row in rows.items()}


@transaction.atomic
def enter(upload: Upload, drafted: Draft, user: Any) -> Batch:
    """Keep what was drafted. Raises Refused where a case has changed since, and then nothing is kept."""
    try:
        with transaction.atomic():
            keep_many(drafted.new)
            add_many(drafted.more)
    except IntegrityError:
        raise Refused(
            "核对之后已有人导入了其中的案件，请重新核对。",
            "Some of the cases were read in by somebody since; check the file again.",
        ) from None
    return Batch.objects.create(
        name=upload.name, sha256=upload.sha256, new=len(drafted.new), more=len(drafted.more), there=len(drafted.there),
        refused=drafted.refused, located=drafted.located, read_by=user, about=dict(upload.about),
    )  # fmt: skip


class _Words:
    """What the words in columns of the place mean."""

    def __init__(self, of: Ground) -> None:
        agencies = Agency.objects.filter(active=True).values_list("code", "name")
        self.agencies = Names((code, code, (name,)) for code, name in agencies)
        self.conditions = Names(
            (code, code, (one.zh, f"{code} {one.zh}")) for code, one in of.catalogue.conditions.items()
        )
        self.grids = {sum(shape.parts) for shape in of.catalogue.shapes if shape.kind == "unit_grid"}
        self._of = of
        self._days: dict[Any, dict[str, list[str]]] = {}

    def category(self, cell: Any, on: Any) -> str:
        """The key of a category: by itself, by its words, or by code or name where one alone in force on that day has it."""
        said = text(cell, 200)
        if not said:
            return ""
        key = said.split()[0]
        if key in self._of.catalogue.categories:
            return key
        found = self._on(on).get(folded(said), [])
        if len(found) == 1:
            return found[0]
        if found:
            listed = "、".join(found)
            raise Wrong(
                f"“{said}”有几个类别：{listed}；请写全。",
                f"“{said}” is several categories: {listed}; write one of these.",
            )
        raise Wrong(f"“{said}”不是当日有效的类别，请写代码或在方案中对应。", f"“{said}” is no category in force that day; write its code, or say in the profile what it means.")  # fmt: skip

    def of_category(self, condition: str, category: str) -> bool:
        """Whether a condition is one of a category; of several with one name, that is the one."""
        return category in self._of.catalogue.conditions[condition].categories

    def _on(self, on: Any) -> dict[str, list[str]]:
        if on not in self._days:
            words: dict[str, list[str]] = {}
            for each in self._of.catalogue.on(on):
                for word in (each.code, each.zh):
                    words.setdefault(folded(word), []).append(each.key)
            self._days[on] = words
        return self._days[on]


class _Reader(RowReader):
    """A row that gives a line, where it is sound."""

    def line(self, words: _Words) -> Line | None:
        platform = self.cell("platform", lambda cell: self.filled(text(cell, 40)))
        external = self.cell("external", lambda cell: self.filled(text(cell, 80)))
        source = self.cell("source", lambda cell: one_of(cell, _SOURCES, (SOURCE_NAMES[each][0] for each in Source)))
        description = self.cell("description", lambda cell: self.filled(text(cell, 4000)))
        moments = {name: at for name in MOMENTS if (at := self.cell(name, moment)) is not None}
        if "reported" not in moments and self.sound:
            self.refuse("reported", "没有填写。", "It is empty.")
        reported: At | None = moments.get("reported")
        category = self.cell("category", lambda cell: words.category(cell, day_of(reported.moment)) if reported else "")
        condition = self.cell(
            "condition",
            _known_word(
                words.conditions, 200, "立案条件", "filing condition", lambda code: words.of_category(code, category)
            ),
        )
        unit = self.cell("unit", _known_word(words.agencies, 120, "处置单位", "handling unit"))
        grid = self.cell("grid", lambda cell: _grid(cell, words.grids))
        outcome = self.cell("outcome", lambda cell: text(cell, 40))
        place = self._place()
        if not self.sound:
            return None
        found = "" if grid else _grid_at(place)
        return Line(
            self.row.number, platform, external, source, description, category, condition, grid or found, unit, outcome, place,
            moments, located=bool(found),
        )  # fmt: skip

    def _place(self) -> Place:
        address = self.cell("address", lambda cell: text(cell, 200)) or ""
        lon, lat = (self.cell(name, _degrees) for name in ("longitude", "latitude"))
        if lon is None and lat is None:
            return Place(address=address)
        system = self.cell("system", lambda cell: one_of(cell, _SYSTEMS, (each.value for each in System)))
        if lon is None or lat is None:
            self.refuse("longitude", "经度和纬度要一起填写。", "Longitude and latitude go together.")
        elif system is not None:
            try:
                at = stored(lon, lat, system)
            except ValueError as error:
                self.refuse("longitude", f"{error}。", f"There is no place ({lon}, {lat}).")
            else:
                return Place(at.lon, at.lat, lon, lat, system.value, address)
        return Place()


def _known_word(
    names: Names[str], most: int, zh: str, en: str, among: Callable[[str], bool] = lambda _: True
) -> Callable[[Any], str]:
    def meaning(cell: Any) -> str:
        said = text(cell, most)
        found = names.find(said, among) if said else ""
        if found is None:
            raise Wrong(f"没有名为“{said}”的{zh}，请核对或在方案中对应。", f"There is no {en} “{said}”; check it, or say in the profile what it means.")  # fmt: skip
        return found

    return meaning


def _grid(cell: Any, lengths: Iterable[int]) -> str:
    said = text(cell, 40)
    if said and not (said.isascii() and said.isdecimal() and len(said) in set(lengths)):
        raise Wrong(f"“{said}”不是单元网格编码。", f"“{said}” is no code of a unit grid.")
    return said


def _grid_at(place: Place) -> str:
    """The unit grid of a position, as at every other door; empty where there is none."""
    if place.longitude is None or place.latitude is None:
        return ""
    return grid_of(Position(place.longitude, place.latitude))


def _degrees(cell: Any) -> float | None:
    said = text(cell, 40)
    try:
        return float(said) if said else None
    except ValueError:
        raise Wrong(f"“{said}”不是度数。", f"“{said}” is no number of degrees.") from None
