"""The grid centre of the sample district: its agencies, the people who work there, and three months of their cases."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password

from wenxiao.grid.states import Level, Role
from wenxiao.web.grid.models import Agency, Post
from wenxiao.web.grid.sample_cases import load_cases, who
from wenxiao.web.people.models import User
from wenxiao.web.sample import PASSWORD, YEAR, World

CENTRE, TEAM = "G00", "G90"
_STREET, _DEPARTMENT, _COMPANY = Agency.Kind.STREET, Agency.Kind.DEPARTMENT, Agency.Kind.COMPANY

#: Code, name, kind, level, code of the street or of the budget unit, whether it takes cases on this site.
AGENCIES = (
    (CENTRE, "星河区网格化管理中心", Agency.Kind.CENTRE, Level.DISTRICT, "201001", True),
    ("G11", "银杏街道办事处", _STREET, Level.STREET, "530100001", True),
    ("G12", "临江街道办事处", _STREET, Level.STREET, "530100002", True),
    ("G13", "云桥街道办事处", _STREET, Level.STREET, "530100003", True),
    ("G21", "星河区城市管理局执法大队", _DEPARTMENT, Level.DISTRICT, "", True),
    ("G22", "星河区环境卫生管理站", _DEPARTMENT, Level.DISTRICT, "201002", True),
    ("G23", "星河区河道管理所", _DEPARTMENT, Level.DISTRICT, "202001", True),
    ("G24", "星河区排水管理所", _DEPARTMENT, Level.DISTRICT, "202002", True),
    ("G25", "星河区交警大队", _DEPARTMENT, Level.DISTRICT, "", False),
    ("G26", "星河供水公司", _COMPANY, Level.DISTRICT, "", True),
    (TEAM, "网格应急机动队", Agency.Kind.TEAM, Level.DISTRICT, "", True),
)

#: Login name, name, role, code of the agency.
PEOPLE = (
    ("acceptor", "程小满", Role.ACCEPTOR, CENTRE),
    ("acceptor2", "范书宁", Role.ACCEPTOR, CENTRE),
    ("dispatcher", "贺知行", Role.DISPATCHER, CENTRE),
    ("lead", "秦岚", Role.LEAD, CENTRE),
    ("inspector", "石磊", Role.INSPECTOR, CENTRE),
    ("supervisor", "白杨", Role.SUPERVISOR, CENTRE),
    ("supervisor2", "乔木", Role.SUPERVISOR, CENTRE),
    ("supervisor3", "夏禾", Role.SUPERVISOR, CENTRE),
    ("emergency", "雷鸣", Role.EMERGENCY, TEAM),
    ("street", "柳青", Role.HANDLER, "G11"),
    ("street2", "温如", Role.HANDLER, "G12"),
    ("street3", "简宁", Role.HANDLER, "G13"),
    ("enforcer", "武毅", Role.HANDLER, "G21"),
    ("sanitation", "田园", Role.HANDLER, "G22"),
    ("riverkeeper", "江河", Role.HANDLER, "G23"),
    ("drainage", "渠清", Role.HANDLER, "G24"),
    ("water", "任泉", Role.HANDLER, "G26"),
)


def load(world: World) -> None:
    for code, name, kind, level, of, connected in AGENCIES:
        world.agencies[code] = Agency.objects.create(
            code=code, name=name, kind=kind, level=level, connected=connected,
            parent=world.agencies.get(CENTRE), street=of if kind == _STREET else "",
            organisation=None if kind == _STREET else world.organisations.get(of),
            assessed=kind not in {Agency.Kind.CENTRE, Agency.Kind.TEAM},
        )  # fmt: skip
    secret = make_password(PASSWORD)
    for login, name, role, code in PEOPLE:
        user = world.people[login] = User.objects.create(username=login, name=name, password=secret, sample=True)
        Post.objects.create(user=user, agency=world.agencies[code], role=role, since=date(YEAR, 1, 1))
    load_cases(who({login: (world.people[login].pk, role, code) for login, _, role, code in PEOPLE}))
