"""The kinds that the cycle itself gives: approved targets, accepted self-evaluations, final evaluations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from wenxiao.performance.disclosure import GoesWith
from wenxiao.web.disclosure import facts
from wenxiao.web.disclosure.sources import File, Source, Taken, source
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.ledger.services import positions
from wenxiao.web.reports.papers import files
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.scored import position, scored
from wenxiao.web.targets.models import TargetSet

_YEAR = ("project", "unit__parent__parent")


def _forms(made: list[tuple[str, str, bytes]]) -> dict[str, Any]:
    """What is said of files that the site wrote as official forms: the workbook is audited, its cells being the fields."""
    names = [name for name, _, _ in made]
    return {
        "files": tuple(made),
        "forms": frozenset(names),
        "audited": tuple(name for name in names if name.endswith(".xlsx")),
    }


def _papers(one: Any) -> list[File]:
    """The files of a thing, where there is a paper for its kind."""
    try:
        return files(one)
    except TypeError:
        return []


def _of_money(content: dict[str, Any], *names: tuple[str, str, str]) -> Iterator[tuple[str, str]]:
    for key, zh, en in names:
        if content.get("money", {}).get(key) is None:
            yield f"没有{zh}", f"the {en} is missing"


def _of_indicators(content: dict[str, Any], key: str, zh: str, en: str) -> Iterator[tuple[str, str]]:
    for one in content.get("indicators", ()):
        if not one.get(key):
            yield f"“{one['name']}”没有{zh}", f"“{one['name']}” has no {en}"


@source
class Targets(Source):
    """The approved targets of a project-year (绩效目标); an adjustment makes a new version."""

    kind, zh, en = "targets", "绩效目标", "Performance targets"
    goes_with, published = GoesWith.BUDGET, "绩效目标"

    def ready(self, years: QuerySet) -> QuerySet:
        return years.filter(target_sets__state="approved").values_list("pk", "pk", "unit")

    def take(self, subject: int, papers: bool = True) -> Taken:
        one = TargetSet.objects.select_related(*(f"year__{name}" for name in _YEAR)).filter(year=subject, state="approved").last()  # fmt: skip
        if one is None:
            raise LookupError(subject)
        year = one.year
        content = facts.about(year) | facts.money(year, positions([year.pk])[year.pk], ("original",)) | {
            "goal": one.goal, "indicators": [facts.target(row) for row in one.plain().indicators],
        }  # fmt: skip
        return Taken(
            f"{year.year}年度绩效目标：{year.project.name}",
            year.unit,
            year.year,
            year,
            content,
            **_forms(files(one) if papers else []),
        )

    def blanks(self, content: dict[str, Any]) -> Iterable[tuple[str, str]]:
        yield from _of_money(content, ("original", "年初预算", "original budget"))
        yield from _of_indicators(content, "target", "指标值", "target")


@source
class OwnEvaluation(Source):
    """The accepted self-evaluation of a project-year (单位自评), with what became of its problems."""

    kind, zh, en = "self_evaluation", "单位自评", "Self-evaluation"
    goes_with, published = GoesWith.ACCOUNTS, "绩效自评"

    def ready(self, years: QuerySet) -> QuerySet:
        return years.filter(self_evaluation__state="accepted").values_list("pk", "pk", "unit")

    def take(self, subject: int, papers: bool = True) -> Taken:
        rows = SelfEvaluation.objects.select_related("target_set", *(f"year__{name}" for name in _YEAR))
        one = rows.filter(year=subject, state="accepted").first()
        if one is None:
            raise LookupError(subject)
        year, at = one.year, position(one)
        form = scored(one, money=at)
        content = facts.about(year) | facts.money(year, at) | {
            "goal": one.target_set.goal, "outcome": one.outcome, "indicators": [facts.line(each) for each in form.lines],
            "execution": facts.execution(form.execution, one.execution_reason),
            "score": {"total": facts.text(one.total), "of": facts.text(form.total.points), "grade": one.grade},
            "said_problems": one.problems, "said_measures": one.measures, "problems": facts.problems(year),
        }  # fmt: skip
        title = f"{year.year}年度项目支出绩效自评：{year.project.name}"
        return Taken(
            title, year.unit, year.year, year, content, replies=dict(one.passes), **_forms(files(one) if papers else [])
        )

    def blanks(self, content: dict[str, Any]) -> Iterable[tuple[str, str]]:
        names = (
            ("original", "年初预算", "original budget"),
            ("revised", "全年预算", "revised budget"),
            ("paid", "全年执行数", "spending"),
        )
        yield from _of_money(content, *names)
        yield from _of_indicators(content, "actual", "完成值", "actual value")
        if not content["score"]["total"]:
            yield "没有总分", "there is no total score"


@source
class Judged(Source):
    """A final evaluation of a department or of the finance bureau (部门评价、财政评价)."""

    kind, zh, en = "evaluation", "绩效评价", "Evaluation"
    goes_with = GoesWith.ACCOUNTS

    def ready(self, years: QuerySet) -> QuerySet:
        return Evaluation.objects.filter(state="final", year__in=years.values("pk")).values_list(
            "pk", "year", "year__unit"
        )

    def take(self, subject: int, papers: bool = True) -> Taken:
        rows = Evaluation.objects.select_related("evaluator", *(f"year__{name}" for name in _YEAR))
        one = rows.filter(pk=subject, state="final").first()
        if one is None:
            raise LookupError(subject)
        year = one.year
        content = facts.about(year) | {
            "evaluation": {
                "kind": one.kind, "evaluator": one.evaluator.name if one.evaluator else "", "conclusion": one.report, "comment": one.comment,
                "lines": [
                    {"level1": row.level1, "level2": row.level2, "name": row.name, "points": facts.text(row.points), "score": facts.text(row.score), "basis": row.basis}
                    | ({"parts": [
                        {"name": part.name, "standard": part.standard, "points": facts.text(part.points), "score": facts.text(part.score), "basis": part.basis}
                        for part in row.parts.all()
                    ]} if row.parts.all() else {})
                    for row in one.criteria()
                ],
            },
            "score": {"total": facts.text(one.total), "of": "100", "grade": one.grade}, "problems": facts.problems(year),
        }  # fmt: skip
        title = f"{year.year}年度{one.get_kind_display()}结果：{year.project.name}"
        made = tuple(_papers(one)) if papers else ()
        return Taken(title, year.unit, year.year, year, content, made, audited=tuple(name for name, _, _ in made[:1]))

    def blanks(self, content: dict[str, Any]) -> Iterable[tuple[str, str]]:
        if not content["evaluation"]["conclusion"].strip():
            yield "没有评价结论", "there is no conclusion"
        if not content["score"]["total"]:
            yield "没有总分", "there is no total score"
