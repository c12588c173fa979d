"""Names of projects and funds: where one begins and ends, and what is not one."""

from __future__ import annotations

import re

from wenxiao.quantities.model import Span
from wenxiao.reading.clauses import Clauses
from wenxiao.reading.labels import is_next_heading
from wenxiao.reading.phrases import is_generic, name_in
from wenxiao.reading.roles import Money

_CHAPTER = re.compile(
    r"(?:项目|资金|绩效|评价|部门|单位|预算|工作|自评|总体|主要|综合|基本|立项|实施|完成|投入|使用|管理|组织|产出|效益|效果|过程|决策|满意度|存在|下一步|有关|相关|其[他它]|附|年度|经费|专项|指标|目标|成本|收支|支出|财务|佐证|后续|改进|结果|公开){1,8}"
    r"(?:的|和|及|与|、)?.{0,12}?(?:情况|概况|概述|分析|目标|问题|建议|结论|说明|措施|经验|做法|材料|资料|打算|计划|工作开展|内容|应用|公开|依据|背景|简介|指标|评价|得分|原则|方法|过程|对象|范围|表|管理|绩效|效益|产出)(?:及.{0,12}|和.{0,12}|、.{0,12})?\Z"
)
_PROJECT_END = re.compile(
    r"(?:项目|经费|资金|工程|补助|补贴|奖补|奖励|费用?|服务|工作|建设|改造|维护|采购|试点|行动|计划|活动|专项|购置|整治|治理|运行|运营|保障|调查|普查|编制|规划|救助|公司|类)(?:[(（][^)）]{0,30}[)）])?\Z"
)
_TAIL = re.compile(
    r"(?:专项)?(?:支出)?(?:绩效)?(?:自我|目标)?(?:执行)?(?:自评|评价|评估|完成|执行结果)?(?:情况)?(?:的)?(?:自评)?(?:报告|情况|说明|结果|总结|表)?(?:\(.{0,12}年度?\))?\Z"
)
_STRIP_END = re.compile(
    r"(?:为(?:年中|年初)?(?:追加|调增|新增|上级转移支付|转移支付)(?:安排)?的?项目)?(?:\d+个|[零一二三四五六七八九十]+个)?(?:为|是|的|共|共计|计|中|年初|资金共|等|[:,，、;。\s])*\Z"
)
_STRIP_START = re.compile(
    r"(?:[\s:、,，.。*★☆]|\([^()]{2,8}\)(?=.{6})|[(（]|\d{1,2}[.、)]|[\u4e00-\u9fff]{2,8}[〔\[]20\d\d[〕\]]\d{1,4}号(?=.{4})|根据(?:《[^》]*》(?:\([^)]*\))?|[^《》]{2,40}(?:通知|文件|办法|方案|要求|测算))(?:\([^)]*\))?[,，]?"
    r"|[一二三四五六七八九十]+是|分配给?(?:至)?|安排|下达|拨付|支持|开展|实施|给予|投入|申报|向?[我本全该][省市县区州旗局单位乡镇街道校院]+(?:的)?|中央下达|用于|其中[:]?|将|对|共(?![和青享建同])|[项个](?!目))"
)
_OWNER = re.compile(r"\A[^，。()]{2,24}?(?:公司|街道办事处|人民政府|委员会)(?=.{4,})")


def clean_name(words: str) -> str:
    """A name without the grammar around it: numbers, leading verbs, trailing 为/共/3个, line breaks."""
    name = re.sub(r"\s+", "", words)
    for _ in range(4):
        shorter = _STRIP_START.sub("", name, count=1) if _STRIP_START.match(name) else name
        if shorter == name or len(shorter) < 3:
            break
        name = shorter
    name = _STRIP_END.sub("", name)
    owner = _OWNER.match(name)
    if owner and not name.endswith(("公司", "项目")):
        name = name[owner.end() :]
    if name.count("(") != name.count(")"):
        name = name.strip("()")
    return name


_GLOSS = re.compile(r"\(.*?\)")


def is_chapter(title: str) -> bool:
    """Whether a heading is a chapter of an outline (项目资金使用情况), not the name of something."""
    bare = (_GLOSS.sub("", title) if "(" in title else title).strip("。:： ")
    return _CHAPTER.fullmatch(bare) is not None or bare in ("无", "附件", "附表", "结论")


def is_project_name(title: str) -> bool:
    """Whether a heading is named like a project or a fund."""
    bare = title.strip("。:：;； ")
    return 4 <= len(bare) <= 60 and _PROJECT_END.search(bare) is not None and "，" not in bare and "。" not in bare


_PREDICATE = re.compile(
    r"(?:下降|上升|增长|明显|显著|突出|顺利|有序|良好|平稳|不足|到位|地位|迅速|趋缓|放缓|回落|影响|较[大快好高低])\Z|持续|不断|进一步|稳步|逐步|大幅|仍"
)  # 采购规模明显下降 is a statement, not a name


def is_statement(title: str) -> bool:
    """Whether a heading says how something went (采购规模明显下降) instead of naming it."""
    return _PREDICATE.search(title) is not None


def item_name(text: str, start: int, entry: Money | None, end: int) -> Span | None:
    """The name on a numbered line: from the number to the words that introduce the first amount, if there is one."""
    stop = end if entry is None else min(entry.quantity.start, end)
    if entry is not None and entry.role is not None and start + 3 <= entry.cue.start < stop:
        stop = entry.cue.start
    clause = re.compile(r"[，。;:\n]|,(?!\d)").search(text, start, stop)
    first = stop if clause is None else clause.start()
    words = text[start:first]
    cut = re.search(r"年初(?:无|没有|未)|上年\Z", words)
    if cut:
        first = start + cut.start()
    if re.match(r"\s*(?:根据|依据|按照?)", text[start:first]) and (
        len(clean_name(text[start:first])) < 4 or clean_name(text[start:first])[:2] in ("根据", "依据", "按照")
    ):
        behind = start + max(text[start:end].rfind("》"), 0)  # what a cited notice is for is not what this item is for
        purpose = re.compile(r"用于(?P<name>[^，。,;、]{4,40})").search(text, behind, end)
        if purpose:
            return Span(*purpose.span("name"))
        return name_in(text, clause.end(), stop) if clause is not None else None
    if (
        first - start < 3
        or first - start > 70
        or is_generic(clean_name(text[start:first]))
        or is_statement(text[start:first])
    ):
        return None
    return Span(start, first)


_FUND = re.compile(
    r"(?P<name>[^，。,;；、:\n“”()《》]{0,40}(?:“[^”\n]{2,12}”)?(?:\([^)]{1,20}\))?[^，。,;；、:\n“”()《》]{0,30}?(?:专项资金|补助资金|衔接资金|发展资金|防治资金|奖励资金|救灾资金|奖补资金|资金|经费|补助|补贴|项目|工程|基金|[扶救补奖抚优慰助][助济偿励恤待问学]金)(?:[-—][^-—，。,;；、:\n“”()《》\d]{2,16})?(?:\([^)]{1,20}\))?)"
)
_NOTICE = re.compile(r"《关于(?:提前)?(?:下达|拨付|安排)(?P<name>[^》]{6,50}?)(?:预算)?(?:指标)?的通知》")


_CITED_BEFORE = re.compile(r"[〔\[]20\d\d[〕\]]\d{1,4}号\)(?=下达|拨付|安排)")
_RECEIVERS = re.compile(
    r"(?:下达|拨付|安排|分配)[了给至到]?\d+个(?:街镇|乡镇|镇街|街道|[乡镇村县市区]|单位|学校)?\Z"
)  # 现下达8个乡镇清淤补助资金: the count of those who get it is no part of the name, nor its end
_RECEIVER = re.compile(r"(?:街镇|乡镇|镇街|街道|[乡镇村县市区]|单位|学校)(?=.{6})")


def fund_name(clauses: Clauses, entry: Money) -> Span | None:
    """The fund whose amount this is: the noun phrase ending in 资金/经费/项目 right before the number."""
    text = clauses.text
    left = clauses.left(entry.quantity, 60)
    begin = left.start
    cited = [m.end() for m in _CITED_BEFORE.finditer(text, begin, left.end) if left.end - m.end() >= 6]
    if cited:
        begin = cited[-1]
    elif text.count("(", left.start, left.end) < text.count(")", left.start, left.end):
        begin = text.rfind(")", left.start, left.end) + 1
    elif _RECEIVERS.search(text, max(0, begin - 14), begin):
        receiver = _RECEIVER.match(text, begin, left.end)
        begin = receiver.end() if receiver else begin
    elif begin and text[begin - 1] not in "，。；;、,:|()\n》”\t":
        return None  # the words go on from before: a name does not begin here
    last = None
    for match in _FUND.finditer(text, begin, left.end):
        last = match
    if last is None or left.end - last.end() > 12:
        return None
    place = name_in(text, *last.span("name"))
    if place is None:
        notice = _NOTICE.search(text, clauses.sentence(left.start).start, left.end)
        place = name_in(text, *notice.span("name")) if notice else None
    return place if place is not None and len(clean_name(text[place.start : place.end])) >= 4 else None


_NAMED = re.compile(
    r"(?:项目|资金)名称:\|?(?P<name>[^\n。;|]{4,60})"
    r"|(?:项目|资金|支付\(项目\))名称[:|\s]{0,6}(?P<cell>[^\n。;|]{4,40}?)[|\s]{0,6}(?=(?:中央|省级|地方)?主管部门|实施单位|项目单位|项目属性|项目负责人|预算单位|负责人及)"
)
_NAME_BELOW = re.compile(
    r"^[ \t]*(?:[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十]\)|\d{1,2}[.、])项目名称:?\s*\n\s*(?P<name>[^\n。;:|]{4,60})$",
    re.M,
)  # 一、项目名称, and the name on the line below
_LABEL = re.compile(r"项目|资金|预算|类型|金额|编码|单位|属性|内容")


def stated_name(text: str, before: int | None = None) -> Span | None:
    """The name on a line 项目名称：… (or in the cell after it, before 主管部门): above ``before``, else the first."""
    end = len(text) if before is None else before
    for match in _NAMED.finditer(text, 0 if before is None else max(0, end - 600), end):
        place = Span(*match.span(match.lastgroup or "name"))
        words = text[place.start : place.end].strip()
        if _LABEL.sub("", words) and not is_next_heading(words):
            return place
    below = _NAME_BELOW.search(text) if before is None else None
    return Span(*below.span("name")) if below else None
