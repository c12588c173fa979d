"""The cycle of the made-up district: targets, a monitoring round, self-evaluations, evaluations, problems, and the record of steps.

Of 50,000 project-years: those of the last two years have targets, of the last one a report in the round of July, of the one before a
self-evaluation, every fifth of these a problem, every fiftieth an evaluation. Written past the doors, like the ledger's entries.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType

from wenxiao.web.core.models import Stateful
from wenxiao.web.monitoring.models import Monitoring
from wenxiao.web.people.models import Organisation
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.targets.models import TargetSet

Rows = Sequence[Sequence[object]]
Write = Callable[[str, str, Rows], None]
#: Key, first and second level, name, nature, target, unit, points.
INDICATORS = (
    ("a", "产出", "数量指标", "巡查次数", "ge", 240, "次", 20),
    ("b", "产出", "质量指标", "验收合格率", "ge", 98, "%", 20),
    ("c", "产出", "时效指标", "平均处置时间", "le", 24, "小时", 10),
    ("d", "效益", "社会效益指标", "覆盖居民户数", "ge", 1200, "户", 30),
    ("e", "满意度", "服务对象满意度指标", "居民满意度", "ge", 90, "%", 10),
)
#: States with how many of a hundred are in them.
TARGETS = (
    ("approved", 90),
    ("draft", 4),
    ("submitted", 2),
    ("at_department", 1),
    ("at_finance", 1),
    ("at_performance", 2),
)
REPORTS = (("closed", 60), ("issued", 20), ("filled", 5), ("at_department", 5), ("at_finance", 8), ("correcting", 2))
OWN = (("accepted", 70), ("draft", 15), ("submitted", 5), ("at_department", 5), ("at_finance", 5))
TROUBLE = (("closed", 50), ("open", 20), ("planned", 10), ("rectifying", 15), ("reported", 5))
GRADES = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))
STATE = "state, revision, passes, changed_at, changed_by_id"


def make(write: Write, years: Sequence[tuple[int, int, int, int]], last: int, user: int, at: datetime) -> None:
    """Fill the rooms for (key, project, year, unit) of ``years``."""
    of = {year: [row[0] for row in years if row[2] == year] for year in (last - 1, last)}
    sets = dict(enumerate((*of[last - 1], *of[last]), 1))
    stated = {pk: _drawn(TARGETS) for pk in sets}

    def stateful(state: str) -> tuple[object, ...]:
        return state, 3, "{}", at, user

    write("targets_targetset", f"id, year_id, version, goal, reason, approved_at, {STATE}", [(pk, year, 1, "完成年度养护任务，群众满意。", "", at if stated[pk] == "approved" else None, *stateful(stated[pk])) for pk, year in sets.items()])  # fmt: skip
    lines = [(pk, place, *line) for pk in sets for place, line in enumerate(INDICATORS)]
    write("targets_indicator", 'target_set_id, "order", key, level1, level2, name, nature, target, unit, weight, text, core, method, evidence', [(*line, "", False, "", "台账") for line in lines])  # fmt: skip
    ready = {year: pk for pk, year in sets.items() if stated[pk] == "approved"}
    reports = _round(write, [(year, ready[year]) for year in of[last] if year in ready], last, user, stateful)
    own = _own(write, [(year, ready[year]) for year in of[last - 1] if year in ready], last, at, stateful)
    _problems(write, [year for year in of[last - 1] if year % 5 == 0], last, user, at, stateful)
    things = [(TargetSet, pk, year, stated[pk]) for pk, year in sets.items()]
    things += [(Monitoring, *one) for one in reports] + [(SelfEvaluation, *one) for one in own]
    columns = "machine, content_type_id, object_id, year_id, action, source, target, actor_id, role, at, comment, before_hash, after_hash, snapshot"  # fmt: skip
    write("core_event", columns, list(_events(things, user, at)))


def _round(
    write: Write, ready: Rows, year: int, user: int, stateful: Callable[[str], tuple[object, ...]]
) -> list[tuple[int, int, str]]:
    """A report of each in the round of July; their keys, years and states."""
    top = Organisation.objects.get(kind="jurisdiction").pk
    write("monitoring_round", "id, jurisdiction_id, year, month, opens, due, issued_by_id", [(1, top, year, 7, date(year, 8, 1), date(year, 12, 5), user)])  # fmt: skip
    made = [(pk, of, targets, _drawn(REPORTS)) for pk, (of, targets) in enumerate(ready, 1)]
    lights = {pk: "" if state == "issued" else _drawn((("green", 80), ("yellow", 15), ("red", 5))) for pk, _, _, state in made}  # fmt: skip
    write("monitoring_monitoring", f"id, year_id, round_id, target_set_id, expected_spending, remark, light, {STATE}", [(pk, of, 1, targets, 1_000_000, "按计划进行。", lights[pk], *stateful(state)) for pk, of, targets, state in made])  # fmt: skip
    write("monitoring_progress", "monitoring_id, key, value, text, forecast, likelihood, cause, explanation, light", [(pk, line[0], line[5], "", line[5], "certain", "", "", lights[pk]) for pk, *_ in made for line in INDICATORS])  # fmt: skip
    return [(pk, of, state) for pk, of, _, state in made]  # type: ignore[misc]


def _own(
    write: Write, ready: Rows, last: int, at: datetime, stateful: Callable[[str], tuple[object, ...]]
) -> list[tuple[int, int, str]]:
    made = [(pk, of, targets, _drawn(OWN)) for pk, (of, targets) in enumerate(ready, 1)]
    values = []
    for pk, of, targets, state in made:
        total = random.randrange(5500, 10_001)
        grade = next(name for low, name in GRADES if total >= low * 100)
        sent = state != "draft"
        kept = '{"revised": "1000000.00", "paid": "900000.00", "arrived": "1000000.00", "original": "1000000.00"}'
        values.append((pk, of, targets, "任务完成。", "", "", "", date(last, 3, 31), f"{total / 100:.2f}" if sent else None, grade if sent else "", kept if sent else None, "[]", 0, 0, at if sent else None, *stateful(state)))  # fmt: skip
    write("selfevaluation_selfevaluation", f"id, year_id, target_set_id, outcome, problems, measures, execution_reason, due, total, grade, position, said, errors, warnings, submitted_at, {STATE}", values)  # fmt: skip
    write("selfevaluation_actualrow", "self_evaluation_id, key, value, answer, reason", [(pk, line[0], line[5], "", "") for pk, *_ in made for line in INDICATORS])  # fmt: skip
    judged = [(of, total, grade) for (_, of, _, _, _, _, _, _, total, grade, *_) in values[::50] if total]
    write("evaluation_evaluation", f"year_id, kind, framework, lead, conflict, plan, report, comment, total, grade, {STATE}", [(of, "finance", "national-2020", "", "", "", "", "", total, grade, *stateful("final")) for of, total, grade in judged])  # fmt: skip
    return [(pk, of, state) for pk, of, _, state in made]  # type: ignore[misc]


def _problems(
    write: Write,
    years: Sequence[int],
    last: int,
    user: int,
    at: datetime,
    stateful: Callable[[str], tuple[object, ...]],
) -> None:
    values = []
    for number, year in enumerate(years):
        state = _drawn(TROUBLE)
        values.append((year, "review", "", "", f"第{number}号问题：台账没有按月更新。", date(last, 1 + number % 12, 28), "张三", "补记台账。", "", user, at, at if state == "closed" else None, *stateful(state)))  # fmt: skip
    write("problems_problem", f"year_id, origin, rule, finding, text, due, owner, measure, result, raised_by_id, raised_at, closed_at, {STATE}", values)  # fmt: skip


def _events(
    things: Sequence[tuple[type[Stateful], int, int, str]], user: int, at: datetime
) -> Iterator[tuple[object, ...]]:
    """Of each thing that has gone on the step to where it stands."""
    kinds = {model: ContentType.objects.get_for_model(model).pk for model in {thing[0] for thing in things}}
    for model, pk, year, state in things:
        if state not in ("draft", "issued"):
            yield model.machine, kinds[model], pk, year, "approve", "filled" if model is Monitoring else "submitted", state, user, "performance", at, "", "0" * 64, "1" * 64, "{}"  # fmt: skip


def _drawn(states: Sequence[tuple[str, int]]) -> str:
    names, shares = zip(*states, strict=True)
    return str(random.choices(names, shares)[0])
