"""Problems with their rectification, and what became of results in next year's budget."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from wenxiao.web.core.models import Stateful
from wenxiao.web.core.say import said
from wenxiao.web.register.models import ProjectYear


class Problem(Stateful):
    """A problem (问题) of one project-year, from where it was found to where it is closed (销号)."""

    machine = "problem"

    class Origin(models.TextChoices):
        FINDING = "finding", said("审核发现", "Finding")
        MONITORING = "monitoring", said("运行监控", "Monitoring")
        REVIEW = "review", said("自评复核", "Review")
        EVALUATION = "evaluation", said("绩效评价", "Evaluation")

    year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="problems")
    origin = models.CharField(max_length=16, choices=Origin.choices)
    rule = models.CharField(max_length=8, blank=True)  # the rule that found it and can look again
    finding = models.CharField(max_length=64, blank=True)
    text = models.TextField(said("问题", "Problem"))
    due = models.DateField(said("整改期限", "Due"))
    owner = models.CharField(said("责任人", "Owner"), max_length=60, blank=True)
    measure = models.TextField(said("整改措施", "Measure"), blank=True)
    result = models.TextField(said("整改结果", "Result"), blank=True)
    recurs = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="recurrences")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def project_year(self) -> ProjectYear:
        return self.year

    def contents(self) -> dict[str, Any]:
        return {
            "text": self.text, "rule": self.rule, "due": self.due, "owner": self.owner, "measure": self.measure,
            "result": self.result, "proof": list(self.proof.order_by("pk").values("name", "sha256")),
        }  # fmt: skip


class Proof(models.Model):
    """A file that shows what was done about a problem."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="proof")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="proof/%Y/")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)


class UseOfResult(models.Model):
    """What a result means for next year's budget (结果应用)."""

    class Decision(models.TextChoices):
        PREFER = "prefer", said("优先安排", "Prefer")
        KEEP = "keep", said("维持", "Keep")
        CUT = "cut", said("压减", "Cut")
        CANCEL = "cancel", said("取消", "Cancel")

    year = models.OneToOneField(ProjectYear, models.PROTECT, related_name="use_of_result")
    decision = models.CharField(said("应用方式", "Decision"), max_length=8, choices=Decision.choices)
    next_budget = models.DecimalField(
        said("下年预算（元）", "Next budget"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    reason = models.TextField(said("理由", "Reason"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
