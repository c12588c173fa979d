"""Supervised sites (裸地): bare land and building sites, and what inspectors saw there."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse

from wenxiao.web.core.clock import now
from wenxiao.web.core.say import said
from wenxiao.web.grid.models import Agency, Case


class Site(models.Model):
    """A site under supervision. ``repeats``: checks in a row that found it not in order, a copy of what ``checks`` say."""

    class Measure(models.TextChoices):
        COVER = "cover", said("防尘网覆盖", "Covered with nets")
        GREEN = "green", said("绿化", "Planted")
        HARDEN = "harden", said("硬化", "Paved")
        SPRAY = "spray", said("喷淋降尘", "Sprayed")
        FENCE = "fence", said("围挡", "Fenced")

    name = models.CharField(said("地块名称", "Site"), max_length=120, unique=True)
    grid = models.CharField(said("单元网格", "Unit grid"), max_length=20, db_index=True)
    address = models.CharField(said("地址", "Address"), max_length=200)
    owner = models.CharField(said("责任主体", "Who answers for it"), max_length=120)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=said("监管单位", "Supervised by"))  # fmt: skip
    area = models.DecimalField(
        said("面积（平方米）", "Area (m²)"), max_digits=12, decimal_places=2, null=True, blank=True, validators=(MinValueValidator(0),)
    )  # fmt: skip
    measure = models.CharField(said("整治措施", "Measure"), max_length=8, choices=Measure.choices)
    since = models.DateField(said("列入日期", "Since"))
    until = models.DateField(said("销号日期", "Until"), null=True, blank=True)
    repeats = models.PositiveSmallIntegerField(default=0, editable=False)
    recorded_at = models.DateTimeField(default=now, null=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, null=True, editable=False, related_name="sites")
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("fieldwork-site", args=[self.pk])


class SiteCheck(models.Model):
    """One inspection of a site; never changed, never deleted."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="checks")
    at = models.DateTimeField(default=now, db_index=True)
    recorded_at = models.DateTimeField(default=now, null=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    good = models.BooleanField(said("落实到位", "In order"))
    note = models.CharField(said("现场情况", "What was seen"), max_length=500, blank=True)
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.site} {self.at}"


def _where(photo: Any, _name: str) -> str:
    return f"fieldwork/{photo.sha256[:2]}/{photo.sha256}.jpg"


class SitePhoto(models.Model):
    """A photo that was taken at a check."""

    check_of = models.ForeignKey(SiteCheck, models.PROTECT, related_name="photos")
    file = models.FileField(upload_to=_where)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
