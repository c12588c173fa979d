"""Monitoring rounds, what units report in them, and the orders that follow."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from wenxiao.performance.targets import Nature
from wenxiao.web.core.auditing import Said
from wenxiao.web.core.clock import now, today
from wenxiao.web.core.models import Event, Stateful
from wenxiao.web.core.say import said, say
from wenxiao.web.people.models import Organisation
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.targets.models import TargetSet

if TYPE_CHECKING:
    from wenxiao.web.monitoring.lights import Lit

#: Days that an order to correct gives where nobody says another day.
DAYS = 15
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
        return say(f"{self.year}年1—{self.month}月", f"January to month {self.month} of {self.year}")

    def get_absolute_url(self) -> str:
        return f"{reverse('monitoring')}?round={self.pk}"

    @property
    def until(self) -> date:
        """The last day that it reports on."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def days(self) -> int:
        """Days until it is due; below 0 since."""
        return (self.due - today()).days


class Monitoring(Stateful):
    """What one project-year reports in one round (绩效目标执行监控表)."""

    machine = "monitoring"
    settled = ("correcting", "suspended", "closed")

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

    def get_absolute_url(self) -> str:
        return reverse("monitoring-report", args=[self.pk])

    @property
    def project_year(self) -> ProjectYear:
        return self.year

    @property
    def late(self) -> int:
        """By how many days the unit is late with it; 0 for one that is in time or handed in."""
        return max(0, -self.round.days) if self.state == "issued" else 0

    def lit(self) -> Lit:
        """Its lights as they stand now, with how."""
        from wenxiao.web.monitoring.lights import lit

        return lit(self)

    def missing(self) -> list[str]:
        found, lights = [], self.lit()
        if self.expected_spending is None:
            found.append(say("没有填全年预计执行数", "the expected spending of the year is missing"))
        if lights.money is not None and lights.money != "green" and not self.remark.strip():
            found.append(
                say("资金进度未达绿灯，请在说明中写明原因", "spending is not green: give the reason in the remark")
            )
        for line in lights.lines:
            name, row = line.indicator.name, line.progress
            worded = line.indicator.nature is Nature.QUALITATIVE
            if worded and not row.text.strip():
                found.append(say(f"“{name}”没有选择完成情况", f"“{name}” has no answer"))
            if not worded and row.value is None:
                found.append(say(f"“{name}”没有填执行情况", f"“{name}” has no value so far"))
            if not worded and not row.likelihood:
                found.append(say(f"“{name}”没有选择完成可能性", f"“{name}” has no likelihood"))
            if line.light is not None and line.light != "green" and not (row.cause and row.explanation.strip()):
                found.append(
                    say(
                        f"“{name}”为{line.light.zh}，请填偏差原因和原因说明",
                        f"“{name}” is {line.light.en}: give the cause and explain it",
                    )
                )
        return found

    def audit(self) -> list[Said]:
        from wenxiao.web.monitoring.auditing import said_of

        return said_of(self)

    def after(self, action: str, event: Event) -> None:
        if action == "submit":
            self._keep_lights()
        elif action == "correct":
            Correction.objects.create(
                monitoring=self,
                order=event.comment,
                due=today() + timedelta(days=DAYS),
                ordered_by=event.actor,
                ordered_at=now(),
            )
        elif action == "answer":
            order = self.corrections.filter(answered_at=None).order_by("-pk").first()
            if order is not None:
                order.answer, order.answered_at = event.comment, now()
                order.save()

    def _keep_lights(self) -> None:
        """The lights as they stand when it is handed in: later entries of the ledger do not change what was reported."""
        lights = self.lit()
        self.light = lights.overall or ""
        for line in lights.lines:
            line.progress.light = line.light or ""
            line.progress.save(update_fields=["light"])

    def contents(self) -> dict[str, Any]:
        rows = self.progress.order_by("key").values(
            "key", "value", "text", "forecast", "likelihood", "cause", "explanation", "light"
        )
        return {
            "expected_spending": self.expected_spending,
            "remark": self.remark,
            "light": self.light,
            "passes": self.passes,
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
    ordered_at = models.DateTimeField(default=now)
    answer = models.TextField(said("纠偏结果", "Answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.monitoring} · {self.due}"

    @property
    def days(self) -> int:
        """Days until it is due; below 0 since."""
        return (self.due - today()).days
