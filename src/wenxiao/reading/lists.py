"""Lists of parts: 总数 382 起，其中拆除 117 起、制止 164 起 …; parts first and 共计 last; totals one sentence before.

A list is found by its grammar alone; whether it adds up is decided in ``relations``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wenxiao.quantities.model import Quantity
from wenxiao.quantities.record import record
from wenxiao.reading.clauses import Clauses

#: Kinds that add up, and what must agree besides the kind.
_SUMMABLE = frozenset({"money", "count", "area", "length", "mass", "volume"})
# One flat alternation of literals: the engine looks for first characters only.
_MARKER = re.compile(
    r"其中|当中|:|\(|分别为|分别是|分为|由|构成为?|来源(?:于|为)?|具体(?:为|是|如下|用于)?|主要包括|包括|包含|含|用于|明细"
)
_TAIL = re.compile(
    r"(?:以上|上述|各项|[一-龥]{0,4}资金|三项|两项|几项)?(?P<sure>共计|合计|总计|总共)|(?P<bare>共|计)(?![一-龥])"
)
_PARTIAL = re.compile(r"等(?![级待次额分])|主要|部分|如|例如|包括但不限于|重点|一些")
_NEW_TOTAL = re.compile(
    r"(?<!公)共(?![享建同青产振治])计?|合计|总计|总数|总额|累计|实际|剩余|其余|全部|结余|以上|完成率|超过|[较比](?:上年|去年)|同比|目前|截至|已完成|已实施|每"
)
_NEW_STATUS_TOTAL = re.compile(
    r"(?<!公)共(?![享建同青产振治])计?|合计|总计|总数|总额|累计|[较比](?:上年|去年)|同比|每"
)  # 已完成, 全部 … name a state there
_STATUS = re.compile(r"\s*(?:中|里)[，,]?(?:已?有)?")


def dimension(quantity: Quantity) -> tuple[str, str]:
    """Quantities of one dimension may be added: money per nothing, counts of one counter, areas ..."""
    return quantity.kind, quantity.counter if quantity.kind == "count" else quantity.base_unit


@record
class PartList:
    """``total`` and the quantities printed as its parts, in order. ``explicit``: a word says that they are parts.

    ``exhaustive``: nothing says that parts are left out (其中, 等, 主要 do). ``closed``: the list ends before the text does.
    """

    total: Quantity
    parts: tuple[Quantity, ...]
    explicit: bool
    exhaustive: bool
    closed: bool
    tail: bool = False  # the total stands behind its parts
    status: bool = False  # 20个项目中有5个…，7个…: exclusive states
    enclosed: bool = False  # the parts stand in a bracket behind their total


def part_lists(clauses: Clauses, quantities: Sequence[Quantity]) -> list[PartList]:
    """Every list with a stated total."""
    bases = {q.start - 1 for q in quantities if q.kind == "percent" and clauses.text[q.start - 1 : q.start] == "的"}
    summable = [
        q
        for q in quantities
        if q.kind in _SUMMABLE
        and "/" not in q.base_unit
        and q.end not in bases  # 占预算500万元的90%: neither a total nor a part
        and not _bound(clauses.text, q)
    ]
    return [*_headed(clauses, summable), *_tailed(clauses, summable)]


def _bound(text: str, quantity: Quantity) -> bool:
    return text[quantity.end : quantity.end + 2] in ("以上", "以下", "以内") or text[
        max(0, quantity.start - 1) : quantity.start
    ] in ("≥", "≤", "<", ">")


def _headed(clauses: Clauses, items: Sequence[Quantity]) -> Iterator[PartList]:
    """Total first: for each total, look behind it for a marker, then collect parts of its dimension."""
    text = clauses.text
    for i, total in enumerate(items):
        if i + 1 == len(items) or (total.decimals == 0 and total.value <= 1 and total.kind == "count"):
            continue
        limit = min(len(text), total.end + 80)
        marker = _marker_after(clauses, total, limit)
        if marker is None:
            continue
        begin, word, bracket = marker
        want = dimension(total)
        if any(q.start < begin and dimension(q) == want for q in items[i + 1 : i + 6]):
            continue  # a nearer amount is the total of this list
        parts = _collect(clauses, items, i, begin, bracket, _NEW_STATUS_TOTAL if word == "status" else _NEW_TOTAL)
        if not parts or (len(parts) < 2 and word == "open"):
            continue
        last = parts[-1]
        sentence_end = clauses.sentence_end(last.start)
        gap = text[total.end : last.end]
        after = text[last.end : min(sentence_end, last.end + 16)]
        partial = (
            _PARTIAL.search(text[total.end : begin]) is not None
            or _PARTIAL.search(after) is not None
            or ("等" in gap and _PARTIAL.search(gap) is not None)
        )
        yield PartList(
            total,
            tuple(parts),
            explicit=word in ("of", "all", "status") or (bracket and _named_funds(clauses, total, parts)),
            exhaustive=not partial and word != "of",
            closed=clauses.finished(last.end),
            status=word == "status",
            enclosed=bracket,
        )


# A name of money that says no phase of it: 省级专项资金, 区级配套.
_FUNDS = re.compile(
    r"(?!.*(?:预算|支出|支付|执行|到位|下达|结余|结转|合同|概算|总投资|调减|追加|计划|应|未|已|其中|上年|去年|今年|往年|每|均|原|标准))"
    r"[一-龥]{1,10}?(?:资金|补助|补贴|拨款|债券|配套|自筹|专项|财政)(?:为)?"
)


def _named_funds(clauses: Clauses, total: Quantity, parts: Sequence[Quantity]) -> bool:
    """省级补助60万元（省级专项资金40万元，省级奖补资金20万元）: nothing but funds in the bracket, so they are what the total is made of."""
    text = clauses.text
    if total.kind != "money" or len(parts) < 2 or sum(q.normalized for q in parts) > total.normalized * 3 / 2:
        return False
    if any(q.normalized >= total.normalized for q in parts) or text[parts[-1].end : parts[-1].end + 1] != ")":
        return False
    lefts = [clauses.left(q) for q in parts]
    return all(_FUNDS.fullmatch(text, left.start, left.end) for left in lefts)


def _marker_after(clauses: Clauses, total: Quantity, limit: int) -> tuple[int, str, bool] | None:
    """Where the parts of ``total`` begin, what says so, and whether they stand in a bracket."""
    text = clauses.text
    status = _STATUS.match(text, _noun_end(text, total.end)) if total.kind == "count" else None
    if status is not None:
        return status.end(), "status", False
    stop = clauses.sentence_end(total.start)
    end = min(limit, stop)
    following = text[stop : stop + 4]
    for match in _MARKER.finditer(text, total.end, end):
        word = match[0]
        if word in ":(":
            if word == "(":
                if match.start() - total.end <= 14 and text[match.end() : match.end() + 3] != "其中:":
                    return match.end(), "open", True
                if match.start() - total.end <= 14:
                    return match.end(), "of", True
                continue
            return match.end(), "open", False
        if word in ("由", "含", "用于") and match.start() - total.end > 3:
            continue
        inside = clauses.depth(match.start()) > clauses.depth(total.start)
        return match.end(), "of" if word in ("其中", "当中") else "all", inside
    if stop < len(text) and text[stop] == "。" and following[1:3] in ("其中", "具体", "分别"):
        return stop + 3, "of" if following[1:3] == "其中" else "all", False
    return None


_NOUN = re.compile(r"[^\s，。；、,;:()中有\d]{0,10}")  # up to 中 or 有, which begin what is said of it
_BRACKETS = re.compile(r"[()]")


def _noun_end(text: str, offset: int) -> int:
    """After 20个 skip the counted noun: 20个子项目|中有5个."""
    match = _NOUN.match(text, offset)
    return match.end() if match else offset


def _collect(
    clauses: Clauses, items: Sequence[Quantity], i: int, begin: int, bracket: bool, ends: re.Pattern[str]
) -> list[Quantity]:
    """Quantities of the total's dimension from ``begin`` to the end of the list; ``ends`` begins another statement."""
    text = clauses.text
    total = items[i]
    base = clauses.depth(begin)
    want = dimension(total)
    end = _close(text, begin) if bracket else clauses.sentence_end(begin)
    spread = not bracket and total.kind == "money" and text[begin - 3 : begin + 1].endswith("其中:")
    parts: list[Quantity] = []
    for q in items[i + 1 : i + 200]:
        if q.start >= end and spread and parts:
            end = _next_part(clauses, end, q) or end
        if q.start >= end:
            break
        if q.start < begin or clauses.depth(q.start) > base or dimension(q) != want:
            continue
        between = text[clauses.left(q).start if spread else parts[-1].end if parts else begin : q.start]
        if (parts and ends.search(between) and not bracket) or (
            q.normalized >= total.normalized
            and not (bracket and total.kind == "money" and q.normalized > total.normalized)
        ):
            break
        parts.append(q)
    return parts


_ANOTHER = re.compile(r"未|实际|项目支出|支出|到位")


def _next_part(clauses: Clauses, end: int, quantity: Quantity) -> int | None:
    """其中：甲33万元，主要用于…。乙7万元，…。: a part a sentence, each named before its amount. End of the next sentence."""
    text = clauses.text
    if text[end : end + 1] != "。" or text[end + 1 : end + 2] in ("\n", ""):
        return None
    sentence = clauses.sentence(end + 1)
    if not end < quantity.start < sentence.end or quantity.start > clauses.clause_end(end + 1) + 1:
        return None
    if "其中" in text[sentence.start : sentence.end] or _ANOTHER.match(text, sentence.start):
        return None  # it opens a list of its own, or speaks of something else
    return sentence.end


def _close(text: str, begin: int) -> int:
    """The bracket that closes the one before ``begin``."""
    depth = 1
    for match in _BRACKETS.finditer(text, begin, min(len(text), begin + 600)):
        depth += 1 if match[0] == "(" else -1
        if depth == 0:
            return match.start()
    return min(len(text), begin + 600)


def _tailed(clauses: Clauses, items: Sequence[Quantity]) -> Iterator[PartList]:
    """Parts first, 共计 last, within one sentence."""
    text = clauses.text
    for i, total in enumerate(items):
        left = clauses.left(total)
        words = text[left.start : left.end]
        if i < 2 or ("计" not in words and "共" not in words):
            continue
        tail = _TAIL.match(text, left.start, left.end)
        if tail is None or left.end - tail.end() > 8:
            continue
        sentence = clauses.sentence(total.start)
        want, depth = dimension(total), clauses.depth(total.start)
        parts: list[Quantity] = []
        for q in reversed(items[max(0, i - 30) : i]):
            if q.start < sentence.start:
                break
            if dimension(q) == want and clauses.depth(q.start) == depth:
                parts.append(q)
        if len(parts) >= 2:
            yield PartList(
                total,
                tuple(reversed(parts)),
                explicit=tail["sure"] is not None,
                exhaustive=True,
                closed=True,
                tail=True,
            )
