"""The record of who did what, the drafts of who is still typing, and what every thing that has a state shares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from wenxiao.performance.lifecycle import INITIAL, Role, Transition, state_name
from wenxiao.web.core.auditing import Said
from wenxiao.web.core.clock import now
from wenxiao.web.core.say import english, said, say


class Event(models.Model):
    """One step of one thing from state to state (流程记录), or new days for it (``DAYS``); never changed, never deleted."""

    DAYS: ClassVar[str] = "days"

    machine = models.CharField(max_length=24)
    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.BigIntegerField()
    thing = GenericForeignKey()
    year = models.ForeignKey("register.ProjectYear", models.PROTECT, null=True, related_name="events")
    action = models.CharField(max_length=24)
    source = models.CharField(max_length=24)
    target = models.CharField(max_length=24)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)
    at = models.DateTimeField(default=now, db_index=True)
    comment = models.TextField(blank=True)
    before_hash = models.CharField(max_length=64)
    after_hash = models.CharField(max_length=64)
    snapshot = models.JSONField()  # what it held after the step

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=("content_type", "object_id", "at"), name="event_of_thing")]

    def __str__(self) -> str:
        return f"{self.machine} {self.object_id}: {self.source} → {self.target}"

    @property
    def words(self) -> str:
        """From where to where, in the language of the request."""
        if self.action == self.DAYS:
            return say("调整起止日期", "New days")
        lang = "en" if english() else "zh"
        return f"{state_name(self.machine, self.source, lang)} → {state_name(self.machine, self.target, lang)}"


class SensitiveRead(models.Model):
    """Somebody looked at what concerns persons or is not released: evidence files, unmasked texts, exports."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    what = models.CharField(max_length=200)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.what


class Draft(models.Model):
    """What somebody typed into a form and has not sent yet; empty from when they opened it until they type. See ``core.drafting``."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=200)  # the address of the form
    fields = models.JSONField()
    saved = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("user", "form", name="one_draft_a_form")]

    def __str__(self) -> str:
        return self.form


class StatefulQuerySet(models.QuerySet):
    def update(self, **fields: Any) -> int:
        if "state" in fields:
            raise TypeError("the state changes through core.workflow.advance alone")
        return super().update(**fields)

    def as_of(self, day: date | None) -> models.QuerySet:
        """What had come to an end of its way by a day; all of it for who looks at the present."""
        if day is None:
            return self
        kind = ContentType.objects.get_for_model(self.model)
        steps = Event.objects.filter(content_type=kind, object_id=models.OuterRef("pk"), at__date__lte=day)
        return self.filter(models.Exists(steps.filter(target__in=self.model.settled)))

    def shown_to(self, access: Any) -> models.QuerySet:
        """What somebody may look at of these: as of a day what had come to its end; who only oversees, no draft that was never sent."""
        return self.handed_in() if access.oversees and access.as_of is None else self.as_of(access.as_of)

    def handed_in(self) -> models.QuerySet:
        """Those that have left the state in which they begin, once at least; a day that was moved is no step."""
        kind = ContentType.objects.get_for_model(self.model)
        steps = Event.objects.filter(content_type=kind, object_id=models.OuterRef("pk")).exclude(action=Event.DAYS)
        return self.filter(~models.Q(state=INITIAL[self.model.machine]) | models.Exists(steps))


class Stateful(models.Model):
    """A thing with a state of ``performance.lifecycle``. The state changes through ``core.workflow.advance`` alone.

    ``revision`` counts its changes: a form that was opened at an older one is told so, nothing is overwritten.
    """

    machine: ClassVar[str]
    settled: ClassVar[tuple[str, ...]] = ()  # the states in which others than those who work on it may quote it

    state = models.CharField(max_length=24, editable=False, db_index=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    passes = models.JSONField(
        default=dict, editable=False
    )  # what the audit says -> the written reason to go on all the same
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = StatefulQuerySet.as_manager()

    class Meta:
        abstract = True

    #: What a step takes besides its comment; after it, what its record keeps besides the contents.
    given: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.state:
            self.state = INITIAL[self.machine]
        self._stored = self.state if self.pk else INITIAL[self.machine]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.state != self._stored:
            raise TypeError("the state changes through core.workflow.advance alone")
        super().save(*args, **kwargs)

    @property
    def state_words(self) -> str:
        return state_name(self.machine, self.state, "en" if english() else "zh")

    @property
    def project_year(self) -> Any:
        """The project-year that it belongs to."""
        raise NotImplementedError

    def roles_of(self, access: Any) -> frozenset[Role]:
        """What somebody is for it."""
        return access.roles_for(self.project_year)

    def makers(self, way: Transition) -> frozenset[Role]:
        """Who makes a step of this very thing, where it is not for everybody whom the table names."""
        return frozenset(way.roles)

    @classmethod
    def within(cls, access: Any, roles: frozenset[Role]) -> models.Q:
        """Those for which somebody has any of these roles, as a condition."""
        return access.scope(roles, "year__")

    @classmethod
    def acting(cls, access: Any) -> models.QuerySet:  # noqa: ARG003
        """Those with which this person may make steps at all, where roles alone do not say it."""
        return cls.objects.all()

    def missing(self) -> list[str]:
        """What must be there before it goes on and is not, a sentence each."""
        return []

    def audit(self) -> list[Said]:
        """What the audit says of it as it stands."""
        return []

    def contents(self) -> dict[str, Any]:
        """All that it says, as JSON: what the record of a step keeps and hashes."""
        raise NotImplementedError

    def before(self, action: str) -> None:
        """What takes long and is to be done before a step locks anything."""

    def after(self, action: str, event: Event) -> None:
        """What else happens with a step, in the same transaction."""


class Job(models.Model):
    """Work that takes longer than a page may: a file read in, a workbook written. Survives a restart; see ``core.jobs``."""

    class State(models.TextChoices):
        WAITING = "waiting", said("等待中", "Waiting")
        RUNNING = "running", said("进行中", "Running")
        DONE = "done", said("已完成", "Done")
        FAILED = "failed", said("未完成", "Failed")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    result = models.JSONField(default=dict)  # "message": what is shown; "url": where to go on; else as the kind says
    queued_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title


class Worker(models.Model):
    """A process that does jobs, and when it last said that it is alive."""

    name = models.CharField(max_length=64, primary_key=True)
    beat = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
