"""Passages of a kind that a rule asks about: whose funds, debts of earlier years, everything spent, nothing spent, by plan,
who evaluated, what a sample was drawn from. Found by words of ``lexicons/funds.toml`` and the grammar around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wenxiao.lexicons import lexicon
from wenxiao.quantities.model import Quantity, Span
from wenxiao.reading.clauses import Clauses


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage. ``kind`` names what it says, ``detail`` whatever of it a rule compares, ``amounts`` the figures in it."""

    kind: str
    start: int
    end: int
    detail: str = ""
    amounts: tuple[Quantity, ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


_FUNDS = lexicon("funds")
_SAMPLING = lexicon("sampling")
LEVELS = ("higher", "central", "province", "city", "county", "own")
_LEVEL_OF = {word: level for level in LEVELS for word in _FUNDS.words[level]}
_LEVEL = re.compile(_FUNDS.pattern(*LEVELS))

_DEBT = re.compile(_FUNDS.pattern("debts"))
_EARLIER = re.compile(rf"(?:{_FUNDS.pattern('earlier_years')}|(?P<year>20\d\d)年度?)的?[^，。；;,\n\d]{{0,10}}\Z")
_DRAWN = re.compile(
    rf"{_FUNDS.pattern('draw')}了?(?:(?P<year>20\d\d)年度?|本年度?|当年度?|今年)的?(?:部分|全部)?[^，。；;,\n\d]{{0,12}}?(?:资金|经费|款|预算)[^。；;\n]{{0,12}}?{_FUNDS.pattern('repay')}了?"
)
_REACH = 120  # characters of a sentence that are looked at on each side of a mention
_NEAR = 4  # characters between the payment and the debt
_CONSEQUENCE = re.compile(r"(?:导致|造成|致使)[^，。；;\n]{0,24}?(?:紧张|不足|缺口|短缺|停滞|无法)")
_AUTHORISED = re.compile(_FUNDS.pattern("authorised"))

# 全部为区级资金; 均来自中央补助. What follows up to the next stop says whose.
_SOLE = re.compile(r"(?:全部|全额|均|全)(?:为|是|由|系|来自于?|来源于|属于?)")
_GIVES = re.compile(
    r"(?:财政)?(?:部门|局)?(?:全额|统一|足额)?(?:安排|承担|负担|统筹|保障|解决|出资|资金|预算|补助|拨款|专项)"
)
_PARTLY = re.compile(r"大部分|部分|其余|其他|其中|除|不")

_ALL_SPENT = re.compile(
    r"全[部面额](?<!未..)(?<!没有..)(?<!不能..)已?(?:拨付(?:并)?(?:使用|支付|支出)|支付|支出|使用|执行|兑付)(?!率|[^，。；;\n]{0,6}(?:制度|办法|规定|标准))(?:完毕|到位|完成|完)?"
)
_UNSPENT = re.compile(r"未(?<=[年尚暂均仍还]未)(?:使用|支付|支出|拨付|执行|动用)(?!完)")
_FUND = re.compile(r"资金|经费|补助|专项款|奖补")
_GENERAL = re.compile(r"将|应|须|需|拟|计划|确保|保证|要求|目标|严格|必须|力争|如|若|是否")

_BY_PLAN = re.compile(r"计划(?:有序|顺利|如期|正常|全部|稳步)?(?:实施|执行|推进|开展)(?!率|情况|进度)")
_BY = re.compile(r"(?:按照?|依照)(?:年初|年度|原定|既定|预定)?的?(?:工作|实施|项目)?\Z")
_ORDERLY = "计划有序"
_TO_COME = re.compile(r"将|应|须|需|拟|确保|保证|力争|未|不")

_COMMISSIONED = re.compile(
    rf"(?:委托|聘请|邀请)(?:[^，。；;\n]{{0,30}}?{_FUNDS.pattern('third_party')}[^，。；;\n]{{0,30}}?(?:自评|自我评价|绩效评价)"
    r"|[，,]?[我本](?:公司|所|机构|中心)[^。；;\n]{0,30}?(?:自评|自我评价))"
)
_SELF = re.compile(r"自评(?!表)")
_THIS = re.compile(r"(?:本次|此次|这次)(?:项目)?(?:支出)?(?:绩效)?\Z")
_RESULT = re.compile(r"自评(?:得分|结论|小组|总分)")
_WHOLE = re.compile(r"部门整体支出|三公”?经费")
_WITH_PROJECTS = re.compile(r"(?:支出)?(?:绩效)?(?:[和及与或、]|以及)")
_SAMPLED = re.compile(r"抽(?:样(?:调查|检查|核查)?|查|检)了?[^，。；;,\n\d]{0,10}(?=\d)")
_TIMES = "次回轮遍"  # 抽查12次: how often, not of how many
# Of how many: 从全县60座公厕中, 共有公厕60座, 占总数的20%, 抽样比例20%; or all places of a kind.
_POPULATION = re.compile(
    rf"{_SAMPLING.pattern('population')}|占[^，。;\n]{{0,12}}%|不(?:少于|低于)[^，。;\n]{{0,8}}%|\d[^，。;\n\d]{{0,10}}(?:中|里)(?:[^，。;\n\d]{{0,6}})抽"
)
# How: 随机, 分层, 每个乡镇抽2座.
_METHOD = re.compile(_SAMPLING.pattern("method"))
_WHO = re.compile(_SAMPLING.pattern("evaluator"))
_BY_ITSELF = re.compile(_SAMPLING.pattern("unit"))


def find_mentions(clauses: Clauses, quantities: Sequence[Quantity]) -> tuple[Mention, ...]:
    """Every mention, in order of place. Linear: each pattern passes over the text once."""
    found = [
        *_debts(clauses),
        *_sources(clauses, quantities),
        *_spent(clauses),
        *_simple(clauses),
        *_samples(clauses, quantities),
    ]
    return tuple(sorted(found, key=lambda m: (m.start, m.end)))


def _debts(clauses: Clauses) -> Iterator[Mention]:
    """动用今年的项目资金支付上年度欠款: money of one year for what an earlier one owes."""
    text = clauses.text
    for word in _DEBT.finditer(text):
        debt = _EARLIER.search(text, max(0, word.start() - 18), word.start())
        if debt is None:
            continue
        sentence = clauses.sentence(debt.start())
        low = max(sentence.start, debt.start() - _REACH)
        drawn = None
        for match in _DRAWN.finditer(text, low, debt.start()):
            drawn = match
        if drawn is not None and debt.start() - drawn.end() > _NEAR:
            drawn = None
        if drawn is not None and debt["year"] and (drawn["year"] is None or int(drawn["year"]) <= int(debt["year"])):
            drawn = None
        if drawn is None and debt["year"]:
            continue  # 2022年度工程款 is named wherever works are
        if drawn is None or _AUTHORISED.search(text, low, min(sentence.end, word.end() + _REACH)):
            yield Mention("earlier debt", debt.start(), word.end())
            continue
        led = _CONSEQUENCE.search(text, word.end(), min(sentence.end, word.end() + _REACH))
        yield Mention("earlier debt", drawn.start(), word.end(), "drawn")
        if led is not None:
            yield Mention("debt consequence", led.start(), led.end())


def _sources(clauses: Clauses, quantities: Sequence[Quantity]) -> Iterator[Mention]:
    """全部为区级资金, and every amount of another source; nothing where no such claim is made."""
    text = clauses.text
    claims: list[Mention] = []
    for claim in _SOLE.finditer(text):
        sentence = clauses.sentence(claim.start())
        if _PARTLY.search(text, max(sentence.start, claim.start() - 8), claim.start()):
            continue
        cue = text[max(sentence.start, claim.start() - 24) : claim.start()]
        level = _LEVEL.search(text, claim.end(), min(sentence.end, claim.end() + 32))
        if level is None or "其中" in text[claim.end() : level.start()] or not _given(text, level):
            continue
        if _FUND.search(cue) and not _LEVEL.search(cue):
            end = clauses.clause_end(level.end())
            claims.append(Mention("sole source", claim.start(), end, _LEVEL_OF[level[0]]))
    if not claims:
        return
    yield from claims
    starts = [q.start for q in quantities]
    begins = [c.start for c in claims]
    for level in _LEVEL.finditer(text):
        k = bisect_right(begins, level.start()) - 1
        if k >= 0 and level.start() < claims[k].end:
            continue
        i = bisect_left(starts, level.end())
        stop = min(level.end() + 28, clauses.sentence_end(level.start()))
        following = _LEVEL.search(text, level.end(), stop)
        stop = following.start() if following else stop
        amount = next((q for q in quantities[i : i + 3] if q.kind == "money" and q.start < stop and q.normalized), None)
        if amount is not None:
            yield Mention("source", level.start(), amount.end, _LEVEL_OF[level[0]], (amount,))


def _given(text: str, level: re.Match[str]) -> bool:
    """Whether a level gives the money: 由县财政安排, 为县级资金. 由县财政支付 says only who pays it out."""
    return (
        level[0].endswith(("资金", "补助", "自筹", "资本", "贷款", "捐赠"))
        or _GIVES.match(text, level.end()) is not None
    )


def _spent(clauses: Clauses) -> Iterator[Mention]:
    text = clauses.text
    for kind, pattern in (("all spent", _ALL_SPENT), ("unspent", _UNSPENT)):
        for match in pattern.finditer(text):
            sentence = clauses.sentence(match.start())
            before = text[max(sentence.start, match.start() - 40) : match.start()]
            if _FUND.search(before) and not _GENERAL.search(before[-16:]):
                fund = max(m.end() for m in _FUND.finditer(before)) + match.start() - len(before)
                yield Mention(kind, match.start(), match.end(), text[max(sentence.start, fund - 16) : fund])


def _simple(clauses: Clauses) -> Iterator[Mention]:
    text = clauses.text
    for match in _BY_PLAN.finditer(text):
        by = _BY.search(text, max(0, match.start() - 10), match.start())
        start = by.start() if by else match.start()
        low = max(clauses.sentence(start).start, start - 12)
        if (by or match[0].startswith(_ORDERLY)) and not _TO_COME.search(text, low, start):
            yield Mention("by plan", start, match.end())
    for match in _COMMISSIONED.finditer(text):
        yield Mention("commissioned", match.start(), match.end())
    for match in _SELF.finditer(text):
        this = _THIS.search(text, max(0, match.start() - 10), match.start())
        if this or _RESULT.match(text, match.start()):
            yield Mention(
                "self-evaluation", this.start() if this else match.start(), match.end(), "" if this else "result"
            )
    for match in _WHOLE.finditer(text) if "整体支出" in text or "三公" in text else ():
        titled = text.rfind("《", 0, match.start()) > text.rfind("》", 0, match.start())
        if not titled and not _WITH_PROJECTS.match(text, match.end()) and text[match.start() - 1] not in "、和及与":
            yield Mention(
                "whole department", match.start(), match.end(), "spending" if match[0].endswith("支出") else ""
            )


def _samples(clauses: Clauses, quantities: Sequence[Quantity]) -> Iterator[Mention]:
    """抽查项目12个: ``detail`` is drawn where the sentence, or the one before or after it in the paragraph, says of how many or
    how they were chosen; bare where neither does and an evaluator drew it; empty where it may be the unit's own check."""
    text = clauses.text
    starts = [q.start for q in quantities]
    for match in _SAMPLED.finditer(text):
        i = bisect_left(starts, match.end())
        if i == len(starts) or starts[i] != match.end() or quantities[i].kind != "count":
            continue
        if (quantities[i].counter or "") in _TIMES:
            continue
        sentence = clauses.sentence(match.start())
        low = max(clauses.sentence(max(0, sentence.start - 2)).start, match.start() - _REACH)
        high = min(clauses.sentence(min(len(text), sentence.end + 1)).end, quantities[i].end + _REACH)
        low = max(low, text.rfind("\n", low, match.start()) + 1)
        line = text.find("\n", quantities[i].end, high)
        words = text[low : line if line >= 0 else high]
        if _POPULATION.search(words) or _METHOD.search(words):
            detail = "drawn"
        else:
            said = text[max(low, sentence.start) : match.start()]
            detail = "bare" if _WHO.search(said) and not _BY_ITSELF.search(said) else ""
        yield Mention("sample", match.start(), quantities[i].end, detail, (quantities[i],))
