"""Organisations, people, and who is what for whom."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models

from wenxiao.performance.lifecycle import ROLE_NAMES, Role
from wenxiao.web.core.say import said


class Organisation(models.Model):
    """A place in the tree: jurisdiction (区), department (主管部门), unit (预算单位), and the firms that evaluate (第三方机构)."""

    class Kind(models.TextChoices):
        JURISDICTION = "jurisdiction", said("行政区", "Jurisdiction")
        DEPARTMENT = "department", said("主管部门", "Department")
        UNIT = "unit", said("预算单位", "Budget unit")
        FIRM = "firm", said("第三方机构", "Third-party evaluator")

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    code = models.CharField(max_length=32, unique=True)  # 单位代码, a string: it may begin with 0
    name = models.CharField(max_length=120)
    path = models.CharField(
        max_length=255, editable=False, db_index=True
    )  # /1/7/23/: whoever sees a path sees what begins with it
    region = models.CharField(max_length=255, editable=False, blank=True)  # 云南省昆明市呈贡区: whose regime holds

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        around = self.parent.region if self.parent else ""
        region = around + self.name if self.kind == self.Kind.JURISDICTION else around
        if (path, region) != (self.path, self.region):
            before, self.path, self.region = self.path, path, region
            type(self).objects.filter(pk=self.pk).update(path=path, region=region)
            if before:
                for child in self.children.all():
                    child.parent = self
                    child.save()

    @property
    def department(self) -> Organisation:
        """The supervising department; a unit without one is its own."""
        return self.parent if self.kind == self.Kind.UNIT and self.parent is not None else self


class User(AbstractUser):
    """A person who logs in. ``username`` is what they type, ``name`` what others read."""

    name = models.CharField(max_length=60)
    must_change_password = models.BooleanField(default=False)
    sample = models.BooleanField(default=False, editable=False)  # of the sample district: cannot log in elsewhere

    def __str__(self) -> str:
        return self.name or self.username


class Membership(models.Model):
    """What somebody is for an organisation and all below it. ``as_of``: oversight sees what stood on that day."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=[(role.value, said(*ROLE_NAMES[role])) for role in Role])
    as_of = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("user", "organisation", "role", name="one_membership_each")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} · {self.get_role_display()}"
