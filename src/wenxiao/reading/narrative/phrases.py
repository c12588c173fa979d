"""Words that say less, or more, than can be checked, in one pass over the text."""

from __future__ import annotations

import re

from wenxiao.lexicons import lexicon
from wenxiao.quantities.alternation import alternation
from wenxiao.quantities.model import Span
from wenxiao.reading.told import Phrase

_VAGUE = lexicon("vague")
_RATES = lexicon("indicators").pattern("rates")
_MOST = _VAGUE.pattern("most")

# What a phrase cannot be without, and the whole of it. The anchors are looked for in one pass, the rest in their clause only.
_PHRASES: dict[str, tuple[tuple[str, ...], re.Pattern[str]]] = {
    kind: (anchors, re.compile(pattern))
    for kind, anchors, pattern in (
        ("limit_as_result", ("小于", "低于", "不超过", "不高于", "不低于", "≥", "≤"),
            r"[一-龥]{0,8}(?:比例|比重|占比|[率度])(?:均|都)?(?:为|是)?(?:小于|低于|不超过|不高于|不低于|≥|≤)\d[\d.]{0,6}%|实际(?:完成)?值?(?:为|是|:)?[≥≤]\d[\d.]{0,8}"),
        ("as_planned", ("计划",), r"(?:按照?|依照)(?:年初|既定|原定|预定)?(?:的)?计划(?:有序|稳步|全面)?(?:实施|执行|推进|完成)|实施计划有序执行"),
        ("vague_count", _VAGUE.words["counts"], rf"{_VAGUE.pattern('counts')}{_VAGUE.pattern('counters')}"),
        ("rough_every", ("左右", "上下"), r"[均都](?:能|已)?(?:达到?|为|在|保持在)[^，。;\n\d]{0,6}\d[\d.]{0,6}%(?:左右|上下)"),
        ("rate_without_figure", lexicon("indicators").words["rates"], rf"{_RATES}(?:均|都|也|普遍|整体|总体)?{_VAGUE.pattern('degrees')}"),
        ("mostly_met", _VAGUE.words["most"], rf"{_MOST}的?(?:绩效|预期|年度)?(?:目标|指标)[^，。;\n]{{0,6}}(?:实现|完成|达成|达到)"),
        ("mostly", _VAGUE.words["most"], rf"{_MOST}(?:时间段|时间|时段|时候)"),
        ("all_done", ("各项", "所有", "全部", "全面完成", "圆满完成", "超额完成"),
            r"完成了?[^，。;\n]{0,40}?各项(?:工作|任务|目标)(?!的)"
            r"|(?:各项|所有|全部)(?:年度|绩效|预期|工作|目标|建设){0,2}(?:目标|任务|工作|指标|内容)(?:均|都|全部){0,2}已?(?:按时|如期|全部|全面|圆满|顺利)?(?:完成|实现|达成)(?!情况|率|的)"
            r"|(?:全部|全面|圆满|超额)完成了?[^，。;\n]{0,12}?(?:目标任务|绩效目标|年度目标|各项目标|全部任务|建设任务|建设内容|目标值)"),
        ("all_spent", ("全部", "全额", "全面", "足额"),
            r"(?:资金|经费|补助|补贴|款项)[^，。;\n\d]{0,6}(?:已|均已|现已)?(?:全部|全额|全面|足额)(?:已)?(?:拨付使用|支出|支付|使用|执行)(?:完毕|到位)?(?!率|到|至|给)|已全面拨付使用"),
        ("no_gap", ("不存在",), r"不存在[^，。;\n]{0,8}(?:偏离|偏差|执行率[偏较过]?低|执行率不高|进度[缓滞偏]?慢|进度滞后)[^，。;\n]{0,12}"),
        ("within_budget", ("超预算", "超出预算", "突破预算", "超出年初预算"), r"(?:无|没有|未)(?:发生|出现|存在)?(?:超出?|突破)(?:年初)?预算[^，。;\n]{0,14}"),
        ("none_of", ("零投诉", "零事故", "零上访", "零新增", "无", "未发生", "没有发生", "未出现"),
            r"零(?:投诉|事故|上访|新增)|(?:无|未发生|没有发生|未出现)(?:一起|任何)?(?:群众)?(?:有效)?(?:安全生产|安全|质量)?(?:投诉|事故|上访)(?:事件)?(?![率处])"),
        ("some_of", ("投诉", "事故", "上访", "新增"),
            r"(?:发生|接到|收到|受理|共有|存在|出现)[^，。;\n\d]{0,8}(?:投诉|事故|上访)[^，。;\n\d]{0,6}[1-9]\d{0,5}(?:起|件|次|宗|例)|新增[^，。;\n\d]{0,8}[1-9]\d{0,5}(?:起|件|宗|例|处)"),
        ("unpayable", ("支付", "付款", "拨付"),
            r"(?:未|没有|不)(?:达到?|满足|具备|符合)(?:合同)?(?:约定)?的?(?:支付|付款|拨付)(?:要求|条件|节点|进度|比例|标准)"),
        ("remedy", lexicon("problems").words["remedies"], lexicon("problems").pattern("remedies")),
        ("target_is", ("绩效目标是", "绩效目标为"), r"绩效目标[是为]"),
        ("done", ("完成",), r"已经?完成|完成了|实际完成|共完成|完成率"),
        ("not_tendered", ("招投标", "招标"), r"(?:没有|未)(?:达到|进行|开展|实施|履行)(?:公开)?招(?:投)?标[^，。;\n]{0,6}"),
        ("by_itself", ("自行",), r"自行组织实施|自行实施"),
        ("tendered", ("招标", "中标"), r"(?:通过|采用|进行了?|实行|采取)(?:国内)?(?:公开|邀请)招标|中标(?:单位|企业|公司|人|价|金额)"),
        ("by_contract", ("合同",), r"(?:按照|按|依照|根据)合同(?:要求|约定|规定)"),
    )
}  # fmt: skip
_BY_ANCHOR: dict[str, list[str]] = {}
for _kind, (_anchors, _) in _PHRASES.items():
    for _word in _anchors:
        _BY_ANCHOR.setdefault(_word, []).append(_kind)
_ANCHOR = re.compile(alternation(_BY_ANCHOR))
_MARKS = re.compile(r"[，。;；\n|!?]|,(?!\d)")
_LAST_MARK = re.compile(r"(?s:.*)(?:[，。;；\n|!?]|,(?!\d))")  # greedy: up to the last one, in one step
_THINGS = ("投诉", "事故", "上访", "新增")
_NEAR = 60  # characters: a clause is not looked at further than this
_DIGITS_NEAR = 24  # characters: a figure for the rate may follow in brackets or after a comma
_NAMED_AFTER = re.compile(r"未|没有|除了|除外")  # 大部分指标已完成，未完成的有2项
_OF_SOME = re.compile(r"(?:部分|其余|其他|剩余)[^。;]{0,10}\Z")
_FIGURE = re.compile(r"\d")
_CONDITION = re.compile(r"(?:确保|力争|争取|是否|如|要求|目标|实现不|应|须)[^，。;\n]{0,6}\Z")


def find_phrases(text: str) -> tuple[Phrase, ...]:
    """In order of place. What is wanted (确保零事故) or stands in a title is left out."""
    found: dict[tuple[int, str], Phrase] = {}
    for anchor in _ANCHOR.finditer(text):
        start, end = _clause(text, anchor.start(), anchor.end())
        for kind in _BY_ANCHOR[anchor[0]]:
            match = _PHRASES[kind][1].search(text, start, end)
            if match is None or not match.start() <= anchor.start() < match.end():
                continue
            phrase = _phrase(kind, text, match)
            if phrase is not None:
                found.setdefault((match.start(), kind), phrase)
    return tuple(found[at] for at in sorted(found))


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    begin = max(0, start - _NEAR)
    mark = _LAST_MARK.match(text, begin, start)
    if mark is not None:
        begin = mark.end()
    stop = _MARKS.search(text, end, end + _NEAR)
    return begin, stop.start() if stop else min(len(text), end + _NEAR)


def _phrase(kind: str, text: str, match: re.Match[str]) -> Phrase | None:
    start, end = match.span()
    low = max(0, start - 60)
    if _CONDITION.search(text, max(0, start - 10), start) or text.rfind("《", low, start) > text.rfind(
        "》", low, start
    ):
        return None
    if kind == "rate_without_figure" and (
        _FIGURE.search(text, max(0, start - 8), start) or _FIGURE.search(text, end, end + _DIGITS_NEAR)
    ):
        return None
    if kind == "mostly_met" and _NAMED_AFTER.search(text, end, end + _NEAR):
        return None
    if kind in ("not_tendered", "by_itself") and _OF_SOME.search(text, max(0, start - 16), start):
        return None
    detail = next((thing for thing in _THINGS if thing in match[0]), "") if kind in ("none_of", "some_of") else ""
    return Phrase(kind, Span(start, end), detail)
