"""The entries of the ledger, append-only, and the balances that are derived from them in the same transaction."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.urls import reverse

from wenxiao.performance import ledger
from wenxiao.web.core.clock import now
from wenxiao.web.core.money import MoneyField
from wenxiao.web.core.say import said
from wenxiao.web.register.models import ProjectYear

KINDS = [(kind.value, said(kind.zh, kind.en)) for kind in ledger.Kind]
SOURCES = [(source.value, said(source.zh, source.en)) for source in ledger.Source]


class Entry(models.Model):
    """One entry (分录), in yuan. A correction is a reversal: an entry with the negative amount of the one that it takes back.

    Triggers of the database refuse to change or delete a row. ``ledger.services`` is the one way to add one.
    """

    project_year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="entries", db_index=False)
    kind = models.CharField(said("种类", "Kind"), max_length=16, choices=KINDS)
    source = models.CharField(said("资金来源", "Source"), max_length=16, choices=SOURCES)
    date = models.DateField(said("日期", "Date"))
    amount = MoneyField(said("金额（元）", "Amount (yuan)"))
    reference = models.CharField(said("文号或凭证号", "Document or voucher"), max_length=80)
    note = models.CharField(said("备注", "Note"), max_length=200, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    batch = models.ForeignKey("Batch", models.PROTECT, null=True, related_name="entries")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("date", "pk")
        indexes = [
            models.Index(fields=("project_year", "date", "id"), name="entries_of_a_year"),
            models.Index(fields=("-date", "-id"), name="latest_entries"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True, amount__gt=0)
                | models.Q(reverses__isnull=False, amount__lt=0),
                name="only_a_reversal_is_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in ledger.Kind]), name="known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=[source.value for source in ledger.Source]), name="known_source"
            ),
            models.CheckConstraint(condition=~models.Q(reference=""), name="entry_names_its_document"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()} {self.amount}"

    def get_absolute_url(self) -> str:
        return f"{reverse('ledger-of', args=[self.project_year_id])}#e{self.pk}"

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
    read_at = models.DateTimeField(default=now)
    about = models.JSONField(
        default=dict
    )  # of a file that was made from another: which, by which profile, what was left out

    def __str__(self) -> str:
        return self.name


#: The column of ``Balance`` that each kind is added up in: the name of the amount in ``Position``.
COLUMNS: dict[ledger.Kind, str] = {
    kind: "original" if kind is ledger.Kind.APPROVED else kind.value for kind in ledger.Kind
}


class Balance(models.Model):
    """Sums by kind of one project-year, kept with each entry: what lists and dashboards sort by. Missing stays missing.

    ``rate`` is rounded and there to sort by; what is shown is computed from its parts (``execution``).
    """

    project_year = models.OneToOneField(ProjectYear, models.PROTECT, primary_key=True, related_name="balance")
    original = MoneyField(null=True)
    carried_in = MoneyField(null=True)
    added = MoneyField(null=True)
    cut = MoneyField(null=True)
    returned = MoneyField(null=True)
    revised = MoneyField(null=True)
    allocated = MoneyField(null=True)
    arrived = MoneyField(null=True)
    contracted = MoneyField(null=True)
    paid = MoneyField(null=True)
    carried_out = MoneyField(null=True)
    rate = models.DecimalField(max_digits=9, decimal_places=6, null=True)  # 执行率 ÷ 全年预算

    class Meta:
        indexes = [
            models.Index(fields=("revised", "project_year"), name="by_revised"),
            models.Index(fields=("paid", "project_year"), name="by_paid"),
            models.Index(fields=("rate", "project_year"), name="by_rate"),
        ]
        constraints = [
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{column}__isnull": True}) | models.Q(**{f"{column}__gte": 0}),
                    name=f"{column}_is_not_below_zero",
                )
                for column in (*COLUMNS.values(), "revised")
            ),
            models.CheckConstraint(
                condition=models.Q(paid__isnull=True)
                | models.Q(arrived__isnull=True)
                | models.Q(paid__lte=models.F("arrived")),
                name="no_more_paid_than_arrived",
            ),
        ]

    def __str__(self) -> str:
        return str(self.project_year)

    def sums(self) -> dict[ledger.Kind, Decimal]:
        """What each kind adds up to; a kind without an entry is not there."""
        found = ((kind, getattr(self, column)) for kind, column in COLUMNS.items())
        return {kind: amount for kind, amount in found if amount is not None}

    def position(self) -> ledger.Position:
        return ledger.position_of(self.sums())

    @property
    def execution(self) -> ledger.Rate:
        """预算执行率 ÷ 全年预算, from its parts."""
        return ledger.rate(self.position())

    def take(self, sums: dict[ledger.Kind, Decimal]) -> Balance:
        """Hold these sums and what follows from them."""
        position = ledger.position_of(sums)
        for kind, column in COLUMNS.items():
            setattr(self, column, sums.get(kind))
        self.revised = position.revised  # type: ignore[assignment]  # a field takes what it holds
        value = ledger.rate(position).value
        self.rate = None if value is None else round(value, 6)
        return self


class MonthSum(models.Model):
    """What a unit's entries of one kind add up to in one month of a budget year: what a district's curves are drawn from."""

    unit = models.ForeignKey("people.Organisation", models.PROTECT, related_name="month_sums")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)
    amount = MoneyField()

    class Meta:
        constraints = [models.UniqueConstraint("unit", "year", "month", "kind", name="one_sum_a_month")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}-{self.month:02} {self.kind}"
