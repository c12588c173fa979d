"""Warnings with those who answer for them, drills with who was there, and what the emergency team did with what."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from wenxiao.web.core.clock import now
from wenxiao.web.core.money import FEN, MoneyField
from wenxiao.web.core.say import said
from wenxiao.web.grid.models import Agency, Case


class ResponsiblePerson(models.Model):
    """Who answers for an agency when there is a warning (责任人): named beforehand, so that nobody has to be looked for."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="responsible")
    name = models.CharField(said("姓名", "Name"), max_length=60)
    duty = models.CharField(said("职务", "Position"), max_length=60, blank=True)
    phone = models.CharField(said("电话", "Telephone"), max_length=40, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("agency__code", "pk")

    def __str__(self) -> str:
        return f"{self.agency} · {self.name}"


class EarlyWarning(models.Model):
    """A warning (预警). ``street``: the one that it concerns, empty for the whole district."""

    class Level(models.TextChoices):
        RED = "1", said("一级（红）", "1 (red)")
        ORANGE = "2", said("二级（橙）", "2 (orange)")
        YELLOW = "3", said("三级（黄）", "3 (yellow)")
        BLUE = "4", said("四级（蓝）", "4 (blue)")

    title = models.CharField(said("预警事件", "Event"), max_length=120)
    kind = models.CharField(said("类别", "Kind"), max_length=40)
    level = models.CharField(said("等级", "Level"), max_length=1, choices=Level.choices)
    street = models.CharField(said("范围", "Where"), max_length=9, blank=True)
    text = models.TextField(said("内容与要求", "What is to be done"), max_length=4000)
    issued_at = models.DateTimeField(default=now, editable=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    answer_by = models.DateTimeField(said("签收时限", "Acknowledge by"))
    closed_at = models.DateTimeField(null=True, editable=False, db_index=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    outcome = models.TextField(max_length=4000, blank=True, editable=False)

    class Meta:
        ordering = ("-issued_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("warning", args=[self.pk])


class Answerable(models.Model):
    """One person who answers for a warning, and when they said that they had it (签收). The name stays as it was then."""

    warning = models.ForeignKey(EarlyWarning, models.CASCADE, related_name="answerable")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    person = models.ForeignKey(ResponsiblePerson, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("agency__code", "pk")
        constraints = [models.UniqueConstraint("warning", "person", name="one_answerable_each")]

    def __str__(self) -> str:
        return f"{self.warning} · {self.name}"

    @property
    def late(self) -> bool:
        """Not acknowledged, or not in time."""
        end: datetime = self.acknowledged_at or now()
        return end > self.warning.answer_by


def _where(drill: Any, name: str) -> str:  # noqa: ARG001
    return f"command/{drill.plan_sha256[:2]}/{drill.plan_sha256}"


class Drill(models.Model):
    """A drill (演练): its plan, who was to come and who came, what was learnt. Held once there is a conclusion."""

    title = models.CharField(said("演练名称", "Drill"), max_length=120)
    kind = models.CharField(said("科目", "Kind"), max_length=60)
    day = models.DateField(said("日期", "Day"))
    place = models.CharField(said("地点", "Where"), max_length=120)
    plan = models.TextField(said("预案与步骤", "Plan"), max_length=8000)
    plan_file = models.FileField(said("预案文件", "Plan as a file"), upload_to=_where, blank=True)
    plan_name = models.CharField(max_length=200, blank=True, editable=False)
    plan_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    conclusion = models.TextField(said("演练小结", "What was learnt"), max_length=8000, blank=True)
    warning = models.ForeignKey(EarlyWarning, models.PROTECT, null=True, blank=True, related_name="drills")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ("-day", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("drill", args=[self.pk])


class Attendance(models.Model):
    """Somebody who was to come to a drill; ``came`` None: not known yet."""

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="attendance")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    came = models.BooleanField(null=True)

    class Meta:
        ordering = ("agency__code", "pk")
        constraints = [models.UniqueConstraint("drill", "agency", "name", name="one_attendance_each")]

    def __str__(self) -> str:
        return f"{self.drill} · {self.name}"


class EmergencyTask(models.Model):
    """A task of the emergency team (应急任务), for a case or for none."""

    title = models.CharField(said("任务", "Task"), max_length=120)
    team = models.ForeignKey(Agency, models.PROTECT, related_name="tasks", verbose_name=said("队伍", "Team"))
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="tasks", editable=False)
    place = models.CharField(said("地点", "Where"), max_length=200)
    grid = models.CharField(max_length=20, blank=True, editable=False)
    opened_at = models.DateTimeField(said("下达时间", "Since"), default=now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    arrived_at = models.DateTimeField(null=True, editable=False)
    done_at = models.DateTimeField(null=True, editable=False, db_index=True)
    result = models.TextField(max_length=2000, blank=True, editable=False)

    class Meta:
        ordering = ("-opened_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("emergency-task", args=[self.pk])


class WorkItem(models.Model):
    """Material or work of a task: how much of what, at which price; ``cost`` in yuan is their product, rounded half up to the fen."""

    task = models.ForeignKey(EmergencyTask, models.CASCADE, related_name="items")
    what = models.CharField(max_length=60)
    unit = models.CharField(max_length=12)
    quantity = models.DecimalField(max_digits=10, decimal_places=2)
    price = models.DecimalField(max_digits=12, decimal_places=2)
    cost: Any = MoneyField(editable=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.what} {self.quantity}{self.unit}"

    @staticmethod
    def product(quantity: Decimal, price: Decimal) -> Decimal:
        return (quantity * price).quantize(FEN, ROUND_HALF_UP)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.cost = self.product(self.quantity, self.price)
        super().save(*args, **kwargs)
