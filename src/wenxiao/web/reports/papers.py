"""The files of what was approved: the one door for whoever releases, keeps or sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from wenxiao.publishing.forms import Layout, Values, docx, find, restored, xlsx
from wenxiao.publishing.reports.docx import docx as report_docx
from wenxiao.publishing.reports.tables import criteria_table
from wenxiao.publishing.reports.whole import Section, Whole
from wenxiao.publishing.reports.xlsx import table_xlsx
from wenxiao.quantities.paper import plain
from wenxiao.web.core.clock import day_of
from wenxiao.web.core.spreadsheets import DOCX, XLSX
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.ledger.models import Entry
from wenxiao.web.monitoring import official as monitoring_form
from wenxiao.web.monitoring.lights import lit
from wenxiao.web.monitoring.models import Monitoring
from wenxiao.web.people.models import Organisation
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.reports.live import signed_of, whole
from wenxiao.web.reports.material import department_form, evaluation_material, known
from wenxiao.web.reports.models import Report
from wenxiao.web.selfevaluation import official as self_evaluation_form
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.targets import auditing as target_form
from wenxiao.web.targets.models import TargetSet

#: Name, media type, content.
File = tuple[str, str, bytes]


class NotSettledError(ValueError):
    """It has not come to the end of its way: there is nothing that others may quote."""


def files(source: Any) -> list[File]:
    """The official files of an approved target set, a closed monitoring report, an accepted self-evaluation, a final evaluation or
    an approved report; Word first, then the workbook where the paper is a form.

    Raises NotSettledError for one that is still on its way, TypeError for anything else.
    """
    found = next(((states, make) for kind, states, make in _MAKERS if isinstance(source, kind)), None)
    if found is None:
        raise TypeError(f"{type(source).__name__} has no official paper")
    states, make = found
    if source.state not in states:
        raise NotSettledError(str(source))
    return make(source)


def _target(source: TargetSet) -> list[File]:
    entries = [entry.plain() for entry in Entry.objects.filter(project_year=source.year_id)]
    return form_files(find("target"), target_form.values(source, entries), source.year)


def _monitoring(source: Monitoring) -> list[File]:
    return form_files(find("monitoring"), monitoring_form.values(source, lit(source)), source.year)


def _self_evaluation(source: SelfEvaluation) -> list[File]:
    return form_files(self_evaluation_form.layout(), self_evaluation_form.values(source), source.year)


def _evaluation(source: Evaluation) -> list[File]:
    """The report of an evaluation, where one was written, and its scores; the conclusion stands above the scores where there is no report."""
    written = Report.objects.filter(evaluation=source, state="approved").first()
    table = criteria_table(evaluation_material(source).criteria)
    assert table is not None  # an evaluation without criteria is never made final
    name = f"{source.year.year}年度{table.title}-{source.year.project.name}"
    if written is not None:
        return [*_report(written), (f"{name}.xlsx", XLSX, table_xlsx(table))]
    title = f"{source.year.project.name}{source.year.year}年度项目支出绩效评价结论"
    total = "" if source.total is None else f"经综合评价，项目得{plain(source.total)}分，评价等级为“{source.grade}”。\n"
    paper = Whole(
        title, (Section("conclusion", "评价结论", total + source.report),), signed_of(source), appendix=(table,)
    )
    return [(f"{title}.docx", DOCX, report_docx(paper)), (f"{name}.xlsx", XLSX, table_xlsx(table))]


def _report(source: Report) -> list[File]:
    paper = whole(source, known(source), list(source.chapters.all()))
    made = [(f"{source.title}.docx", DOCX, report_docx(paper))]
    if source.kind.subject == "department":
        made += _department_form(source)
    return made


def _department_form(source: Report) -> list[File]:
    """The form as it was submitted; of a report from before forms were kept, of what was accepted when it was approved."""
    if source.form is not None:
        return _in_both(restored(source.form), source.organisation, source.fiscal_year) if source.form else []
    assert source.approved_at is not None
    own: Any = SelfEvaluation.objects
    then = own.as_of(day_of(source.approved_at))
    return department_files(source.organisation, source.fiscal_year, ProjectYear.objects.all(), then)


def department_files(department: Organisation, year: int, years: QuerySet, own: QuerySet) -> list[File]:
    """The official form of a department in both formats, of those of the project-years that are its own, and of their
    self-evaluations those in ``own``."""
    values = department_form(department, year, years, own)
    return [] if values is None else _in_both(values, department, year)


def _in_both(values: Values, department: Organisation, year: int) -> list[File]:
    layout = find("department")
    name = f"{year}年度{layout.title}-{department}"
    return [(f"{name}.docx", DOCX, docx(layout, values)), (f"{name}.xlsx", XLSX, xlsx(layout, values))]


def form_files(layout: Layout, values: Values, year: Any) -> list[File]:
    """A form of a project-year in both formats."""
    name = f"{year.year}年度{layout.title}-{year.project.name}"
    return [(f"{name}.docx", DOCX, docx(layout, values)), (f"{name}.xlsx", XLSX, xlsx(layout, values))]


#: Kind of thing, the states in which it has come to its end, and what makes its files.
_MAKERS: tuple[tuple[type, frozenset[str], Callable[[Any], list[File]]], ...] = (
    (TargetSet, frozenset({"approved", "superseded"}), _target),
    (Monitoring, frozenset({"closed"}), _monitoring),
    (SelfEvaluation, frozenset({"accepted"}), _self_evaluation),
    (Evaluation, frozenset({"final"}), _evaluation),
    (Report, frozenset({"approved"}), _report),
)
