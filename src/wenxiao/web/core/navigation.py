"""The side bar: the rooms of the cycle in its order, for those who may enter them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse

from wenxiao.web.core.say import say


@dataclass(frozen=True, slots=True)
class Room:
    """One line of the side bar. ``action`` opens it; ``machine`` is counted beside it: what waits for this person there."""

    url: str
    zh: str
    en: str
    action: str
    machine: str | None = None
    group: tuple[str, str] | None = None  # a heading above it


CYCLE = ("绩效周期", "Cycle")
SETTINGS = ("设置", "Settings")
GRID = ("网格", "Grid")
ROOMS = (
    Room("home", "待办", "To do", "home", ""),
    Room("overview", "全区概览", "Overview", "overview"),
    Room("register", "项目库", "Projects", "register.see", group=CYCLE),
    Room("ledger", "资金台账", "Ledger", "ledger.see"),
    Room("targets", "绩效目标", "Targets", "targets.see", "target"),
    Room("monitoring", "运行监控", "Monitoring", "monitoring.see", "monitoring"),
    Room("selfevaluation", "单位自评", "Self-evaluation", "selfevaluation.see", "self_evaluation"),
    Room("evaluation", "评价与复核", "Evaluation", "evaluation.see", "evaluation"),
    Room("reports", "绩效报告", "Reports", "reports.see", "report"),
    Room("problems", "问题整改", "Rectification", "problems.see", "problem"),
    Room("disclosure", "公开", "Disclosure", "disclosure.see", "release"),
    Room("grid-board", "网格指挥", "Command", "command.board", group=GRID),
    Room("grid", "案件", "Cases", "grid.see", group=GRID),
    Room("fieldwork", "日常工作", "Field work", "fieldwork.see", group=GRID),
    Room("warnings", "预警与应急", "Warnings", "command.see", group=GRID),
    Room("territory", "网格与目录", "Grids and catalogue", "territory.see", group=GRID),
    Room("scoring", "考核通报", "Scores", "scoring.see", group=GRID),
    Room("snapshots", "佐证", "Evidence", "evidence.see", group=GRID),
    Room("desk", "文档审查", "Documents", "desk.see", "document", group=("审查", "Review")),
    Room("library", "指标库", "Indicators", "library.see", group=("工具", "Tools")),
    Room("exchange", "数据对接", "Exchange", "exchange.import"),
    Room("platforms", "案件台账导入", "Ledgers of cases", "platforms.import"),
    Room("open311-keys", "公众接口", "Open311", "open311.manage", group=SETTINGS),
    Room("agencies", "责任单位与岗位", "Agencies and posts", "grid.people", group=SETTINGS),
    Room("people", "机构与人员", "People", "people.manage", group=SETTINGS),
)


@cache
def _address(room: str) -> str:
    """Of a room; asked for all of them at every page, and always the same."""
    return reverse(room)


def menu(request: Any) -> list[dict[str, Any]]:
    """The rooms that this person may enter, with the counts of what waits for them."""
    from wenxiao.web.core.waiting import counts

    access = request.access
    rooms = [room for room in ROOMS if access.can(room.action)]
    waiting = counts(access) if rooms else {}
    here = max(
        (_address(room.url) for room in rooms if request.path.startswith(_address(room.url))), key=len, default=""
    )
    said: set[tuple[str, str]] = set()
    lines = []
    for room in rooms:
        heading = room.group if room.group and room.group not in said else None
        if heading:
            said.add(heading)
        lines.append(
            {
                "url": _address(room.url),
                "words": say(room.zh, room.en),
                "heading": say(*heading) if heading else "",
                "count": waiting.get(room.machine, 0) if room.machine is not None else 0,
                "here": _address(room.url) == here,
            }
        )
    return lines
