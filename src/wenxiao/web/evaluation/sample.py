"""Reviews and evaluations of the sample district, of whatever self-evaluations of the finished year were accepted."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

from django.core.files.base import ContentFile

from wenxiao.performance.evaluation import EXECUTION
from wenxiao.performance.lifecycle import Role
from wenxiao.quantities.paper import rounded
from wenxiao.web.core.clock import now, travelling
from wenxiao.web.core.workflow import advance
from wenxiao.web.evaluation.drawing import draw, population
from wenxiao.web.evaluation.models import Engagement, Evaluation, Review, ReviewLine, WorkingPaper
from wenxiao.web.evaluation.working import plan
from wenxiao.web.people.sample import DISTRICT, FIRM
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.reports.sample import write_evaluation
from wenxiao.web.sample import YEAR, World
from wenxiao.web.selfevaluation.sample import person
from wenxiao.web.selfevaluation.scored import scored

SIZE = 3

#: Share of its points that each criterion got; 1 where nothing is said.
_DEPARTMENT = {
    "绩效指标明确性": "0.8", "资金分配合理性": "0.75", "制度执行有效性": "0.8", "成本节约率": "0.7", "实施效益": "0.88", "满意度": "0.9",
}  # fmt: skip
_FINANCE = {
    "绩效目标合理性": "0.6", "绩效指标明确性": "0.5", "预算编制科学性": "0.5", "预算执行率": "0.6", "制度执行有效性": "0.6", "实际完成率": "0.55",
    "完成及时性": "0.4", "成本节约率": "0.6", "实施效益": "0.7", "满意度": "0.85",
}  # fmt: skip


def load(world: World) -> None:
    _review(world)
    for code, kind, shares in (("530100-0003", "department", _DEPARTMENT), ("530100-0005", "finance", _FINANCE)):
        year = world.years.get((code, YEAR - 1))
        if year is not None and hasattr(year, "self_evaluation"):
            _evaluate(world, year, kind, shares)


def _review(world: World) -> None:
    office = world.access("performance")
    every = population(office.years(), YEAR - 1)
    if not every:
        return
    with travelling(date(YEAR, 4, 8)):
        made = draw(
            world.organisations[DISTRICT], every, YEAR - 1, SIZE, f"{YEAR}-0408", {}, world.people["performance"]
        )
    for review in made.reviews.select_related("self_evaluation__year__project"):
        with travelling(date(YEAR, 5, 12)):
            _rescore(world, review)


def _rescore(world: World, review: Review) -> None:
    """The reviewer agrees with all but the line of most points, of which the evidence does not carry everything."""
    year = review.self_evaluation.year
    form = scored(review.self_evaluation)
    scores = {line.key: line.score for line in form.lines}
    if form.execution.points is not None:
        scores[EXECUTION] = form.execution.score
    doubted = max((line for line in form.lines if line.score), key=lambda line: line.points, default=None)
    for key, score in scores.items():
        reason = ""
        if doubted is not None and key == doubted.key and score is not None:
            score, reason = rounded(score * Decimal("0.9"), 2), "抽查台账120份，12份缺少签字或影像，相应扣分。"
        ReviewLine.objects.create(review=review, key=key, score=score, reason=reason)
    review.opinion = "自评结果基本真实，个别指标佐证不足，已按抽查结果调整得分；请补充完善台账。"
    review.reviewer = person(world, year, Role.BUSINESS).user
    review.finished_at = now()
    review.save()


def _evaluate(world: World, year: ProjectYear, kind: str, shares: dict[str, str]) -> None:
    finance = kind == "finance"
    office = person(world, year, Role.PERFORMANCE if finance else Role.DEPARTMENT)
    worker = world.access("evaluator") if finance else office
    with travelling(date(YEAR, 5, 18)):
        one = plan(year, kind, office.user)
        one.lead = "方衡" if finance else "陈立"
        if finance:
            one.evaluator = world.organisations[FIRM]
            Engagement.objects.create(
                firm=one.evaluator, unit=year.unit, kind="bid", year=YEAR - 2, recorded_by=office.user,
                note="参加水质监测服务投标，未中标；评价组成员未参与。",
            )  # fmt: skip
        one.conflict = (
            "已核对机构承接业务清单和评价组成员任职情况，未发现利害关系，成员已签署回避承诺。"
            if finance
            else "由部门财务和业务人员组成评价组，成员不承担该项目的实施。"
        )
        one.save()
        advance(one, "assign", office)
    with travelling(date(YEAR, 6, 2)):
        one.plan = "查阅立项、招标、合同、验收和支付资料；现场核查不少于8个点位；访谈管理人员，问卷调查周边居民。"
        one.save()
        _paper(one, worker.user, "资料清单.txt", "评价资料清单（示例）\n1 批复文件\n2 合同\n3 验收记录\n")
        advance(one, "submit_plan", worker)
    with travelling(date(YEAR, 6, 9)):
        advance(one, "approve", office)
    with travelling(date(YEAR, 8, 21)):
        for line in one.lines.all():
            share = Decimal(shares.get(line.name, "1"))
            line.score = rounded(line.points * share, 1)
            line.basis = (
                "资料齐全，现场核查相符。" if share == 1 else "现场核查和资料比对发现不足，按评分标准相应扣分。"
            )
            line.save()
        one.report = (
            "项目立项规范，但年度任务未按期完成，绩效指标与任务数量对应不够，资金支付滞后于计划。"
            if finance
            else "项目组织有序，任务完成较好；成本测算依据和满意度调查样本需要完善。"
        )
        one.save()
        write_evaluation(one, worker.user)
        _paper(one, worker.user, "现场核查记录.txt", "现场核查记录（示例）\n点位1 相符\n点位2 相符\n")
        advance(one, "submit_draft", worker)
    # The finance bureau's evaluation waits for the unit now, as the year that is being run stands.
    with travelling(date(YEAR, 11, 12) if finance else date(YEAR, 8, 28)):
        advance(one, "consult", office)
    if finance:
        return
    with travelling(date(YEAR, 9, 7)):
        advance(one, "comment", person(world, year, Role.HEAD), "对评价结论无异议，将按建议完善满意度调查。")
    with travelling(date(YEAR, 9, 18)):
        advance(one, "finish", office)


def _paper(one: Evaluation, user: object, name: str, words: str) -> None:
    content = words.encode()
    WorkingPaper.objects.create(
        evaluation=one, name=name, file=ContentFile(content, "sample.txt"), sha256=hashlib.sha256(content).hexdigest(),
        size=len(content), added_by=user, added_at=now(),
    )  # fmt: skip
