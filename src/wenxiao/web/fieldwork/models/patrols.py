"""Contracts with vendors, what is to be walked, rounds, and the unit grids that they came to."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from wenxiao.grid import patrols
from wenxiao.web.core.clock import day_of, now
from wenxiao.web.core.money import MoneyField
from wenxiao.web.core.say import said
from wenxiao.web.grid.models import Agency

_OFTEN = (MinValueValidator(1), MaxValueValidator(24))


class Contract(models.Model):
    """A contract by which a company patrols (购买服务). ``amount`` in yuan is for the whole term; ``year`` is the budget project that pays."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="contracts", verbose_name=said("承包单位", "Company"))  # fmt: skip
    title = models.CharField(said("合同名称", "Contract"), max_length=120)
    number = models.CharField(said("合同编号", "Number"), max_length=60, unique=True)
    since = models.DateField(said("起", "From"))
    until = models.DateField(said("止", "To"))
    amount = MoneyField(said("合同金额（元）", "Amount (yuan)"))
    year = models.ForeignKey(
        "register.ProjectYear", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=said("预算项目", "Budget project")
    )  # fmt: skip
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("-since", "number")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="contract_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Beat(models.Model):
    """A plan of patrols (巡查计划): unit grids, by their codes, that are walked so often a day. ``duty``: the duty grid that they make."""

    name = models.CharField(said("名称", "Name"), max_length=80, unique=True)
    duty = models.CharField(said("责任网格", "Duty grid"), max_length=40, blank=True)
    grids = models.JSONField(default=list)
    rounds = models.PositiveSmallIntegerField(said("每天轮数", "Rounds a day"), default=2, validators=_OFTEN)
    visits = models.PositiveSmallIntegerField(said("每格每天至少到访", "Visits of each grid a day"), default=1, validators=_OFTEN)  # fmt: skip
    since = models.DateField(said("起", "From"))
    until = models.DateField(said("止", "To"), null=True, blank=True)
    contract = models.ForeignKey(
        Contract, models.PROTECT, null=True, blank=True, related_name="beats", verbose_name=said("合同", "Contract")
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("fieldwork-beat", args=[self.pk])

    def plan(self, within: str = "") -> patrols.Plan:
        """As the arithmetic knows it; with the grids alone whose codes begin so."""
        grids = frozenset(code for code in self.grids if code.startswith(within))
        return patrols.Plan(str(self.pk), grids, self.since, self.until, self.visits, self.rounds)


class Patrol(models.Model):
    """A round (巡查轮次) of one person. It is not changed once it has ended; ``token`` is what the phone gave it."""

    beat = models.ForeignKey(Beat, models.PROTECT, related_name="patrols")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=now, db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=now, null=True, editable=False)
    ended_recorded_at = models.DateTimeField(null=True, editable=False)
    note = models.CharField(max_length=200, blank=True)
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("started_at")),
                name="patrol_ends_after_it_begins",
            ),
            models.UniqueConstraint("person", condition=models.Q(ended_at__isnull=True), name="one_patrol_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.beat} {day_of(self.started_at)}"

    def get_absolute_url(self) -> str:
        return reverse("fieldwork-patrol", args=[self.pk])


class Visit(models.Model):
    """A round came to a unit grid; once a round. Never changed, never deleted."""

    patrol = models.ForeignKey(Patrol, models.PROTECT, related_name="visits")
    grid = models.CharField(max_length=20)
    at = models.DateTimeField(default=now)
    recorded_at = models.DateTimeField(default=now, null=True, editable=False)

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint("patrol", "grid", name="one_visit_a_round")]

    def __str__(self) -> str:
        return f"{self.grid} {self.at}"
