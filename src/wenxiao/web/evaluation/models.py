"""Samples for review, re-scored lines, and the evaluations of departments and of the finance bureau."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from wenxiao.web.core.models import Stateful
from wenxiao.web.core.say import said
from wenxiao.web.people.models import Organisation
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.selfevaluation.models import SelfEvaluation


class Draw(models.Model):
    """A sample drawn for review (抽查): from whom, how many, with which seed; who draws again with it gets the same."""

    jurisdiction = models.ForeignKey(Organisation, models.PROTECT, related_name="draws")
    year = models.PositiveSmallIntegerField()
    size = models.PositiveSmallIntegerField(said("抽取数量", "Size"))
    seed = models.CharField(max_length=32)
    population = models.JSONField()  # [self-evaluation, risk] in the order in which it was drawn from
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-drawn_at",)


class Review(models.Model):
    """One self-evaluation of a sample, re-scored indicator by indicator (复核)."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="reviews")
    self_evaluation = models.ForeignKey(SelfEvaluation, models.PROTECT, related_name="reviews")
    why = models.JSONField()  # the reasons of the draw, in both languages
    opinion = models.TextField(said("复核意见", "Opinion"), blank=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint("draw", "self_evaluation", name="one_review_a_draw")]


class ReviewLine(models.Model):
    """The reviewer's score of one indicator, with the reason where it differs."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="lines")
    key = models.CharField(max_length=32)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("review", "key", name="one_line_a_review")]


class Evaluation(Stateful):
    """A department's or the finance bureau's evaluation (部门评价、财政评价) by a framework (2020, 2013)."""

    machine = "evaluation"

    class Kind(models.TextChoices):
        DEPARTMENT = "department", said("部门评价", "Department evaluation")
        FINANCE = "finance", said("财政评价", "Finance evaluation")

    kind = models.CharField(max_length=16, choices=Kind.choices)
    year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="evaluations")
    framework = models.CharField(max_length=40)
    evaluator = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="evaluations")
    lead = models.CharField(said("主评人", "Lead evaluator"), max_length=60, blank=True)
    conflict = models.TextField(said("回避审查结论", "Conflict check"), blank=True)
    plan = models.TextField(said("评价方案", "Plan"), blank=True)
    report = models.TextField(said("评价结论", "Conclusion"), blank=True)
    comment = models.TextField(said("被评价单位意见", "The unit's comment"), blank=True)
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True, editable=False)
    grade = models.CharField(max_length=12, blank=True, editable=False)

    class Meta:
        ordering = ("-year__year", "pk")

    def __str__(self) -> str:
        return f"{self.year} {self.get_kind_display()}"

    @property
    def project_year(self) -> ProjectYear:
        return self.year

    def contents(self) -> dict[str, Any]:
        return {
            "framework": self.framework, "evaluator": self.evaluator_id, "lead": self.lead, "conflict": self.conflict,
            "plan": self.plan, "report": self.report, "comment": self.comment, "total": self.total, "grade": self.grade,
            "lines": list(self.lines.order_by("pk").values("level1", "level2", "name", "points", "score", "basis")),
        }  # fmt: skip


class EvaluationLine(models.Model):
    """One third-level criterion of the framework, scored."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="lines")
    level1 = models.CharField(max_length=20)
    level2 = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    points = models.DecimalField(max_digits=6, decimal_places=2)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    basis = models.TextField(blank=True)


class WorkingPaper(models.Model):
    """A file of an evaluation (工作底稿): kept, never replaced."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="papers")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="papers/%Y/")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
