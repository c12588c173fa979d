"""The work of an evaluation: the conflict check, the criteria of its framework, what is missing, the score that a draft keeps."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction

from wenxiao.performance import ledger
from wenxiao.performance.frameworks import Framework, framework, frameworks, of_regime, problems
from wenxiao.performance.lifecycle import ROLE_NAMES, Role
from wenxiao.performance.remarks import Remark
from wenxiao.performance.scoring import Item, Score, grade, total
from wenxiao.quantities.paper import plain
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.core.say import say, term
from wenxiao.web.evaluation import splitting
from wenxiao.web.evaluation.models import Engagement, Evaluation, EvaluationLine
from wenxiao.web.people.models import Membership, Organisation
from wenxiao.web.register.models import ProjectYear


@transaction.atomic
def plan(year: ProjectYear, kind: str, user: Any, name: str = "") -> Evaluation:
    """A new evaluation of a project-year with the criteria of a framework: the one named, else that of the year's rules."""
    chosen = framework(name) if name else of_regime(regime_of(year)) or frameworks()[0]
    evaluation = Evaluation.objects.create(year=year, kind=kind, framework=chosen.name, changed_by=user)
    take(evaluation, chosen)
    return evaluation


def take(evaluation: Evaluation, chosen: Framework) -> None:
    """Put the criteria of a framework in place of those that the evaluation has; for one that is not assigned yet."""
    evaluation.lines.all().delete()
    EvaluationLine.objects.bulk_create(
        EvaluationLine(evaluation=evaluation, level1=one.level1, level2=one.level2, name=one.name, points=one.points)
        for one in chosen.criteria
    )


def conflicts(evaluation: Evaluation) -> list[str]:
    """Why the chosen evaluator cannot do this evaluation, a sentence each: what is known by itself."""
    return list(_conflicts(evaluation))


def _conflicts(evaluation: Evaluation) -> Iterator[str]:
    firm, unit = evaluation.evaluator, evaluation.year.unit
    if firm is None:
        return
    if firm.kind != Organisation.Kind.FIRM or unit.path.startswith(firm.path) or firm.path.startswith(unit.path):
        yield say(
            f"“{firm}”是被评价单位或其上下级，不能作为评价机构",
            f"“{firm}” is the evaluated unit or belongs to it, and cannot evaluate it",
        )
        return
    people = Membership.objects.filter(organisation=firm, role=Role.EVALUATOR).values("user")
    held = (
        Membership.objects.filter(user__in=people).exclude(role=Role.EVALUATOR).select_related("user", "organisation")
    )
    for one in held:
        above, below = one.organisation.path, unit.department.path
        if above.startswith(below) or below.startswith(above):
            role = say(*ROLE_NAMES[Role(one.role)])
            yield say(
                f"“{firm}”的 {one.user} 在“{one.organisation}”任{role}，须回避",
                f"{one.user} of “{firm}” is {role} at “{one.organisation}” and must stand aside",
            )
    for past in engagements(evaluation):
        if (
            past.kind in (Engagement.Kind.SELF_EVALUATION, Engagement.Kind.TARGETS)
            and past.year == evaluation.year.year
        ):
            yield say(
                f"“{firm}”{past.year}年度为“{past.unit}”{past.get_kind_display()}，不能评价自己参与的工作",
                f"“{firm}” for “{past.unit}” in {past.year}: {past.get_kind_display()}; it cannot evaluate its own work",
            )


def engagements(evaluation: Evaluation) -> Any:
    """What the firm is known to do or to have done for the unit or its department."""
    unit = evaluation.year.unit
    return Engagement.objects.filter(
        firm=evaluation.evaluator, unit__path__startswith=unit.department.path
    ).select_related("unit", "recorded_by")


def missing(evaluation: Evaluation) -> list[str]:
    """What the next step takes and is not there, a sentence each."""
    return list(_missing(evaluation))


def _missing(evaluation: Evaluation) -> Iterator[str]:
    lines = evaluation.criteria()
    if evaluation.state == "planned":
        yield from conflicts(evaluation)
        if not evaluation.lead.strip():
            yield say("没有写主评人", "There is no lead evaluator")
        if not evaluation.conflict.strip():
            yield say("没有写回避审查结论", "The conclusion of the conflict check is missing")
    elif evaluation.state == "assigned":
        if not evaluation.plan.strip():
            yield say("没有写评价方案", "There is no plan")
        for remark in of_points(evaluation, splitting.split(lines)):
            yield say(remark.text_zh, remark.text_en)
        for part in (part for line in lines for part in line.parts.all() if not part.standard.strip()):
            yield say(f"具体指标“{part.name}”没有写目标值或评分标准", f"“{part.name}” has no target or standard")
    elif evaluation.state == "fieldwork":
        for one in (part for line in lines for part in line.parts.all() or (line,)):
            if one.score is None:
                yield say(f"“{one.name}”没有评分", f"“{term(one.name)}” has no score")
            elif not 0 <= one.score <= one.points:
                yield say(
                    f"“{one.name}”得分 {plain(one.score)}，应在 0 至 {plain(one.points)} 之间",
                    f"“{term(one.name)}” has {plain(one.score)} points; they must be between 0 and {plain(one.points)}",
                )
            elif not one.basis.strip():
                yield say(f"“{one.name}”没有写评分依据", f"“{term(one.name)}” has no basis of its score")
        if not evaluation.report.strip():
            yield say("没有写评价结论", "There is no conclusion")


def of_points(evaluation: Evaluation, split: splitting.Split) -> list[Remark]:
    """What cannot be in the points of its criteria, and of the individual indicators into which they are split."""
    said = problems(framework(evaluation.framework), [(line.level1, line.name, line.points) for line, _ in split])
    return said + [remark for line, parts in split for remark in splitting.remarks(line, parts)]


def score(lines: Any) -> Score:
    """The total of its criteria; one that is not scored, or out of its points, counts as missing."""
    return total(
        Item(line.name, line.points, line.score if line.score is not None and 0 <= line.score <= line.points else None)
        for line in lines
    )


def keep(evaluation: Evaluation) -> None:
    """What a draft keeps; the caller saves it."""
    made = score(evaluation.lines.all())
    band = grade(made.total, regime_of(evaluation.year).grades) if made.points == 100 else None
    evaluation.total, evaluation.grade = made.total, band.name if band else ""


def facts(evaluation: Evaluation, money: ledger.Position) -> dict[str, ledger.Rate]:
    """What the ledger says of the criteria that ask for a rate, by the criterion's name."""
    return {one.name: ledger.rate(money, one.rate) for one in framework(evaluation.framework).criteria if one.rate}


def sums(lines: Any) -> list[tuple[str, Decimal, Decimal | None]]:
    """Points and scores by first level, in the order of the framework; None where a score is missing."""
    levels: dict[str, list[Any]] = {}
    for line in lines:
        levels.setdefault(line.level1, []).append(line)
    return [
        (
            level,
            sum((line.points for line in of), Decimal(0)),
            None if any(line.score is None for line in of) else sum((line.score for line in of), Decimal(0)),
        )
        for level, of in levels.items()
    ]
