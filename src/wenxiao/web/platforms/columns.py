"""The columns of our table of cases, and the words that mean something in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from wenxiao.grid.coordinates import System
from wenxiao.grid.states import SOURCE_NAMES, Source
from wenxiao.grid.transitions import Action
from wenxiao.web.core.importing import Column
from wenxiao.web.grid.grounds import ground

COLUMNS = (
    Column("platform", ("平台", "platform")),
    Column("external", ("平台案件编号", "案件编号", "case number")),
    Column("source", ("来源", "source")),
    Column("description", ("问题描述", "描述", "description")),
    Column("category", ("类别", "category"), required=False),
    Column("condition", ("立案条件", "filing condition"), required=False),
    Column("grid", ("单元网格", "unit grid"), required=False),
    Column("unit", ("处置单位", "handling unit"), required=False),
    Column("address", ("地址", "address"), required=False),
    Column("longitude", ("经度", "longitude"), required=False),
    Column("latitude", ("纬度", "latitude"), required=False),
    Column("system", ("坐标系", "coordinate system"), required=False),
    Column("reported", ("上报时间", "reported")),
    Column("filed", ("立案时间", "filed"), required=False),
    Column("rejected", ("不予立案时间", "rejected"), required=False),
    Column("dispatched", ("派遣时间", "dispatched"), required=False),
    Column("disposed", ("处置时间", "处置反馈时间", "handled"), required=False),
    Column("sent", ("下达核查时间", "check asked for"), required=False),
    Column("passed", ("核查时间", "核查通过时间", "checked"), required=False),
    Column("closed", ("结案时间", "closed"), required=False),
    Column("void", ("作废时间", "made void"), required=False),
    Column("outcome", ("处置结果", "outcome"), required=False),
)
#: What happened at the moment of a column, in the order of the steps.
MOMENTS: dict[str, Action] = {
    "reported": Action.REPORT, "rejected": Action.REJECT, "filed": Action.FILE, "dispatched": Action.DISPATCH, "disposed": Action.DISPOSE,
    "sent": Action.SEND_POST_CHECK, "passed": Action.PASS, "closed": Action.CLOSE, "void": Action.VOID,
}  # fmt: skip
ENGLISH = {"platform": "Platform", "external": "Number there", "reported": "Reported at", "filed": "Filed at", "rejected": "Rejected at", "dispatched": "Dispatched at", "disposed": "Handled at", "sent": "Check asked for at", "passed": "Checked at", "closed": "Closed at", "void": "Made void at"}  # fmt: skip

Words = Mapping[str, tuple[str, str]]


class Live(Mapping[str, tuple[str, str]]):
    """Words that follow the catalogue of the place, asked when they are needed."""

    def __init__(self, ask: Callable[[], Words]) -> None:
        self._ask = ask

    def __getitem__(self, key: str) -> tuple[str, str]:
        return self._ask()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ask())

    def __len__(self) -> int:
        return len(self._ask())


def categories() -> Words:
    """Every category by its key; its words begin with the key, so that no two are alike."""
    return {key: (f"{key} {each.zh}", f"{key} {each.en}") for key, each in ground().catalogue.categories.items()}


def conditions() -> Words:
    return {code: (f"{code} {each.zh}", f"{code} {each.en}") for code, each in ground().catalogue.conditions.items()}


CHOICES: Mapping[str, Words] = {
    "source": {each.value: SOURCE_NAMES[each] for each in Source},
    "category": Live(categories),
    "condition": Live(conditions),
    "system": {each.value: (each.value, each.value) for each in System},
}
