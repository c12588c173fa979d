"""Score schemes of the place, monthly runs with their frozen lines, appeals, and points that are given by hand."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse

from wenxiao.grid.runs import APPEAL_NAMES, RUN_NAMES, AppealState, RunState
from wenxiao.grid.states import ROLE_NAMES, Role
from wenxiao.web.core.clock import now
from wenxiao.web.core.days import month_after
from wenxiao.web.core.say import said, say

OBJECTS = {
    "district": said("全区", "The district"), "street": said("街道办事处", "Street offices"), "department": said("专业部门", "Departments"),
    "post": said("岗位", "Posts"),
}  # fmt: skip


class SchemeVersion(models.Model):
    """A version of a scheme of the place (考核办法), with the keys of ``grid/data/schemes.toml``; never changed: a change is the next."""

    code = models.CharField(said("代码", "Code"), max_length=40)
    version = models.PositiveIntegerField()
    zh = models.CharField(said("名称", "Name"), max_length=120)
    objects_of = models.CharField(said("考核对象", "Of"), max_length=12, choices=list(OBJECTS.items()))
    role = models.CharField(
        said("岗位", "Post"), max_length=16, blank=True, choices=[(r.value, said(*ROLE_NAMES[r])) for r in Role if r not in {Role.PUBLIC, Role.SYSTEM}]
    )  # fmt: skip
    contents = models.JSONField()  # the whole of it
    note = models.CharField(said("修改说明", "What changed"), max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("code", "-version")
        constraints = [models.UniqueConstraint("code", "version", name="one_scheme_a_version")]

    def __str__(self) -> str:
        return f"{self.zh} v{self.version}"


class Run(models.Model):
    """The scores of a month (月度考核). Frozen, it holds lines and snapshots; final, nothing of it changes."""

    month = models.DateField(said("考核月份", "Month"), unique=True)  # its first day
    state = models.CharField(
        max_length=12, default=RunState.DRAFT.value, choices=[(each.value, said(*RUN_NAMES[each])) for each in RunState], editable=False
    )  # fmt: skip
    schemes = models.JSONField(default=list)  # ids: streets@1
    cutoff = models.DateTimeField(null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)  # over all that it says
    notes = models.JSONField(default=list, editable=False)  # what is worth a look
    facts = models.JSONField(default=dict, editable=False)  # what the monthly report tells besides, as frozen
    appeal_until = models.DateField(said("申诉截止", "Appeals until"), null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ("-month",)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("run", args=[self.pk])

    @property
    def next_month(self) -> date:
        return month_after(self.month)


class RunLine(models.Model):
    """The score of one object under one scheme as frozen; never changed.

    ``lines`` and ``adjusted`` are its lines by the raw and the adjusted view: key, name, points, most, value, n, d, few, snapshot.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="lines")
    scheme = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=list(OBJECTS.items()))
    code = models.CharField(max_length=40)  # of the agency, the number of the person, empty for the district
    name = models.CharField(max_length=120)
    agency = models.ForeignKey("grid.Agency", models.PROTECT, null=True, related_name="score_lines")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="score_lines")
    low = models.DecimalField(max_digits=7, decimal_places=2)
    high = models.DecimalField(max_digits=7, decimal_places=2)
    rank = models.PositiveSmallIntegerField(null=True)
    few = models.BooleanField()
    adjusted_low = models.DecimalField(max_digits=7, decimal_places=2)
    adjusted_high = models.DecimalField(max_digits=7, decimal_places=2)
    adjusted_few = models.BooleanField()
    lines = models.JSONField()
    adjusted = models.JSONField()

    class Meta:
        ordering = ("scheme", "pk")
        constraints = [models.UniqueConstraint("run", "scheme", "code", name="one_line_an_object")]

    def __str__(self) -> str:
        return f"{self.run} {self.name}"


class Appeal(models.Model):
    """An appeal of an agency against one line of its score; once decided, never changed."""

    line = models.ForeignKey(RunLine, models.PROTECT, related_name="appeals")
    key = models.CharField(max_length=120)  # of the line of the scheme
    state = models.CharField(
        max_length=12, default=AppealState.ASKED.value, choices=[(each.value, said(*APPEAL_NAMES[each])) for each in AppealState]
    )  # fmt: skip
    reason = models.TextField(said("申诉理由", "Reason"), max_length=2000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    endorsed_at = models.DateTimeField(null=True)
    endorsement = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)  # that the line gets, where it is granted

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint("line", "key", name="one_appeal_a_line")]

    def __str__(self) -> str:
        return f"{self.line} {self.key}"

    @property
    def key_words(self) -> str:
        """The name of the line in the language of the request."""
        told = next(one for one in self.line.lines if one["key"] == self.key)
        return say(told["zh"], told["en"])


class Given(models.Model):
    """Points of an external line (第三方检查) with the paper they stand in; never changed: a correction is the next one."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="given")
    scheme = models.CharField(max_length=60)
    code = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=120)
    points = models.DecimalField(max_digits=6, decimal_places=2)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="scores/%Y/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.run} {self.key}"


class RunEvent(models.Model):
    """One step of a run, with the digest that it had then; never changed."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="steps")
    action = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.run} {self.action}"

    @property
    def target_words(self) -> str:
        """The state that it led to, in the language of the request."""
        return say(*RUN_NAMES[RunState(self.target)])
