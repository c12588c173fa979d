"""Self-evaluations of the sample district: those of the finished year, made up from whatever targets were approved for it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from wenxiao.performance.lifecycle import Role
from wenxiao.performance.target_form import Nature
from wenxiao.quantities.paper import plain, rounded
from wenxiao.web.core.auditing import blocking
from wenxiao.web.core.clock import now, travelling
from wenxiao.web.core.policy import Access
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.core.workflow import advance
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.sample import YEAR, World
from wenxiao.web.selfevaluation.models import ActualRow, Evidence, SelfEvaluation
from wenxiao.web.selfevaluation.scored import scored
from wenxiao.web.selfevaluation.starting import start


@dataclass(frozen=True, slots=True)
class Story:
    """How a year went: the share of each target that was reached; what the first quantity came to instead, and why."""

    share: str = "1.01"
    first: str = ""
    why: str = ""
    manual: str = "0.9"  # share of the points that a qualitative indicator gets
    problems: str = ""
    measures: str = ""
    also: str = ""  # said of the goal beside the figures


#: By project code. 0002 has full marks wherever the money was spent in full, 0005 went badly, 0003 did much more than planned.
STORIES = {
    "530100-0001": Story("1.005"),
    "530100-0002": Story("1.00", manual="1"),
    "530100-0003": Story("1.01", "1.46", "年中新接收两条市政道路，按程序追加清扫面积，未追加人员。"),
    "530100-0005": Story(
        "0.62", "0.48", "汛期提前，清淤作业面连续停工五十余天；截污管材料到货延迟。", "0.65",
        "施工组织与汛期衔接不够，年度任务未完成。", "调整施工时序，汛前完成主河道作业；材料提前两个月订货。",
    ),
    "530100-0006": Story("1.01", "0.93", "两处水质监测点因断面改造停测三个月。", "0.75"),
    "530100-0009": Story("1.02", also="举办阅读活动120场，其中讲座45场、展览30场、亲子阅读50场。"),
    "530100-0010": Story(
        "0.985", why="流动人口建档周期较长，年末部分档案尚在核验。",
        problems="回访发现个别档案未更新，如受访群众手机13800138000对应的档案。", measures="逐户核对后更新档案。",
    ),
}  # fmt: skip

_TEXT = "自评佐证材料（示例）\n项目：{name}\n指标：{indicator}\n说明：本文件为示例区虚构材料。\n"


def load(world: World) -> None:
    for (code, year), project_year in world.years.items():
        if year == YEAR - 1 and code in STORIES and project_year.target_sets.filter(state="approved").exists():
            _evaluated(world, project_year, STORIES[code])
    this_year = world.years.get(("530100-0001", YEAR))
    if this_year is not None and this_year.target_sets.filter(state="approved").exists():
        with travelling(date(YEAR, 11, 16)):
            _begun(world, this_year)


def person(world: World, year: ProjectYear, role: Role) -> Access:
    """Somebody of the sample who has this role for a project-year."""
    return next(made for made in map(Access, world.people.values()) if role in made.roles_for(year))


def _evaluated(world: World, year: ProjectYear, story: Story) -> None:
    clerk = person(world, year, Role.CLERK)
    with travelling(date(YEAR, 1, 15)):
        one = start(year, world.people["performance"], date(YEAR, 3, 15))
    with travelling(date(YEAR, 2, 6)):
        _fill(one, story, clerk.user)
        advance(one, "submit", clerk)
    for day, role, action, said in (
        (date(YEAR, 2, 9), Role.HEAD, "approve", ""),
        (date(YEAR, 3, 3), Role.DEPARTMENT, "approve", "资料齐全，同意报财政。"),
        (date(YEAR, 3, 20), Role.BUSINESS, "accept", ""),
    ):
        with travelling(day):
            advance(one, action, person(world, year, role), said)


def _begun(world: World, year: ProjectYear) -> None:
    """A draft that a careful clerk has begun before the year is out."""
    clerk = person(world, year, Role.CLERK)
    one = start(year, clerk.user)
    for indicator in list(one.target_set.plain().indicators)[:3]:
        _row(one, indicator, Story("0.88", why="统计至11月15日，全年数待年终填报。")).save()


def _fill(one: SelfEvaluation, story: Story, user: Any) -> None:
    indicators = one.target_set.plain().indicators
    for at, indicator in enumerate(indicators):
        first = bool(story.first) and at == 0
        _row(one, indicator, story, Decimal(story.first) if first else None).save()
    done = "，".join(f"{indicator.name}{_said(one, indicator)}" for indicator in indicators[:4])
    one.outcome = f"对照年度目标，{done}。{story.also}"
    one.problems, one.measures = story.problems, story.measures
    form = scored(SelfEvaluation.objects.get(pk=one.pk))
    if form.execution.asks_reason:
        one.execution_reason = story.why or "部分合同按约定在次年一季度办理结算。"
    one.save()
    for line in form.lines[:2]:
        content = _TEXT.format(name=one.year.project.name, indicator=line.name).encode()
        Evidence.objects.create(
            self_evaluation=one, key=line.key, name=f"{line.name}统计表.txt", file=ContentFile(content, "sample.txt"),
            sha256=hashlib.sha256(content).hexdigest(), size=len(content), added_by=user, added_at=now(),
        )  # fmt: skip
    for line in form.lines:
        if line.needs_reason:
            row = one.actuals.get(key=line.key)
            row.reason = story.why or "全年统计口径按季度汇总，与目标值略有差异。"
            row.save()
    fresh = SelfEvaluation.objects.get(pk=one.pk)
    one.passes = {said.id: "数据取自年终决算，以决算口径为准。" for said in blocking(fresh.audit(), {})}
    one.save()


def _said(one: SelfEvaluation, indicator: Any) -> str:
    row = one.actuals.get(key=indicator.key).plain()
    if indicator.nature is Nature.QUALITATIVE:
        return f"：{row.answer}"
    value = row.value if row.value is not None else row.quotient(indicator.unit)
    return "" if value is None else f" {plain(rounded(value, 2))}{indicator.unit}"


def _row(one: SelfEvaluation, indicator: Any, story: Story, share: Decimal | None = None) -> ActualRow:
    """What was reached of one indicator in this story."""
    row = ActualRow(self_evaluation=one, key=indicator.key)
    share = share or Decimal(story.share)
    if indicator.nature is Nature.EQUAL:  # nobody patrols a grid that there is not
        share = min(share, Decimal(1))
    if indicator.nature is Nature.QUALITATIVE:
        part = Decimal(story.manual)
        answer = next(each for each in regime_of(one.year).answers if part >= each.low)
        row.answer, row.manual = answer.label, rounded(indicator.weight * part, 2)
        row.reason = "根据年度考核、现场抽查和群众来信情况综合评定。"
        return row
    target = indicator.target
    if target is None:
        return row
    if indicator.nature is Nature.RANGE:
        row.value = rounded(target + ((indicator.upper or target) - target) * Decimal("0.4"), 2)
    elif indicator.nature is Nature.AT_MOST:
        row.value = rounded(target * (2 - share) if share < 1 else target * Decimal("0.96"), 2)
    elif indicator.percent:
        # Percentages come from their parts, and never exceed the whole.
        whole = Decimal(400 + int(hashlib.sha256(indicator.name.encode()).hexdigest()[:4], 16) % 4200)
        row.numerator = min(whole, (whole * target * share / 100).to_integral_value())
        if share >= 1:
            row.numerator = max(
                row.numerator, min(whole, (whole * target / 100).to_integral_value(rounding="ROUND_CEILING"))
            )
        row.denominator = whole
    else:
        value = target * share
        whole_number = target == target.to_integral_value() and target >= 10
        row.value = value.to_integral_value() if whole_number else rounded(value, 2)
        if share >= 1:
            row.value = max(row.value, target)
    if share < 1 or share > Decimal("1.3"):
        row.reason = story.why
    return row
