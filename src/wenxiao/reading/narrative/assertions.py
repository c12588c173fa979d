"""How far works have come and what is claimed of them, clause by clause, in one pass over the text."""

from __future__ import annotations

import re

from wenxiao.lexicons import lexicon
from wenxiao.quantities.alternation import alternation
from wenxiao.quantities.model import Span
from wenxiao.reading.told import Assertion

_WORKS = lexicon("works")
_CLAIMS = lexicon("assertions")
_BENEFITS = lexicon("benefits")

_KINDS = {
    word: kind
    for words, kind in (
        *((words, kind) for kind, words in _WORKS.words.items()),
        (_CLAIMS.words["achieved"], "achieved"),
        (_BENEFITS.words["verbs"], "benefit"),
    )
    for word in words
}
_CUE = re.compile(alternation(_KINDS))
_THROUGH = re.compile(rf"通过[^，。;\n]{{2,40}}，[^，。;\n]{{0,6}}?(?P<verb>{_BENEFITS.pattern('bare')})")
_EVERY = re.compile(_CLAIMS.pattern("every"))
_CLOSING = re.compile(_CLAIMS.pattern("named_before"))
_SOME = re.compile(_CLAIMS.pattern("some"))
_AIMS = re.compile(_CLAIMS.pattern("aims"))
_EXPECTED = re.compile(_BENEFITS.pattern("expected"))
# A finished state that is denied, wanted, or a condition is none: 力争年底完工, 经验收合格后支付, 是否按期完成.
_UNREAL = re.compile(lexicon("negations").pattern() + r"[^，。;]{0,10}\Z")
_AFTERWARDS = re.compile(
    r"[的]?(?:后|前|时|率|之日|日期|时间|方可|才|条件|验收|决算|结算|财务|图|资料|备案|标准|证明|报告|意见|情况|期限|节点|的目标|目标\)|手续|工程款)"
)
_NAMED_SO = re.compile(r"率|的(?!问题|情况|现象)")  # 未完成的任务 names things; 未按期实施的问题 says that it is so
_PLAIN_STATES = frozenset({"accepted", "finished", "achieved"})
_MARK = re.compile(r"[，。;；\n\t|!?]|,(?!\d)")
_LAST_MARK = re.compile(r"(?s:.*)(?:[，。;；\n\t|!?]|,(?!\d))")  # greedy: up to the last one, in one step
_NEAR = 40  # characters: a clause is not looked at further than this


def find_assertions(text: str) -> tuple[Assertion, ...]:
    """In order of place. What stands inside a title in 《》 or in a condition is left out."""
    found: list[Assertion] = []
    for match in _CUE.finditer(text):
        start, end = match.span()
        kind = _KINDS[match[0]]
        clause = _clause(text, start, end)
        before = text[clause.start : start]
        if _in_title(text, start) or not _real(kind, text, before, end, clause):
            continue
        words = text[clause.start : clause.end]
        found.append(
            Assertion(
                kind, Span(start, end), clause,
                every=_EVERY.search(before) is not None,
                closing=_CLOSING.search(before) is not None or "全部" in match[0],
                partial=_SOME.search(words) is not None,
            )
        )  # fmt: skip
    for match in _THROUGH.finditer(text):
        start, end = match.span("verb")
        if not _EXPECTED.search(text, match.start() + 2, start) and not _in_title(text, start):
            found.append(Assertion("benefit", Span(start, end), _clause(text, start, end)))
    return tuple(sorted(found, key=lambda a: a.cue.start))


def _real(kind: str, text: str, before: str, end: int, clause: Span) -> bool:
    if kind in _PLAIN_STATES:
        if _UNREAL.search(before) or _AFTERWARDS.match(text, end):
            return False
        return kind != "achieved" or _AIMS.search(text, clause.start, clause.end) is not None
    if kind == "benefit":
        return not _EXPECTED.search(before)
    if kind == "under_way":
        return not text.startswith(("工程", "项目"), end)  # 在建工程 is a kind of asset
    if kind == "delayed" and re.search(r"避免|防止|杜绝|不存在|无|解决|克服|未出现|没有", before):
        return False
    if kind == "stopped":
        return re.search(r"[未无不]|防止|避免|如|若|可", before[-6:]) is None
    return re.search(r"[如若]|是否|因|的话", before[-4:]) is None and _NAMED_SO.match(text, end) is None


def _clause(text: str, start: int, end: int) -> Span:
    begin = max(0, start - _NEAR)
    mark = _LAST_MARK.match(text, begin, start)
    if mark is not None:
        begin = mark.end()
    stop = _MARK.search(text, end, end + _NEAR)
    return Span(begin, stop.start() if stop else min(len(text), end + _NEAR))


def _in_title(text: str, offset: int) -> bool:
    low = max(0, offset - 60)
    return text.rfind("《", low, offset) > text.rfind("》", low, offset)
