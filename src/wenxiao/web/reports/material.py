"""What the database knows for a report: its facts and tables, read with as many questions for many projects as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from wenxiao.performance import ledger
from wenxiao.performance.evaluation import evaluate
from wenxiao.performance.frameworks import framework
from wenxiao.performance.roll_up import Department, Part, roll_up
from wenxiao.publishing.forms import Values
from wenxiao.publishing.reports.facts import Facts, ProjectMaterial, of_project
from wenxiao.publishing.reports.forms import department_values
from wenxiao.publishing.reports.tables import ReportTable, criteria_table, indicator_table, money_table, project_table
from wenxiao.publishing.reports.wholes import (
    Criterion,
    CriterionPart,
    EvaluationMaterial,
    of_department,
    of_district,
    of_evaluation,
)
from wenxiao.web.core.regimes import regime_in, regime_of
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.evaluation.working import score
from wenxiao.web.ledger.models import Entry
from wenxiao.web.people.models import Organisation
from wenxiao.web.problems.models import Problem
from wenxiao.web.register.models import Project, ProjectYear
from wenxiao.web.reports.models import Report
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.scored import position, scored
from wenxiao.web.targets.models import TargetSet


@dataclass(frozen=True, slots=True)
class Known:
    """What a report may say, and the tables that it may show by name."""

    facts: Facts
    tables: Mapping[str, ReportTable]


def known(report: Report) -> Known:
    """The facts of a report as the data stand now."""
    subject = report.kind.subject
    if subject in ("project", "evaluation"):
        assert report.year is not None
        [own] = _materials([report.year], problems=subject == "project").values()
        if report.evaluation is None:
            return Known(of_project(own), _tables(money=money_table(own), indicators=indicator_table(own)))
        evaluation = evaluation_material(report.evaluation)
        return Known(of_evaluation(own, evaluation), _tables(criteria=criteria_table(evaluation.criteria)))
    projects = {f"p{pk}": one for pk, one in _materials(years_of(report)).items()}
    name, year = report.organisation.name, report.fiscal_year
    if subject == "district":
        return Known(of_district(name, year, projects), {})
    whole = _rolled(report.organisation, year, projects.values())
    return Known(of_department(name, year, projects, whole), _tables(projects=project_table(projects.values())))


def _rolled(organisation: Organisation, year: int, projects: Iterable[ProjectMaterial]) -> Department | None:
    parts = [Part(one.name, one.form, one.position) for one in projects if one.form is not None]
    return roll_up(parts, regime_in(organisation, year)) if parts else None


def department_form(department: Organisation, year: int, years: QuerySet, own: QuerySet) -> Values | None:
    """The official form of a department from those of its project-years whose self-evaluation is among ``own``; None where none is."""
    rows = years.filter(year=year, unit__path__startswith=department.path, self_evaluation__in=own.values("pk"))
    projects = list(_materials(rows.select_related("project", "unit__parent").order_by("project__code")).values())
    whole = _rolled(department, year, projects)
    return None if whole is None else department_values(department.name, year, whole, projects)


def years_of(report: Report) -> list[ProjectYear]:
    """The project-years that a department's report or a district's statement speaks of."""
    rows = ProjectYear.objects.select_related("project", "unit__parent").order_by("project__code")
    if report.kind.subject == "district":
        order = {pk: at for at, pk in enumerate(report.projects)}
        return sorted(rows.filter(pk__in=order), key=lambda year: order[year.pk])
    return list(
        rows.filter(
            year=report.fiscal_year, unit__path__startswith=report.organisation.path, self_evaluation__isnull=False
        )
    )


def _tables(**tables: ReportTable | None) -> dict[str, ReportTable]:
    return {name: table for name, table in tables.items() if table is not None}


def evaluation_material(one: Evaluation) -> EvaluationMaterial:
    """An evaluation as the report sees it."""
    lines = one.criteria()
    band = one.grade
    total = score(lines).total
    if not band and total is not None:
        from wenxiao.performance.scoring import grade

        made = grade(total, regime_of(one.year).grades)
        band = made.name if made else ""
    return EvaluationMaterial(
        framework(one.framework).title,
        [
            Criterion(
                line.level1, line.level2, line.name, line.points, line.score, line.basis,
                [CriterionPart(part.name, part.points, part.score, part.standard, part.evidence, part.basis) for part in line.parts.all()],
            )
            for line in lines
        ],
        total, band, one.evaluator.name if one.evaluator else "", one.lead, one.plan, one.report, one.comment,
    )  # fmt: skip


def _materials(years: Iterable[ProjectYear], problems: bool = False) -> dict[int, ProjectMaterial]:
    """Everything about some project-years, by key and in their order. ``problems``: with those of the register."""
    every = list(years)
    keys = [year.pk for year in every]
    entries: dict[int, list[ledger.Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(project_year__in=keys):
        entries[entry.project_year_id].append(entry.plain())
    own = SelfEvaluation.objects.filter(year__in=keys).select_related(
        "target_set", "year__unit__parent", "year__project"
    )
    evaluations = {one.year_id: one for one in own.prefetch_related("target_set__indicators", "actuals")}
    sets = TargetSet.objects.filter(year__in=keys, state="approved").order_by("version").prefetch_related("indicators")
    targets = {one.year_id: one for one in sets}
    raised: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if problems:
        for problem in Problem.objects.filter(year__in=keys).exclude(state="withdrawn").order_by("raised_at", "pk"):
            raised[problem.year_id].append((problem.text, problem.measure))
    return {
        year.pk: _material(year, entries[year.pk], evaluations.get(year.pk), targets.get(year.pk), raised[year.pk])
        for year in every
    }


def _material(
    year: ProjectYear,
    entries: list[ledger.Entry],
    own: SelfEvaluation | None,
    targets: TargetSet | None,
    raised: list[tuple[str, str]],
) -> ProjectMaterial:
    at = ledger.position(entries)
    project, form = year.project, None
    if own is not None:
        form = scored(own, money=at if own.position is None else position(own))
        targets = own.target_set
    elif targets is not None and all(row.weight is not None for row in targets.indicators.all()):
        form = evaluate(targets.plain(), (), at, regime_of(year))
    return ProjectMaterial(
        name=project.name, unit=year.unit.name, office=year.unit.department.name, year=year.year, position=at,
        by_source=ledger.by_source(entries), form=form, attribute=_ATTRIBUTES[project.attribute], fund=_FUNDS[project.fund],
        period=f"{project.begins}年至{project.ends}年" if project.ends > project.begins else f"{project.begins}年",
        purpose=project.purpose, goal=targets.goal if targets is not None else "", outcome=own.outcome if own else "",
        execution_reason=own.execution_reason if own else "", problems=own.problems if own else "",
        measures=own.measures if own else "", raised=raised,
    )  # fmt: skip


#: As papers print them, whatever language the page is in.
_ATTRIBUTES = {Project.Attribute.NEW: "新增", Project.Attribute.CONTINUING: "延续"}
_FUNDS: Mapping[Any, str] = {
    Project.Fund.GENERAL: "一般公共预算", Project.Fund.GOVERNMENT: "政府性基金预算", Project.Fund.CAPITAL: "国有资本经营预算",
    Project.Fund.INSURANCE: "社会保险基金预算",
}  # fmt: skip
