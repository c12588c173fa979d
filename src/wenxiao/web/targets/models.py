"""Performance targets in versions, their indicators, and the library that clerks choose from."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from wenxiao.performance import targets
from wenxiao.web.core.clock import now
from wenxiao.web.core.models import Event, Stateful
from wenxiao.web.core.say import said
from wenxiao.web.register.models import ProjectYear

LEVELS = ("产出", "效益", "满意度", "成本")
NATURES = [
    ("ge", "≥"),
    ("le", "≤"),
    ("eq", "="),
    ("range", said("区间", "range")),
    ("qualitative", said("定性", "qualitative")),
]


class TargetSet(Stateful):
    """One version of the targets (绩效目标申报表) of a project-year. An approved one is never edited: an adjustment is a new version."""

    machine = "target"

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

    def plain(self) -> targets.TargetSet:
        """The targets as the arithmetic knows them."""
        return targets.TargetSet(self.goal, tuple(indicator.plain() for indicator in self.indicators.all()))

    def contents(self) -> dict[str, Any]:
        rows = self.indicators.order_by("order").values(*Described.FIELDS, "key", "order")
        return {"goal": self.goal, "reason": self.reason, "passes": self.passes, "indicators": list(rows)}

    def after(self, action: str, event: Event) -> None:  # noqa: ARG002
        if event.target == "approved":
            self.approved_at = now()


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
    method = models.CharField(said("评分方法", "Scoring"), max_length=300, blank=True)
    evidence = models.CharField(said("佐证来源", "Evidence"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Indicator(Described):
    """One indicator of a version. ``key`` stays the same from version to version and into monitoring and evaluation."""

    target_set = models.ForeignKey(TargetSet, models.CASCADE, related_name="indicators")
    key = models.CharField(max_length=32)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint("target_set", "key", name="one_indicator_a_key")]

    def plain(self) -> targets.Indicator:
        """The indicator as the arithmetic knows it."""
        return targets.Indicator(
            self.key, self.level1, self.level2, self.name, targets.Nature(self.nature), self.target, self.upper, self.text,
            self.unit, self.weight, self.core, self.method, self.evidence,
        )  # fmt: skip


class LibraryIndicator(Described):
    """An indicator of the library (指标库) that a clerk may take over."""

    field = models.CharField(said("行业领域", "Field"), max_length=40, blank=True)
    explanation = models.TextField(said("指标解释", "Explanation"), blank=True)
    retired = models.BooleanField(said("停用", "Retired"), default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("field", "level1", "level2", "name")
