"""The side bar: the rooms of the cycle in its order, for those who may enter them."""

from __future__ import annotations

from dataclasses import dataclass
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
ROOMS = (
    Room("home", "待办", "To do", "home", ""),
    Room("overview", "全区概览", "Overview", "overview"),
    Room("register", "项目库", "Projects", "register.see", group=CYCLE),
    Room("ledger", "资金台账", "Ledger", "ledger.see"),
    Room("targets", "绩效目标", "Targets", "targets.see", "target"),
    Room("monitoring", "运行监控", "Monitoring", "monitoring.see", "monitoring"),
    Room("selfevaluation", "单位自评", "Self-evaluation", "selfevaluation.see", "self_evaluation"),
    Room("evaluation", "评价与复核", "Evaluation", "evaluation.see", "evaluation"),
    Room("problems", "问题整改", "Rectification", "problems.see", "problem"),
    Room("library", "指标库", "Indicators", "library.see", group=("工具", "Tools")),
    Room("people", "机构与人员", "People", "people.manage", group=("设置", "Settings")),
)


def menu(request: Any) -> list[dict[str, Any]]:
    """The rooms that this person may enter, with the counts of what waits for them."""
    from wenxiao.web.core.waiting import counts

    access = request.access
    rooms = [room for room in ROOMS if access.can(room.action)]
    waiting = counts(access) if rooms else {}
    here = max((reverse(room.url) for room in rooms if request.path.startswith(reverse(room.url))), key=len, default="")
    said: set[tuple[str, str]] = set()
    lines = []
    for room in rooms:
        heading = room.group if room.group and room.group not in said else None
        if heading:
            said.add(heading)
        lines.append(
            {
                "url": reverse(room.url),
                "words": say(room.zh, room.en),
                "heading": say(*heading) if heading else "",
                "count": waiting.get(room.machine, 0) if room.machine is not None else 0,
                "here": reverse(room.url) == here,
            }
        )
    return lines
