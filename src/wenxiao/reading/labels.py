"""What the headings and labels of official forms ask for, and what stands in their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from wenxiao.quantities.model import Interval, Quantity
from wenxiao.quantities.numerals import arabic
from wenxiao.reading.model import Role
from wenxiao.reading.tables import Grid

# What a heading or label asks for. The first that matches decides.
_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("name", r"(?:转移支付)?\(?(?:预算|专项)?(?:项目|资金|专项资金)\)?名称[:]?\Z|[^()]{2,8}(?:项目|资金)名称\Z|预算项目\Z|项目\Z|资金名称"),
        ("item", r"支出(?:内容|项目|明细|用途|事项|科目)|费用(?:名称|项目)|(?:村|乡镇|镇街|街镇|镇|街道|地区|市[县州]|县区|区县|地市)(?:[(,、].{0,6}|名称|名)?\Z"),
        ("forecast", r"(?:全年|年度)?预计.{0,4}(?:执行|支出|使用)(?:数|金额|资金|率)?"),
        ("arrival_rate", r".{0,8}到位率"),
        ("rate", r".{0,8}(?:执行率|支出率|支付率|(?:资金|预算|经费)使用率|(?:预算|支出)完成率|执行进度|支付进度|支出进度)"),
        ("level1", r"一级指标"),
        ("level2", r"二级指标"),
        ("level3", r"三级指标|绩效指标\Z|指标名称"),
        ("weight", r"(?:指标)?(?:分值|权重|标准分|满分)"),
        ("score", r"(?:绩效)?(?:自评|评价|指标|实际)?(?:得分|分数)|评分\Z"),
        ("nature", r"指标性质|性质\Z"),
        ("unit", r"(?:度量|计量)单位|单位\Z"),
        ("so_far", r"(?:截[至止].{0,6})?(?:\d{0,2}[-—~至])?\d{0,2}月[底末份]?(?:实际)?(?:执行|完成|实现)(?:情况|值|程度)|(?:上半年|前?[一二三四]季度|监控(?:期|时点)).{0,6}(?:执行|完成|实现)(?:情况|值|程度)"),
        ("expected", r"(?:全年|年度)?预计.{0,6}(?:情况|值|程度)"),
        ("likelihood", r"(?:完成)?(?:目标|指标)?(?:完成)?的?可能性"),
        ("actual", r".{0,6}(?:完成值|实际值|完成情况值)|(?:全年)?实际(?:完成|达到)?(?!支出|到位|执行)|完成指标值"),
        ("target", r".{0,6}(?:指标值|目标值|预期值)|预期指标|年度指标\Z"),
        ("reason", r".*(?:原因|改进措施|偏差)"),
        (Role.APPROVED, r"计划支出(?:数|金额)?|支出(?:预算|计划)(?:数|金额)?(?:\(|\Z)"),
        (Role.ADJUSTED, r"全年预算|调整后.{0,4}预算|调整(?:后)?预算|预算调整数"),
        (Role.SPENT, r"(?!拟).{0,8}(?:执行数|支出|决算|支付|使用)(?!内容|率|明细|项目|科目)"),
        (Role.ARRIVED, r".{0,6}到位(?!率|及时)"),
        (Role.ALLOCATED, r".{0,4}下达(?:数|资金|金额|预算)"),
        (Role.CARRIED_OVER, r"结余|结转"),
        (Role.PLANNED, r"总投资|概算|中期资金"),
        (Role.APPROVED, r"年初预算|预算(?:数|金额|安排|总额|资金)?(?!执行|单位|科目|绩效|项目)|年度(?:预算|金额|资金)|批复|计划(?:安排|投入)|.{0,14}债券(?:资金)?(?:规模|金额|额度)|拟使用(?:专项)?债券资金|[已拟]?发行(?:规模|金额|额度)|资金(?:总额|金额|量|规模)|涉及资金|金额|安排资金"),
    )
)  # fmt: skip
MONEY_ROLES = frozenset(role for role in Role)
#: What a rate under each heading measures.
MEASURES: dict[str | None, str] = {"rate": "execution", "arrival_rate": "arrival"}
NUMERIC = frozenset({"rate", "arrival_rate", "weight", "score"}) | MONEY_ROLES
NUMBER = re.compile(r"[¥￥]?(?P<n>\d[\d,]*(?:\.\d+)?)(?P<unit>万元?|亿元?|元|分|%)?\Z")
TOTAL = re.compile(
    r"(?:年度|项目|本年|全年)?(?:资金|预算)?(?:总额|合计|总计|小计|总金额)|合\s*计|总\s*计|年度资金|[一-龥]{1,4}(?:合计|总计)\Z|全[省市县区州旗]\Z"
)
#: The row below the indicators that sums their points.
SCORED_TOTAL = re.compile(r"总\s?(?:得\s?)?分|合\s?计|总\s?计|小\s?计")
SUBTOTAL = re.compile(r"小\s*计|本页合计")
SOURCE = re.compile(r"其中|(?:基本|项目)支出|财政|拨款|资金|结转|自筹|其[他它]|中央|省|市|县|区|单位|专户|配套|补助")
OPERATOR = re.compile(r"(?P<op>>=|<=|≥|≤|>|<|=|不少于|不低于|大于等于|大于|不超过|不高于|小于等于|小于)")
OPERATORS = {
    ">=": "≥",
    "<=": "≤",
    "不少于": "≥",
    "不低于": "≥",
    "大于等于": "≥",
    "大于": ">",
    "不超过": "≤",
    "不高于": "≤",
    "小于等于": "≤",
    "小于": "<",
}
_FACTORS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10000), "亿元": Decimal(10) ** 8}


@lru_cache(maxsize=4096)  # forms ask for the same things again and again
def label(words: str) -> str | None:
    """What a heading asks for, or None."""
    words = words.lstrip("★☆*·0123456789.、 ")
    if not words or len(words) > 24:
        return None
    for kind, pattern in _LABELS:
        if pattern.match(words):
            return kind
    return None


_LEVELS = frozenset({"level1", "level2", "level3"})


def labels(headings: Sequence[str]) -> list[str | None]:
    """What each of a row of headings asks for. A bare 指标 beside 目标值 and 实际完成值 is the column of the indicators."""
    kinds = [label(words) for words in headings]
    if {"target", "actual"} <= set(kinds) and not _LEVELS & set(kinds):
        kinds = ["level3" if words == BARE else kind for kind, words in zip(kinds, headings, strict=True)]
    return kinds


#: The heading of indicators where no levels are told apart.
BARE = "指标"
_NO_NAME = re.compile(
    r"(?:主管|实施|承担|责任|预算|项目|建设)?(?:部门|单位)(?:及代码|名称)?|备注|序号|(?:建设|实施)?(?:地点|内容|年限|期限)|[\d*/—-]*"
)


#: Headings that ask for nothing that is read.
OTHER_HEADING = re.compile(
    r"序号|备注|[一-龥]{0,8}(?:性质|部门|单位|类型|类别|地点|年限|期限|时间|领域|利率|编码|代码|级次)|[一-龥]{0,4}(?:等级|等次|结果|结论)"
)


_ASKS = re.compile(r".{0,12}(?:金额|规模|额度|[算付行排]数|得分|分数|率)(?:\([^)]{0,8}\))?")


def is_next_heading(words: str) -> bool:
    """Whether words behind 项目名称 are plainly the next heading of a list."""
    return OTHER_HEADING.fullmatch(words) is not None or (
        label(words) in NUMERIC and _ASKS.fullmatch(words) is not None
    )


def names_project(words: str) -> bool:
    """Whether the cell behind 项目名称 is a name, not the next heading of a list or an empty cell."""
    return label(words) is None and _NO_NAME.fullmatch(words) is None and OTHER_HEADING.fullmatch(words) is None


#: What stands in a cell that is not to be filled in.
_NOTHING = frozenset(("/", "-", "--", "—", "——"))


def fit(kind: str | None, words: str, measured: bool) -> int:
    """How well a cell stands under a heading."""
    number = NUMBER.match(words)
    if kind in ("target", "actual"):
        return 1 if measured or number else 0
    if measured and kind in ("level1", "level2", "level3", "name"):
        return -2
    if kind in ("rate", "arrival_rate"):
        return 3 if words.endswith("%") else (0 if words in _NOTHING else -1 if number else -2)
    if kind in MONEY_ROLES or kind in ("weight", "score"):
        if words.endswith("%"):
            return -3
        return 2 if number else (0 if words in _NOTHING else -2)
    if kind in ("level1", "level2", "level3", "name", "reason"):
        ending = {"level1": "指标", "level2": "指标"}.get(kind)
        return -1 if number else (2 if ending and ending in words else 0)
    if kind == "nature":
        return 2 if OPERATOR.match(words) or words in ("定性", "定量") else -1
    return 0


def unit_of(words: str) -> str | None:
    match = re.search(r"[(:](?:单位:)?(?P<unit>万元|亿元|千元|元)\)?", words)
    return match["unit"] if match else None


def stated_unit(text: str, grid: Grid) -> str | None:
    """单位：万元 in the line above a table."""
    match = re.search(
        r"(?:金额)?单位:?(?P<unit>万元|亿元|千元|元)", text[max(0, grid.span.start - 60) : grid.span.start + 40]
    )
    return match["unit"] if match else None


def cell_quantity(start: int, end: int, printed: str, unit: str, kind: str) -> Quantity:
    value = arabic(printed) or Decimal(0)
    decimals = len(printed) - printed.find(".") - 1 if "." in printed else 0
    factor = _FACTORS.get(unit, Decimal(1))
    half = Decimal(5).scaleb(-decimals - 1) if kind == "money" else Decimal(0)
    return Quantity(
        start, end, kind, value, unit, decimals, value * factor, "CNY" if kind == "money" else "point",
        Interval((value - half) * factor, (value + half) * factor),
    )  # fmt: skip
