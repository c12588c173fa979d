"""Documents on the desk: what was handed in, what it says, what was found in it and what became of each finding."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from wenxiao.performance.lifecycle import NotAllowed, Role
from wenxiao.web.core.clock import now
from wenxiao.web.core.models import Event, Stateful
from wenxiao.web.core.say import english, said, say
from wenxiao.web.people.models import Organisation
from wenxiao.web.register.models import ProjectYear

USER = settings.AUTH_USER_MODEL


class Batch(models.Model):
    """What one person handed in together (批次): one file or a thousand. ``place`` is the organisation they did it for."""

    title = models.CharField(max_length=120, blank=True)
    place = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title or say(f"批次 {self.pk}", f"Batch {self.pk}")

    def get_absolute_url(self) -> str:
        return reverse("desk-batch", args=[self.pk])


class Refusal(models.Model):
    """What came with a batch and did not become a document, and why: too large, too many, twice the same, a damaged archive."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="refusals")
    name = models.CharField(max_length=300)
    zh = models.CharField(max_length=300)
    en = models.CharField(max_length=300)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name}: {say(self.zh, self.en)}"


class Document(Stateful):
    """One document (文档). Its bytes are kept under their hash (``desk.vault``); ``name`` is a label and never a path."""

    machine = "document"
    settled = ("returned", "closed")

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="documents")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    name = models.CharField(max_length=300)
    media_type = models.CharField(max_length=120, blank=True)  # as its content says
    title = models.CharField(said("标题", "Title"), max_length=300, blank=True)
    organisation = models.CharField(max_length=200, blank=True)  # as the document names it
    unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=said("单位", "Unit")
    )
    fiscal_year = models.PositiveSmallIntegerField(said("年度", "Year"), null=True, blank=True, db_index=True)
    kind = models.CharField(said("文种", "Kind"), max_length=60, blank=True)
    year = models.ForeignKey(
        ProjectYear, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=said("项目年度", "Project-year"),
    )  # where the whole document is of one project  # fmt: skip
    place = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # of its batch
    uploaded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=now)
    archive = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="members"
    )  # the zip file that it came in
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    assigned_to = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=said("承办人", "Assigned to")
    )
    refused_zh = models.CharField(max_length=300, blank=True)  # why it cannot be read, in one sentence
    refused_en = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True)
    projects = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    notes = models.PositiveIntegerField(default=0)
    absent = models.PositiveIntegerField(default=0)  # parts that its type must contain and that are not seen
    amount = models.DecimalField(
        max_digits=20, decimal_places=2, null=True
    )  # budgets of its projects together, in yuan
    untriaged = models.PositiveIntegerField(default=0)
    risk = models.DecimalField(max_digits=7, decimal_places=1, default=Decimal(0))
    risk_parts = models.JSONField(default=list)  # what the risk is the sum of: performance.document_risk

    class Meta:
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=("state", "-risk"), name="documents_by_risk"),
            models.Index(fields=("batch", "state"), name="documents_of_a_batch"),
        ]
        constraints = [models.UniqueConstraint("batch", "sha256", name="one_document_a_content")]

    def __str__(self) -> str:
        return self.title or self.name

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk])

    @property
    def project_year(self) -> ProjectYear | None:
        return self.year

    def take_over(self, before: Document) -> None:
        """What people have said of the version before holds for this one."""
        self.unit, self.year, self.fiscal_year = before.unit, before.year, before.fiscal_year
        self.kind, self.assigned_to = before.kind, before.assigned_to

    def roles_of(self, access: Any) -> frozenset[Role]:
        return access.roles_for_paper(self)

    @classmethod
    def within(cls, access: Any, roles: frozenset[Role]) -> models.Q:
        return access.papers(roles)

    @property
    def refused(self) -> str:
        return say(self.refused_zh, self.refused_en)

    def missing(self) -> list[str]:
        """Before it is closed every error and warning has been decided."""
        left = self.found.filter(verdict=Found.Verdict.OPEN).exclude(severity="note").count()
        return [say(f"还有 {left} 条发现没有研判", f"decide the {left} findings that are left")] if left else []

    def contents(self) -> dict[str, Any]:
        decided = self.found.order_by("number").values("finding", "verdict", "reason") if self.pk else []
        return {
            "sha256": self.sha256, "name": self.name, "unit": self.unit_id, "fiscal_year": self.fiscal_year, "kind": self.kind,
            "year": self.year_id, "replaces": self.replaces_id, "refused": self.refused_zh, "found": list(decided),
        }  # fmt: skip

    def after(self, action: str, event: Event) -> None:
        if action == "again":
            from wenxiao.web.desk.jobs import ask

            self.refused_zh = self.refused_en = ""
            ask(self.batch, event.actor)
        if action in ("resubmit", "supersede") and not self.replaced_by.exists():
            raise NotAllowed(
                "请上传修改后的文件，旧稿随之被代替。", "Hand in the new version; it takes the place of this one."
            )


def pack(tree: Mapping[str, Any]) -> bytes:
    """JSON as it is kept: a tenth of its length; for half of a character, which some files hold, stands a question mark."""
    return zlib.compress(json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), 6)


def unpack(data: bytes) -> dict[str, Any]:
    return json.loads(zlib.decompress(bytes(data)))


class Reading(models.Model):
    """What a document says, as the published JSON of an audit (``wenxiao schema``), and by which engine it was read."""

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="reading")
    packed = models.BinaryField()
    engine = models.CharField(max_length=40)
    regime = models.CharField(max_length=60, blank=True)
    coverage = models.JSONField(default=dict)
    changes = models.JSONField(null=True)  # since the version that it replaces: publishing.diff
    read_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return str(self.document)

    @property
    def tree(self) -> dict[str, Any]:
        """The JSON object: ``document``, ``text``, ``projects``, ``findings`` … Of a document that came from the store of the
        corpus it is made now; raises what ``desk.reading.complete`` raises."""
        tree = unpack(self.packed)
        if "partial" in tree:
            from wenxiao.web.desk.reading import complete

            complete(self.document)
            self.refresh_from_db()
            tree = unpack(self.packed)
        return tree


class Rendering(models.Model):
    """The parts of the engine's report page about a document, written while it was read: ``desk.engine.parts``."""

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="rendering")
    packed = models.BinaryField()
    pages = models.BinaryField(null=True)  # pictures of the original's pages, made when somebody first looks at them

    def __str__(self) -> str:
        return str(self.document)

    @property
    def parts(self) -> dict[str, Any]:
        return unpack(self.packed)


class Found(models.Model):
    """One finding in a document and what was decided of it. ``finding`` is the engine's id, the same in a re-submission."""

    class Verdict(models.TextChoices):
        OPEN = "open", said("待研判", "Open")
        CONFIRMED = "confirmed", said("属实", "Confirmed")
        EXPLAINED = "explained", said("已说明", "Explained")
        FALSE_ALARM = "false_alarm", said("误报", "False alarm")

    document = models.ForeignKey(Document, models.PROTECT, related_name="found")
    number = models.PositiveIntegerField()  # its place in the report, from 1
    finding = models.CharField(max_length=64, db_index=True)
    code = models.CharField(max_length=8, db_index=True)
    severity = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    zh = models.TextField()
    en = models.TextField()
    arithmetic = models.JSONField(default=list)
    places = models.JSONField(default=list)  # of each quote: start, end, text, zh and en for where it stands
    project = models.CharField(max_length=300, blank=True)  # as the document names it
    verdict = models.CharField(max_length=12, choices=Verdict.choices, default=Verdict.OPEN, db_index=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    problem = models.OneToOneField("problems.Problem", models.PROTECT, null=True, related_name="found_in")
    change = models.CharField(max_length=12, blank=True)  # since the version before: new, changed, remaining
    before = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # the same in the version before

    class Meta:
        ordering = ("document", "number")
        constraints = [models.UniqueConstraint("document", "number", name="one_finding_a_number")]

    def __str__(self) -> str:
        return f"{self.code} {self.words}"

    @property
    def words(self) -> str:
        return self.en if english() else self.zh

    @property
    def raised(self) -> Any:
        """The problem that was raised from it, here or in the version before; None where there is none, or it was withdrawn."""
        both = (self.problem, self.before.problem if self.before is not None else None)
        return next((one for one in both if one is not None and one.state != "withdrawn"), None)


class Triage(models.Model):
    """One decision on a finding (研判记录); never changed. The last one holds."""

    found = models.ForeignKey(Found, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=12, choices=Found.Verdict.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.found} {self.get_verdict_display()}"


class Note(models.Model):
    """What somebody says beside a document or one of its findings (批注); never changed."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="remarks")
    found = models.ForeignKey(Found, models.PROTECT, null=True, related_name="remarks")
    text = models.TextField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text
