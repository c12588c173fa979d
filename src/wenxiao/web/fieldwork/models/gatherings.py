"""Trainings with who came, and joint meetings (联席会议) with agenda, who came, minutes and what is to be done."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse

from wenxiao.grid.staffing import needs
from wenxiao.web.core.clock import now
from wenxiao.web.core.say import said
from wenxiao.web.grid.models import Agency

ROLES = [*((role.name, said(role.zh, role.en)) for role in needs()), ("other", said("其他", "Other"))]


class Training(models.Model):
    """A training (培训). ``claimed`` is the number that was reported of it; what counts are the rows of who came."""

    title = models.CharField(said("培训名称", "Training"), max_length=120)
    held_on = models.DateField(said("日期", "Held on"), db_index=True)
    place = models.CharField(said("地点", "Place"), max_length=120, blank=True)
    hours = models.DecimalField(
        said("学时", "Hours"), max_digits=4, decimal_places=1, null=True, blank=True, validators=(MinValueValidator(0),)
    )
    organiser = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=said("组织单位", "Held by"))
    subject = models.CharField(said("培训内容", "Subject"), max_length=300, blank=True)
    claimed = models.PositiveIntegerField(said("填报人次", "Reported attendance"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=now, null=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("fieldwork-training", args=[self.pk])


class Attendance(models.Model):
    """One person at one training (签到)."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="attendances")
    name = models.CharField(said("姓名", "Name"), max_length=60)
    role = models.CharField(said("人员类别", "Role"), max_length=20, choices=ROLES)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=said("单位", "Agency"))
    recorded_at = models.DateTimeField(default=now, null=True, editable=False)

    class Meta:
        ordering = ("agency", "name", "pk")
        constraints = [models.UniqueConstraint("training", "name", "agency", name="one_signature_each")]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """The joint meeting that speaks of a month (``month``: its first day). ``agenda`` is frozen when the meeting is held."""

    month = models.DateField(unique=True)
    held_on = models.DateField(said("召开日期", "Held on"), null=True, blank=True)
    place = models.CharField(said("地点", "Place"), max_length=120, blank=True)
    chair = models.CharField(said("主持人", "Chair"), max_length=60, blank=True)
    agenda = models.JSONField(default=list)  # [{"zh", "en", "lines": [[zh, en]]}], as it was on the day
    held_recorded_at = models.DateTimeField(null=True, editable=False)
    minutes = models.TextField(said("会议纪要", "Minutes"), blank=True, max_length=20000)
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("-month",)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("fieldwork-meeting", args=[self.pk])


class Presence(models.Model):
    """An agency at a meeting: who came for it, or that nobody did."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="presences")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    came = models.BooleanField(default=False)

    class Meta:
        ordering = ("agency__code",)
        constraints = [models.UniqueConstraint("meeting", "agency", name="one_presence_an_agency")]

    def __str__(self) -> str:
        return f"{self.meeting} {self.agency}"


class MeetingAction(models.Model):
    """What a meeting decided that is to be done (议定事项): by whom, until when, and what came of it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="actions")
    text = models.CharField(said("议定事项", "To be done"), max_length=300)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=said("责任单位", "By"))
    due = models.DateField(said("完成期限", "Due"))
    done_on = models.DateField(null=True, blank=True)
    result = models.CharField(said("完成情况", "What was done"), max_length=500, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_recorded_at = models.DateTimeField(null=True, editable=False)
    recorded_at = models.DateTimeField(default=now, null=True, editable=False)

    class Meta:
        ordering = ("due", "pk")
        indexes = [models.Index("agency", "due", condition=models.Q(done_on=None), name="actions_to_be_done")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("fieldwork-action", args=[self.pk])
