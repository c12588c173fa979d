"""The public edge: the keys of programs that report, what came with a report, and what the place says of itself."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from wenxiao.web.core.clock import now
from wenxiao.web.core.say import said
from wenxiao.web.grid.models import Case
from wenxiao.web.open311.offered import answers

#: How a key begins, and how many of its characters are kept to tell it by.
_PREFIX, _SHOWN = "wxo_", 8
#: What the rate of a key is counted over.
WINDOW = timedelta(minutes=1)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class Key(models.Model):
    """A key (api_key) with which a program reports. Only its hash is kept: whoever reads the database cannot use it."""

    name = models.CharField(said("给谁用", "Who uses it"), max_length=80)
    beginning = models.CharField(max_length=_SHOWN)
    digest = models.CharField(max_length=64, unique=True)
    per_minute = models.PositiveIntegerField(
        said("每分钟最多上报", "Reports a minute at most"), default=60, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )  # fmt: skip
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=now, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name


class Sent(models.Model):
    """What came with a report besides the case: by which key, from which device, with which picture elsewhere."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="sent")
    key = models.ForeignKey(Key, models.PROTECT, related_name="sent")
    at = models.DateTimeField()
    device = models.CharField(max_length=200, blank=True)
    account = models.CharField(max_length=200, blank=True)
    media_url = models.CharField(max_length=1000, blank=True)
    attributes = models.JSONField(default=dict)
    forgotten = models.BooleanField(default=False)  # what may lead to a person is taken out

    class Meta:
        indexes = [
            models.Index("key", "at", name="sent_by_key"),
            models.Index("at", condition=models.Q(forgotten=False), name="sent_remembered"),
        ]

    def __str__(self) -> str:
        return f"{self.case}"

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was asked and what was answered, in words where the place asked it itself."""
        return answers(self.attributes)


class Edge(models.Model):
    """What the discovery document says, what everybody may ask for, and how long reporters are remembered. One row."""

    contact = models.CharField(said("联系方式", "Contact"), max_length=300, blank=True)
    key_service = models.CharField(said("如何申请密钥", "How to get a key"), max_length=300, blank=True)
    jurisdiction = models.CharField(
        said("辖区标识（jurisdiction_id）", "jurisdiction_id"), max_length=80, blank=True,
        help_text=said("留空则不核对请求中的辖区标识。", "Empty: that of a request is not compared."),
    )  # fmt: skip
    every = models.BooleanField(
        said("公开全部已立案案件", "Show every case that was filed"), default=False,
        help_text=said("不勾选时只公开公众上报的案件。", "Otherwise only what the public reported."),
    )  # fmt: skip
    remembered = models.PositiveIntegerField(
        said("上报人信息保留天数", "Days for which reporters are remembered"), default=180, validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )  # fmt: skip
    changed_at = models.DateTimeField(default=now, editable=False)

    def __str__(self) -> str:
        return "Open311"

    @classmethod
    def here(cls) -> Edge:
        """The row, or one with what holds where nobody has said anything."""
        return cls.objects.order_by("pk").first() or cls()


def make(name: str, per_minute: int, user: Any) -> str:
    """Make a key; its secret, which is shown once and kept nowhere."""
    secret = _PREFIX + secrets.token_urlsafe(32)
    Key.objects.create(
        name=name, per_minute=per_minute, digest=_digest(secret), beginning=secret[:_SHOWN], made_by=user
    )
    return secret


def holder(secret: str) -> Key | None:
    """The key with this secret, unless it was revoked."""
    return Key.objects.filter(digest=_digest(secret), revoked_at=None).first()


def spent(key: Key, at: datetime) -> bool:
    """Whether a key has reported as much as it may within the last minute."""
    return key.sent.filter(at__gt=at - WINDOW)[: key.per_minute].count() >= key.per_minute
