"""Agencies and posts from a table: read and checked row by row, then taken in whole or not at all; and the same table written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import override

from wenxiao.grid.states import LEVEL_NAMES, ROLE_NAMES
from wenxiao.web.core.clock import today
from wenxiao.web.core.days import FIRST, LAST
from wenxiao.web.core.importing import (
    EXAMPLE,
    Column,
    Row,
    RowReader,
    RowRefusal,
    Sheets,
    Wrong,
    day,
    folded,
    one_of,
    read,
    text,
)
from wenxiao.web.core.pending import Upload
from wenxiao.web.core.say import english
from wenxiao.web.grid import agencies, posting
from wenxiao.web.grid.models import Agency, Post
from wenxiao.web.people.models import Organisation, User

_AGENCIES = (
    Column("code", ("单位代码", "代码", "code")),
    Column("name", ("名称", "单位名称", "name")),
    Column("kind", ("类别", "kind")),
    Column("level", ("层级", "level"), required=False),
    Column("parent", ("上级代码", "上级单位代码", "parent"), required=False),
    Column("street", ("街道代码", "street"), required=False),
    Column("organisation", ("预算单位代码", "budget unit"), required=False),
    Column("connected", ("在本站办理", "connected"), required=False),
    Column("assessed", ("参加考核", "assessed"), required=False),
    Column("active", ("在用", "in use"), required=False),
)
_POSTS = (
    Column("agency", ("单位代码", "代码", "agency")),
    Column("user", ("登录名", "用户名", "login")),
    Column("role", ("岗位", "post")),
    Column("since", ("自", "开始日期", "from")),
    Column("until", ("至", "结束日期", "until"), required=False),
)
#: What can be imported, with its columns.
KINDS: Mapping[str, Sequence[Column]] = {"agencies": _AGENCIES, "posts": _POSTS}
with override("zh-hans"):
    _KIND_WORDS = {kind: str(label) for kind, label in Agency.Kind.choices}
_KINDS = {folded(word): kind for kind, zh in _KIND_WORDS.items() for word in (kind, zh)}
_LEVELS = {folded(word): level.value for level, words in LEVEL_NAMES.items() for word in (level.value, *words)}
_ROLES = {folded(word): role for role in posting.held_roles() for word in (role.value, *ROLE_NAMES[role])}
_YES = {"是": True, "yes": True, "1": True, "true": True, "否": False, "no": False, "0": False, "false": False}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file would take in, each with the number of its row, and what stands against it."""

    rows: int
    lines: list[tuple[int, Any]]
    refusals: list[RowRefusal]
    sheets: Sheets


def draft(kind: str, upload: Upload) -> Draft:
    """What a file of ``KINDS`` would take in. Raises Unreadable where it is no such table."""
    table = read(upload.path, KINDS[kind])
    refusals: list[RowRefusal] = []
    lines = (_agencies if kind == "agencies" else _posts)(table.rows, table.headings, refusals)
    refusals.sort(key=lambda refusal: refusal.row)
    return Draft(len(table.rows), lines, refusals, table.sheets)


@transaction.atomic
def take_in(kind: str, drafted: Draft, by: Any) -> int:
    """Take all of them in; how many. Raises ValueError where a row is refused, NotAllowed or IntegrityError where that came meanwhile."""
    if drafted.refusals:
        raise ValueError(drafted.refusals[0].words)
    for _, made in drafted.lines:
        if kind == "posts":
            posting.give(made, by)
    if kind == "agencies":
        waiting = [made for _, made in drafted.lines]
        while waiting:  # what is above comes first
            ready = [made for made in waiting if made.parent is None or made.parent.pk]
            for made in ready:
                made.changed_by = by
                made.save(force_insert=True)
            waiting = [made for made in waiting if made.pk is None]
    return len(drafted.lines)


def _agencies(rows: Sequence[Row], headings: Mapping[str, str], refusals: list[RowRefusal]) -> list[tuple[int, Agency]]:
    there = {one.code: one for one in Agency.objects.all()}
    units = {one.code: one for one in Organisation.objects.exclude(kind=Organisation.Kind.FIRM)}
    streets = agencies.streets()
    made: dict[str, tuple[_Agency, Agency]] = {}
    for row in rows:
        reader = _Agency(row, headings, refusals)
        one = reader.agency(units, streets)
        if one is None:
            continue
        if one.code in there:
            reader.refuse("code", f"代码“{one.code}”已是“{there[one.code]}”；要修改请到其页面，并删去本行。", f"The code “{one.code}” is that of “{there[one.code]}”: change it on its page, and delete the row.")  # fmt: skip
        elif one.code in made:
            reader.refuse("code", f"代码“{one.code}”与第{made[one.code][0].row.number}行相同。", f"The code “{one.code}” is that of row {made[one.code][0].row.number}.")  # fmt: skip
        else:
            made[one.code] = (reader, one)
            if one.street:
                streets[one.street] = one.name
    above = {code: reader.above for code, (reader, _) in made.items()}
    for code, (reader, one) in made.items():
        if not reader.above:
            continue
        if reader.above not in there and reader.above not in made:
            reader.refuse("parent", f"没有代码为“{reader.above}”的上级单位：请先列出它，或改正代码。", f"There is no agency “{reader.above}”: list it too, or mend the code.")  # fmt: skip
        elif agencies.above_itself(code, reader.above, above):
            reader.refuse("parent", f"“{one.name}”成了自己的上级，请改正上级代码。", f"“{one.name}” would stand above itself.")  # fmt: skip
        else:
            one.parent = there.get(reader.above) or made[reader.above][1]
    return [(reader.row.number, one) for reader, one in made.values() if reader.sound]


class _Agency(RowReader):
    """A row that gives an agency, where it is sound; ``above``: the code of its parent, which may stand further down."""

    above = ""

    def agency(self, units: Mapping[str, Organisation], streets: Mapping[str, str]) -> Agency | None:
        code = self.cell("code", lambda cell: self.filled(text(cell, 32)))
        name = self.cell("name", lambda cell: self.filled(text(cell, 120)))
        kind = self.cell("kind", lambda cell: one_of(cell, _KINDS, _KIND_WORDS.values()))
        level = self.cell("level", lambda cell: "district" if cell is None else one_of(cell, _LEVELS, (zh for zh, _ in LEVEL_NAMES.values())))  # fmt: skip
        self.above = self.cell("parent", lambda cell: text(cell, 32)) or ""
        street = self.cell("street", lambda cell: text(cell, 9))
        unit = self.cell("organisation", lambda cell: self.unit(text(cell, 32), units))
        ticks = [self.cell(key, lambda cell: cell is None or one_of(cell, _YES, ("是", "否"))) for key in ("connected", "assessed", "active")]  # fmt: skip
        if self.sound:
            for fault in agencies.faults(code, kind, street, streets):
                self.refuse(fault.field, fault.zh, fault.en)
        if not self.sound:
            return None
        connected, assessed, active = ticks
        return Agency(
            code=code, name=name, kind=kind, level=level, street=street, organisation=unit, connected=connected, assessed=assessed, active=active,
        )  # fmt: skip

    def unit(self, code: str, units: Mapping[str, Organisation]) -> Organisation | None:
        if code and code not in units:
            raise Wrong(
                f"没有代码为“{code}”的机构，请核对或留空。",
                f"There is no organisation “{code}”: check it, or leave it empty.",
            )
        return units.get(code)


def _posts(rows: Sequence[Row], headings: Mapping[str, str], refusals: list[RowRefusal]) -> list[tuple[int, Post]]:
    there = {one.code: one for one in Agency.objects.all()}
    logins = {text(row.cells.get("user"), 150) for row in rows if len(str(row.cells.get("user") or "")) <= 150}
    users = {one.username: one for one in User.objects.filter(username__in=logins)}
    before: dict[int, list[Post]] = {}
    for post in Post.objects.filter(user__in=users.values()).select_related("user", "agency"):
        before.setdefault(post.user_id, []).append(post)
    made: list[tuple[int, Post]] = []
    for row in rows:
        reader = _Post(row, headings, refusals)
        post = reader.post(there, users)
        if post is None:
            continue
        others = before.setdefault(post.user_id, [])
        refusal = posting.fault(post, others)
        if refusal is not None:
            reader.refuse("role", refusal.zh, refusal.en)
            continue
        others.append(post)
        made.append((row.number, post))
    return made


class _Post(RowReader):
    """A row that gives a post, where it is sound."""

    def post(self, there: Mapping[str, Agency], users: Mapping[str, User]) -> Post | None:
        agency = self.cell("agency", lambda cell: self.known(text(cell, 32), there, "没有代码为“{}”的责任单位；请先导入或新增单位。", "There is no agency “{}”: enter it first."))  # fmt: skip
        user = self.cell("user", lambda cell: self.known(text(cell, 150), users, "没有登录名为“{}”的人员；请管理员先在“机构与人员”中建立账号。", "Nobody has the login “{}”: the administrator makes it first."))  # fmt: skip
        role = self.cell(
            "role", lambda cell: one_of(cell, _ROLES, (ROLE_NAMES[role][0] for role in posting.held_roles()))
        )
        since = self.cell("since", _bounded)
        until = self.cell("until", lambda cell: None if cell is None else _bounded(cell))
        return Post(agency=agency, user=user, role=role, since=since, until=until) if self.sound else None

    def known(self, said: str, among: Mapping[str, Any], zh: str, en: str) -> Any:
        if self.filled(said) not in among:
            raise Wrong(zh.format(said), en.format(said))
        return among[said]


def _bounded(cell: Any) -> date:
    found = day(cell)
    if not FIRST <= found <= LAST:
        raise Wrong(f"日期须在 {FIRST} 至 {LAST} 之间。", f"The day is from {FIRST} to {LAST}.")
    return found


def heading(kind: str) -> list[tuple[str, int]]:
    """The headings of a table, with the widths of its columns; a table of posts names agency and person as well."""
    return [(_head(column), 16) for column in KINDS[kind]] + (
        [(word, 16) for word in _named()] if kind == "posts" else []
    )


def _head(column: Column) -> str:
    return column.names[-1] if english() else column.names[0]


def _named() -> tuple[str, str]:
    """Headings that an import passes over."""
    return ("Unit", "Person") if english() else ("单位名称", "姓名")


def line_of_agency(one: Agency) -> tuple[Any, ...]:
    yes = ("no", "yes") if english() else ("否", "是")
    return (
        one.code, one.name, one.kind if english() else _KIND_WORDS[one.kind], one.level if english() else str(one.get_level_display()),
        one.parent.code if one.parent else None, one.street or None, one.organisation.code if one.organisation else None,
        yes[one.connected], yes[one.assessed], yes[one.active],
    )  # fmt: skip


def line_of_post(post: Post) -> tuple[Any, ...]:
    role = ROLE_NAMES[next(role for role in ROLE_NAMES if role == post.role)][english()]
    return (post.agency.code, post.user.username, role, post.since, post.until, post.agency.name, str(post.user))


def example(kind: str) -> tuple[Any, ...]:
    """A row to show how the template is filled in."""
    said = f"某中心（{EXAMPLE}）"
    if kind == "agencies":
        return ("C01", said, "指挥中心", LEVEL_NAMES[next(iter(LEVEL_NAMES))][0], None, None, None, "是", "否", "是")
    return ("C01", f"zhangsan（{EXAMPLE}）", "值班长", today(), None)
