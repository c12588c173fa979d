"""Samples of the sample district: one of grids that is done, with missed cases; one of closed cases; one of which most waits."""

from __future__ import annotations

from datetime import date

from wenxiao.grid.states import Role, State
from wenxiao.grid.transitions import Action
from wenxiao.web.core.clock import now, travelling
from wenxiao.web.fieldwork import inspecting
from wenxiao.web.fieldwork.models import Drawing, Item
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.keeping import Actor, perform
from wenxiao.web.grid.models import Case
from wenxiao.web.sample import YEAR, World

RUBBISH, TRADING = "47678.5-2026:item:06010", "47678.5-2026:item:09006"
#: What the inspectors found that no supervisor had reported.
MISSED = (
    (RUBBISH, "绿化带内堆放建筑垃圾约2立方米", "背街小巷"),
    (TRADING, "三轮车占用人行道售卖水果", "学校门口"),
    (RUBBISH, "垃圾收集点满溢，周边散落", "农贸市场后门"),
)


def load_inspections(world: World) -> None:
    inspector = Actor(world.people["inspector"], Role.INSPECTOR, world.agencies["G00"])
    _grids(world, inspector)
    _closed(inspector)
    with travelling(date(YEAR, 11, 18)):
        waiting = inspecting.draw(
            Drawing.Kind.GRID, date(YEAR, 11, 12), date(YEAR, 11, 18), 5, inspector.user, "20261118"
        )
    with travelling(date(YEAR, 11, 19)):
        inspecting.hand_in(waiting.items.first(), inspector, "", "街面整洁。")


def _grids(world: World, inspector: Actor) -> None:
    """Eight grids: in some the inspector sees what a supervisor had reported, in three what nobody had."""
    with travelling(date(YEAR, 10, 20)):
        drawing = inspecting.draw(Drawing.Kind.GRID, date(YEAR, 10, 12), date(YEAR, 10, 20), 12, inspector.user, "20261020")  # fmt: skip
    missed = list(MISSED)
    for number, item in enumerate(drawing.items.all()):
        with travelling(date(YEAR, 10, 21)):
            for case in _open_then(item)[:2]:
                seen = inspecting.find(item, inspector.user, case.grid, case.category, case.description[:500], case.address, None)  # fmt: skip
                inspecting.match(seen, case)
            if missed and number % 3 == 0:
                category, words, address = missed.pop()
                found = inspecting.find(item, inspector.user, item.key, category, words, address, None)
                row = inspecting.miss(found, inspector).missed
                condition = ground().catalogue.conditions_of(category)[0]
                perform(row, _post(world, "acceptor", Role.ACCEPTOR), Action.FILE, grid=item.key, category=category, condition=condition.code)  # fmt: skip
                perform(row, _post(world, "dispatcher", Role.DISPATCHER), Action.DISPATCH, unit="G22")
            inspecting.hand_in(item, inspector, "", "")


def _open_then(item: Item) -> list[Case]:
    """What supervisors had reported there and nobody had solved, as it was on that day."""
    at = now()
    rows = inspecting.near([item.key]).filter(reported_at__lte=at, filed_at__isnull=False).exclude(feedback_at__lte=at)
    return list(rows.exclude(state__in=(State.MERGED, State.VOID)).order_by("pk"))


def _closed(inspector: Actor) -> None:
    """Six closed cases, of which one was not solved."""
    with travelling(date(YEAR, 11, 10)):
        drawing = inspecting.draw(Drawing.Kind.CLOSED, date(YEAR, 11, 2), date(YEAR, 11, 8), 6, inspector.user, "20261110")  # fmt: skip
    for number, item in enumerate(drawing.items.all()):
        with travelling(date(YEAR, 11, 11)):
            bad = number == 2
            inspecting.hand_in(
                item, inspector, "unsolved" if bad else "solved", "清运不彻底，现场仍有散落。" if bad else ""
            )


def _post(world: World, login: str, role: Role) -> Actor:
    return Actor(world.people[login], role, world.agencies["G00"])
