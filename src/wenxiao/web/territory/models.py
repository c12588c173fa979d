"""The ground that the grid stands on: unit grids, components, management grids with their people, and what the place adds to catalogue,
calendar and rules. Positions are stored as CGCS2000 degrees, beside the system in which they were given."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse

from wenxiao.grid.coordinates import Position
from wenxiao.grid.staffing import needs
from wenxiao.web.core.clock import now, today
from wenxiao.web.core.say import said
from wenxiao.web.grid.models import Agency

#: In which order the roles of a management grid are named: those of ``staffing.toml``.
ROLES = [(role.name, said(role.zh, role.en)) for role in needs()]


class Change(models.Model):
    """Somebody changed a part of the ground (最近变动). The token of the latest row tells every process whether what it has read still
    holds; it is no number, which a transaction that is undone would give out twice."""

    class Part(models.TextChoices):
        GRIDS = "grids", said("单元网格", "Unit grids")
        COMPONENTS = "components", said("部件", "Components")
        STAFF = "staff", said("管理网格与人员", "Management grids and staff")
        CATALOGUE = "catalogue", said("类别与立案条件", "Catalogue")
        CALENDAR = "calendar", said("工作日历", "Calendar")
        RULES = "rules", said("规则", "Rules")

    part = models.CharField(max_length=12, choices=Part.choices)
    what = models.CharField(max_length=300)
    token = models.UUIDField(default=uuid4)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=("part", "-id"), name="latest_change")]

    def __str__(self) -> str:
        return self.what


class UnitGrid(models.Model):
    """A unit grid (单元网格). ``standard`` says what shape its code has; ``outline`` is a closed ring of [degrees east, degrees north]."""

    code = models.CharField(max_length=20, unique=True)
    standard = models.CharField(max_length=40)
    street = models.CharField(max_length=9, db_index=True)  # the code of the street: nine digits
    community = models.CharField(max_length=12)  # of the community: twelve
    community_name = models.CharField(max_length=60, blank=True)
    outline = models.JSONField()
    given_outline = models.JSONField()
    given_system = models.CharField(max_length=16)
    area = models.DecimalField(max_digits=12, decimal_places=0)  # m²
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("unit-grid", args=[self.pk])

    @property
    def ring(self) -> tuple[Position, ...]:
        return tuple(Position(*point) for point in self.outline)


class Component(models.Model):
    """A component (部件): a thing with a code that stands somewhere. ``category`` is a key of the catalogue."""

    class State(models.TextChoices):
        GOOD = "good", said("完好", "Sound")
        BROKEN = "broken", said("破损", "Damaged")
        LOST = "lost", said("丢失", "Missing")
        UNUSED = "unused", said("废弃", "Disused")
        REMOVED = "removed", said("移除", "Removed")

    code = models.CharField(max_length=20, unique=True)
    standard = models.CharField(max_length=40)
    category = models.CharField(max_length=40, db_index=True)
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=State.choices, default=State.GOOD, db_index=True)
    grid = models.ForeignKey(UnitGrid, models.PROTECT, null=True, related_name="components")  # None: outside of all
    owner = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="components")
    longitude = models.FloatField()
    latitude = models.FloatField()
    given_longitude = models.FloatField()
    given_latitude = models.FloatField()
    given_system = models.CharField(max_length=16)
    since = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.name} {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("component", args=[self.pk])


class ComponentState(models.Model):
    """In what state a component was found, and when; the latest is its state."""

    component = models.ForeignKey(Component, models.PROTECT, related_name="states")
    state = models.CharField(max_length=8, choices=Component.State.choices)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.component} {self.get_state_display()}"


class DutyGrid(models.Model):
    """A management grid (管理网格): a set of unit grids that a head and several others answer for. ``pilot``: 试点."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    street = models.CharField(max_length=9)
    pilot = models.BooleanField(default=False)
    grids = models.ManyToManyField(UnitGrid, related_name="duty_grids")

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("duty-grid", args=[self.pk])


class Staff(models.Model):
    """Somebody who works in grids (网格员); many never log in here. ``role`` is what they are; an assignment may be as something else."""

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=20, choices=ROLES)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="grid_staff")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="grid_staff"
    )

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return self.name


class GridAssignment(models.Model):
    """Who is what in which management grid, from a day on, up to and with another (None: open)."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="assignments")
    duty = models.ForeignKey(DutyGrid, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=ROLES)
    since = models.DateField(default=today)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("duty", "role", "since")
        constraints = [models.UniqueConstraint("staff", "duty", "role", "since", name="one_assignment_each")]

    def __str__(self) -> str:
        return f"{self.staff} · {self.duty} · {self.get_role_display()}"


class LocalCategory(models.Model):
    """A category that the place adds, or one of the standard that does not ship: by standard, kind and code."""

    standard = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=8)
    zh = models.CharField(max_length=60)
    en = models.CharField(max_length=80, blank=True)
    group = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("standard", "kind", "code")
        constraints = [models.UniqueConstraint("standard", "kind", "code", name="one_category_a_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.zh}"


class LocalCondition(models.Model):
    """A filing condition of the place (立案条件); one with the code of a shipped condition takes its place. ``limit`` is a text that
    ``grid.clock.read_limit`` reads."""

    code = models.CharField(max_length=40, unique=True)
    categories = models.JSONField()
    zh = models.CharField(max_length=200)
    en = models.CharField(max_length=200, blank=True)
    limit = models.CharField(max_length=40)
    closing = models.CharField(max_length=200)
    closing_en = models.CharField(max_length=200, blank=True)
    urgent = models.BooleanField(default=False)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.zh}"


class LocalDay(models.Model):
    """A day that is worked here or is not, whatever the notice for the whole country says."""

    day = models.DateField(unique=True)
    worked = models.BooleanField()
    why = models.CharField(max_length=120)

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return str(self.day)


class LocalYear(models.Model):
    """A year whose holidays were entered here when they were published: its deadlines are no longer provisional (暂定)."""

    year = models.PositiveIntegerField(unique=True)
    source = models.CharField(max_length=120)

    class Meta:
        ordering = ("year",)

    def __str__(self) -> str:
        return str(self.year)


class RuleVersion(models.Model):
    """The rules of the place, version by version; the latest holds, what was frozen in events stays. ``told`` has the keys of
    ``grid/data/rules.toml``."""

    number = models.PositiveIntegerField(unique=True)
    told = models.JSONField()
    note = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("a version of the rules is never changed")
        super().save(*args, **kwargs)
