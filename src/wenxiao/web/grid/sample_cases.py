"""Three months of cases of the sample district, the same every time: made in memory by ``grid.commands.act``, kept at once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from django.core.management.color import no_style
from django.db import connection

from wenxiao.grid.calendar import BEIJING
from wenxiao.grid.cases import fold
from wenxiao.grid.states import Pressing, Role, Source, State
from wenxiao.grid.transitions import Action
from wenxiao.web.core.clock import day_of
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.keeping import Log, Place, keep_many
from wenxiao.web.grid.limits import limits
from wenxiao.web.grid.models import Case, Photo, Reporter
from wenxiao.web.grid.sample_following import not_signed, pressed, reclassifying_asked, taken_back, void_asked
from wenxiao.web.grid.sample_photos import kept
from wenxiao.web.grid.sample_places import Cell, cells
from wenxiao.web.grid.sample_stories import (
    MATTERS,
    USUAL,
    Story,
    appealing,
    at_suspension,
    failed_check,
    hotline,
    merged,
    pending,
    public,
    returned,
    straight,
    video,
)  # fmt: skip
from wenxiao.web.grid.sample_telling import Enough, Telling, Who

#: From the first working day to the moment at which the sample stands.
FIRST, END = date(2026, 9, 1), datetime(2026, 11, 20, 17, 45, tzinfo=BEIJING)
#: Cases a working day, and on others.
BUSY, QUIET = 9, 2
#: Below this weight a story is told in its turn besides; how many straight cases are reported twice.
RARE, TWICE = 15, 0.04
_NAMES = ("匿名市民", "王女士", "李先生", "张先生", "陈女士")
_SPELT = {"1": "supervisor", "2": "supervisor2", "3": "supervisor3"}


@dataclass
class _Picture:
    """A photo that a step names before it is a row."""

    pk: str
    kind: str


@dataclass
class _Year:
    """What all tellings share."""

    people: dict[str, Who]
    chance: Random = field(default_factory=lambda: Random(20260901))
    pictures: list[_Picture] = field(default_factory=list)
    told: list[Telling] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def picture(self, kind: str) -> str:
        self.pictures.append(_Picture(str(len(self.pictures) + 1), kind))
        return self.pictures[-1].pk

    def tell(
        self,
        story: Story,
        matter: str,
        at: datetime,
        stop: State | None = None,
        beside: Telling | None = None,
        street: str = "",
    ) -> Telling:
        """One case; ``beside``: at the place of another; ``street``: the last figure of the street's code."""
        number = f"{at:%Y%m%d}{len(self.told) + 1:07}"
        choice = [cell for cell in _cells() if not street or cell.code[8] == street]
        cell = beside.cell if beside else self.chance.choice(choice)
        one = Telling(number, at, MATTERS[matter], cell, self.people, ground(), self.chance, self.picture, END, stop)
        self.places[number] = (
            _near(self.places[beside.number], self.chance) if beside else _somewhere(cell, self.chance)
        )
        self.words[number] = self.chance.choice(one.matter.words)
        with contextlib.suppress(Enough):
            story(one)
        if one.events:
            self.told.append(one)
        return one


@cache
def _cells() -> tuple[Cell, ...]:
    return tuple(cells())


def _somewhere(cell: Cell, chance: Random) -> Place:
    lon, lat = cell.somewhere(chance)
    return Place(lon, lat, lon, lat, "CGCS2000", f"{cell.road}{chance.randint(1, 180)}号附近（{cell.community}）")


def _near(place: Place, chance: Random) -> Place:
    assert place.longitude is not None
    assert place.latitude is not None
    lon, lat = (
        round(place.longitude + chance.uniform(-1e-4, 1e-4), 6),
        round(place.latitude + chance.uniform(-1e-4, 1e-4), 6),
    )
    return Place(lon, lat, lon, lat, "CGCS2000", place.address)


def _days() -> Iterator[tuple[date, int]]:
    calendar, day = ground().calendar, FIRST
    while day < END.date() - timedelta(days=2):
        noon = datetime.combine(day, time(12), BEIJING)
        working = calendar.worked(noon + timedelta(hours=12)) > calendar.worked(noon)
        yield day, BUSY if working else QUIET
        day += timedelta(days=1)


def _three_months(year: _Year) -> None:
    stories = [(story, matters) for story, matters, _ in USUAL]
    weights = [weight for _, _, weight in USUAL]
    rare = [(story, matters) for story, matters, weight in USUAL if weight < RARE]
    for number, (day, cases) in enumerate(_days()):
        begins = sorted(year.chance.uniform(8, 17.4) for _ in range(cases + year.chance.randint(-1, 1)))
        for hour in begins:
            at = datetime.combine(day, time(), BEIJING) + timedelta(minutes=round(hour * 60))
            story, matters = year.chance.choices(stories, weights)[0]
            one = year.tell(story, year.chance.choice(matters), at)
            if story is straight and year.chance.random() < TWICE and one.case is not None and len(one.events) > 3:
                _again(year, one)
        if number % 2:  # each of what is rare in its turn
            story, matters = rare[number // 2 % len(rare)]
            year.tell(story, year.chance.choice(matters), datetime.combine(day, time(9, 30), BEIJING))


def _again(year: _Year, first: Telling) -> None:
    """Reported again by the hotline while the first report waits to be handled; merged into it."""
    open_one = next(event for event in first.events if event.action is Action.DISPATCH)
    as_then = fold(first.events[: first.events.index(open_one) + 1])
    matter = next(name for name, one in MATTERS.items() if one is first.matter)
    year.tell(merged(as_then), matter, open_one.counted_at + timedelta(minutes=1), beside=first)


def _today(year: _Year) -> None:
    """What waits in every queue on the last day, some of it overdue."""
    friday = datetime(2026, 11, 20, tzinfo=BEIJING)

    def at(hour: float, days: int = 0) -> datetime:
        return friday - timedelta(days=days) + timedelta(minutes=round(hour * 60))

    for hour, matter in ((16.9, "rubbish"), (17.2, "stalls"), (17.45, "sewer"), (17.6, "litter")):
        year.tell(straight, matter, at(hour), State.REPORTED)
    for hour, matter in ((15.5, "dust"), (17.3, "building"), (17.55, "water")):
        year.tell(hotline if matter != "water" else public, matter, at(hour), State.REPORTED)
    for street, hour in (("1", 16.4), ("2", 17.1), ("3", 17.3), ("1", 17.35)):
        year.tell(video if hour == 17.1 else hotline, "rubbish", at(hour), State.PRE_CHECK, street=street)
    for hour, matter in ((15.8, "stalls"), (16.6, "dust"), (17.2, "river"), (17.3, "shops")):
        year.tell(straight, matter, at(hour), State.FILED)
    for matter in ("sewer", "river"):
        year.tell(returned, matter, at(15.0))
    for days, hour in ((0, 16.2), (0, 15.2), (1, 10.5)):
        for matter in ("rubbish", "stalls", "river", "sewer", "water"):
            year.tell(straight, matter, at(hour, days), State.DISPATCHED if days == 0 and hour > 16 else State.HANDLING)
    for street in "123":
        year.tell(straight, "litter", at(15.6), State.DISPATCHED, street=street)
        year.tell(straight, "shops", at(14.6), State.HANDLING, street=street)
        year.tell(straight, "building", at(9.5, 2), State.HANDLING, street=street)
        year.tell(straight, "building", at(9.5, 14), State.HANDLING, street=street)
    year.tell(pending(Action.ASK_EXTENSION, endorsed=False), "loose", at(14.3))
    year.tell(pending(Action.ASK_EXTENSION, endorsed=True), "loose", at(14.5))
    year.tell(pending(Action.ASK_SUSPENSION, endorsed=True), "building", at(10.2, 1))
    year.tell(pending(Action.ASK_SUSPENSION, endorsed=False), "building", at(10.4, 1))
    for days in (3, 8):
        year.tell(at_suspension, "building", at(9.2, days))
    year.tell(failed_check, "dust", at(9.1))
    for hour, matter in ((13.9, "rubbish"), (14.1, "stalls"), (14.2, "litter"), (9.0, "shops")):
        year.tell(straight, matter, at(hour, 1 if hour < 10 else 0), State.DISPOSED)
    for street in "1231":
        year.tell(_checked_by(_SPELT[street]), "rubbish", at(13.95), street=street)
    year.tell(_checked_by("inspector"), "stalls", at(14.0))
    for matter in ("rubbish", "shops", "litter"):
        year.tell(straight, matter, at(9.2, 1), State.TO_CLOSE)
    year.tell(appealing, "rubbish", at(9.0, 3))
    year.tell(appealing, "stalls", at(9.4, 3))
    first = year.tell(straight, "sewer", at(14.8), State.HANDLING)
    year.tell(hotline, "sewer", at(17.4), State.REPORTED, beside=first)  # reported twice, and nobody has noticed
    year.tell(straight, "missing", at(17.2), State.FILED)
    year.tell(_to_team, "missing", at(17.0))
    year.tell(void_asked, "dust", at(16.1))
    year.tell(void_asked, "rubbish", at(17.0))
    year.tell(not_signed, "dust", at(9.4, 9))
    year.tell(taken_back, "rubbish", at(10.3, 10))
    shops = MATTERS["shops"]
    year.tell(reclassifying_asked(shops.category, shops.condition), "rubbish", at(16.5))
    leader, late = (Pressing.LEADER, "区政府督查室", 24, False), (Pressing.OVERDUE, "", 4, False)
    year.tell(pressed(leader), "building", at(9.3, 1), street="1")
    year.tell(pressed(late), "building", at(9.6, 7))
    year.tell(pressed((Pressing.KEY, "", 8, True), late), "building", at(10.0, 8))
    year.tell(pressed((Pressing.KEY, "", 16, True)), "sewer", at(9.7, 1))


def _checked_by(login: str) -> Story:
    def told(t: Telling) -> None:
        t.report()
        t.file()
        t.dispatch()
        t.accept()
        t.dispose(0.5)
        t.stop = State.POST_CHECK
        t.check(login=login)

    return told


def _to_team(t: Telling) -> None:
    t.report()
    t.file(slow=0.4)
    t.pause(2)
    t.do(Action.DISPOSE_FIRST, "lead", unit="G90", reason="井口外露，危及行人，先行处置。")


def load_cases(people: dict[str, Who]) -> list[Case]:
    """Make the cases and keep them, with their photos and with who reported from outside. The caller holds the transaction."""
    year = _Year(people)
    _three_months(year)
    _today(year)
    rows = keep_many(
        Log(one.number, one.events, f"{year.words[one.number]}。", year.places[one.number]) for one in year.told
    )
    by_number = {row.number: row for row in rows}
    kinds = {picture.pk: picture.kind for picture in year.pictures}
    files = kept(sorted(set(kinds.values())))
    photos = []
    for one in year.told:
        row, place = by_number[one.number], year.places[one.number]
        for event in one.events:
            for name in event.photos:
                path, digest = files[kinds[name]]
                photos.append(
                    Photo(
                        pk=int(name), case=row, event=event.number, file=path, name=f"{event.occurred_at:%Y%m%d-%H%M}.jpg", sha256=digest,
                        taken_at=event.occurred_at, longitude=place.longitude, latitude=place.latitude,
                        added_by_id=int(event.actor), added_at=event.recorded_at,
                    )
                )  # fmt: skip
    Photo.objects.bulk_create(photos, batch_size=1000)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Photo]):
            cursor.execute(statement)
    outside = [row for row in rows if row.source in {Source.HOTLINE, Source.PUBLIC}]
    Reporter.objects.bulk_create(
        Reporter(
            case=row, name=_NAMES[number % len(_NAMES)], phone=f"1380000{number:04}",
            forget_on=day_of(row.reported_at) + timedelta(days=limits()["reporter_days"]),
        )
        for number, row in enumerate(outside)
    )  # fmt: skip
    return rows


def who(login_names: dict[str, tuple[int, str, str]]) -> dict[str, Who]:
    """The people as events name them, of their numbers, roles and agencies by login name."""
    return {login: Who(str(pk), Role(role), agency) for login, (pk, role, agency) in login_names.items()}
