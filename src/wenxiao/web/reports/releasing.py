"""Approved reports as what is released: the unit's own, that of a department, the statement of a district."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import OuterRef, QuerySet, Subquery

from wenxiao.performance.disclosure import GoesWith
from wenxiao.publishing.reports.outline import outlines
from wenxiao.web.disclosure import facts
from wenxiao.web.disclosure.sources import Source, Taken, source
from wenxiao.web.people.models import Organisation
from wenxiao.web.reports.models import Report
from wenxiao.web.reports.papers import files


class Written(Source):
    """An approved report; of several versions the last. It is released as what its first version is."""

    subject: ClassVar[str]
    same: ClassVar[tuple[str, ...]]  # what versions of one report have in common, beside the outline

    def _approved(self) -> QuerySet:
        names = [one.name for one in outlines() if one.subject == self.subject]
        return Report.objects.filter(state="approved", evaluation=None, outline__in=names)

    def _newest(self, **of: Any) -> QuerySet:
        """The last version of each; its subject is the first one, whatever became of that."""
        same = {"outline": OuterRef("outline"), "evaluation": None} | {name: OuterRef(name) for name in self.same}
        last = self._approved().filter(**same).order_by("-version").values("pk")[:1]
        first = Report.objects.filter(**same).order_by("version").values("pk")[:1]
        return self._approved().filter(pk=Subquery(last), **of).annotate(first=Subquery(first))

    def stable(self, subject: int) -> int:
        known = Report.objects.filter(pk=subject, evaluation=None).first()
        return self._newest(**self._same(known)).values_list("first", flat=True).first() or subject

    def _same(self, one: Report | None) -> dict[str, Any]:
        """What all versions of a report have in common."""
        if one is None:
            return {"pk": None}
        return {"outline": one.outline} | {name: getattr(one, name) for name in self.same}

    def take(self, subject: int, papers: bool = True) -> Taken:
        known = Report.objects.filter(pk=subject, evaluation=None).first()
        rows = self._newest(**self._same(known)).select_related("year__project", "year__unit__parent__parent", "organisation__parent__parent")  # fmt: skip
        one = rows.first()
        if one is None:
            raise LookupError(subject)
        unit = one.year.unit if one.year else one.organisation
        said = facts.about(one.year) if one.year else facts.above(unit)
        content = said | {"sections": [{"title": each.title, "text": each.words} for each in one.chapters.all()]}
        made = tuple(files(one)) if papers else ()
        return Taken(
            one.title, unit, one.fiscal_year, one.year, content, made, audited=tuple(name for name, _, _ in made[:1])
        )

    def blanks(self, content: dict[str, Any]) -> Iterable[tuple[str, str]]:
        for one in content["sections"]:
            if not one["text"].strip():
                yield f"“{one['title']}”没有内容", f"“{one['title']}” is empty"


@source
class OwnReport(Written):
    """The self-evaluation report of a project-year (自评报告)."""

    kind, zh, en = "report", "自评报告", "Self-evaluation report"
    goes_with, subject, same = GoesWith.ACCOUNTS, "project", ("year",)

    def ready(self, years: QuerySet) -> QuerySet:
        return self._newest(year__in=years.values("pk")).values_list("first", "year", "year__unit")


class OfOrganisation(Written):
    """A report of a whole organisation."""

    of_project, same = False, ("organisation", "fiscal_year")

    def ready(self, years: QuerySet) -> QuerySet:
        places = set(years.order_by().values_list("unit__path", flat=True).distinct())
        above = {int(key) for path in places for key in path.strip("/").split("/")}
        rows = self._newest(
            organisation__in=Organisation.objects.filter(pk__in=above), fiscal_year__in=years.order_by().values("year")
        )
        return rows.values_list("first", "year", "organisation")


@source
class OfDepartment(OfOrganisation):
    """The report of a whole department (部门整体支出绩效自评报告)."""

    kind, zh, en = "department_report", "部门整体自评报告", "Report of a department"
    goes_with, subject = GoesWith.ACCOUNTS, "department"


@source
class Statement(OfOrganisation):
    """The statement of a district's key projects, which goes with its final accounts (绩效执行结果说明)."""

    kind, zh, en = "statement", "绩效执行结果说明", "Statement of key projects"
    goes_with, subject = GoesWith.ACCOUNTS, "district"
