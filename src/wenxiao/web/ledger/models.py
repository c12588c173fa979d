"""The entries of the ledger, append-only, and the balances that are derived from them in the same transaction."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models

from wenxiao.performance import ledger
from wenxiao.web.core.say import said
from wenxiao.web.register.models import ProjectYear

KINDS = [(kind.value, said(kind.zh, kind.en)) for kind in ledger.Kind]
SOURCES = [(source.value, said(source.zh, source.en)) for source in ledger.Source]


class Entry(models.Model):
    """One entry (分录), in yuan. A correction is a reversal: an entry with the negative amount of the one that it takes back.

    Triggers of the database refuse to change or delete a row.
    """

    project_year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=16, choices=KINDS)
    source = models.CharField(max_length=16, choices=SOURCES)
    date = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    reference = models.CharField(max_length=80)  # document number, voucher
    note = models.CharField(max_length=200, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    batch = models.ForeignKey("Batch", models.PROTECT, null=True, related_name="entries")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("date", "pk")
        indexes = [models.Index(fields=("project_year", "kind", "date"), name="entries_by_kind")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True, amount__gt=0)
                | models.Q(reverses__isnull=False, amount__lt=0),
                name="only_a_reversal_is_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()} {self.amount}"

    def plain(self) -> ledger.Entry:
        """The entry as the arithmetic knows it."""
        return ledger.Entry(
            str(self.pk), ledger.Kind(self.kind), self.date, Decimal(self.amount), ledger.Source(self.source),
            self.reference, str(self.reverses_id) if self.reverses_id else None,
        )  # fmt: skip


class Batch(models.Model):
    """One file of entries that was read in, whole."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    rows = models.PositiveIntegerField()
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Balance(models.Model):
    """Sums by kind of one project-year, kept with each entry: what lists and dashboards sort by. Missing stays missing."""

    project_year = models.OneToOneField(ProjectYear, models.PROTECT, primary_key=True, related_name="balance")
    original = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    revised = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    allocated = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    arrived = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    contracted = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    paid = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    rate = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, db_index=True
    )  # 执行率 ÷ 全年预算, to sort by

    def __str__(self) -> str:
        return str(self.project_year)


class MonthSum(models.Model):
    """What a unit's entries of one kind add up to in one month: what the curves of a district are drawn from."""

    unit = models.ForeignKey("people.Organisation", models.PROTECT, related_name="month_sums")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)
    amount = models.DecimalField(max_digits=20, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint("unit", "year", "month", "kind", name="one_sum_a_month")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}-{self.month:02} {self.kind}"
