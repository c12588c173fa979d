"""The facts of what holds more than one project's own: an evaluation with its criteria, a department, a district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wenxiao.performance.ledger import together
from wenxiao.performance.roll_up import Department
from wenxiao.publishing.reports.drafting import chinese
from wenxiao.publishing.reports.facts import Facts, Figure, ProjectMaterial, money, of_project, sentence
from wenxiao.quantities.paper import plain


@dataclass(frozen=True, slots=True)
class CriterionPart:
    """An individual indicator of a criterion as it was scored."""

    name: str
    points: Decimal
    score: Decimal | None
    standard: str = ""
    evidence: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of an evaluation as it was scored; ``parts``: the individual indicators into which it was split."""

    level1: str
    level2: str
    name: str
    points: Decimal
    score: Decimal | None
    basis: str = ""
    parts: Sequence[CriterionPart] = ()

    @property
    def reasons(self) -> str:
        """What its score rests on: its basis, or what each individual indicator got and why."""
        if not self.parts:
            return self.basis
        return "；".join(
            f"“{one.name}”{'未评分' if one.score is None else f'得{plain(one.score)}分'}（分值{plain(one.points)}分）"
            + (f"，{one.basis.strip().rstrip('。；')}" if one.basis.strip() else "")
            for one in self.parts
        )


@dataclass(frozen=True, slots=True)
class EvaluationMaterial:
    """An evaluation beside the project-year that it is of. ``total`` is None while a score is missing."""

    framework: str
    criteria: Sequence[Criterion]
    total: Decimal | None
    grade: str = ""
    evaluator: str = ""
    lead: str = ""
    plan: str = ""
    conclusion: str = ""
    comment: str = ""


def of_evaluation(project: ProjectMaterial, evaluation: EvaluationMaterial) -> Facts:
    """The facts of an evaluation: those of its project, and how it was scored."""
    made = of_project(project)
    given = {
        "framework": evaluation.framework, "evaluator": evaluation.evaluator, "lead": evaluation.lead, "plan": sentence(evaluation.plan),
        "conclusion": sentence(evaluation.conclusion), "comment": sentence(evaluation.comment),
        "evaluation.grade": evaluation.grade if evaluation.total is not None else "",
    }  # fmt: skip
    made.words.update({key: words for key, words in given.items() if words})
    points = sum((one.points for one in evaluation.criteria), Decimal(0))
    made.figures["evaluation.points"] = _points(points, "评价满分", "points")
    if evaluation.total is not None:
        made.figures["evaluation.total"] = _points(evaluation.total, "评价得分", "total score")
    levels: dict[str, list[Criterion]] = {}
    for one in evaluation.criteria:
        levels.setdefault(one.level1, []).append(one)
    for at, (level, of) in enumerate(levels.items()):
        _level(f"level.{at}", level, of, made)
    return made


def _level(prefix: str, name: str, of: Sequence[Criterion], into: Facts) -> None:
    into.groups.setdefault("levels", []).append(prefix)
    into.words[f"{prefix}.name"] = name
    into.figures[f"{prefix}.points"] = _points(
        sum((one.points for one in of), Decimal(0)), f"{name}分值", f"points of {name}"
    )
    scores = [one.score for one in of if one.score is not None]
    if len(scores) == len(of):
        into.figures[f"{prefix}.score"] = _points(sum(scores, Decimal(0)), f"{name}得分", f"score of {name}")
    for at, one in enumerate(of):
        key = f"{prefix}.{at}"
        into.groups.setdefault(f"{prefix}.criteria", []).append(key)
        into.words[f"{key}.name"] = one.name
        into.figures[f"{key}.points"] = _points(one.points, f"{one.name}分值", f"points of {one.name}")
        if one.score is not None:
            into.figures[f"{key}.score"] = _points(one.score, f"{one.name}得分", f"score of {one.name}")
        if one.reasons.strip():
            into.words[f"{key}.basis"] = sentence(one.reasons)


def _points(value: Decimal, zh: str, en: str) -> Figure:
    return Figure(f"{plain(value)}分", zh, en)


def of_department(name: str, year: int, projects: Mapping[str, ProjectMaterial], whole: Department | None) -> Facts:
    """The facts of a department: its projects by prefix, their sums, and the score that they make."""
    made = _of_several(name, year, projects)
    if whole is not None and whole.score is not None:
        made.figures["department.score"] = _points(whole.score, "部门得分", "score of the department")
        if whole.grade is not None:
            made.words["department.grade"] = whole.grade.name
    return made


def of_district(name: str, year: int, projects: Mapping[str, ProjectMaterial]) -> Facts:
    """The facts of a district: the projects that its statement names, by prefix."""
    return _of_several(name, year, projects)


def _of_several(name: str, year: int, projects: Mapping[str, ProjectMaterial]) -> Facts:
    made = Facts(words={"unit": name, "name": name, "year": f"{year}年"})
    for at, (prefix, project) in enumerate(projects.items(), 1):
        made.add(of_project(project), prefix, "projects")
        made.words[f"{prefix}.listed"] = chinese(at)
    if projects:
        made.figures["projects.count"] = Figure(f"{len(projects)}个", "项目数", "projects")
        money(together(one.position for one in projects.values()), made)
    return made
