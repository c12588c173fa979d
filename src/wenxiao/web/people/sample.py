"""Organisations and people of the sample district."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password

from wenxiao.performance.lifecycle import Role
from wenxiao.web.people.models import Membership, Organisation, User
from wenxiao.web.sample import PASSWORD, YEAR, World

DISTRICT, FIRM = "530100", "F001"

#: Code, name, kind, code of the organisation above.
ORGANISATIONS = (
    (DISTRICT, "星河区", "jurisdiction", None),
    ("201", "星河区城市管理局", "department", DISTRICT),
    ("201001", "星河区网格化管理中心", "unit", "201"),
    ("201002", "星河区环境卫生管理站", "unit", "201"),
    ("202", "星河区水务局", "department", DISTRICT),
    ("202001", "星河区河道管理所", "unit", "202"),
    ("202002", "星河区排水管理所", "unit", "202"),
    ("203", "星河区教育体育局", "department", DISTRICT),
    ("203001", "星河区第一小学", "unit", "203"),
    ("203002", "星河区图书馆", "unit", "203"),
    ("204", "星河区卫生健康局", "department", DISTRICT),
    ("204001", "星河区疾病预防控制中心", "unit", "204"),
    (FIRM, "明衡绩效评价咨询有限公司", "firm", None),
)

#: Login name, name, and for each role the code of its organisation.
PEOPLE = (
    ("clerk", "林晓雨", ((Role.CLERK, "201001"),)),
    ("clerk2", "何嘉", ((Role.CLERK, "201002"),)),
    ("clerk3", "陆远", ((Role.CLERK, "202001"), (Role.CLERK, "202002"))),
    ("clerk4", "苏青", ((Role.CLERK, "203001"), (Role.CLERK, "203002"), (Role.CLERK, "204001"))),
    ("head", "周启明", ((Role.HEAD, "201001"), (Role.HEAD, "201002"))),
    ("head2", "高岩", ((Role.HEAD, "202001"), (Role.HEAD, "202002"), (Role.HEAD, "203001"), (Role.HEAD, "203002"), (Role.HEAD, "204001"))),
    ("department", "陈立", ((Role.DEPARTMENT, "201"),)),
    ("department2", "唐宁", ((Role.DEPARTMENT, "202"), (Role.DEPARTMENT, "203"), (Role.DEPARTMENT, "204"))),
    ("business", "许文", ((Role.BUSINESS, "201"), (Role.BUSINESS, "202"))),
    ("business2", "罗静", ((Role.BUSINESS, "203"), (Role.BUSINESS, "204"))),
    ("performance", "沈思齐", ((Role.PERFORMANCE, DISTRICT),)),
    ("evaluator", "方衡", ((Role.EVALUATOR, FIRM),)),
    ("oversight", "叶岚", ((Role.OVERSIGHT, DISTRICT),)),
    ("admin", "管理员", ((Role.ADMIN, DISTRICT), (Role.ADMIN, FIRM))),
)  # fmt: skip


def load(world: World) -> None:
    for code, name, kind, above in ORGANISATIONS:
        parent = world.organisations[above] if above else None
        world.organisations[code] = Organisation.objects.create(code=code, name=name, kind=kind, parent=parent)
    secret = make_password(PASSWORD)
    for login, name, roles in PEOPLE:
        user = User.objects.create(username=login, name=name, password=secret, sample=True)
        world.people[login] = user
        for role, code in roles:
            as_of = date(YEAR, 12, 31) if role is Role.OVERSIGHT else None
            Membership.objects.create(user=user, organisation=world.organisations[code], role=role, as_of=as_of)
