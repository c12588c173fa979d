"""Re-inspection (督察): a sample drawn from a recorded seed, what was looked at, and what was found there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from wenxiao.web.core.clock import now
from wenxiao.web.core.say import said
from wenxiao.web.grid.models import Case


class Drawing(models.Model):
    """A draw (抽样), never changed: from which population, of which days, by which seed. Anybody can make it again."""

    class Kind(models.TextChoices):
        GRID = "grid", said("单元网格", "Unit grids")
        STREET = "street", said("街道", "Streets")
        CLOSED = "closed", said("已结案案件", "Closed cases")

    kind = models.CharField(said("抽样对象", "What is drawn"), max_length=8, choices=Kind.choices)
    since = models.DateField(said("起", "From"))
    until = models.DateField(said("止", "To"))
    size = models.PositiveSmallIntegerField(said("样本量", "Size"))
    seed = models.CharField(max_length=32)
    population = models.JSONField()  # codes of grids or streets, numbers of cases
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-drawn_at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.since}–{self.until}"

    def get_absolute_url(self) -> str:
        return reverse("fieldwork-drawing", args=[self.pk])


class Item(models.Model):
    """One of a sample: a grid, a street or a closed case, and what the inspector says of it. Not changed once that is said."""

    class Result(models.TextChoices):
        WAITING = "", said("待督察", "To be inspected")
        GOOD = "good", said("未发现问题", "Nothing found")
        FOUND = "found", said("发现问题", "Problems found")
        SOLVED = "solved", said("确已解决", "Solved")
        UNSOLVED = "unsolved", said("未解决", "Not solved")

    drawing = models.ForeignKey(Drawing, models.PROTECT, related_name="items")
    key = models.CharField(max_length=40)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="inspections")
    result = models.CharField(max_length=8, choices=Result.choices, blank=True, default="")
    note = models.CharField(max_length=500, blank=True)
    inspector = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_recorded_at = models.DateTimeField(null=True, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)  # what the telephone gave its result
    reopened = models.BooleanField(default=False)  # of a closed case that was not solved

    class Meta:
        ordering = ("drawing", "pk")
        constraints = [models.UniqueConstraint("drawing", "key", name="drawn_once")]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("fieldwork-item", args=[self.pk])


class Find(models.Model):
    """A problem that an inspector found. ``matched``: the case by which a supervisor had reported it. ``missed``: the case that it became,
    because none had (漏报). Neither: not decided yet."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="finds")
    grid = models.CharField(said("单元网格", "Unit grid"), max_length=20)
    category = models.CharField(said("类别", "Category"), max_length=40)
    description = models.CharField(said("问题描述", "What was found"), max_length=500)
    address = models.CharField(said("地址", "Address"), max_length=200, blank=True)
    matched = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    missed = models.OneToOneField(Case, models.PROTECT, null=True, related_name="find")
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    found_at = models.DateTimeField(default=now)
    recorded_at = models.DateTimeField(default=now, null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ("item", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(matched__isnull=True) | models.Q(missed__isnull=True), name="reported_or_missed"
            )
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def street(self) -> str:
        return self.grid[:9]
