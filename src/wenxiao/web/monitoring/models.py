"""Monitoring rounds, what units report in them, and the orders that follow."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from wenxiao.web.core.models import Stateful
from wenxiao.web.core.say import said
from wenxiao.web.people.models import Organisation
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.targets.models import TargetSet

LIGHTS = [("green", said("绿灯", "green")), ("yellow", said("黄灯", "yellow")), ("red", said("红灯", "red"))]


class Round(models.Model):
    """One round of a year (1—7月监控): up to the end of ``month``, filled in between two days."""

    jurisdiction = models.ForeignKey(Organisation, models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    opens = models.DateField()
    due = models.DateField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("year", "month")
        constraints = [models.UniqueConstraint("jurisdiction", "year", "month", name="one_round_a_month")]

    def __str__(self) -> str:
        return f"{self.year}年1—{self.month}月"


class Monitoring(Stateful):
    """What one project-year reports in one round (绩效目标执行监控表)."""

    machine = "monitoring"

    year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="monitorings")
    round = models.ForeignKey(Round, models.PROTECT, related_name="monitorings")
    target_set = models.ForeignKey(TargetSet, models.PROTECT, related_name="+")
    expected_spending = models.DecimalField(
        said("全年预计执行数", "Expected spending"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    remark = models.TextField(said("说明", "Remark"), blank=True)
    light = models.CharField(max_length=8, choices=LIGHTS, blank=True)  # as it stood when it was submitted

    class Meta:
        ordering = ("round", "year")
        constraints = [models.UniqueConstraint("year", "round", name="one_report_a_round")]

    def __str__(self) -> str:
        return f"{self.year} · {self.round}"

    @property
    def project_year(self) -> ProjectYear:
        return self.year

    def contents(self) -> dict[str, Any]:
        rows = self.progress.order_by("key").values(
            "key", "value", "forecast", "likelihood", "cause", "explanation", "light"
        )
        return {
            "expected_spending": self.expected_spending,
            "remark": self.remark,
            "light": self.light,
            "progress": list(rows),
        }


class Progress(models.Model):
    """How far one indicator is, and where it will end."""

    class Likelihood(models.TextChoices):
        CERTAIN = "certain", said("确定能", "Certain")
        POSSIBLE = "possible", said("有可能", "Possible")
        IMPOSSIBLE = "impossible", said("完全不可能", "Impossible")

    class Cause(models.TextChoices):
        MONEY = "money", said("经费保障", "Money")
        RULES = "rules", said("制度保障", "Rules")
        STAFF = "staff", said("人员保障", "Staff")
        EQUIPMENT = "equipment", said("硬件条件保障", "Equipment")
        OTHER = "other", said("其他", "Other")

    monitoring = models.ForeignKey(Monitoring, models.CASCADE, related_name="progress")
    key = models.CharField(max_length=32)
    value = models.DecimalField(said("执行情况", "So far"), max_digits=20, decimal_places=6, null=True, blank=True)
    text = models.CharField(max_length=200, blank=True)
    forecast = models.DecimalField(said("全年预计", "Forecast"), max_digits=20, decimal_places=6, null=True, blank=True)
    likelihood = models.CharField(
        said("完成可能性", "Likelihood"), max_length=12, choices=Likelihood.choices, blank=True
    )
    cause = models.CharField(said("偏差原因", "Cause"), max_length=12, choices=Cause.choices, blank=True)
    explanation = models.TextField(said("原因说明", "Explanation"), blank=True)
    light = models.CharField(max_length=8, choices=LIGHTS, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("monitoring", "key", name="one_progress_each")]


class Correction(models.Model):
    """An order to correct (纠偏通知) and what came of it."""

    monitoring = models.ForeignKey(Monitoring, models.PROTECT, related_name="corrections")
    order = models.TextField(said("纠偏要求", "Order"))
    due = models.DateField(said("完成期限", "Due"))
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(said("纠偏结果", "Answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
