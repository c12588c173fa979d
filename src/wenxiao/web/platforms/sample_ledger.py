"""A made-up ledger of a municipal platform, with the headings that the profile that comes with the site reads."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from wenxiao.web.core.clock import today

HEADING = tuple(
    (name, 18)
    for name in (
        "任务号", "问题来源", "问题描述", "小类名称", "立案条件", "单元网格", "主责部门", "位置描述", "经度", "纬度", "上报时间", "立案时间",
        "不予立案时间", "派遣时间", "处置完成时间", "核查时间", "结案时间", "作废时间",
    )
)  # fmt: skip
_KINDS = (
    ("乱堆垃圾", "垃圾未清运", "G22", "路边有生活垃圾"),
    ("占道经营", "占用道路经营", "G21", "摊位占用人行道"),
    ("工地扬尘", "无防尘措施", "G21", "工地未覆盖"),
    ("店外经营", "占用道路经营", "G11", "商品摆出店外"),
)
_SOURCES = ("监督员", "监督员", "监督员", "市民举报", "12345热线", "视频巡查")


def rows(count: int = 24) -> list[tuple[Any, ...]]:
    """Closed cases, open ones, one that was not filed, one with days alone, a test case that is left out, and a row of totals."""
    begin = datetime.combine(today() - timedelta(days=40), datetime.min.time()).replace(hour=9)
    found: list[tuple[Any, ...]] = []
    for n in range(count):
        kind, condition, unit, what = _KINDS[n % len(_KINDS)]
        at = begin + timedelta(days=n, minutes=7 * n)
        steps = [at + timedelta(minutes=m) for m in (0, 10, 20, 150, 200, 220)]
        reported, filed, dispatched, handled, checked, closed = (f"{each:%Y-%m-%d %H:%M}" for each in steps)
        place = (f"银杏路{n + 1}号", f"{102.8 + n / 1000:.6f}", f"{24.88 + n / 1000:.6f}")
        grid = f"530100{n % 3 + 1:03}001001"
        end: tuple[Any, ...] = (reported, filed, None, dispatched, handled, checked, closed, None)
        if n % 8 == 3:
            end = (reported, filed, None, dispatched, None, None, None, None)
        if n == 5:
            end, condition, unit = (reported, None, filed, None, None, None, None, None), "", ""
        if n == 6:
            end = tuple(each and each[:10] for each in end)
        source = "测试案件" if n == 9 else _SOURCES[n % len(_SOURCES)]
        found.append((f"SJ-{at:%Y%m}-{n + 1:05}", source, what, kind, condition, grid, unit, *place, *end))
    return [*found, (None, "合计", *[None] * 16)]
