"""Evidence behind indicators: snapshots of what was computed, measures that link them to an indicator of the cycle, uploaded series."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse

from wenxiao.performance.series import USES, Use
from wenxiao.web.core.clock import now
from wenxiao.web.core.say import said
from wenxiao.web.register.models import ProjectYear


class Series(models.Model):
    """A series of readings that somebody uploads (数据序列): a meter, tonnage, water quality, patrol rounds.

    ``mapping`` says which column of their file is which; it is kept so that next month's file is read in the same way.
    """

    year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="series")
    name = models.CharField(said("名称", "Name"), max_length=80)
    unit = models.CharField(said("计量单位", "Unit"), max_length=20, blank=True)
    source = models.CharField(said("数据来源", "Source"), max_length=200, blank=True)
    mapping = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("year", "name")
        constraints = [models.UniqueConstraint("year", "name", name="one_series_a_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("series", args=[self.pk])


class SeriesFile(models.Model):
    """A file of a series as it was handed in, with what was refused of it and why; never changed."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="series/%Y/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    taken = models.PositiveIntegerField()
    known = models.PositiveIntegerField()  # rows that were there already
    refused = models.JSONField(default=list)  # row and reason, in the language of who uploaded it
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name


class Point(models.Model):
    """One reading; never changed. ``replaced``: the meter is a new one from here on."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="points")
    file = models.ForeignKey(SeriesFile, models.PROTECT, related_name="points")
    at = models.DateTimeField()
    place = models.CharField(max_length=80, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=6)
    replaced = models.BooleanField(default=False)

    class Meta:
        ordering = ("at", "place", "pk")
        constraints = [models.UniqueConstraint("series", "at", "place", name="one_reading_a_moment")]

    def __str__(self) -> str:
        return f"{self.series} {self.at} {self.value}"


class Snapshot(models.Model):
    """What was computed, with all that it takes to compute it again to the same digest (佐证快照); never changed.

    ``question`` holds what was asked, by kind; ``n`` and ``d`` are sizes of lists that are worked out again from the log, or of
    the points that were used.
    """

    class Kind(models.TextChoices):
        RATE = "rate", said("网格指标", "Grid indicator")
        ZERO = "zero", said("零新增", "None new")
        SERIES = "series", said("上传序列", "Uploaded series")
        MEASURE = "measure", said("日常工作", "Field work")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    subject = models.CharField(max_length=80)  # handled_on_time@1, the number of a series, the name of a measure
    question = models.JSONField()
    start = models.DateTimeField()
    end = models.DateTimeField()
    cutoff = models.DateTimeField()
    scope = models.CharField(max_length=120, blank=True)  # street=530100001, unit=G11, person=7; empty: all
    n = models.PositiveIntegerField()
    d = models.PositiveIntegerField()
    exact = models.CharField(
        max_length=60, null=True
    )  # None: undefined. Every digit: not every store has so many in a number
    few = models.BooleanField(default=False)
    excluded = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, db_index=True)
    code_version = models.CharField(max_length=8)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.subject} {self.digest[:12]}"

    @property
    def value(self) -> Decimal | None:
        """The fraction or the number; None is undefined."""
        return None if self.exact is None else Decimal(self.exact)

    @property
    def fraction(self) -> bool:
        """Whether the value is a share of something, to be told in percent."""
        return (self.kind in {self.Kind.RATE, self.Kind.MEASURE} and bool(self.d)) or self.question.get(
            "use"
        ) == Use.SHARE

    def get_absolute_url(self) -> str:
        return reverse("snapshot", args=[self.pk])


class Check(models.Model):
    """A snapshot was computed again: whether it came out the same; never changed."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="checks")
    same = models.BooleanField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.snapshot_id} {self.same}"


class Measure(models.Model):
    """Where the value of an indicator of the cycle is computed from (指标取数): one measure an indicator.

    ``entries`` are payments of the ledger of which the measure is the output: they give a unit cost. ``removed_at``: it counts no more.
    """

    year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="measures")
    key = models.CharField(said("绩效指标", "Indicator"), max_length=32)
    kind = models.CharField(said("取数来源", "Computed from"), max_length=8, choices=Snapshot.Kind.choices)
    indicator = models.CharField(said("网格指标", "Grid indicator"), max_length=80, blank=True)
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, verbose_name=said("数据序列", "Series"))
    use = models.CharField(
        said("汇总方式", "Aggregation"), max_length=12, blank=True, choices=[(each.value, said(*USES[each])) for each in Use]
    )  # fmt: skip
    low = models.DecimalField(said("合格下限", "At least"), max_digits=20, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(said("合格上限", "At most"), max_digits=20, decimal_places=6, null=True, blank=True)
    provided = models.CharField(said("日常工作数据", "Field work"), max_length=40, blank=True)
    scope = models.CharField(said("范围", "Scope"), max_length=120, blank=True)
    view = models.CharField(max_length=8, default="raw")
    finish = models.CharField(max_length=8, default="strict")
    reading = models.CharField(max_length=24, default="deadline")
    start = models.DateField(said("起始日期", "From"))
    end = models.DateField(said("截止日期（含）", "Up to and with"))
    tolerance = models.DecimalField(
        said("允许差异", "Tolerance"), max_digits=20, decimal_places=6, default=Decimal(0), validators=[MinValueValidator(0)],
        help_text=said("按该指标的计量单位；印出的小数位之外再放宽的量。", "In the unit of the indicator, beyond what its printed digits allow."),
    )  # fmt: skip
    entries = models.ManyToManyField(
        "ledger.Entry", blank=True, related_name="measures", verbose_name=said("对应支出", "Payments")
    )
    snapshots = models.ManyToManyField(Snapshot, related_name="measures")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("year", "key", condition=models.Q(removed_at=None), name="one_measure_an_indicator")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.key}"

    @property
    def latest(self) -> Snapshot | None:
        """The snapshot that counts: the last one, of those that were read with it."""
        return max(self.snapshots.all(), key=lambda each: each.pk, default=None)

    @property
    def project_year(self) -> Any:
        return self.year
