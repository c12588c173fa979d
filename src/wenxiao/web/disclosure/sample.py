"""Releases of the sample district over two years: a corrected one, one with the unit's reply, one that the gate holds back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from wenxiao.performance.disclosure import GoesWith
from wenxiao.performance.lifecycle import Role
from wenxiao.web.core.clock import travelling
from wenxiao.web.core.policy import Access
from wenxiao.web.core.workflow import advance
from wenxiao.web.disclosure import gating, publishing
from wenxiao.web.disclosure.models import Approval, Release, Screened
from wenxiao.web.people.sample import DISTRICT
from wenxiao.web.register.models import Project
from wenxiao.web.sample import YEAR, World
from wenxiao.web.selfevaluation.sample import person

#: The days of approval: of which year, what, when.
APPROVALS = (
    (YEAR - 1, GoesWith.BUDGET, date(YEAR - 1, 2, 12)),
    (YEAR, GoesWith.BUDGET, date(YEAR, 2, 11)),
    (YEAR - 1, GoesWith.ACCOUNTS, date(YEAR, 9, 4)),
)
SCREENED = ("内部掌握", "不予公开")

#: Kind, project, year, and the day on which it was submitted; it is published three days later.
PUBLISHED = (
    *(("targets", code, YEAR - 1, date(YEAR - 1, 2, 24)) for code in ("530100-0001", "530100-0002", "530100-0003", "530100-0005", "530100-0006", "530100-0009", "530100-0010")),
    *(("targets", code, YEAR, date(YEAR, 2, 25)) for code in ("530100-0001", "530100-0002", "530100-0003", "530100-0005", "530100-0006", "530100-0008", "530100-0009")),
    *(("self_evaluation", code, YEAR - 1, date(YEAR, 9, 14)) for code in ("530100-0001", "530100-0002", "530100-0003", "530100-0005", "530100-0009")),
    ("evaluation", "530100-0003", YEAR - 1, date(YEAR, 9, 21)),
)  # fmt: skip
#: The self-evaluation that was first published with a slip of the pen, what was slipped, and why there is a second version.
CORRECTED, RIGHT, WRONG = "530100-0001", "216个网格", "261个网格"
REASON = "主要内容中的网格数量原误写为261个，更正为216个；资金、指标和得分没有变化。"
REPLY = "有5场活动兼有讲座和展览，两类各计一次，活动总数按场次计为120场。"
ASKED = "已经保密审查，同意公开。"


def load(world: World) -> None:
    office = world.people["performance"]
    for year, what, day in APPROVALS:
        Approval.objects.create(
            organisation=world.organisations[DISTRICT], year=year, what=what.value, approved_on=day, entered_by=office
        )
    for word in SCREENED:
        Screened.objects.create(word=word, entered_by=office)
    right = Project.objects.get(code=CORRECTED).purpose
    for kind, code, year, day in PUBLISHED:
        slipped = kind == "self_evaluation" and code == CORRECTED
        if slipped:
            Project.objects.filter(code=CORRECTED).update(purpose=right.replace(RIGHT, WRONG))
        _publish(world, kind, world.years.get((code, year)), day)
        if slipped:
            Project.objects.filter(code=CORRECTED).update(purpose=right)
    corrected = world.years.get((CORRECTED, YEAR - 1))
    if corrected is not None:
        _publish(world, "self_evaluation", corrected, date(YEAR, 10, 12), REASON)
    held = world.years.get(("530100-0010", YEAR - 1))
    if held is not None and _ready(held, "self_evaluation"):
        with travelling(date(YEAR, 9, 15)):
            publishing.prepare("self_evaluation", held.pk, person(world, held, Role.CLERK).user)


def _ready(year: Any, kind: str) -> int | None:
    """The subject of this kind of a project-year, where it can be released."""
    from wenxiao.web.disclosure import sources
    from wenxiao.web.register.models import ProjectYear

    source = sources.find(kind)
    rows = source.ready(ProjectYear.objects.filter(pk=year.pk)) if source else ()
    return next((subject for subject, *_ in rows), None)


def _publish(world: World, kind: str, year: Any, day: date, reason: str = "") -> None:
    subject = _ready(year, kind) if year is not None else None
    if subject is None:
        return
    finance = kind == "evaluation"
    clerk = person(world, year, Role.DEPARTMENT if finance else Role.CLERK)
    head = world.access("performance") if finance else person(world, year, Role.HEAD)
    with travelling(day):
        release = publishing.prepare(kind, subject, clerk.user, reason)
        _answer(release)
        advance(release, "submit", clerk)
    with travelling(day + timedelta(days=2)):
        _step(release, "approve", head)
    with travelling(day + timedelta(days=3)):
        _step(release, "publish", head)


def _step(release: Release, action: str, who: Access) -> None:
    advance(Release.objects.get(pk=release.pk), action, who)


def _answer(release: Release) -> None:
    """Reasons for what the gate asks of, and the reply to the first finding, where the unit chose to publish one."""
    release.passes = {item.id: ASKED for item in gating.items(release) if item.asks_reason}
    findings = release.checked["findings"]
    if release.kind == "self_evaluation" and findings:
        release.replies = {**release.replies, findings[0]["id"]: {"text": REPLY, "public": True}}
    release.save()
