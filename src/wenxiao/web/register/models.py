"""Projects and their years: what everything else of the cycle hangs on."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from wenxiao.web.core.say import said
from wenxiao.web.people.models import Organisation


class Project(models.Model):
    """A project of the register (项目库). ``code`` is the 项目代码 of the integrated budget system, kept as a string."""

    class Attribute(models.TextChoices):
        NEW = "new", said("新增", "New")
        CONTINUING = "continuing", said("延续", "Continuing")

    class Fund(models.TextChoices):
        """The four budgets."""

        GENERAL = "general", said("一般公共预算", "General public budget")
        GOVERNMENT = "government", said("政府性基金预算", "Government funds")
        CAPITAL = "capital", said("国有资本经营预算", "State capital operating budget")
        INSURANCE = "insurance", said("社会保险基金预算", "Social insurance funds")

    code = models.CharField(said("项目代码", "Code"), max_length=40, unique=True)
    name = models.CharField(said("项目名称", "Name"), max_length=200, db_index=True)
    unit = models.ForeignKey(
        Organisation, models.PROTECT, related_name="projects", verbose_name=said("实施单位", "Unit")
    )
    attribute = models.CharField(said("项目属性", "Attribute"), max_length=16, choices=Attribute.choices)
    fund = models.CharField(said("预算种类", "Budget"), max_length=16, choices=Fund.choices)
    bond = models.BooleanField(said("专项债券项目", "Special bond"), default=False)
    begins = models.PositiveSmallIntegerField(said("起始年度", "First year"))
    ends = models.PositiveSmallIntegerField(said("终止年度", "Last year"))
    purpose = models.TextField(said("主要内容", "Purpose"), blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("begins")), name="project_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProjectYear(models.Model):
    """One year of a project: the thing that is budgeted, targeted, monitored and evaluated. ``unit`` is who had it that year."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(db_index=True)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="project_years")

    class Meta:
        ordering = ("-year", "project__code")
        constraints = [models.UniqueConstraint("project", "year", name="one_record_a_year")]
        indexes = [models.Index(fields=("year", "unit"), name="years_of_a_unit")]

    def __str__(self) -> str:
        return f"{self.project} {self.year}"


class SavedView(models.Model):
    """A filter of the register that somebody keeps under a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint("user", "name", name="one_view_a_name")]
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
