"""The sample district in command: who answers for each agency, a warning that is over and one that is open, a drill, and what the
emergency team did with covers and barriers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from wenxiao.web.command.models import (
    Answerable,
    Attendance,
    Drill,
    EarlyWarning,
    EmergencyTask,
    ResponsiblePerson,
    WorkItem,
)
from wenxiao.web.core.clock import now
from wenxiao.web.grid.models import Case
from wenxiao.web.grid.sample import TEAM
from wenxiao.web.sample import YEAR, World

#: Agency, name, position, login.
_PEOPLE = (
    ("G11", "柳青", "分管副主任", "street"), ("G12", "温如", "分管副主任", "street2"), ("G13", "简宁", "分管副主任", "street3"),
    ("G22", "田园", "站长", "sanitation"), ("G23", "江河", "所长", "riverkeeper"), ("G24", "渠清", "所长", "drainage"),
    ("G25", "梁稳", "大队长", ""), (TEAM, "雷鸣", "队长", "emergency"),
)  # fmt: skip
#: Title, place, days before today, minutes to arrive, minutes to finish, what with: name, unit, quantity, price in yuan.
_COVER, _BASE = ("球墨铸铁井盖 φ700", "套", "1", "385.00"), ("防坠网", "张", "1", "96.50")
_TASKS = (
    ("望江巷雨水箅子补装", "望江巷菜场西侧", 27, 15, 48, (("复合雨水箅子 450×750", "块", "2", "118.00"),)),
    ("云桥路塌陷围挡", "云桥路 88 号", 19, 12, 95, (("水马围挡", "个", "12", "68.00"), ("警示灯", "盏", "4", "45.00"))),
    ("石坊街井盖移位复位", "石坊街小学门口", 9, 14, 31, ()),
    ("暴雨夜间排水抢险", "临江下穿隧道", 5, 20, 240, (("移动泵车台班", "台班", "1.5", "2600.00"), ("吸水膨胀袋", "个", "60", "12.80"))),
    ("银杏广场井盖更换", "银杏广场东北角", 2, 16, 55, (("球墨铸铁井盖 φ700", "套", "2", "385.00"),)),
)  # fmt: skip


def load(world: World) -> None:
    people = {
        agency: ResponsiblePerson.objects.create(
            agency=world.agencies[agency], name=name, duty=duty, user=world.people.get(login)
        )
        for agency, name, duty, login in _PEOPLE
    }
    _warnings(world, people)
    _drill(world)
    _tasks(world)


def _warnings(world: World, people: dict[str, ResponsiblePerson]) -> None:
    lead = world.people["lead"]
    begun = timezone.make_aware(datetime(YEAR, 7, 9, 16, 0))
    over = EarlyWarning.objects.create(
        title="7月9日至10日暴雨内涝预警", kind="气象", level="2", issued_at=begun, issued_by=lead, answer_by=begun + timedelta(hours=1),
        text="预计夜间降雨 80 毫米以上。各单位备齐抽排设备，排查下穿隧道、低洼路段和河道闸门，领导带班，随时报告。",
        closed_at=begun + timedelta(hours=26), closed_by=lead, outcome="出动泵车 3 台班，临江下穿隧道积水 2 小时内排除，无人员伤亡。",
    )  # fmt: skip
    for place, (agency, person) in enumerate(people.items()):
        late = agency == "G25"
        Answerable.objects.create(
            warning=over, agency=person.agency, person=person, name=person.name, acknowledged_by=person.user or lead,
            acknowledged_at=begun + timedelta(minutes=95 if late else 8 + 4 * place), answer="电话告知后代记" if late else "已到岗",
        )  # fmt: skip
    issued = now() - timedelta(hours=3)
    current = EarlyWarning.objects.create(
        title="大风蓝色预警：户外广告和围挡排查", kind="气象", level="4", street="530100002", issued_at=issued, issued_by=lead,
        answer_by=issued + timedelta(hours=1), text="阵风 7 级。排查临江片区户外广告、施工围挡和行道树，加固或拆除有坠落隐患的设施。",
    )  # fmt: skip
    for agency in ("G12", "G22", TEAM):
        person = people[agency]
        there = agency != "G22"
        Answerable.objects.create(
            warning=current, agency=person.agency, person=person, name=person.name, acknowledged_by=person.user if there else None,
            acknowledged_at=issued + timedelta(minutes=12) if there else None, answer="已安排两组排查" if there else "",
        )  # fmt: skip


def _drill(world: World) -> None:
    drill = Drill.objects.create(
        title="下穿隧道积水应急演练", kind="防汛", day=date(YEAR, 6, 12), place="临江下穿隧道", entered_by=world.people["lead"],
        plan="一、监督员发现积水 20 厘米并上报；二、受理员先处置派应急机动队；三、交警大队封闭道路；四、排水管理所开泵；五、核查通过后开放。",
        conclusion="从上报到封闭用时 14 分钟，开泵 22 分钟。封闭标志不足，已补充 6 套。",
    )  # fmt: skip
    came = {
        "G11": ("柳青",),
        "G12": ("温如", "尤佳"),
        "G24": ("渠清", "季澜"),
        "G25": ("梁稳",),
        TEAM: ("雷鸣", "巫江", "岳山"),
    }
    for agency, names in came.items():
        for name in names:
            Attendance.objects.create(drill=drill, agency=world.agencies[agency], name=name, came=name != "季澜")


def _tasks(world: World) -> None:
    for place, case in enumerate(Case.objects.filter(agency=world.agencies[TEAM]).order_by("dispatched_at", "pk")):
        task = EmergencyTask.objects.create(
            title="雨水井盖更换", team=case.agency, case=case, place=case.address, grid=case.grid, opened_at=case.dispatched_at,
            opened_by=world.people["dispatcher"], done_at=case.feedback_at, result="井盖已更换复位。" if case.feedback_at else "",
            arrived_at=case.feedback_at and case.dispatched_at + (case.feedback_at - case.dispatched_at) / 3,
        )  # fmt: skip
        if case.feedback_at:
            _materials(task, (_COVER, _BASE) if place % 3 == 0 else (_COVER,))
    for title, where, days, arrive, finish, items in _TASKS:
        begun = now() - timedelta(days=days)
        task = EmergencyTask.objects.create(
            title=title, team=world.agencies[TEAM], place=where, opened_at=begun, opened_by=world.people["dispatcher"],
            arrived_at=begun + timedelta(minutes=arrive), done_at=begun + timedelta(minutes=finish) if days > 2 else None,
            result="已恢复，现场清理完毕。" if days > 2 else "",
        )  # fmt: skip
        _materials(task, items)


def _materials(task: EmergencyTask, items: Sequence[tuple[str, str, str, str]]) -> None:
    for what, unit, quantity, price in items:
        WorkItem.objects.create(task=task, what=what, unit=unit, quantity=Decimal(quantity), price=Decimal(price))
