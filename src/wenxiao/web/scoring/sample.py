"""Scores of the sample district: September is final, with an appeal; October is complete, to be frozen; November is begun."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from wenxiao.web.core.clock import travelling
from wenxiao.web.sample import YEAR, World
from wenxiao.web.scoring import appealing, running
from wenxiao.web.scoring.models import Run
from wenxiao.web.scoring.schemes import keep, newest

#: The place's own weights for its streets: rework and missed cases weigh more than in the example.
STREETS = """zh = "星河区街道办事处月度考核办法"
en = "Street offices of Xinghe, by month"
total = 100

[[line]]
indicator = "closed_on_time"
mapping = "linear"
points = 45

[[line]]
indicator = "closed"
mapping = "linear"
points = 15

[[line]]
indicator = "rework"
mapping = "linear"
points = 15

[[line]]
indicator = "missed"
mapping = "linear"
points = 15

[[line]]
indicator = "pressed_count"
mapping = "each"
per_case = 0.5
points = 10
"""
_PAPER = (
    "{month}市容环境第三方检查结果通报（示例）\n星河区：{points} 分（满分 40 分）\n说明：本文件为示例区虚构材料。\n"
)


def load(world: World) -> None:
    lead = world.people["lead"]
    with travelling(date(YEAR, 8, 31)):
        keep("streets", "street", "", STREETS, "按联席会议意见提高返工、漏报分值", lead)
    _final(world, date(YEAR, 9, 1), "36.8")
    _begun(world, date(YEAR, 10, 1), "37.4")
    with travelling(date(YEAR, 11, 20)):
        running.begin(date(YEAR, 11, 1), lead)


def _begun(world: World, month: date, points: str) -> Run:
    """A month that is over, with the points of the outside inspection entered."""
    with travelling(date(month.year, month.month + 1, 2)):
        run = running.begin(month, world.people["lead"])
        paper = _PAPER.format(month=f"{month:%Y年%m月}", points=points).encode()
        of = newest()["district_in_city"]
        key = next(line.key for line in of.lines if line.mapping == "external")
        file = SimpleUploadedFile(f"{month:%Y%m}第三方检查通报.txt", paper)
        running.give(run, of.id, "", key, Decimal(points), file, world.access("lead"))
    return run


def _final(world: World, month: date, points: str) -> None:
    run, after = _begun(world, month, points), date(month.year, month.month + 1, 1)
    with travelling(after.replace(day=2)):
        running.freeze(run, world.access("lead"))
    with travelling(after.replace(day=3)):
        running.publish(run, world.access("lead"))
    _appeal(world, run, after)
    with travelling(after.replace(day=12)):
        running.finish(run, world.access("lead"))


def _appeal(world: World, run: Run, after: date) -> None:
    """A street has a few cases looked at again: one line of its score is put right in the adjusted view."""
    line = run.lines.get(kind="street", agency=world.agencies["G12"])
    told = next(
        (one for one in line.adjusted if one["points"] is not None and Decimal(one["points"]) < Decimal(one["most"])),
        None,
    )
    if told is None:
        return
    with travelling(after.replace(day=5)):
        appeal = appealing.ask(
            line,
            told["key"],
            "2件占道经营案件在处置期内因道路施工封闭无法到场，施工公告附后，请予复核。",
            world.access("street2"),
        )
    with travelling(after.replace(day=6)):
        appealing.decide(appeal, "endorse", "施工公告属实，同意报批。", None, world.access("dispatcher"))
    with travelling(after.replace(day=8)):
        more = min(Decimal(told["most"]), Decimal(told["points"]) + Decimal("0.5"))
        appealing.decide(appeal, "grant", "情况属实，按不可抗力调整。", more, world.access("lead"))
