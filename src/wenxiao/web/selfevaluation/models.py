"""Self-evaluations: actual values, evidence, and the score that the regime's rules give."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from wenxiao.performance.evaluation import Actual
from wenxiao.web.core.auditing import Said
from wenxiao.web.core.clock import now
from wenxiao.web.core.models import Event, Stateful
from wenxiao.web.core.say import said
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.targets.models import TargetSet

#: What is entered of one indicator.
CONTENTS = ("value", "numerator", "denominator", "answer", "manual", "reason")


class SelfEvaluation(Stateful):
    """The self-evaluation (自评表) of one project-year against its approved targets."""

    machine = "self_evaluation"
    settled = ("accepted",)

    year = models.OneToOneField(ProjectYear, models.PROTECT, related_name="self_evaluation")
    target_set = models.ForeignKey(TargetSet, models.PROTECT, related_name="+")
    outcome = models.TextField(said("年度目标实际完成情况", "What was reached"), blank=True)
    problems = models.TextField(said("存在的问题", "Problems"), blank=True)
    measures = models.TextField(said("改进措施", "Measures"), blank=True)
    execution_reason = models.TextField(said("预算执行偏差说明", "Why the budget was not spent"), blank=True)
    due = models.DateField(null=True, blank=True)
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True, editable=False)  # as submitted
    grade = models.CharField(max_length=12, blank=True, editable=False)
    position = models.JSONField(null=True, editable=False)  # the ledger's amounts by name (yuan) as submitted
    said = models.JSONField(default=list, editable=False)  # what the audit said, as submitted
    errors = models.PositiveSmallIntegerField(default=0, editable=False)  # how many of them
    warnings = models.PositiveSmallIntegerField(default=0, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("year",)

    def __str__(self) -> str:
        return f"{self.year} 自评"

    @property
    def project_year(self) -> ProjectYear:
        return self.year

    def get_absolute_url(self) -> str:
        return reverse("self-evaluation", args=(self.pk,))

    def missing(self) -> list[str]:
        from wenxiao.web.selfevaluation.scored import missing

        return missing(self)

    def audit(self) -> list[Said]:
        from wenxiao.web.selfevaluation.audit import audited

        return audited(self)

    def after(self, action: str, event: Event) -> None:
        """A submission keeps score, grade, money and what the audit said as they stand; a return lets go of them."""
        from wenxiao.web.selfevaluation import scored

        if action == "submit":
            scored.keep(self)
        elif event.target == "draft":
            scored.release(self)

    def contents(self) -> dict[str, Any]:
        rows = self.actuals.order_by("key").values("key", *CONTENTS)
        return {
            "outcome": self.outcome, "problems": self.problems, "measures": self.measures, "passes": self.passes,
            "execution_reason": self.execution_reason, "total": self.total, "grade": self.grade, "actuals": list(rows),
            "position": self.position, "target_set": self.target_set_id,
            "evidence": list(self.evidence.filter(removed_at=None).order_by("pk").values("key", "name", "sha256")),
        }  # fmt: skip


class ActualRow(models.Model):
    """What was reached of one indicator. A rate keeps its numerator and denominator."""

    self_evaluation = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="actuals")
    key = models.CharField(max_length=32)
    value = models.DecimalField(said("实际完成值", "Actual"), max_digits=20, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField(said("分子", "Numerator"), max_digits=20, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(
        said("分母", "Denominator"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    answer = models.CharField(said("完成情况", "Answer"), max_length=40, blank=True)
    manual = models.DecimalField(said("得分", "Score"), max_digits=6, decimal_places=2, null=True, blank=True)
    reason = models.TextField(said("偏差原因及改进措施", "Reason"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("self_evaluation", "key", name="one_actual_each")]

    def plain(self) -> Actual:
        """The actual as the arithmetic knows it."""
        return Actual(self.key, self.value, self.numerator, self.denominator, self.answer, self.manual, self.reason)


class Evidence(models.Model):
    """A file behind an indicator (佐证资料)."""

    self_evaluation = models.ForeignKey(SelfEvaluation, models.PROTECT, related_name="evidence")
    key = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="evidence/%Y/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
