"""The monthly report of a run from what it froze; the actions of the last meeting come from the room that keeps meetings."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from wenxiao.grid.recurrence import DAYS
from wenxiao.grid.states import SOURCE_NAMES, STATE_NAMES, Source, State
from wenxiao.publishing.bulletin import Beside, Bulletin, Chart, Ranked, Ranking, Table, docx, xlsx
from wenxiao.publishing.bulletin.facts import figure
from wenxiao.web.core.clock import day_of
from wenxiao.web.evidence.case_measures import reason
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.models import Agency
from wenxiao.web.scoring.figures import Back, Times, handled_read
from wenxiao.web.scoring.meeting import actions
from wenxiao.web.scoring.models import OBJECTS, Run, RunLine
from wenxiao.web.scoring.running import APPEAL_DAYS, points_after, stands
from wenxiao.web.scoring.schemes import every
from wenxiao.web.territory.naming import street_names

__all__ = ["bulletin", "docx", "xlsx"]

_TITLES = {"street": "街道办事处考核结果", "department": "专业部门考核结果", "district": "全区考核结果"}


def bulletin(run: Run) -> Bulletin:
    """The report of a run that is frozen. People's scores are not in it."""
    facts, names = run.facts, _Names()
    before = _totals(run)
    order = list(OBJECTS)
    lines = list(run.lines.exclude(kind="post").prefetch_related("appeals"))
    lines.sort(key=lambda line: order.index(line.kind))
    rankings = [
        _ranking(name, [line for line in lines if line.scheme == name], before)
        for name in dict.fromkeys(line.scheme for line in lines)
    ]
    numbers = [
        (label, facts["numbers"].get(key, 0), facts["before"].get(key, 0))
        for label, key in (("上报", "reported"), ("立案", "filed"), ("结案", "closed"))
    ]  # fmt: skip
    cutoff = timezone.localtime(run.cutoff)
    centre = Agency.objects.filter(kind=Agency.Kind.CENTRE).first()
    said = actions(run.next_month + timedelta(days=APPEAL_DAYS))
    return Bulletin(
        title=f"{run.month.year}年{run.month.month}月网格化管理工作考核情况通报",
        office=str(centre or ""), day=day_of(cutoff), summary=_summary(run, numbers, rankings), numbers=numbers, rankings=rankings,
        categories=Chart(
            "高发类别", [names.category(code) for code, _, _ in facts["categories"]], [now for _, now, _ in facts["categories"]],
            [was for _, _, was in facts["categories"]],
        ),
        sources=Chart("立案来源", [SOURCE_NAMES[Source(name)][0] for name, _ in facts["sources"]], [number for _, number in facts["sources"]]),
        hours=_hours(facts.get("closed_at", [])),
        pressed=names.table("督办案件", facts["pressed"], facts["pressed_count"]),
        missed=names.table("漏报案件", facts["missed"], facts["missed_count"]),
        beside=_beside(run, names), actions=said, actions_note="没有登记上次会议议定事项。", notes=[zh for _, _, zh, _ in run.notes],
        foot=(
            f"数据截至 {cutoff:%Y-%m-%d %H:%M}；状态：{_state(run)}。按期等比率的分子、分母和案件清单存于系统快照。",
            f"校验值 {run.digest}",
        ),
    )  # fmt: skip


def _state(run: Run) -> str:
    return str(run.get_state_display())


def _hours(closed: list[int]) -> Chart:
    """Closings in parts of the day of three hours."""
    parts = [sum(closed[at : at + 3]) for at in range(0, 24, 3)] if any(closed) else []
    return Chart("结案时段", [f"{at * 3}—{at * 3 + 3} 时" for at in range(len(parts))], parts)


def _summary(run: Run, numbers: list[tuple[str, int, int]], rankings: list[Ranking]) -> list[str]:
    reported, filed, closed = (number for _, number, _ in numbers)
    said = [
        f"{run.month.year}年{run.month.month}月，全区上报案件{reported}件，立案{filed}件，结案{closed}件。现将考核情况通报如下。"
    ]
    for ranking in rankings:
        first = [row for row in ranking.rows if row.rank == 1]
        if first and len(ranking.rows) > 1:
            said.append(f"{ranking.title}：第一名{'、'.join(row.name for row in first)}，{figure(first[0].total)}分。")
    return said


def _totals(run: Run) -> dict[tuple[str, str], Decimal]:
    """The adjusted totals of the month before, by scheme and code."""
    last = Run.objects.filter(month__lt=run.month).exclude(state="draft").order_by("-month").first()
    if last is None or last.next_month != run.month:
        return {}
    rows = list(last.lines.exclude(kind="post").prefetch_related("appeals"))
    found = {}
    for scheme in {row.scheme for row in rows}:
        mine = [row for row in rows if row.scheme == scheme]
        for row, stand in zip(mine, stands(mine), strict=True):
            if stand.total is not None:
                found[scheme, row.code] = stand.total
    return found


def _ranking(name: str, rows: list[RunLine], before: dict[tuple[str, str], Decimal]) -> Ranking:
    of = every()[name]
    pairs = sorted(zip(rows, stands(rows), strict=True), key=lambda pair: (pair[1].rank is None, pair[1].rank or 0))
    return Ranking(
        _TITLES[rows[0].kind], of.zh, of.total, [(one["zh"], Decimal(one["most"])) for one in rows[0].adjusted],
        [
            Ranked(
                stand.rank, row.name, stand.low, stand.high, row.low if row.low == row.high else None, before.get((name, row.code)),
                points_after(row),
            )
            for row, stand in pairs
        ],
    )  # fmt: skip


def _beside(run: Run, names: _Names) -> list[Beside]:
    """How long handling took in the month, and what came back of what was closed in the month before, whose days are over by now; none
    of a run that was frozen without them."""
    kept = {by: handled_read(told) for by, told in run.facts.get("handled", {}).items()}
    if not kept:
        return []
    whole, before = ("全区", *kept["all"][""]), run.month - timedelta(days=1)
    groups = [
        (
            words,
            [
                whole,
                *(
                    (of.get(code, code or "未定"), *kept[by][code])
                    for code in sorted(kept[by], key=lambda code: (not code, code))
                ),
            ],
        )
        for words, by, of in (("街道", "street", names.streets), ("责任单位", "unit", names.agencies))
    ]
    hours = (("平均", "中位数", "P90", "计入（件）", "不计入"), (3.4, 1.5, 1.5, 1.5, 1.8, 4), (0, 5))
    times = [
        Table(f"处置时长（按{words}）", (words, *hours[0]), [(name, t.mean, t.median, t.most, t.n, _why(t)) for name, t, _ in rows if t.n or t.excluded], *hours[1:])
        for words, rows in groups
    ]  # fmt: skip
    rate = (("复发率（%）", "复发（件）", "计入结案（件）", "不计入"), (3.4, 1.8, 1.8, 2.4, 4), (0, 4))
    back = [
        Table(f"复发率（按{words}）", (words, *rate[0]), [(name, None if b.value is None else b.value * 100, b.n, b.d, _why(b)) for name, _, b in rows if b.d or b.excluded], *rate[1:])
        for words, rows in groups
    ]  # fmt: skip
    return [
        Beside(
            "处置时长",
            "从首次派遣到处置完成的小时数，含夜间和节假日，计本月处置完成的案件。P90为九成案件不超过的时长。不计入考核得分。",
            times,
        ),
        Beside(
            "复发率",
            f"{before.year}年{before.month}月结案的案件中，结案后{DAYS}天内同一单元网格同一类别再次立案的比例；本月结案的多数未满{DAYS}天，下月通报。不计入考核得分。",
            back,
        ),
    ]


def _why(of: Times | Back) -> str:
    return "，".join(f"{reason(why)[0]} {number}" for why, number in of.excluded) or "—"


class _Names:
    """Words for the codes of a list."""

    def __init__(self) -> None:
        self.catalogue = ground().catalogue
        self.agencies = dict(Agency.objects.values_list("code", "name"))
        self.streets = street_names()

    def category(self, key: str) -> str:
        found = self.catalogue.categories.get(key)
        return found.zh if found is not None else key

    def table(self, title: str, rows: list[list[str]], count: int) -> Table:
        said = [
            (number, self.category(category), grid or "—", self.agencies.get(unit, "—"), STATE_NAMES[State(state)][0])
            for number, category, grid, unit, state in rows
        ]
        more = f"（共{count}件，列前{len(rows)}件）" if count > len(rows) else ""
        return Table(
            title + more, ("案件编号", "类别", "单元网格", "责任单位", "状态"), said, (3.3, 2.2, 3.3, 2.8, 1.4), (1, 3)
        )
