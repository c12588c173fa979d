"""Samples for review, re-scored lines, and the evaluations of departments and of the finance bureau."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from wenxiao.performance.sampling import Candidate
from wenxiao.web.core.clock import now
from wenxiao.web.core.models import Event, Stateful
from wenxiao.web.core.policy import Access
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
    regime = models.CharField(max_length=40)
    population = models.JSONField()  # what was drawn from: of each the key, what its risk rests on, its self-evaluation
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-drawn_at",)

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.year} #{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("draw", args=(self.pk,))

    def candidates(self) -> list[Candidate]:
        """The population as the arithmetic knows it."""
        return [
            Candidate(
                one["key"], _decimal(one["amount"]), _decimal(one["execution"]), one["full_marks"], one["errors"],
                one["warnings"], one["forced"], one["why"],
            )
            for one in self.population
        ]  # fmt: skip


def _decimal(kept: str | None) -> Decimal | None:
    return None if kept is None else Decimal(kept)


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
        ordering = ("-draw", "pk")
        constraints = [models.UniqueConstraint("draw", "self_evaluation", name="one_review_a_draw")]

    def __str__(self) -> str:
        return f"{self.self_evaluation.year} 复核"

    def get_absolute_url(self) -> str:
        return reverse("review", args=(self.pk,))


class ReviewLine(models.Model):
    """The reviewer's score of one indicator, with the reason where it differs."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="lines")
    key = models.CharField(max_length=32)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("review", "key", name="one_line_a_review")]

    def __str__(self) -> str:
        return self.key


class Engagement(models.Model):
    """What a firm does or did for a unit or department (业务承接情况): what the conflict check looks at."""

    class Kind(models.TextChoices):
        SELF_EVALUATION = "self_evaluation", said("代做单位自评", "Did its self-evaluation")
        TARGETS = "targets", said("代编绩效目标或预算", "Wrote its targets or budget")
        BID = "bid", said("参加该单位其他项目投标", "Bid for other work of it")
        OTHER = "other", said("其他业务往来", "Other business")

    firm = models.ForeignKey(Organisation, models.PROTECT, related_name="engagements")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="engaged", verbose_name=said("单位", "Unit"))
    kind = models.CharField(said("情况", "What"), max_length=20, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(said("年度", "Year"))
    note = models.CharField(said("说明", "Note"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-year", "pk")

    def __str__(self) -> str:
        return f"{self.firm} · {self.unit} · {self.get_kind_display()}"


class Evaluation(Stateful):
    """A department's or the finance bureau's evaluation (部门评价、财政评价) by a framework (2020, 2013)."""

    machine = "evaluation"
    settled = ("final",)

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

    def get_absolute_url(self) -> str:
        return reverse("evaluation-one", args=(self.pk,))

    def missing(self) -> list[str]:
        from wenxiao.web.evaluation.working import missing

        return missing(self)

    def after(self, action: str, event: Event) -> None:
        """Only those whose evaluation it is go on with it; a draft keeps its score, a comment what the unit says."""
        from wenxiao.web.evaluation import working
        from wenxiao.web.evaluation.seeing import refuse_others
        from wenxiao.web.reports.writing import follow

        refuse_others(self, action, event)
        if action == "submit_draft":
            working.keep(self)
        elif action == "comment":
            self.comment = event.comment
        follow(self, action, Access(event.actor))

    @classmethod
    def acting(cls, access: Any) -> models.QuerySet:
        """Those with which this person may make steps."""
        from wenxiao.web.evaluation.seeing import acting

        return acting(access)

    def contents(self) -> dict[str, Any]:
        return {
            "framework": self.framework, "evaluator": self.evaluator_id, "lead": self.lead, "conflict": self.conflict,
            "plan": self.plan, "report": self.report, "comment": self.comment, "total": self.total, "grade": self.grade,
            "lines": [line.contents() for line in self.criteria()],
        }  # fmt: skip

    def criteria(self) -> list[EvaluationLine]:
        """Its criteria in the order of the framework, each with the individual indicators into which it is split."""
        return list(self.lines.prefetch_related("parts"))


class EvaluationLine(models.Model):
    """One third-level criterion of the framework, scored; the score of one that is split is the sum of its individual indicators."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="lines")
    level1 = models.CharField(max_length=20)
    level2 = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    points = models.DecimalField(max_digits=6, decimal_places=2)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    basis = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    def contents(self) -> dict[str, Any]:
        """What it says; its individual indicators only where it has any."""
        said = {name: getattr(self, name) for name in ("level1", "level2", "name", "points", "score", "basis")}
        parts = [part.contents() for part in self.parts.all()]
        return {**said, "parts": parts} if parts else said


class EvaluationPart(models.Model):
    """One individual indicator (具体指标) of a criterion that the evaluation made specific, scored."""

    line = models.ForeignKey(EvaluationLine, models.CASCADE, related_name="parts")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(said("具体指标", "Individual indicator"), max_length=120)
    points = models.DecimalField(said("分值", "Points"), max_digits=6, decimal_places=2)
    standard = models.CharField(said("目标值或评分标准", "Target or standard"), max_length=300, blank=True)
    evidence = models.CharField(said("佐证来源", "Evidence"), max_length=200, blank=True)
    indicator = models.CharField(
        max_length=32, blank=True
    )  # the key of the approved target's indicator that it was taken from
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    basis = models.TextField(blank=True)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name

    def contents(self) -> dict[str, Any]:
        names = ("name", "points", "standard", "evidence", "indicator", "score", "basis")
        return {name: getattr(self, name) for name in names}


class WorkingPaper(models.Model):
    """A file of an evaluation (工作底稿): kept, never replaced."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="papers")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="papers/%Y/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)

    #: 工作底稿 are kept at least so many years.
    YEARS = 10

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def keep_until(self) -> date:
        """The first day on which it might be thrown away; the site itself never does."""
        return date(self.added_at.year + self.YEARS + 1, 1, 1)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("a working paper is never replaced; a corrected one is a further paper")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Any:
        raise TypeError("a working paper is kept")
