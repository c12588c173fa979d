"""What the words of an indicator say, and how that is told: shared by the checks of entered targets and the rules of family C.

Questions take words as entered or printed; sentences are pairs (zh, en) of names and values as their caller quotes them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from wenxiao.lexicons import lexicon
from wenxiao.performance.regime import Regime
from wenxiao.quantities.paper import plain

Said = tuple[str, str]

#: First levels by the word that tells them; 满意度 and 成本 come first, since 效益 and 产出 stand in the names of their parts.
FIRST_LEVELS = ("满意度", "成本", "产出", "效益")
_BLANKS = " 。;；、,，.定性:："
_HARD = ("数量", "质量", "时效", "成本")
_VALUES = frozenset(lexicon("vague").words["values"])
_VALUE, _CLASSES = lexicon("attainment"), lexicon("indicators")
_NOTHING = frozenset(_VALUE.words["nothing"])
_STANDARD, _CHANGE = re.compile(_VALUE.pattern("standards")), re.compile(_VALUE.pattern("change"))
_COST, _WHOLE = re.compile(_VALUE.pattern("cost")), re.compile(rf"(?:{_VALUE.pattern('whole')})\Z")
_ALL_OR_NOTHING = re.compile(rf"(?P<sure>{_VALUE.pattern('nothing_below')})|未达成")
_RATE = re.compile(r"[率度]\Z|比例|比重|占比|百分比|程度|[率度][(（]|增长|下降|提高\d|降低\d")
_MONEY = re.compile(_CLASSES.pattern("money") + r"\Z")
# the class where the name belongs, how it is known, the classes where it does not belong, whether that is a note
_MISPLACED: tuple[tuple[str, re.Pattern[str], tuple[str, ...], bool], ...] = (
    ("满意度", re.compile(_CLASSES.pattern("satisfaction")), ("产出", "数量", "质量", "时效", "成本"), False),
    ("质量", re.compile(_CLASSES.pattern("quality") + r"\Z"), ("数量", "时效", "成本"), True),
    ("时效", re.compile(_CLASSES.pattern("timeliness") + r"\Z"), ("数量", "质量", "成本"), True),
)


def first_level(level1: str) -> str | None:
    """满意度, 成本, 产出 or 效益 of 产出指标 and the like; None for another class."""
    return next((level for level in FIRST_LEVELS if level in level1), None)


def says_nothing(words: str) -> bool:
    """无, 不涉及, / and the like: a cell that is filled and says nothing."""
    return words.strip(" 。") in _NOTHING


def is_vague(words: str) -> bool:
    """Whether a whole value is a word that can be neither reached nor missed (明显改善)."""
    return words.strip(_BLANKS) in _VALUES


def is_hard(levels: str) -> bool:
    """Whether an indicator of these levels must have a figure or a date: 数量, 质量, 时效, 成本."""
    return any(word in levels for word in _HARD)


def other_scoring(name: str, method: str) -> Said | None:
    """That the words of a scoring (评分方法) say all or nothing, where the indicator is scored in proportion; None where they do not."""
    found = _ALL_OR_NOTHING.search(method)
    if found is None or "部分" in method or (not found["sure"] and "比例" in method):  # a part earns something
        return None
    return (
        f"“{name}”评分方法写有“{found.group()}”，评分方式却是“按完成比例”，未达目标仍按比例得分；请改选评分方式或改写评分方法",
        f"The scoring of “{name}” says “{found.group()}”, but it is scored in proportion, so that a missed target earns points: choose "
        "another way of scoring, or change the words",
    )


def is_rate(name: str) -> bool:
    """Whether the name is that of a rate, so that a percentage measures it."""
    return _RATE.search(name) is not None


def is_share(name: str) -> bool:
    """Whether the name is that of a share, which cannot exceed 100 %."""
    return _WHOLE.search(name) is not None


def is_spending(name: str, money: bool) -> bool | None:
    """Whether a cost indicator is of money spent, so that it is an upper bound; None where it may be a standard or a saving.

    ``money``: its target is an amount of money.
    """
    if _STANDARD.search(name) or _CHANGE.search(name):
        return None
    return True if money or _COST.search(name[-4:]) else None


def misplaced(name: str, level1: str, level2: str) -> tuple[str, bool] | None:
    """Why an indicator stands in the wrong class, and whether that is but a note; None where it does not."""
    if "数量" in level2 and _MONEY.search(name):
        return "它衡量资金进度，不是工作数量", False
    for belongs, pattern, wrong, mild in _MISPLACED:
        if pattern.search(name) and belongs not in level1 + level2 and any(word in level2 for word in wrong):
            return f"宜归入{belongs}指标", mild
    return None


def some(names: Sequence[str]) -> str:
    """The first three of several names."""
    return "、".join(names[:3]) + ("等" if len(names) > 3 else "")


def lower_bound_of_cost(name: str, wanted: str) -> Said:
    return (
        f"成本指标“{name}”的指标值为“{wanted}”，成本应为上限（≤）",
        f"The cost indicator “{name}” has the target {wanted}: a cost is an upper bound (≤)",
    )


def always_reached(name: str, wanted: str, weight: Decimal) -> Said:
    return (
        f"“{name}”指标值为“{wanted}”，无论如何都算完成，却有分值 {plain(weight)} 分",
        f"“{name}” has the target “{wanted}”, which is always reached, and {plain(weight)} points",
    )


def words_for_a_figure(names: Sequence[str], example: str) -> Said:
    return (
        f"{len(names)} 个指标（{some(names)}）的指标值是“{example}”一类的词，没有数值、时限或分档",
        f"The targets of {len(names)} indicators are words like “{example}”, with no figure, date or levels",
    )


def one_figure(names: Sequence[str], wanted: str, wanted_en: str) -> Said:
    return (
        f"{len(names)} 个效益指标（{some(names)}）的指标值都是“{wanted}”，名称不是比率，请写明怎样计算",
        f"{len(names)} benefit indicators share the target {wanted_en} though their names are no rates; say how it is computed",
    )


def twice(name: str, one: str, other: str) -> Said:
    return (
        f"指标“{name}”在“{one}”和“{other}”下各出现一次，请只保留一处",
        f"“{name}” stands under two classes, or twice; keep one",
    )


def wrong_class(name: str, class_: str, why: str) -> Said:
    return (
        f"“{name}”列在“{class_}”下，{why}",
        f"“{name}” stands under {class_}, where it does not belong",
    )


def above_the_whole(name: str, written: str) -> Said:
    return (
        f"“{name}”写为“{written}”，这类比率不会超过 100%",
        f"“{name}” is given as {written}; a share of this kind cannot exceed 100 %",
    )


def number_of(weights: Sequence[Decimal], regime: Regime) -> Said | None:
    """That indicators are too many, too few, or all with the same points; None where they are not."""
    n = len(weights)
    if n > regime.thresholds["indicators_most"] or n < regime.thresholds["indicators_least"]:
        zh, en = ("过多", "many") if n > regime.thresholds["indicators_most"] else ("过少", "few")
        return f"三级指标共 {n} 项，{zh}，难以突出重点或反映全貌", f"{n} third-level indicators are {en}"
    if n >= regime.thresholds["copied_least"] and len(set(weights)) == 1:
        return (
            f"{n} 项三级指标分值都是 {plain(weights[0])} 分，没有按重要程度区分",
            f"All {n} third-level indicators have {plain(weights[0])} points, whatever their importance",
        )
    return None


def other_split(split: Mapping[str, Decimal], regime: Regime) -> Said | None:
    """That the points of the first level are split as no accepted split of the regime; None where they are, or it has none."""
    if not regime.weights or split in [dict(known) for known in regime.weights]:
        return None
    return (
        f"一级指标分值为{written(split)}，与“{regime.title}”的{written(regime.weights[0])}不同；另有规定的请写明文件",
        f"The first level has {written(split)}; the regime “{regime.title_en}” has {written(regime.weights[0])}. Name the local rule if there is one",
    )


def written(split: Mapping[str, Decimal]) -> str:
    return "、".join(f"{level} {plain(points)}" for level, points in split.items())
