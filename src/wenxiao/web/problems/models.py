"""Problems with their rectification, and what became of results in next year's budget."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.core.clock import day_of, now, today
from wenxiao.web.core.models import Event, Stateful, StatefulQuerySet
from wenxiao.web.core.money import FEN
from wenxiao.web.core.say import said, say
from wenxiao.web.register.models import ProjectYear

#: The states in which it came to its end.
DONE = ("closed", "withdrawn")


class ProblemQuerySet(StatefulQuerySet):
    def as_of(self, day: date | None) -> models.QuerySet:
        """What had been raised by a day; all of it for who looks at the present."""
        return self if day is None else self.filter(raised_at__date__lte=day)

    def handed_in(self) -> models.QuerySet:
        """All of them: whoever raises a problem does so before everybody."""
        return self


class Problem(Stateful):
    """A problem (问题) of one project-year, from where it was found to where it is closed (销号), or withdrawn (撤销) as mistaken."""

    machine = "problem"

    class Origin(models.TextChoices):
        FINDING = "finding", said("审核发现", "Finding")
        MONITORING = "monitoring", said("运行监控", "Monitoring")
        REVIEW = "review", said("自评复核", "Review")
        EVALUATION = "evaluation", said("绩效评价", "Evaluation")

    year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="problems")
    origin = models.CharField(said("来源", "Origin"), max_length=16, choices=Origin.choices)
    rule = models.CharField(max_length=8, blank=True)  # the rule that found it and can look again
    finding = models.CharField(max_length=64, blank=True)  # what it found, on entered data
    text = models.TextField(said("问题", "Problem"))
    due = models.DateField(said("整改期限", "Due"))
    owner = models.CharField(said("责任人", "Owner"), max_length=60, blank=True)
    measure = models.TextField(said("整改措施", "Measure"), blank=True)
    result = models.TextField(said("整改结果", "Result"), blank=True)
    recurs = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recurrences",
        verbose_name=said("以前年度的同类问题", "The same problem of an earlier year"),
    )
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=now, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)  # when it came to its end, closed or withdrawn

    objects = ProblemQuerySet.as_manager()

    class Meta:
        ordering = ("due", "pk")
        indexes = [models.Index(fields=("year", "state", "due"), name="open_problems")]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 40 else f"{self.text[:39]}…"

    def get_absolute_url(self) -> str:
        return reverse("problem", args=[self.pk])

    @property
    def project_year(self) -> ProjectYear:
        return self.year

    @property
    def done(self) -> bool:
        return self.state in DONE

    def missing(self) -> list[str]:
        """Owner and measure before a plan goes up; what came of it, with proof, before it is reported."""
        items = []
        if not self.owner.strip():
            items.append(say("填写责任人", "name the owner"))
        if not self.measure.strip():
            items.append(say("填写整改措施", "write the measure"))
        if self.state == "rectifying":
            if not self.result.strip():
                items.append(say("填写整改结果", "write what came of it"))
            if not self.proof.exists():
                items.append(say("上传整改佐证", "hand in proof"))
        return items

    def contents(self) -> dict[str, Any]:
        return {
            "text": self.text, "rule": self.rule, "due": self.due, "owner": self.owner, "measure": self.measure,
            "result": self.result, "recurs": self.recurs_id,
            "proof": list(self.proof.order_by("pk").values("name", "sha256")),
        }  # fmt: skip

    def after(self, action: str, event: Event) -> None:
        if action == "close":
            self._close(event)
        elif action == "withdraw":
            self.closed_at = event.at
        elif action == "extend":
            self._extend(event)

    def _extend(self, event: Event) -> None:
        """The new day takes the place of the old one; the record keeps both."""
        due = self.given.get("due")
        if due is None:
            raise NotAllowed("延期须写明新的整改期限。", "An extension needs the new day.")
        if due <= self.due or due < today():
            raise NotAllowed(
                f"新的期限应晚于原期限 {self.due}，且不早于今天。",
                f"The new day must be after {self.due} and not before today.",
            )
        self.given = {"due_before": self.due}
        event.comment = f"{self.due} → {due}。{event.comment}"  # kept for who reads it in either language
        self.due = due

    def _close(self, event: Event) -> None:
        """It is closed because its rule, asked now, finds it no more; else by a reason."""
        from wenxiao.web.problems.rechecking import has_rule, looked_again

        check = looked_again(self, event.actor) if has_rule(self) else None
        if not event.comment and (check is None or check.still is not False):
            zh = f"规则 {self.rule} 复查：{check.verdict}" if check else "这个问题没有规则可以复查"
            en = (
                f"Rule {self.rule} looked again: {check.verdict}" if check else "No rule can look at this problem again"
            )
            raise NotAllowed(f"{zh}；销号请写明理由。", f"{en}; say why it is closed.")
        self.closed_at = event.at


class Proof(models.Model):
    """A file that shows what was done about a problem. It is added, never replaced."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="proof")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="proof/%Y/")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Recheck(models.Model):
    """The rule that found a problem looked again: whether it still finds it. ``still`` is None where it could not tell."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="rechecks")
    still = models.BooleanField(null=True)
    said = models.JSONField()  # what it says now, sentence by sentence
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.problem} {day_of(self.at)}"

    @property
    def verdict(self) -> str:
        if self.still is None:
            return say("无法判断", "cannot tell")
        return say("仍然存在", "still there") if self.still else say("未再发现", "no longer found")


class UseOfResult(models.Model):
    """What a result means for next year's budget (结果应用)."""

    class Decision(models.TextChoices):
        PREFER = "prefer", said("优先安排", "Prefer")
        KEEP = "keep", said("维持", "Keep")
        CUT = "cut", said("压减", "Cut")
        CANCEL = "cancel", said("取消", "Cancel")

    year = models.OneToOneField(ProjectYear, models.PROTECT, related_name="use_of_result")
    decision = models.CharField(said("应用方式", "Decision"), max_length=8, choices=Decision.choices)
    next_budget = models.DecimalField(
        said("下年预算（元）", "Next year's budget (yuan)"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    reason = models.TextField(said("理由", "Reason"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=now)
    revision = models.PositiveIntegerField(default=0, editable=False)

    def __str__(self) -> str:
        return f"{self.year} {self.get_decision_display()}"

    def contents(self) -> dict[str, Any]:
        """What a decision says: kept in the record of every one."""
        budget = None if self.next_budget is None else self.next_budget.quantize(FEN)
        return {"decision": self.decision, "next_budget": budget, "reason": self.reason}

    @property
    def changed_by(self) -> Any:
        """Who decided last: whoever opened an older decision is told so (``core.editing``)."""
        return self.decided_by

    @changed_by.setter
    def changed_by(self, user: Any) -> None:
        self.decided_by = user
