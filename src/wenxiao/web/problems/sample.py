"""Problems of the sample district and what its results meant for budgets, by the steps that people make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Q

from wenxiao.performance.lifecycle import Role
from wenxiao.web.core.attachments import check
from wenxiao.web.core.clock import travelling
from wenxiao.web.core.workflow import advance
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.problems.deciding import decide
from wenxiao.web.problems.models import Problem, Proof, UseOfResult
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.sample import YEAR, World


@dataclass(frozen=True, slots=True)
class Story:
    """A problem: project, year, where it was found, words, until when, who and how, and the day of each step that was made."""

    code: str
    year: int
    origin: str
    raised: tuple[int, int]
    due: tuple[int, int]
    text: str
    owner: str = ""
    measure: str = ""
    result: str = ""
    planned: tuple[int, int] | None = None
    approved: tuple[int, int] | None = None
    reported: tuple[int, int] | None = None
    closed: tuple[int, int] | None = None


BEFORE = YEAR - 1
STORIES = (
    Story("530100-0001", BEFORE, "evaluation", (5, 20), (7, 10), "部分网格夜间巡查记录不完整，巡查质量核查未留痕。",
          "林晓雨", "夜间巡查改为系统打卡，每月抽查核查记录并归档。", "已上线打卡，5—6月核查记录已归档，抽查完整率达到要求。",
          (5, 28), (6, 2), (6, 29), (7, 3)),
    Story("530100-0003", BEFORE, "review", (5, 22), (7, 31), "保洁作业质量考核结果没有与服务费支付挂钩。",
          "何嘉", "修订考核办法，按季度考核得分核定服务费。", "办法已修订，第二季度服务费按考核得分支付。",
          (6, 1), (6, 4), (7, 20), (7, 24)),
    Story("530100-0005", BEFORE, "evaluation", (6, 8), (10, 31), "工程进度滞后，年末结转资金较多，支付计划没有按进度调整。",
          "陆远", "倒排工期，按月编制用款计划并报水务局。", "", (6, 18), (6, 24)),
    Story("530100-0006", BEFORE, "review", (9, 16), (12, 15), "水质监测数据没有按月归集，部分断面缺少监测记录。",
          "陆远", "补齐缺少的记录，建立按月归集台账。", "", (9, 25), (9, 29)),
    Story("530100-0009", BEFORE, "review", (11, 3), (12, 20), "满意度调查样本偏少，没有说明抽样方式。",
          "苏青", "扩大样本，按场馆和时段抽样，调查报告写明抽样方式。", "", (11, 16)),
    Story("530100-0001", YEAR, "monitoring", (11, 9), (12, 10), "部分网格夜间巡查记录仍不完整，巡查质量核查未留痕。"),
    Story("530100-0007", YEAR, "monitoring", (10, 28), (11, 28), "施工招标晚于计划两个月，支付进度明显慢于时间进度。"),
)  # fmt: skip

#: Project, decision, reason: what results of the year before meant.
USES = (
    ("530100-0001", "keep", "评价等级良好，服务范围不变，按合同约定安排。"),
    ("530100-0002", "keep", "运行维护任务不变，维持上年标准。"),
    ("530100-0003", "prefer", "目标完成较好，清扫面积增加，优先保障。"),
    ("530100-0005", "cut", "执行率偏低、结转资金较多，按工程进度压减当年安排。"),
    ("530100-0006", "cut", "部分指标未完成，压减非急需支出。"),
    ("530100-0009", "keep", "免费开放为基本公共服务，维持。"),
    ("530100-0010", "keep", "按常住人口和补助标准安排。"),
)
_LETTER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_CLERKS, _FINANCE = ("clerk", "clerk2", "clerk3", "clerk4"), ("business", "business2", "performance")


def load(world: World) -> None:
    for story in STORIES:
        if year := world.years.get((story.code, story.year)):
            _tell(world, story, year)
    _use(world)


def _who(world: World, year: Any, role: Role, logins: Sequence[str]) -> str:
    """The first of these people who has the role for a project-year."""
    return next(login for login in logins if role in world.access(login).roles_for(year))


def _tell(world: World, story: Story, year: Any) -> None:
    clerk, office = _who(world, year, Role.CLERK, _CLERKS), _who(world, year, Role.BUSINESS, _FINANCE)
    before = Problem.objects.filter(year__project=year.project_id, year__year=story.year - 1).first()
    with travelling(date(YEAR, *story.raised)):
        problem = Problem.objects.create(
            year=year, origin=story.origin, text=story.text, due=date(YEAR, *story.due), recurs=before,
            raised_by=world.people["performance"],
        )  # fmt: skip
    if story.planned:
        problem.owner, problem.measure = story.owner, story.measure
        problem.save()
        _step(world, problem, story.planned, "plan", clerk)
    if story.approved:
        _step(world, problem, story.approved, "approve", office)
    if story.reported:
        problem.result = story.result
        problem.save()
        with travelling(date(YEAR, *story.reported)):
            file = ContentFile(_LETTER, "整改情况说明.pdf")
            Proof.objects.create(
                problem=problem, name=file.name, file=file, sha256=check(file).sha256, added_by=world.people[clerk]
            )
        _step(world, problem, story.reported, "report", clerk, "已按方案整改，佐证附后。")
    if story.closed:
        _step(world, problem, story.closed, "close", office, "措施已落实，佐证齐全，同意销号。")


def _step(world: World, problem: Problem, day: tuple[int, int], action: str, login: str, comment: str = "") -> None:
    with travelling(date(YEAR, *day)):
        advance(problem, action, world.access(login), comment)
    problem.refresh_from_db()


def _use(world: World) -> None:
    """Decisions on results of the year before, where there is a result."""
    finished = Q(self_evaluation__state="accepted") | Q(pk__in=Evaluation.objects.filter(state="final").values("year"))
    known = set(ProjectYear.objects.filter(finished, year=BEFORE).values_list("pk", flat=True))
    for code, decision, reason in USES:
        year, following = world.years.get((code, BEFORE)), world.years.get((code, YEAR))
        if year is None or year.pk not in known:
            continue
        balance = getattr(following, "balance", None) if following else None
        with travelling(date(YEAR, 6, 10)):
            use = UseOfResult(
                year=year, decision=decision, reason=reason, next_budget=balance.original if balance else None
            )
            decide(use, 0, world.access("performance"))
