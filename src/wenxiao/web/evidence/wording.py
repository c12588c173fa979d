"""What a snapshot asked, in words: the codes of a scope by their names, the choices of a question as the forms call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wenxiao.grid.buckets import Finish, View
from wenxiao.grid.rates import readings
from wenxiao.grid.scope import Scope
from wenxiao.performance.series import USES, Use
from wenxiao.web.core.say import say
from wenxiao.web.evidence.models import Snapshot
from wenxiao.web.grid.models import Agency
from wenxiao.web.people.models import User
from wenxiao.web.scoring.views import FINISH_NAMES
from wenxiao.web.territory.naming import street_names

VIEW_NAMES = {View.RAW: ("原始", "Raw"), View.ADJUSTED: ("调整后", "Adjusted")}


def names_in(scopes: Iterable[str]) -> dict[tuple[str, str], str]:
    """The names of the streets, agencies and people of some scopes, by part and code; a question to the database for each part."""
    read = [_read(text) for text in scopes]
    found: dict[tuple[str, str], str] = {}
    if any(one.street for one in read):
        found |= {("street", code): name for code, name in street_names().items()}
    if units := {one.unit for one in read if one.unit}:
        rows = Agency.objects.filter(code__in=units).values_list("code", "name")
        found |= {("unit", code): name for code, name in rows}
    if people := {int(one.person) for one in read if one.person.isdecimal()}:
        rows = User.objects.filter(pk__in=people).values_list("pk", "name")
        found |= {("person", str(pk)): name for pk, name in rows}
    return found


def _read(text: str) -> Scope:
    try:
        return Scope.read(text)
    except ValueError:  # of a series or a measure of the field work: no scope of cases
        return Scope()


def question_words(one: Snapshot) -> list[tuple[str, str]]:
    """The choices of a question with their names, in the order of the form."""
    told: Mapping[str, Any] = one.question
    found = []
    if one.kind == Snapshot.Kind.RATE:
        reading = readings().get(told.get("reading", ""))
        found = [
            (say("口径", "View"), say(*VIEW_NAMES[View(told.get("view", View.RAW))])),
            (say("处置完成于", "Handling ends with"), say(*FINISH_NAMES[Finish(told.get("finish", Finish.STRICT))])),
            (say("统计口径", "Cases of the period"), say(reading.zh, reading.en) if reading else ""),
        ]
    elif one.kind == Snapshot.Kind.SERIES:
        found = [
            (say("汇总方式", "Aggregation"), say(*USES[Use(told["use"])])),
            (say("下限", "At least"), told.get("low", "")),
            (say("上限", "At most"), told.get("high", "")),
        ]
    elif plans := told.get("plans"):
        cells = len({code for plan in plans for code in plan[1]})
        words = say(f"{len(plans)} 个计划，{cells} 个单元网格", f"{len(plans)} plans, {cells} unit grids")
        found = [(say("巡查计划（核算时）", "Plans of patrols, as they were"), words)]
    return [(name, words) for name, words in found if words]
