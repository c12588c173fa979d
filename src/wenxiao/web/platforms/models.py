"""What was read in, file by file."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from wenxiao.web.core.clock import now


class Batch(models.Model):
    """One file of cases that was read in: how many are new, how many went on, how many were there, how many rows were refused; to how
    many it gave the unit grid of their position (``located``)."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    new = models.PositiveIntegerField()
    more = models.PositiveIntegerField()
    there = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    located = models.PositiveIntegerField(default=0)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(default=now)
    about = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name
