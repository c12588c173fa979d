"""Projects enumerated in running text: 分别支持甲项目30万元、乙项目20万元、丙项目10万元. One list, the same mark between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wenxiao.quantities.model import Span
from wenxiao.reading.clauses import Clauses
from wenxiao.reading.model import Rate
from wenxiao.reading.names import clean_name, is_statement
from wenxiao.reading.phrases import is_generic
from wenxiao.reading.roles import Money

# What announces projects, whatever their names end in (项目3个：某村大棚47.8万元；某村冷库96.5万元；…).
_ANNOUNCED = re.compile(
    r"(?:项目|工程)[^，。,;；：:\n]{0,12}?(?:如下|包括|分别[为是])?[:：]\Z|(?:项目|工程)(?:包括|分别[为是])\Z|专项(?:资金|经费)[:：]\Z"
)
_PLAIN = re.compile(r"[\u4e00-\u9fff()“”、\n]{4,30}")
# A mark between two items; what one item was for may stand before a semicolon.
_MARK = re.compile(r"(?:\([^()\n]{0,40}\))?(?P<mark>[、，,]|[^。;；\n、]{0,60}?[;；])(?:和|以及|及)?")
_ITEM = re.compile(r"[^，。,;；、:：\n]{4,60}")
_WIDE = re.compile(r"[^，。,;；:：\n]{4,60}")  # between commas and semicolons, 、 belongs to a name
_BEGUN = re.compile(
    r"(?:分别|主要|全部)?(?:支持|安排|用于|为|包括)|比|较|共|合计|其中|同比|剩余"
)  # another list, or no item at all
# What a list of projects begins behind. Without one of them the parts are shares of levels, regions or purposes.
_LEAD = re.compile(
    r"支持|安排(?:用于|给)?|用于(?:实施|开展)?|其中:?|[，,、:]为|分别为|包括|包含|下达(?:转移支付)?|转移支付|投入|获得[省市县区]级|实施"
)
_NAMED = re.compile(
    r"(?:项目|(?<=[\u4e00-\u9fff]{5})工程|(?<!工作)经费|补助|补贴|奖补|资金|基金|(?<=[\u4e00-\u9fff]{5})(?:建设|改造|整治|治理))(?:\([^()]{1,24}\))?\Z"
)
_CALLED = re.compile(r"(?:项目|工程|经费|资金|基金)(?:\([^()]{1,24}\))?\Z")
_PURPOSE = re.compile(
    r"(?:人员|办公|公用|日常|差旅|培训|会议|交通|业务|工作|宣传|印刷|水电|租赁|其[他它])(?:工作)?(?:支出|经费|补助|补贴|费)\Z"
    r"|(?:人员|商品和服务|工资福利|对个人和家庭|基本|资本性|三公)"
)  # kinds of spending: what for, not which project
_SHARE = re.compile(
    r"(?:中央|省|市|县|区|州|旗|上级|地方|财政|本级|自筹|自有|配套|一般公共预算)+(?:级|财政)*[^项工]{0,6}(?:资金|补助|补贴|经费)\Z"
)


@dataclass(slots=True)
class _Run:
    """Names by where their amounts stand, and the mark between them."""

    announced: bool
    mark: str
    names: dict[int, Span]


def enumerated(clauses: Clauses, money: Sequence[Money]) -> dict[int, Span]:
    """Names in lists, each with its amount right behind it and the same mark between, by where the amounts stand.

    Behind 项目…： the names may end in any noun; elsewhere most of them must be called 项目, 工程, 经费, 补助. Three make a list;
    a second list of the same sentence may be shorter.
    """
    text = clauses.text
    runs: list[_Run] = []
    stop = -1
    for entry in money:
        at = entry.quantity.start
        place = _next(text, runs[-1], stop, at) if stop >= 0 else None
        if place is None:
            begun = _first(clauses, entry)
            if begun is None:
                stop = -1
                continue
            runs.append(begun)
        else:
            runs[-1].names[at] = place
        stop = entry.quantity.end
    found: dict[int, Span] = {}
    sentences: set[int] = set()
    for run in runs:
        sentence = clauses.sentence_number(next(iter(run.names)))
        if _is_list(text, run, 2 if sentence in sentences else 3):
            sentences.add(sentence)
            found.update(run.names)
    return found


def _first(clauses: Clauses, entry: Money) -> _Run | None:
    text, at = clauses.text, entry.quantity.start
    left = clauses.left(entry.quantity, 60)
    if _ANNOUNCED.search(text, max(0, left.start - 24), left.start) and _PLAIN.fullmatch(text, left.start, at):
        return _Run(True, "", {at: Span(left.start, at)}) if entry.role is None else None
    begin = next(
        (m.end() for m in reversed(list(_LEAD.finditer(text, max(0, left.start - 1), at))) if at - m.end() >= 4), -1
    )
    if begin < 0:
        before = text[max(0, left.start - 4) : left.start]
        if not before.endswith((":", "：", "其中,", "其中，")):
            sentence = clauses.sentence(at)  # 下达甲、乙、丙项目2万元；…: the first name has a list of its own
            wide = text[max(sentence.start, at - 60) : at]
            lead = None
            for match in _LEAD.finditer(wide):
                lead = match
            if lead is None or not _WIDE.fullmatch(wide, lead.end()) or text[left.start - 1] != "、":
                return None
            return _Run(False, ";", {at: Span(at - len(wide) + lead.end(), at)})
        begin = left.start
    return _Run(False, "", {at: Span(begin, at)}) if _ITEM.fullmatch(text, begin, at) else None


def _next(text: str, run: _Run, stop: int, at: int) -> Span | None:
    """The name between the amount before and this one, where nothing but the list's mark stands between them."""
    match = _MARK.match(text, stop, at)
    if match is None:
        return None
    mark = match["mark"][-1]
    if run.mark and run.mark not in (mark, {";": "；", "；": ";", ",": "，", "，": ","}.get(mark, "")):
        return None
    if run.announced and match.end() - stop > 1:
        return None
    pattern = _PLAIN if run.announced else _ITEM if mark == "、" else _WIDE
    if not pattern.fullmatch(text, match.end(), at) or _BEGUN.match(text, match.end(), at):
        return None
    run.mark = mark
    return Span(match.end(), at)


def _is_list(text: str, run: _Run, least: int) -> bool:
    words = [clean_name(text[place.start : place.end]) for place in run.names.values()]
    if len(words) < least or any(is_generic(name) or is_statement(name) for name in words):
        return False
    if run.announced:
        return True
    named = [w for w in words if _CALLED.search(w) and not _PURPOSE.search(w) and not _SHARE.fullmatch(w)]
    return len(named) * 2 >= len(words)


_RATED = re.compile(r"资金执行|执行率|执行进度|支付进度|支付率|支出进度")
_RATE_WORDS = re.compile(r"(?:的?(?:资金|预算)?(?:执行|支付|支出|使用)(?:率|进度)?)?(?:为|达到?|是)?\Z")
_REST = re.compile(r"\A(?:其中|剩余|其余|另外?|而)+[,，:]?")
_COUNTED = re.compile(r"\d+个|全部|以上|上述|各")


def rated(clauses: Clauses, rates: Sequence[Rate]) -> list[tuple[Span, Rate]]:
    """Projects listed with how much of their money was spent: 资金执行：甲项目99.9%，乙工程95.6%，丙补偿资金86%. At least three."""
    text = clauses.text
    lists: dict[int, list[tuple[Span, Rate]]] = {}
    for rate in rates:
        if rate.measure not in ("", "execution", "payment", "usage"):
            continue
        sentence = clauses.sentence(rate.quantity.start)
        if not _RATED.search(text, sentence.start, rate.quantity.start):
            continue
        left = clauses.left(rate.quantity, 60)
        low = left.start + len(text[left.start : left.end]) - len(_REST.sub("", text[left.start : left.end], count=1))
        words = _RATE_WORDS.sub("", text[low : left.end])
        if 4 <= len(words) <= 50 and not _COUNTED.match(words) and not is_generic(words):
            lists.setdefault(sentence.start, []).append((Span(low, low + len(words)), rate))
    found: list[tuple[Span, Rate]] = []
    for items in lists.values():
        named = [place for place, _ in items if _NAMED.search(text[place.start : place.end])]
        if len(items) >= 3 and len(named) * 2 > len(items):
            found.extend(items)
    return found
