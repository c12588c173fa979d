"""Organisations and people from a workbook: one row for each role of a person, refused row by row, taken whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import get_random_string

from wenxiao.performance.lifecycle import ROLE_NAMES, Role
from wenxiao.web.core.importing import Column, RowRefusal, Sheets, Wrong, day, read, text
from wenxiao.web.core.policy import Access
from wenxiao.web.people.models import KIND_NAMES, Membership, Organisation, User
from wenxiao.web.people.recording import Kind, of_organisation, of_person, record

#: The heading of the workbook, in its order.
COLUMNS = ("单位代码", "单位名称", "类别", "上级代码", "登录名", "姓名", "岗位", "查看截止日")
#: The day as of which oversight sees things: a table may lack the column.
_AS_OF = COLUMNS[-1]
_KINDS = {zh: kind for kind, (zh, _) in KIND_NAMES.items()}
_ROLES = {zh: role for role, (zh, _) in ROLE_NAMES.items()}
#: Letters and digits that are not taken for one another when a password is read aloud.
_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"


def first_password() -> str:
    """A password for the first login, to be changed there."""
    return get_random_string(14, _LETTERS)


@dataclass
class Taken:
    """What a workbook would make, or has made. ``passwords``: login name and first password of each new person."""

    organisations: int = 0
    people: int = 0
    roles: int = 0
    refused: list[RowRefusal] = field(default_factory=list)
    passwords: list[tuple[str, str, str]] = field(default_factory=list)
    sheets: Sheets = field(default_factory=Sheets)


def take(path: Path, access: Access, *, really: bool) -> Taken:
    """Read a workbook; make what it says where ``really`` and no row is refused. Raises Unreadable for what is no table."""
    taken = Taken()
    with transaction.atomic():
        reader = _Reader(access, taken)
        filled = read(path, [Column(name, (name,), required=name != _AS_OF) for name in COLUMNS])
        taken.sheets = filled.sheets
        for row in filled.rows:
            try:
                reader.row({name: text(row.cells.get(name), 200) for name in COLUMNS})
            except Wrong as wrong:
                taken.refused.append(RowRefusal(row.number, "", wrong.zh, wrong.en))
        if taken.refused or not really:
            transaction.set_rollback(True)
            taken.passwords = []
        else:
            reader.put_down(access.user)
    return taken


class _Reader:
    """Takes one row after the other: its organisation first, then its person's role there."""

    def __init__(self, access: Access, taken: Taken) -> None:
        self.taken = taken
        self.mine = {one.code: one for one in access.organisations(frozenset({Role.ADMIN})).select_related("parent")}
        self.people = {user.username: user for user in User.objects.all()}
        self.made: list[Organisation] = []
        self.before: dict[User, dict[str, Any]] = {}  # of everybody whom a row is about

    def put_down(self, actor: User) -> None:
        """Put all that was changed down in the record of administration."""
        for organisation in self.made:
            record(Kind.ORGANISATION, actor, organisation, {}, of_organisation(organisation))
        for person, before in self.before.items():
            record(Kind.PERSON, actor, person, before, of_person(person))

    def row(self, said: dict[str, str]) -> None:
        where = self._organisation(said)
        if said["登录名"] or said["岗位"]:
            self._role(said, where)

    def _organisation(self, said: dict[str, str]) -> Organisation:
        code = said["单位代码"]
        if not code:
            raise Wrong("单位代码是空的，请填写。", "The code is empty.")
        if code in self.mine:
            return self.mine[code]
        if Organisation.objects.filter(code=code).exists():
            raise Wrong(f"单位代码 {code} 属于别的行政区。", f"The code {code} belongs to another district.")
        kind = _KINDS.get(said["类别"])
        if kind is None:
            raise Wrong(
                f"类别“{said['类别']}”不对，请填：{'、'.join(_KINDS)}。",
                f"“{said['类别']}” is no kind; use {', '.join(_KINDS)}.",
            )
        above = self.mine.get(said["上级代码"])
        if above is None and kind != "firm":
            raise Wrong(
                f"没有上级代码为“{said['上级代码']}”的机构；上级要写在下级之前。",
                f"There is nothing with the code “{said['上级代码']}”; it must come first.",
            )
        if not said["单位名称"]:
            raise Wrong("单位名称是空的，请填写。", "The name is empty.")
        made = Organisation.objects.create(
            code=code, name=said["单位名称"], kind=kind, parent=None if kind == "firm" else above
        )
        self.mine[code] = made
        self.made.append(made)
        self.taken.organisations += 1
        return made

    def _role(self, said: dict[str, str], where: Organisation) -> None:
        role = _ROLES.get(said["岗位"])
        if role is None or role is Role.ADMIN:
            names = "、".join(name for name, one in _ROLES.items() if one is not Role.ADMIN)
            raise Wrong(f"岗位“{said['岗位']}”不对，请填：{names}。", f"“{said['岗位']}” is no role; use {names}.")
        refusal = Membership(organisation=where, role=role).misplaced
        if refusal is not None:
            raise Wrong(refusal.zh, refusal.en)
        as_of = day(said[_AS_OF]) if said[_AS_OF] else None
        if as_of is not None and role is not Role.OVERSIGHT:
            raise Wrong(
                f"只有“{ROLE_NAMES[Role.OVERSIGHT][0]}”填写{_AS_OF}，请删去。",
                f"The day as of which one sees things is for {ROLE_NAMES[Role.OVERSIGHT][1].lower()} alone; delete it.",
            )
        user = self.people.get(said["登录名"]) or self._person(said)
        if said["姓名"] and user.name != said["姓名"]:
            raise Wrong(
                f"登录名 {user.username} 已是“{user.name}”，与“{said['姓名']}”不同。",
                f"{user.username} is {user.name}, not {said['姓名']}.",
            )
        if user not in self.before:
            self.before[user] = of_person(user)
        held, new = Membership.objects.get_or_create(
            user=user, organisation=where, role=role, defaults={"as_of": as_of}
        )
        if as_of is not None and held.as_of != as_of:
            held.as_of, new = as_of, True
            held.save()
        self.taken.roles += new

    def _person(self, said: dict[str, str]) -> User:
        if not said["登录名"] or not said["姓名"]:
            raise Wrong("新增人员要写登录名和姓名。", "A new person needs a login name and a name.")
        try:
            User.username_validator(said["登录名"])
        except Exception:
            raise Wrong(
                f"登录名“{said['登录名']}”含有不能用的字符。",
                f"The login name “{said['登录名']}” has characters that it may not have.",
            ) from None
        secret = first_password()
        user = User.objects.create(
            username=said["登录名"], name=said["姓名"], password=make_password(secret), must_change_password=True
        )
        self.people[user.username] = user
        self.before[user] = {}
        self.taken.people += 1
        self.taken.passwords.append((user.username, user.name, secret))
        return user


def template() -> list[Sequence[Any]]:
    """Rows that show how the workbook is filled in."""
    return [
        ("201", "某某局", "主管部门", "000000", "zhang", "张某", "主管部门", ""),
        ("201001", "某某中心", "预算单位", "201", "li", "李某", "单位填报人", ""),
        ("201001", "", "", "", "wang", "王某", "单位审核人", ""),
        ("000000", "", "", "", "zhao", "赵某", "人大、审计", "2026-12-31"),
    ]
