"""Performance targets in versions, their indicators, and the library that clerks choose from."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from wenxiao.performance import targets
from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.core.auditing import Said
from wenxiao.web.core.clock import now
from wenxiao.web.core.models import Event, Stateful
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import said, say
from wenxiao.web.register.models import ProjectYear

LEVELS = ("产出", "效益", "满意度", "成本")
NATURES = [
    ("ge", "≥"),
    ("le", "≤"),
    ("eq", "="),
    ("range", said("区间", "range")),
    ("qualitative", said("定性", "qualitative")),
]
SCORINGS = [(one.value, said(*one.words)) for one in targets.Scoring]


class FrozenError(TypeError):
    """Somebody tried to change a version that is no draft."""

    def __init__(self) -> None:
        super().__init__("only a draft of the targets is edited; an approved version is adjusted by a new one")


class TargetSet(Stateful):
    """One version of the targets (绩效目标申报表) of a project-year. An approved one is never edited: an adjustment is a new version."""

    machine = "target"
    settled = ("approved",)

    year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="target_sets")
    version = models.PositiveSmallIntegerField(default=1)
    goal = models.TextField(said("年度总体目标", "Goal of the year"), blank=True)
    reason = models.TextField(said("调整原因", "Reason of the adjustment"), blank=True)
    approved_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("year", "version")
        constraints = [models.UniqueConstraint("year", "version", name="one_version_each")]

    def __str__(self) -> str:
        return f"{self.year} v{self.version}"

    @property
    def project_year(self) -> ProjectYear:
        return self.year

    def get_absolute_url(self) -> str:
        return reverse("target-set", args=[self.pk])

    @property
    def draft(self) -> bool:
        return self.state == "draft"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and not self.draft:
            stored = type(self).objects.filter(pk=self.pk).values("state", "goal", "reason").first()
            if stored and stored["state"] != "draft" and (stored["goal"], stored["reason"]) != (self.goal, self.reason):
                raise FrozenError
        super().save(*args, **kwargs)

    def plain(self) -> targets.TargetSet:
        """The targets as the arithmetic knows them."""
        return targets.TargetSet(self.goal, tuple(indicator.plain() for indicator in self.indicators.all()))

    def contents(self) -> dict[str, Any]:
        rows = self.indicators.order_by("order").values(*Described.FIELDS, "key", "order")
        return {"goal": self.goal, "reason": self.reason, "passes": self.passes, "indicators": list(rows)}

    def missing(self) -> list[str]:
        rows = list(self.indicators.all())
        found = []
        if not self.goal.strip():
            found.append(say("没有写年度总体目标", "the goal of the year is missing"))
        if not rows:
            found.append(say("没有绩效指标", "there are no indicators"))
        found += [say(f"“{row.name}”没有填权重", f"“{row.name}” has no weight") for row in rows if row.weight is None]
        if self.version > 1 and not self.reason.strip():
            found.append(say("没有写调整原因", "the reason of the adjustment is missing"))
        return found

    def audit(self) -> list[Said]:
        from wenxiao.web.targets.auditing import said_of

        return said_of(self)

    def after(self, action: str, event: Event) -> None:
        if action == "approve" and event.target == "approved":
            self._with_the_budget(event)
            self.approved_at = now()
            self._replace_the_one_before(event)

    def _with_the_budget(self, event: Event) -> None:
        """Targets are approved together with the budget; where the ledger has none, the office says why it goes ahead."""
        from wenxiao.web.ledger.services import position
        from wenxiao.web.targets.auditing import unbudgeted

        without = unbudgeted(position(self.year))
        if without and not event.comment:
            raise NotAllowed(f"{without.text_zh}。", f"{without.text_en}.")

    def _replace_the_one_before(self, event: Event) -> None:
        """An approved adjustment takes the place of the version that it adjusts; the approving person makes that step too."""
        from wenxiao.web.core.workflow import advance

        for before in TargetSet.objects.filter(year=self.year_id, state="approved").exclude(pk=self.pk):
            zh, en = f"由第 {self.version} 版代替", f"replaced by version {self.version}"
            advance(before, "supersede", Access(event.actor), say(zh, en), automatic=True)


class Described(models.Model):
    """What describes an indicator, in a target set as in the library (财预〔2021〕101号)."""

    FIELDS = (
        "level1",
        "level2",
        "name",
        "nature",
        "target",
        "upper",
        "text",
        "unit",
        "weight",
        "core",
        "scoring",
        "method",
        "evidence",
    )

    level1 = models.CharField(said("一级指标", "Level 1"), max_length=20, choices=[(level, level) for level in LEVELS])
    level2 = models.CharField(said("二级指标", "Level 2"), max_length=40)
    name = models.CharField(said("三级指标", "Indicator"), max_length=120)
    nature = models.CharField(said("指标性质", "Nature"), max_length=16, choices=NATURES, default="ge")
    target = models.DecimalField(said("指标值", "Target"), max_digits=20, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField(said("上限", "Upper bound"), max_digits=20, decimal_places=6, null=True, blank=True)
    text = models.CharField(said("定性目标", "In words"), max_length=200, blank=True)
    unit = models.CharField(said("度量单位", "Unit"), max_length=20, blank=True)
    weight = models.DecimalField(said("权重", "Weight"), max_digits=6, decimal_places=2, null=True, blank=True)
    core = models.BooleanField(said("核心指标", "Core"), default=False)
    scoring = models.CharField(
        said("评分方式", "Way of scoring"), max_length=16, choices=SCORINGS, default=targets.Scoring.PROPORTION.value
    )
    method = models.CharField(said("评分方法", "Scoring"), max_length=300, blank=True)
    evidence = models.CharField(said("佐证来源", "Evidence"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class IndicatorQuerySet(models.QuerySet):
    """Rows of versions that are no drafts are not changed in bulk either."""

    def _frozen(self) -> bool:
        return self.exclude(target_set__state="draft").exists()

    def update(self, **fields: Any) -> int:
        if self._frozen():
            raise FrozenError
        return super().update(**fields)

    def delete(self) -> Any:
        if self._frozen():
            raise FrozenError
        return super().delete()

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        rows = list(objs)
        if TargetSet.objects.filter(pk__in={row.target_set_id for row in rows}).exclude(state="draft").exists():
            raise FrozenError
        return super().bulk_create(rows, *args, **kwargs)


class Indicator(Described):
    """One indicator of a version. ``key`` stays the same from version to version and into monitoring and evaluation."""

    target_set = models.ForeignKey(TargetSet, models.CASCADE, related_name="indicators")
    key = models.CharField(max_length=32)
    order = models.PositiveSmallIntegerField()

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint("target_set", "key", name="one_indicator_a_key")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if TargetSet.objects.filter(pk=self.target_set_id).exclude(state="draft").exists():
            raise FrozenError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if TargetSet.objects.filter(pk=self.target_set_id).exclude(state="draft").exists():
            raise FrozenError
        return super().delete(*args, **kwargs)

    def plain(self) -> targets.Indicator:
        """The indicator as the arithmetic knows it. One that is not weighed yet adds nothing to the sum."""
        return targets.Indicator(
            self.key, self.level1, self.level2, self.name, targets.Nature(self.nature), self.target, self.upper, self.text,
            self.unit, Decimal(0) if self.weight is None else self.weight, self.core, self.method, self.evidence,
            targets.Scoring(self.scoring),
        )  # fmt: skip


class LibraryIndicator(Described):
    """An indicator of the library (指标库) that a clerk may take over."""

    field = models.CharField(said("行业领域", "Field"), max_length=40, blank=True)
    explanation = models.TextField(said("指标解释", "Explanation"), blank=True)
    retired = models.BooleanField(said("停用", "Retired"), default=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("field", "level1", "level2", "name")
