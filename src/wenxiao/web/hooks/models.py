"""Hooks, what happened (the outbox), what is sent to whom, and each attempt at it."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse

from wenxiao.web.core.clock import now
from wenxiao.web.core.say import said, say
from wenxiao.web.hooks.signing import fresh


class Hook(models.Model):
    """An address of another system that is told what happens, as far as its owner sees it. Its secret is made from ``nonce`` and
    the key of the site (``signing``) and stands in no row."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="hooks")
    name = models.CharField(said("名称", "Name"), max_length=60)
    address = models.CharField(said("接收地址", "Address"), max_length=500)
    events = models.JSONField(default=list)
    active = models.BooleanField(said("启用", "In use"), default=True)
    nonce = models.CharField(max_length=32, default=fresh, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(default=now, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)  # since it last worked
    failing_since = models.DateTimeField(null=True, editable=False)
    quiet_until = models.DateTimeField(null=True, editable=False)  # nobody answered there: nothing is tried until then
    wakes_at = models.DateTimeField(null=True, editable=False)  # for when a task is queued that goes on with it
    stopped_at = models.DateTimeField(
        null=True, editable=False
    )  # taken out of use by the site, because it kept failing

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("hook", args=[self.pk])


class Happening(models.Model):
    """The outbox: what happened, written in the same transaction. ``fanned``: it is known which hooks are to be told."""

    event = models.CharField(max_length=24)
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True)
    object_id = models.BigIntegerField(null=True)
    thing = GenericForeignKey()
    years = models.JSONField(default=list)
    about = models.JSONField(default=dict)
    at = models.DateTimeField(default=now, db_index=True)
    fanned = models.BooleanField(default=False, db_index=True)

    def __str__(self) -> str:
        return f"{self.event} {self.pk}"


class Delivery(models.Model):
    """One happening for one hook. ``key`` stays the same however often it is sent; ``body`` is what is sent, to the byte."""

    class State(models.TextChoices):
        WAITING = "waiting", said("待发送", "waiting")
        SENT = "sent", said("已送达", "delivered")
        FAILED = "failed", said("未送达", "not delivered")

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="deliveries")
    happening = models.ForeignKey(Happening, models.PROTECT, null=True, related_name="deliveries")
    key = models.UUIDField(default=uuid4, unique=True)
    event = models.CharField(max_length=24)
    body = models.TextField()
    at = models.DateTimeField(default=now)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=("hook", "state", "next_at"), name="deliveries_due")]
        constraints = [models.UniqueConstraint("hook", "happening", name="told_once_each")]

    def __str__(self) -> str:
        return f"{self.event} {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("hook-delivery", args=[self.pk])


class Attempt(models.Model):
    """One attempt: the status that the receiver answered, None where it did not, and one sentence."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    at = models.DateTimeField(default=now)
    status = models.PositiveSmallIntegerField(null=True)
    zh = models.CharField(max_length=300, blank=True)
    en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.at} {self.status}"

    @property
    def words(self) -> str:
        return say(self.zh, self.en)
