"""Reports and their chapters. A chapter keeps its text with the references to facts; what was approved never changes with the ledger."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from wenxiao.performance.lifecycle import NotAllowed, Role, Transition
from wenxiao.publishing.reports.outline import Outline, find
from wenxiao.publishing.reports.pieces import Text, plain, restored
from wenxiao.web.core.auditing import Said
from wenxiao.web.core.models import Event, Stateful
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.people.models import Organisation
from wenxiao.web.register.models import ProjectYear


class Report(Stateful):
    """A narrative report of a project-year, an evaluation, a department or a district, by one of the outlines."""

    machine = "report"
    settled = ("approved",)

    outline = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    year = models.ForeignKey(ProjectYear, models.PROTECT, null=True, related_name="reports")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reports")
    fiscal_year = models.PositiveSmallIntegerField()
    evaluation = models.OneToOneField(Evaluation, models.PROTECT, null=True, related_name="written")
    projects = models.JSONField(default=list)  # keys of the project-years that a district's statement names
    title = models.CharField(max_length=200)
    tables = models.JSONField(null=True, editable=False)  # by name, as submitted
    form = models.JSONField(
        null=True, editable=False
    )  # a department's official form, as submitted; empty: there is none
    said = models.JSONField(default=list, editable=False)  # what the audit said, as submitted
    submitted_at = models.DateTimeField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-fiscal_year", "-pk")
        constraints = [
            models.UniqueConstraint(
                "outline", "organisation", "fiscal_year", "version", condition=Q(year=None), name="one_whole_report_a_version"
            ),
            models.UniqueConstraint(
                "outline", "year", "version", condition=Q(evaluation=None, year__isnull=False), name="one_project_report_a_version"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def project_year(self) -> ProjectYear | None:
        return self.year

    @property
    def kind(self) -> Outline:
        return find(self.outline)

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.pk])

    def roles_of(self, access: Any) -> frozenset[Role]:
        from wenxiao.web.reports.seeing import roles

        return roles(self, access)

    def makers(self, way: Transition) -> frozenset[Role]:
        from wenxiao.web.reports.seeing import makers

        return makers(self, way)

    @classmethod
    def within(cls, access: Any, roles: frozenset[Role]) -> Q:
        from wenxiao.web.reports.seeing import within

        return within(access, roles)

    @classmethod
    def acting(cls, access: Any) -> models.QuerySet:
        from wenxiao.web.reports.seeing import acting

        return acting(access)

    def missing(self) -> list[str]:
        from wenxiao.web.reports.writing import missing

        return missing(self)

    def audit(self) -> list[Said]:
        from wenxiao.web.reports.live import said_of

        return said_of(self)

    def after(self, action: str, event: Event) -> None:
        """Only those whose report it is go on with it; a submission keeps tables, form and what the audit said."""
        from wenxiao.web.core.policy import Access
        from wenxiao.web.reports import writing
        from wenxiao.web.reports.seeing import makes_step

        if not makes_step(self, Access(event.actor), action):
            raise NotAllowed(
                "这份报告由其他岗位办理，您不能办理这一步。",
                "This report belongs to another role; the step is not yours.",
            )
        if event.target == "submitted":
            writing.keep(self, event.at)
        elif event.target == "draft":
            writing.release(self)
        elif event.target == "approved":
            self.approved_at = event.at

    def contents(self) -> dict[str, Any]:
        return {
            "outline": self.outline, "title": self.title, "passes": self.passes, "tables": self.tables, "form": self.form, "projects": self.projects,
            "chapters": list(self.chapters.order_by("order").values("key", "title", "text")),
        }  # fmt: skip


class Chapter(models.Model):
    """A chapter with a revision of its own: two people write two chapters, and of the same one the second is told."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="chapters")
    key = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    text = models.JSONField(default=list)  # strings and references, as ``publishing.reports.pieces`` stores them
    tables = models.JSONField(default=list)  # names of the tables at its end
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint("report", "key", name="one_chapter_a_key")]

    def __str__(self) -> str:
        return self.title

    @property
    def pieces(self) -> Text:
        return restored(self.text)

    @property
    def words(self) -> str:
        """The characters as they are read."""
        return plain(self.pieces)
