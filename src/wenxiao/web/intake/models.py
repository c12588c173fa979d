"""What a document offers to the register, and what became of each offer: that is where the data came from (数据来源)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from wenxiao.web.core.say import said
from wenxiao.web.desk.models import Document
from wenxiao.web.ledger.models import Entry
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.targets.models import TargetSet


class Proposal(models.Model):
    """One statement of a document that the register could hold. ``project`` counts the document's projects from 1.

    ``contents`` is as the document says it (see ``proposing``), ``taken`` as it was accepted where that differs; ``start`` and
    ``end`` are the place in the document's text. What it became is ``year``, ``entry``, ``target_set`` or ``self_evaluation``.
    """

    class Kind(models.TextChoices):
        PROJECT = "project", said("项目", "Project")
        ENTRY = "entry", said("资金", "Money")
        TARGET = "target", said("绩效指标", "Target")
        ACTUAL = "actual", said("完成情况", "Output")

    class State(models.TextChoices):
        OPEN = "open", said("待确认", "Open")
        ACCEPTED = "accepted", said("已采纳", "Accepted")
        CORRECTED = "corrected", said("更正后采纳", "Accepted, corrected")
        REFUSED = "refused", said("不采纳", "Refused")

    document = models.ForeignKey(Document, models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    project = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    contents = models.JSONField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    taken = models.JSONField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    year = models.ForeignKey(ProjectYear, models.PROTECT, null=True, related_name="proposals")
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="proposal")
    target_set = models.ForeignKey(TargetSet, models.SET_NULL, null=True, related_name="proposals")
    self_evaluation = models.ForeignKey(SelfEvaluation, models.PROTECT, null=True, related_name="proposals")

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint("document", "number", name="one_proposal_a_number")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.contents.get('name', '')}"


class Matching(models.Model):
    """What a comparison of a document with others of its unit found (文档之间核对), as it was when it was made."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="matching")
    others = models.ManyToManyField(Document, related_name="+")
    found: Any = models.JSONField(default=list)  # as engine.together gives it, with the keys of documents
    passed = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.document)
