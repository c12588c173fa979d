"""Three months of field work of the sample district, the same every time: rounds with gaps, samples, shops with duplicates, sites of which
some are never put in order, a training of which more was claimed than signed, meetings with an action that is late."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from wenxiao.grid.calendar import BEIJING
from wenxiao.web.fieldwork.models import Beat, Contract, Patrol, Visit
from wenxiao.web.fieldwork.sample_gatherings import load_gatherings
from wenxiao.web.fieldwork.sample_inspections import load_inspections
from wenxiao.web.fieldwork.sample_register import load_shops, load_sites
from wenxiao.web.grid.models import Agency
from wenxiao.web.sample import YEAR, World

FIRST, LAST = date(YEAR, 9, 1), date(YEAR, 11, 20)
COMPANY = "G31"
#: Name, beginning of the codes of its grids, duty grid, visits of each grid a day, login name of who walks it.
BEATS = (
    ("银杏街道日常巡查", "530100001", 2, "supervisor"),
    ("临江街道日常巡查", "530100002", 1, "supervisor2"),
    ("云桥街道日常巡查", "530100003", 1, "supervisor3"),
)


def load(world: World) -> None:
    chance = Random(20260902)
    _patrols(world, chance)
    load_inspections(world)
    load_shops(world, chance)
    load_sites(world)
    load_gatherings(world, chance)


def unit_grids(street: str) -> list[str]:
    """The codes of a street's eight unit grids."""
    return [f"{street}{community:03}{number:03}" for community in (1, 2) for number in (1, 2, 3, 4)]


def _patrols(world: World, chance: Random) -> None:
    company = world.agencies[COMPANY] = Agency.objects.create(
        code=COMPANY, name="云安城市服务有限公司", kind=Agency.Kind.COMPANY, level="district", connected=False, assessed=False,
    )  # fmt: skip
    contract = Contract.objects.create(
        agency=company, title="三街道网格巡查服务合同", number="星网采〔2026〕3号", since=date(YEAR, 1, 1), until=date(YEAR, 12, 31),
        amount=Decimal("288000.00"), year=world.years["530100-0001", YEAR], changed_by=world.people["lead"],
    )  # fmt: skip
    rows, came = [], []
    for name, street, visits, login in BEATS:
        beat = Beat.objects.create(
            name=name, grids=unit_grids(street), rounds=2, visits=visits, since=FIRST, contract=contract, changed_by=world.people["lead"],
        )  # fmt: skip
        for day in range((LAST - FIRST).days + 1):
            on = FIRST + timedelta(days=day)
            for start in _starts(street, on, chance):
                row = Patrol(beat=beat, person=world.people[login], started_at=start, recorded_at=start)
                at = start
                for grid in beat.grids if chance.random() > 0.08 else beat.grids[: chance.randint(3, 7)]:
                    at += timedelta(minutes=chance.randint(9, 18))
                    came.append((row, grid, at))
                row.ended_at = at + timedelta(minutes=chance.randint(3, 10))
                rows.append(row)
    made = Patrol.objects.bulk_create(rows, batch_size=1000)
    keys = {id(row): one.pk for row, one in zip(rows, made, strict=True)}
    Visit.objects.bulk_create((Visit(patrol_id=keys[id(row)], grid=grid, at=at, recorded_at=at) for row, grid, at in came), batch_size=1000)  # fmt: skip


def _starts(street: str, on: date, chance: Random) -> list[datetime]:
    """When rounds began on a day: two, but one on a Sunday, none in the week in which nobody walked in the third street."""
    if street == "530100003" and date(YEAR, 10, 12) <= on <= date(YEAR, 10, 16):
        return []
    hours = (8, 14) if on.weekday() < 6 and chance.random() > 0.04 else (9,)
    return [datetime.combine(on, time(hour, chance.randint(2, 25)), BEIJING) for hour in hours]
