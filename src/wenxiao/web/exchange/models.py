"""Mapping profiles, kept for a jurisdiction: as they are, and as they were at each revision."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from wenxiao.web.core.clock import now
from wenxiao.web.core.say import said
from wenxiao.web.exchange.mapping import Said
from wenxiao.web.exchange.targets import TARGETS, Target
from wenxiao.web.people.models import Organisation


class Profile(models.Model):
    """How exports of one system are read in (对接方案). ``headings`` and ``seen`` are of the file that was last shown: what its
    columns are called, and the words under those that have few."""

    jurisdiction = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    target = models.CharField(
        said("导入内容", "What it reads in"),
        max_length=16,
        choices=[(one.name, said(one.zh, one.en)) for one in TARGETS.values()],
    )
    name = models.CharField(said("方案名称", "Name"), max_length=80)
    note = models.CharField(said("来自哪个系统、哪张表", "Which table of which system"), max_length=200, blank=True)
    said = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    seen = models.JSONField(default=dict)
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("target", "name")
        constraints = [models.UniqueConstraint("jurisdiction", "name", name="one_profile_a_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exchange-profile", args=[self.pk])

    @property
    def table(self) -> Target:
        return TARGETS[self.target]

    @property
    def mapping(self) -> Said:
        return Said.of(self.said)


class Revision(models.Model):
    """What a profile said at a revision, and who wrote it; never changed."""

    profile = models.ForeignKey(Profile, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    contents = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint("profile", "number", name="one_revision_a_number")]

    def __str__(self) -> str:
        return f"{self.profile} {self.number}"

    @classmethod
    def of(cls, profile: Profile, user: Any) -> Revision:
        contents = {"name": profile.name, "note": profile.note, "said": profile.said, "active": profile.active}
        return cls.objects.create(profile=profile, number=profile.revision, contents=contents, by=user)
