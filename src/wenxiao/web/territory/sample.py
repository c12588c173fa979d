"""The ground of the sample district: three streets of eight unit grids each, made up, which fit without gaps; six management grids
with their people, two of them short of somebody; components; a local category with its filing condition."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import sin

from wenxiao.grid.coordinates import Position, System
from wenxiao.grid.places import GridIndex
from wenxiao.grid.places import UnitGrid as Shape
from wenxiao.web.sample import YEAR, World
from wenxiao.web.territory.changes import changed
from wenxiao.web.territory.lookup import grid_of
from wenxiao.web.territory.models import (
    Change,
    Component,
    ComponentState,
    DutyGrid,
    GridAssignment,
    LocalCategory,
    LocalCondition,
    Staff,
    UnitGrid,
)

STANDARD = "GB/T 30428.1"
STREETS = ("530100001", "530100002", "530100003")
COMMUNITIES = {
    "530100001001": "银杏社区", "530100001002": "钟楼社区", "530100002001": "临江社区", "530100002002": "望江社区",
    "530100003001": "云桥社区", "530100003002": "石坊社区",
}  # fmt: skip
#: The corner in the north-west, and how wide and high a grid is, in degrees.
WEST, NORTH, WIDE, HIGH = 102.7900, 24.9200, 0.0042, 0.0037
_ROWS, _COLUMNS = 4, 6


def _corner(row: int, column: int) -> Position:
    """A corner that up to four grids share; streets are not straight."""
    return Position(
        round(WEST + column * WIDE + 0.0006 * sin(2.1 * row + 1.3 * column), 6),
        round(NORTH - row * HIGH + 0.0005 * sin(1.7 * column + 0.9 * row), 6),
    )


def outlines() -> dict[str, tuple[Position, ...]]:
    """Closed rings by code: numbered in each community from west to east, then from north to south."""
    made = {}
    for row in range(_ROWS):
        for column in range(_COLUMNS):
            code = f"{STREETS[column // 2]}{1 + row // 2:03}{1 + column % 2 + 2 * (row % 2):03}"
            ring = [
                _corner(row, column),
                _corner(row, column + 1),
                _corner(row + 1, column + 1),
                _corner(row + 1, column),
            ]
            made[code] = (*ring, ring[0])
    return dict(sorted(made.items()))


def inside(code: str, along: float = 0.5, down: float = 0.5) -> Position:
    """A position inside of a grid: how far from its west to its east, and from its north to its south."""
    a, b, c, d, _ = outlines()[code]
    top = (a.lon + (b.lon - a.lon) * along, a.lat + (b.lat - a.lat) * along)
    low = (d.lon + (c.lon - d.lon) * along, d.lat + (c.lat - d.lat) * along)
    return Position(round(top[0] + (low[0] - top[0]) * down, 6), round(top[1] + (low[1] - top[1]) * down, 6))


def load(world: World) -> None:
    lead = world.people["lead"]
    grids(lead)
    _components(world)
    _staff(world)
    _catalogue(lead)


def grids(lead: object) -> None:
    """The unit grids alone."""
    rings = outlines()
    areas = GridIndex(Shape(code, ring) for code, ring in rings.items()).areas()
    UnitGrid.objects.bulk_create(
        UnitGrid(
            code=code, standard=STANDARD, street=code[:9], community=code[:12], community_name=COMMUNITIES[code[:12]],
            outline=[list(point) for point in ring], given_outline=[list(point) for point in ring],
            given_system=System.CGCS2000, area=Decimal(round(areas[code])), west=min(p.lon for p in ring),
            east=max(p.lon for p in ring), south=min(p.lat for p in ring), north=max(p.lat for p in ring),
        )
        for code, ring in rings.items()
    )  # fmt: skip
    changed(Change.Part.GRIDS, f"导入单元网格 {len(rings)} 个", lead)


#: Number of the kind, name, code of the owner, how many a grid.
_KINDS = (
    ("0101", "上水井盖", "G26", 2),
    ("0102", "污水井盖", "G24", 2),
    ("0103", "雨水井盖", "G24", 2),
    ("0104", "雨水箅子", "G24", 1),
)


def _components(world: World) -> None:
    grids = {grid.code: grid for grid in UnitGrid.objects.all()}
    made, number = [], 0
    for code in grids:
        for kind, name, owner, how_many in _KINDS:
            for each in range(how_many):
                number += 1
                at = inside(code, 0.1 + 0.8 * ((number * 37) % 100) / 100, 0.1 + 0.8 * ((number * 61) % 100) / 100)
                state = Component.State.GOOD
                if number % 29 == 0:
                    state = (Component.State.BROKEN, Component.State.LOST, Component.State.UNUSED)[number // 29 % 3]
                made.append(
                    Component(
                        code=f"530100{kind}{number:06}",
                        standard="GB/T 30428.2-2013",
                        name=name,
                        state=state,
                        category=f"30428.2-2013:component:{kind}",
                        grid=grids[grid_of(at)],
                        owner=world.agencies[owner],
                        longitude=at.lon,
                        latitude=at.lat,
                        given_longitude=at.lon,
                        given_latitude=at.lat,
                        given_system=System.CGCS2000,
                        since=date(YEAR - 2, 6, 1 + each),
                    )
                )
    Component.objects.bulk_create(made)
    ComponentState.objects.bulk_create(
        ComponentState(component=one, state=one.state, note="年度普查", by=world.people["lead"])
        for one in made
        if one.state != Component.State.GOOD
    )
    changed(Change.Part.COMPONENTS, f"导入部件 {len(made)} 个", world.people["lead"])


#: Of each management grid: its street, its name, which communities' grids, whether it is a pilot.
_DUTY = (
    ("530100001", "银杏第一网格", ("530100001001",), True),
    ("530100001", "银杏第二网格", ("530100001002",), False),
    ("530100002", "临江第一网格", ("530100002001",), False),
    ("530100002", "临江第二网格", ("530100002002",), False),
    ("530100003", "云桥第一网格", ("530100003001",), True),
    ("530100003", "云桥第二网格", ("530100003002",), False),
)
_ENDED = date(YEAR, 6, 30)
#: Number, name, role, agency, login, in which management grids (counted from 1).
_PEOPLE = (
    ("C01", "邓远", "urban_management", "G21", "enforcer", (1, 2, 3)),
    ("C02", "龚平", "urban_management", "G21", "", (1, 2, 4)),
    ("C03", "施展", "urban_management", "G21", "", (3, 4, 5, 6)),
    ("C04", "章程", "urban_management", "G21", "", (5, 6)),
    ("H01", "毛勤", "sanitation", "G22", "sanitation", (1, 2)),
    ("H02", "万净", "sanitation", "G22", "", (1, 2)),
    ("H03", "蒋洁", "sanitation", "G22", "", (3, 4, 5)),
    ("H04", "苗清", "sanitation", "G22", "", (3, 4)),
    ("H05", "傅晨", "sanitation", "G22", "", (5, 6)),  # 云桥第二网格 has one only: a planted gap
    ("S01", "柯文", "community", "G11", "", (1,)),
    ("S02", "关宁", "community", "G11", "", (2,)),
    ("S03", "尤佳", "community", "G12", "", (3, 4)),
    ("S04", "翟敏", "community", "G13", "", (5, 6)),
    ("M01", "安石", "police", "G25", "", (1, 2)),
    ("M02", "雷鸣远", "police", "G25", "", (3, 4)),
    ("M03", "付卫", "police", "G25", "", (5, 6)),
    ("J01", "白杨", "supervisor", "G00", "supervisor", (1,)),
    ("J02", "乔木", "supervisor", "G00", "supervisor2", (2,)),
    ("J03", "夏禾", "supervisor", "G00", "supervisor3", (3,)),
    ("J04", "祝青", "supervisor", "G00", "", (4,)),  # ended in the middle of the year: a planted gap
    ("J05", "向阳", "supervisor", "G00", "", (5,)),
    ("J06", "沈川", "supervisor", "G00", "", (6,)),
)
_HEADS = {1: "S01", 2: "S02", 3: "S03", 4: "S03", 5: "S04", 6: "S04"}


def _staff(world: World) -> None:
    duty = {}
    for number, (street, name, communities, pilot) in enumerate(_DUTY, 1):
        duty[number] = DutyGrid.objects.create(code=f"{street}G{number:02}", name=name, street=street, pilot=pilot)
        duty[number].grids.set(UnitGrid.objects.filter(community__in=communities))
    staff = {
        number: Staff(
            number=number, name=world.people[login].name if login else name, role=role, agency=world.agencies[agency],
            user=world.people.get(login),
        )
        for number, name, role, agency, login, _ in _PEOPLE
    }  # fmt: skip
    Staff.objects.bulk_create(staff.values())
    since = date(YEAR, 1, 1)
    rows = [
        GridAssignment(
            staff=staff[number], duty=duty[of], role=role, since=since, until=_ENDED if number == "J04" else None
        )
        for number, _, role, _, _, grids in _PEOPLE
        for of in grids
    ]
    rows += [
        GridAssignment(staff=staff[who], duty=duty[of], role="grid_head", since=since) for of, who in _HEADS.items()
    ]
    GridAssignment.objects.bulk_create(rows)
    changed(Change.Part.STAFF, f"导入管理网格 {len(duty)} 个、人员 {len(staff)} 名", world.people["lead"])


def _catalogue(lead: object) -> None:
    LocalCategory.objects.create(
        standard="30428.2-2013", kind="event", code="0699", zh="共享单车乱停放", en="shared bicycles left about", group="其他事件"
    )  # fmt: skip
    LocalCondition.objects.create(
        code="bike-1", categories=["30428.2-2013:event:0699"], zh="占用盲道或消防通道", en="blocks a tactile path or fire lane",
        limit="2工作时", closing="已清移", closing_en="taken away", urgent=False,
    )  # fmt: skip
    LocalCondition.objects.create(
        code="bike-2", categories=["30428.2-2013:event:0699"], zh="停放点外堆积 10 辆以上", en="ten or more outside of their place",
        limit="1工作日", closing="已清理并摆放整齐", closing_en="cleared and put in order",
    )  # fmt: skip
    changed(Change.Part.CATALOGUE, "新增本地类别 共享单车乱停放", lead)
