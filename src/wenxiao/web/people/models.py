"""Organisations, people, and who is what for whom."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models

from wenxiao.performance.lifecycle import ROLE_NAMES, NotAllowed, Role
from wenxiao.web.core.clock import now
from wenxiao.web.core.say import said, say

#: Kinds of organisation in both languages.
KIND_NAMES = {
    "jurisdiction": ("行政区", "Jurisdiction"),
    "department": ("主管部门", "Department"),
    "unit": ("预算单位", "Budget unit"),
    "firm": ("第三方机构", "Third-party evaluator"),
}


class Organisation(models.Model):
    """A place in the tree: jurisdiction (区), department (主管部门), unit (预算单位), and the firms that evaluate (第三方机构)."""

    class Kind(models.TextChoices):
        JURISDICTION = "jurisdiction", said(*KIND_NAMES["jurisdiction"])
        DEPARTMENT = "department", said(*KIND_NAMES["department"])
        UNIT = "unit", said(*KIND_NAMES["unit"])
        FIRM = "firm", said(*KIND_NAMES["firm"])

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


#: The kinds of organisation at which a role is held: a department may act as a unit, and finance works for the district or for departments.
KINDS_OF_ROLE: dict[Role, tuple[str, ...]] = {
    Role.CLERK: ("unit", "department"),
    Role.HEAD: ("unit", "department"),
    Role.DEPARTMENT: ("department",),
    Role.BUSINESS: ("jurisdiction", "department"),
    Role.PERFORMANCE: ("jurisdiction",),
    Role.EVALUATOR: ("firm",),
    Role.OVERSIGHT: ("jurisdiction", "department", "unit"),
    Role.ADMIN: tuple(KIND_NAMES),
}


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

    @property
    def misplaced(self) -> NotAllowed | None:
        """Why there is no such role at this kind of organisation; None where there is."""
        role, kind = Role(self.role), self.organisation.kind
        fits = KINDS_OF_ROLE[role]
        if kind in fits:
            return None
        (zh, en), (here, kinds) = ROLE_NAMES[role], (KIND_NAMES[kind], [KIND_NAMES[one] for one in fits])
        return NotAllowed(
            f"“{self.organisation}”是{here[0]}，不能有“{zh}”；这个岗位设在{'、'.join(one for one, _ in kinds)}。",
            f"“{self.organisation}” ({here[1].lower()}) has no {en.lower()}; that role is for: {', '.join(one.lower() for _, one in kinds)}.",
        )

    @property
    def misplaced_words(self) -> str:
        """The same in the language of the request; empty where the role makes sense."""
        refusal = self.misplaced
        return "" if refusal is None else say(refusal.zh, refusal.en)


class Administration(models.Model):
    """One act of who looks after the site: a person, a password, a token, an organisation; never changed, never deleted.

    ``before`` and ``after`` hold what differs, and no secrets. See ``people.recording``.
    """

    class Kind(models.TextChoices):
        PERSON = "person", said("人员与岗位", "Person and roles")
        RESET = "reset", said("重置密码", "Password set anew")
        PASSWORD = "password", said("本人修改密码", "Own password changed")
        TOKEN = "token", said("新建令牌", "Token made")
        REVOKED = "revoked", said("停用令牌", "Token revoked")
        ORGANISATION = "organisation", said("机构", "Organisation")

    kind = models.CharField(max_length=16, choices=Kind.choices)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person or self.organisation}"

    @property
    def lines(self) -> list[tuple[str, list[str], list[str]]]:
        """What differs, in words: its name, what is no more, what is new."""
        lines = []
        for name, words in _WORDS.items():
            old, new = (side.get(name, []) for side in (self.before, self.after))
            old, new = (side if isinstance(side, list) else [side] * (side != "") for side in (old, new))
            gone, come = ([one for one in a if one not in b] for a, b in ((old, new), (new, old)))
            if gone or come:
                lines.append((str(words), [_shown(name, one) for one in gone], [_shown(name, one) for one in come]))
        return lines


#: What the record of administration holds, in the order in which it is shown.
_WORDS = {
    "code": said("单位代码", "Code"),
    "username": said("登录名", "Login name"),
    "name": said("名称", "Name"),
    "kind": said("类别", "Kind"),
    "parent": said("上级", "Above it"),
    "is_active": said("可以登录", "May log in"),
    "roles": said("岗位", "Role"),
    "scopes": said("权限", "Scopes"),
    "until": said("有效至", "Until"),
}


def _shown(name: str, value: Any) -> str:
    """A value of the record, in words."""
    if name == "roles":
        organisation, role, day = value
        words = f"{organisation} {say(*ROLE_NAMES[Role(role)])}"
        return f"{words} {say('截至', 'as of')} {day}" if day else words
    if name == "kind":
        return str(Organisation.Kind(value).label)
    if isinstance(value, bool):
        return say("是", "yes") if value else say("否", "no")
    return str(value)
