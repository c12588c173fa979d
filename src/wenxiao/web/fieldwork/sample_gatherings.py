"""Trainings and meetings of the sample district, made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

from wenxiao.web.core.clock import travelling
from wenxiao.web.fieldwork import meeting as meetings
from wenxiao.web.fieldwork.models import Attendance, MeetingAction, Presence, Training
from wenxiao.web.sample import YEAR, World

_FAMILY = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"
_GIVEN = ("伟", "秀兰", "娜", "磊", "洋", "艳", "勇", "静", "杰", "涛", "明霞", "超", "平", "桂英", "鹏", "文博")
#: Title, day, place, hours, organiser, subject, claimed, signed (None: as many as claimed).
TRAININGS = (
    ("银杏街道“五进网格”业务培训", (9, 10), "银杏街道会议室", "3", "G00", "巡查范围和重点、上报规范、系统操作", 38, None),
    ("临江街道“五进网格”业务培训", (9, 17), "临江街道会议室", "3", "G00", "巡查范围和重点、上报规范、系统操作", 42, 36),
    ("云桥街道“五进网格”业务培训", (9, 24), "云桥街道会议室", "3", "G00", "巡查范围和重点、上报规范、系统操作", 31, None),
    ("受理员岗位练兵", (10, 15), "指挥大厅", "2", "G00", "立案条件、核实与核查", None, 9),
    ("汛期排水应急培训", (10, 22), "排水管理所", "2.5", "G24", "积水点值守与先处置", 20, 20),
    ("施工扬尘治理讲座", (11, 12), "城管执法大队", "2", "G21", "裸地覆盖标准", 25, 0),
)  # fmt: skip
_ROLES = ("supervisor", "urban_management", "sanitation", "community", "police")
_AGENCIES = {"银杏": "G11", "临江": "G12", "云桥": "G13"}
#: What the meetings on these months decided: words, agency, due, done, what was done.
ACTIONS = {
    8: (("完成临江路占道经营集中整治", "G12", (10, 10), (10, 9), "清理摊点46处，设劝导岗2个。"), ("补齐缺失井盖台账", "G24", (9, 30), (9, 28), "台账已更新。")),
    9: (("钟楼片区工地落实全覆盖和喷淋", "G21", (10, 31), None, ""), ("公布三季度网格考核结果", "G00", (10, 20), (10, 19), "已在政务内网公布。"), ("望江路垃圾收集点改造", "G22", (11, 30), None, "")),
    10: (("石坊社区拆迁空地完成覆盖", "G13", (11, 25), None, ""), ("推诿案件联合会商", "G00", (11, 20), (11, 18), "会商5件，均已认定责任单位。"), ("雨前疏通重点路段雨箅", "G24", (12, 5), None, "")),
}  # fmt: skip
#: The month, the day of its meeting; May had none, and that on July was late.
MEETINGS = ((1, (2, 6)), (2, (3, 11)), (3, (4, 9)), (4, (5, 12)), (6, (7, 10)), (7, (8, 27)), (8, (9, 10)), (9, (10, 13)), (10, (11, 12)))  # fmt: skip


def load_gatherings(world: World, chance: Random) -> None:
    for title, day, place, hours, organiser, subject, claimed, signed in TRAININGS:
        made = Training.objects.create(
            title=title, held_on=date(YEAR, *day), place=place, hours=Decimal(hours), organiser=world.agencies[organiser], subject=subject,
            claimed=claimed, changed_by=world.people["lead"],
        )  # fmt: skip
        names: set[str] = set()
        while len(names) < ((claimed or 0) if signed is None else signed):
            names.add(chance.choice(_FAMILY) + chance.choice(_GIVEN))
        where = world.agencies[_AGENCIES.get(title[:2], organiser)]
        Attendance.objects.bulk_create(Attendance(training=made, name=name, role=chance.choice(_ROLES), agency=where) for name in sorted(names))  # fmt: skip
    for month, day in MEETINGS:
        _meeting(world, month, date(YEAR, *day), chance)


def _meeting(world: World, month: int, day: date, chance: Random) -> None:
    user = world.people["lead"]
    with travelling(day):
        one = meetings.call(date(YEAR, month, 1), user)
        one.held_on, one.place, one.chair = day, "指挥大厅会议室", "周启明"
        one.minutes = f"会议通报{month}月网格化管理工作情况，听取各街道、部门上次会议议定事项落实情况，研究当前突出问题，议定事项见清单。"
        came = {pk: chance.choice(_FAMILY) + chance.choice(_GIVEN) for pk in Presence.objects.filter(meeting=one).values_list("agency", flat=True) if chance.random() < 0.9}  # fmt: skip
        meetings.hold(one, came, one.revision, user)
        for text, agency, due, done, result in ACTIONS.get(month, ()):
            MeetingAction.objects.create(
                meeting=one, text=text, agency=world.agencies[agency], due=date(YEAR, *due), done_on=date(YEAR, *done) if done else None,
                result=result, done_by=user if done else None,
            )  # fmt: skip
