"""The register of shops (门前三包): periods in which it was collected, entries, and which of them may be the same shop."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse

from wenxiao.grid.shops import masked_name, masked_phone
from wenxiao.web.core.clock import now, today
from wenxiao.web.core.say import said
from wenxiao.web.grid.models import Agency


class Collection(models.Model):
    """A collection (信息采集): from when to when, and how many days after its end names and numbers of persons are kept.

    Once they are deleted (``forgotten_at``) it takes none any more, whatever becomes of its days.
    """

    name = models.CharField(said("名称", "Name"), max_length=80, unique=True)
    since = models.DateField(said("起", "From"))
    until = models.DateField(said("止", "To"))
    keep_days = models.PositiveIntegerField(
        said("个人信息保留天数", "Days that personal data are kept"), validators=[MaxValueValidator(3650)]
    )
    note = models.CharField(said("说明", "Note"), max_length=200, blank=True)
    forgotten_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("-since", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="collection_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("fieldwork-collection", args=[self.pk])

    @property
    def kept_until(self) -> date:
        """The last day on which names and numbers of persons are kept."""
        try:
            return self.until + timedelta(days=self.keep_days)
        except OverflowError:
            return date.max

    @property
    def keeps_persons(self) -> bool:
        """Whether an entry may still say who runs a shop."""
        return self.forgotten_at is None and today() <= self.kept_until


class Shop(models.Model):
    """One entry. ``owner`` and ``phone`` concern a person: others see them masked. ``same_as``: an earlier entry of the same shop, as
    somebody confirmed; it is then not counted."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="shops")
    street = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=said("街道", "Street"))
    name = models.CharField(said("店名", "Shop"), max_length=120)
    address = models.CharField(said("地址", "Address"), max_length=200)
    owner = models.CharField(said("负责人", "Run by"), max_length=60, blank=True)
    phone = models.CharField(said("联系电话", "Telephone"), max_length=40, blank=True)
    collector = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", verbose_name=said("采集单位", "Collected by")
    )
    collected_on = models.DateField(said("采集日期", "Collected on"))
    signed = models.BooleanField(said("已签责任书", "Agreement signed"), default=False)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=now)
    token = models.UUIDField(null=True, unique=True, editable=False)  # what the telephone gave it
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("collection", "street", "pk")
        indexes = [
            models.Index("collection", "street", name="shops_of_a_street"),
            models.Index("collection", "collected_on", name="shops_by_day"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("fieldwork-shop", args=[self.pk])

    @property
    def masked_owner(self) -> str:
        return masked_name(self.owner)

    @property
    def masked_phone(self) -> str:
        return masked_phone(self.phone)


class Alike(models.Model):
    """Two entries that may be one shop, and what somebody decided."""

    class Decision(models.TextChoices):
        WAITING = "", said("待确认", "To be decided")
        SAME = "same", said("同一家", "The same")
        DIFFERENT = "different", said("不是同一家", "Different")

    first = models.ForeignKey(Shop, models.PROTECT, related_name="+")
    second = models.ForeignKey(Shop, models.PROTECT, related_name="alike")
    why = models.CharField(max_length=8)  # place or phone
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("first", "second")
        constraints = [models.UniqueConstraint("first", "second", name="one_hint_a_pair")]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id} {self.why}"

    @property
    def reason(self) -> str:
        return str(said("店名和地址相同", "same name and address") if self.why == "place" else said("电话相同", "same number"))  # fmt: skip
