"""Evidence of the sample district: the bought patrols are computed from the grid, the water of the river from its readings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from wenxiao.performance.lifecycle import Role
from wenxiao.web.core.clock import travelling
from wenxiao.web.evidence.measuring import compute, take
from wenxiao.web.evidence.models import Measure, Series
from wenxiao.web.evidence.snapshots import checked
from wenxiao.web.evidence.taking import read_in
from wenxiao.web.ledger.models import Entry
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.sample import YEAR, World
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.sample import person

#: Indicator of the target and of the grid.
GRID = (
    ("有效上报案件数", "filed_count@1"), ("案件有效上报率", "valid_reports@1"), ("案件漏报率", "missed@1"), ("案件按期处置率", "handled_on_time@1"),
    ("居民对市容环境满意度", "satisfaction@1"),
)  # fmt: skip
#: Ammonia in mg/l by place and month.
PLACES = ("临溪河一号断面", "临溪河二号断面", "临溪河三号断面", "入湖口断面")
LIMIT = Decimal("1.5")


def load(world: World) -> None:
    patrols, river = (world.years.get((code, YEAR)) for code in ("530100-0001", "530100-0005"))
    with travelling(date(YEAR, 11, 20)):
        if patrols is not None:
            _patrols(world, patrols)
        if river is not None:
            _river(world, river)


def _patrols(world: World, year: ProjectYear) -> None:
    clerk = person(world, year, Role.CLERK).user
    keys = _keys(year)
    for name, indicator in GRID:
        if name in keys:
            made = _measure(
                year,
                clerk,
                keys[name],
                kind="rate",
                indicator=indicator,
                start=date(YEAR, 9, 1),
                end=date(YEAR, 10, 31),
            )
            if indicator.startswith("filed_count"):
                made.entries.set(
                    Entry.objects.filter(
                        project_year=year, kind="paid", date__gte=date(YEAR, 9, 1), date__lte=date(YEAR, 10, 31)
                    )
                )
            last = compute(made, clerk)
            next(checked([last], clerk))
            own = SelfEvaluation.objects.filter(year=year, state="draft").first()
            if own is not None and indicator.startswith("handled_on_time"):
                take(own, Measure.objects.get(pk=made.pk), clerk)
    if name := next((name for name in keys if "事故" in name), ""):
        scope = "category=30428.2-2013:event:05"
        compute(
            _measure(year, clerk, keys[name], kind="zero", scope=scope, start=date(YEAR, 9, 1), end=date(YEAR, 10, 31)),
            clerk,
        )


def _river(world: World, year: ProjectYear) -> None:
    clerk = person(world, year, Role.CLERK).user
    series = Series.objects.create(
        year=year, name="临溪河断面水质（氨氮）", unit="mg/L", source="区环境监测站月报", made_by=clerk,
        mapping={"date": "采样日期", "place": "断面", "value": "氨氮(mg/L)"},
    )  # fmt: skip
    for half, months in (("上半年", range(1, 7)), ("下半年", range(7, 11))):
        rows = ["采样日期,断面,氨氮(mg/L)"]
        for month in months:
            for at, place in enumerate(PLACES):
                value = (
                    Decimal("0.62")
                    + Decimal((month * 37 + at * 53) % 90) / 100
                    + (Decimal("0.4") if month in (6, 7) and at < 2 else 0)
                )
                rows.append(f"{date(YEAR, month, 12)},{place},{value}")
        if half == "下半年":
            rows.append(f"{date(YEAR, 10, 26)},入湖口断面,未检出")
        read_in(series, SimpleUploadedFile(f"{half}水质监测.csv", "\n".join(rows).encode("utf-8-sig")), clerk)
    keys = _keys(year)
    if name := next((name for name in keys if "水质达标率" in name), ""):
        made = _measure(
            year, clerk, keys[name], kind="series", series=series, use="share", high=LIMIT, start=date(YEAR, 1, 1), end=date(YEAR, 12, 31)
        )  # fmt: skip
        compute(made, clerk)


def _keys(year: ProjectYear) -> dict[str, str]:
    """The keys of the approved indicators by name."""
    targets = year.target_sets.filter(state="approved").first()
    return {} if targets is None else dict(targets.indicators.values_list("name", "key"))


def _measure(year: ProjectYear, user: Any, key: str, **told: Any) -> Measure:
    return Measure.objects.create(year=year, key=key, made_by=user, **told)
