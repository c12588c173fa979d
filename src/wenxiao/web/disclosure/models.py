"""Releases in versions, the bytes of their files, and what the gate needs to know: days of approval, words to screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from wenxiao.performance.disclosure import GoesWith
from wenxiao.performance.lifecycle import NotAllowed, Role
from wenxiao.web.core.auditing import Said
from wenxiao.web.core.clock import now
from wenxiao.web.core.models import Event, Stateful
from wenxiao.web.core.policy import INSIDE
from wenxiao.web.core.say import english, said
from wenxiao.web.people.models import Organisation
from wenxiao.web.register.models import ProjectYear

#: Kinds that the finance bureau releases; the others belong to the unit.
OF_FINANCE = frozenset({"evaluation", "statement"})
_UNIT, _OFFICES = frozenset({Role.CLERK, Role.HEAD}), frozenset({Role.BUSINESS})


class Release(Stateful):
    """One version of what is made public of one thing. A published one is never changed: the database refuses.

    ``statement`` is all that the public sees of it, hashed in ``sha256``; pages under /open/ read nothing else. ``summary`` holds
    the figures of it that lists show, ``words`` what is searched.
    """

    machine = "release"
    settled = ("published",)

    kind = models.CharField(max_length=20)
    subject = models.BigIntegerField()  # the thing that is released, as its kind counts them (``sources``)
    number = models.PositiveBigIntegerField(null=True, editable=False)  # the same in every version: the address
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="releases")
    fiscal_year = models.PositiveSmallIntegerField()
    year = models.ForeignKey(ProjectYear, models.PROTECT, null=True, related_name="releases")
    title = models.CharField(max_length=200)
    content = models.JSONField(default=dict)
    files = models.JSONField(default=list)  # name, media_type, bytes, sha256 of each; the bytes are a Blob
    checked = models.JSONField(default=dict)
    replies = models.JSONField(default=dict)  # finding -> {"text": ..., "public": ...}
    reason = models.TextField(said("更正或撤回原因", "Why it is corrected or withdrawn"), blank=True)
    withdrawn = models.BooleanField(default=False)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=now)
    statement = models.JSONField(null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    summary = models.JSONField(default=dict, editable=False)
    words = models.TextField(blank=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False, db_index=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint("kind", "subject", "version", name="one_release_a_version"),
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | models.Q(statement__isnull=False, published_at__isnull=False, number__isnull=False),
                name="published_release_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=("fiscal_year", "state"), name="releases_of_a_year"),
            models.Index(fields=("number", "version"), name="versions_of_a_release"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("release", args=[self.pk])

    @property
    def project_year(self) -> Any:
        return self.year

    @property
    def kind_words(self) -> str:
        from wenxiao.web.disclosure.sources import named

        return named(self.kind)[english()]

    def roles_of(self, access: Any) -> frozenset[Role]:
        """What this person is for it by its unit; what the finance bureau releases is not the unit's to step, and the other way round."""
        return access.inside(self) - (_UNIT if self.kind in OF_FINANCE else _OFFICES)

    @classmethod
    def within(cls, access: Any, roles: frozenset[Role]) -> models.Q:
        """Those for which somebody has any of these roles, by the unit."""
        return access.scope(roles & INSIDE)

    @classmethod
    def acting(cls, access: Any) -> models.QuerySet:
        """Those with which this person may make steps."""
        if access.roles & {Role.PERFORMANCE, Role.DEPARTMENT}:
            return cls.objects.all()
        finance = models.Q(kind__in=OF_FINANCE)
        return cls.objects.filter(finance if Role.BUSINESS in access.roles else ~finance)

    def missing(self) -> list[str]:
        """What the gate does not let through, whatever is said for it."""
        from wenxiao.web.disclosure import gating

        return gating.barred(self)

    def audit(self) -> list[Said]:
        """What the gate lets through with a written reason."""
        from wenxiao.web.disclosure import gating

        return gating.doubted(self)

    def before(self, action: str) -> None:
        """Read the files: what the gate says is kept, so that no row is locked meanwhile."""
        from wenxiao.web.disclosure import gating

        if action in ("submit", "approve", "publish") and self.state != "published":
            gating.items(self)

    def after(self, action: str, event: Event) -> None:
        """Two people see to it, and it goes on only as its source says it; a publication fixes the statement and its hash."""
        from wenxiao.web.disclosure import publishing

        if action == "approve" and event.actor_id == self.submitter:
            raise NotAllowed(
                "提交公开审核的人不能审核同一事项，请由另一人办理。",
                "Who submitted it does not approve it: somebody else must.",
            )
        if event.target != "prepared":
            publishing.compare(self)
        if action == "publish":
            publishing.fix(self, event.at)

    @property
    def submitter(self) -> int | None:
        """Who submitted it last."""
        from wenxiao.web.core.workflow import history

        last = history(self).filter(action="submit").order_by("-pk").first()
        return last.actor_id if last else None

    def contents(self) -> dict[str, Any]:
        return {
            "title": self.title, "version": self.version, "content": self.content, "files": self.files, "checked": self.checked,
            "replies": self.replies, "reason": self.reason, "withdrawn": self.withdrawn, "passes": self.passes, "sha256": self.sha256,
        }  # fmt: skip


class Blob(models.Model):
    """The bytes of released files, by their hash; kept once, never changed."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    kept_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "open" / self.sha256[:2] / self.sha256


class Approval(models.Model):
    """The day on which budget or final accounts of a year were approved (批复) for an organisation and all below it."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="approvals", verbose_name=said("机构", "Organisation")
    )
    year = models.PositiveSmallIntegerField(said("年度", "Year"))
    what = models.CharField(
        said("事项", "What"), max_length=10, choices=[(one.value, said(one.zh, one.en)) for one in GoesWith]
    )
    approved_on = models.DateField(said("批复日期", "Approved on"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-year", "what", "organisation__path")
        constraints = [models.UniqueConstraint("organisation", "year", "what", name="one_approval_each")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year} {self.get_what_display()}"


class Screened(models.Model):
    """A word of the district's list that is to be screened for secrets before publication (涉密词)."""

    word = models.CharField(said("词", "Word"), max_length=40, unique=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("word",)

    def __str__(self) -> str:
        return self.word
