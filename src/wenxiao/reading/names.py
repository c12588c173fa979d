"""Names of projects and funds: where one begins and ends, and what is not one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from wenxiao.quantities.model import Span
from wenxiao.reading.clauses import Clauses
from wenxiao.reading.model import Identity, Role
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
    r"(?:[\s:、,，.。*★☆(（]|\d{1,2}[.、]|根据(?:《[^》]*》(?:\([^)]*\))?|[^《》]{2,40}(?:通知|文件|办法|方案|要求|测算))(?:\([^)]*\))?[,，]?"
    r"|[一二三四五六七八九十]+是|分配给?(?:至)?|安排|下达|拨付|支持|开展|实施|给予|投入|申报|向?[我本全该][省市县区州旗局单位乡镇街道校院]+(?:的)?|中央下达|用于|其中[:]?|将|对|共|[项个](?!目))"
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


def is_chapter(title: str) -> bool:
    """Whether a heading is a chapter of an outline (项目资金使用情况), not the name of something."""
    bare = re.sub(r"\(.*?\)", "", title).strip("。:： ")
    return _CHAPTER.fullmatch(bare) is not None or bare in ("无", "附件", "附表", "结论")


def is_project_name(title: str) -> bool:
    """Whether a heading is named like a project or a fund."""
    bare = title.strip("。:：;； ")
    return 4 <= len(bare) <= 60 and _PROJECT_END.search(bare) is not None and "，" not in bare and "。" not in bare


def item_name(text: str, start: int, entry: Money, end: int) -> Span | None:
    """The name on a numbered line: from the number to the words that introduce the first amount."""
    stop = min(entry.quantity.start, end)
    if entry.role is not None and start + 3 <= entry.cue.start < stop:
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
        purpose = re.compile(r"用于(?P<name>[^，。,;、]{4,40})").search(text, start, end)
        if purpose:
            return Span(*purpose.span("name"))
        if clause is not None and stop - clause.end() >= 4:
            return Span(clause.end(), stop)
        return None
    if first - start < 3 or first - start > 70:
        return None
    return Span(start, first)


_FUND = re.compile(
    r"(?P<name>[^，。,;；、:\n“”()《》]{0,40}(?:\([^)]{1,20}\))?[^，。,;；、:\n“”()《》]{0,30}?(?:专项资金|补助资金|衔接资金|发展资金|防治资金|奖励资金|救灾资金|奖补资金|资金|经费|补助|补贴|项目|工程)(?:\([^)]{1,20}\))?)"
)
_ANAPHOR = re.compile(
    r"^(?:[该本此]|发放|申请|提前|第[一二三四五]批|已|上级|[亩户人]均|投入|[年月]初|涉及|本级|各级|和|给?我[单局]位?|[一二三两各]级|下达|上述|以上|全部|实际|累计|其中|剩余|结余|财政|中央财政?|省级?|市级?|区级?|县级?|自筹|配套|专项|项目|到位|支出|预算|年度|全年|[一二三]是)*(?:预算)?(?:专项|补助|项目|财政|配套|债券|拨款|自有|省级|市级|中央)*(?:资金|经费|补助|补贴|项目|工程)(?:预算|总额|金额)?$"
)


_BARE = re.compile(r"(?:专项|补助|预算)?(?:资金|经费)")
_NOTICE = re.compile(r"《关于(?:提前)?(?:下达|拨付|安排)(?P<name>[^》]{6,50}?)(?:预算)?(?:指标)?的通知》")


# The verbs that introduce a fund: what stands before the last of them is no part of its name.
_INTRODUCED = re.compile(
    r"\A.{0,40}(?:现将|此次|方式|(?:共|已|分别|提前)?(?:下达|拨付|获得|收到|争取|安排|补助(?=20\d\d年))(?:的|了)?)(?=.{5})"
)
_INSTALMENT = re.compile(r"第[一二三四五六七八九十\d]+(?:笔|批)|首[批笔]|[尾余]款|进度款|预付款")


def fund_name(clauses: Clauses, entry: Money) -> Span | None:
    """The fund whose amount this is: the noun phrase ending in 资金/经费/项目 right before the number."""
    text = clauses.text
    left = clauses.left(entry.quantity, 60)
    begin = max(
        left.start,
        text.rfind(")", left.start, left.end) + 1
        if text.count("(", left.start, left.end) < text.count(")", left.start, left.end)
        else 0,
    )
    if begin == left.start and begin and text[begin - 1] not in "，。；;、,:|()\n》”\t":
        return None  # the words go on from before: a name does not begin here
    left = Span(begin, left.end)
    last = None
    for match in _FUND.finditer(text, left.start, left.end):
        last = match
    if last is None or left.end - last.end() > 12:
        return None
    span = Span(*last.span("name"))
    words = clean_name(text[span.start : span.end])
    if _BARE.fullmatch(re.sub(r"20\d\d年度?|[*]|[\u4e00-\u9fff]{0,4}[省市县区旗州盟]", "", words)):
        notice = _NOTICE.search(text, clauses.sentence(left.start).start, left.end)
        return Span(*notice.span("name")) if notice else None
    head = _INTRODUCED.match(text[span.start : span.end])
    if head is not None:
        span = Span(span.start + head.end(), span.end)
        words = clean_name(text[span.start : span.end])
    bare = re.sub(r"20\d\d年度?|\*", "", words)
    if len(words) < 6 or _ANAPHOR.match(bare) or _INSTALMENT.search(bare):
        return None
    return span


_TITLE_SUBJECT = re.compile(
    r"(?:(?:关于|[局委院会校站所队馆心府厅处乡镇道部区县]的?关于)|(?<=[局委院厅])(?=20\d\d年)|\A)?(?P<name>.{4,70}?)(?:预算)?(?:支出)?(?:执行情况)?(?:的)?(?:绩效|自评|评价)",
    re.DOTALL,
)
_ANY_TRANSFER = re.compile(r"(?:20\d\d年度?)?(?:中央)?(?:对地方)?(?:专项)?转移支付(?:区域|整体|预算)?")
_SUBTITLE = re.compile(r"\s*\((?P<name>[^()\n]{4,40}(?:项目|资金|经费|补助))\)")
_JUDGED = re.compile(
    r"对(?P<name>[^，。,;对]{6,40}(?:资金|经费|项目|补助|工程))(?:进行|开展)(?:了)?(?:绩效)?(?:自评|评价)"
)
_NAMED = re.compile(r"(?:项目|资金)名称:\|?(?P<name>[^\n。;|]{4,60})")
_MENTION = re.compile(
    r"[^，。,;；、:\n“”()《》\d的了和及与对将把由为于在是共]{5,36}(?:项目|专项资金|补助资金|专项经费|工程)(?![一-龥]{0,2}(?:情况|管理|实施|单位|绩效|资金|预算|概况|支出|的|进度))"
)
_WHOLE = re.compile(r"部门整体|部门决算|整体支出|通报|公示|评价结果|组成|重大政策和重点项目|重大政策及重点项目")


def document_subject(clauses: Clauses, identity: Identity, money: Sequence[Money]) -> Span | None:
    """The fund or project in the title, in a line 项目名称：…, or the one the text speaks of most."""
    text = clauses.text
    named = _NAMED.search(text)
    if named:
        return Span(*named.span("name"))
    purpose = _purpose(clauses, money)
    if purpose is not None:
        return purpose
    if identity.title_span is not None:
        span = identity.title_span
        below = _SUBTITLE.match(text, span.end)
        if below:
            return Span(*below.span("name"))
        match = _TITLE_SUBJECT.match(text, span.start, span.end)
        if match and not _WHOLE.search(text, span.start, span.end):
            start, end = match.span("name")
            start += len(text[start:end]) - len(_after_office(text[start:end]))
            words = clean_name(text[start:end])
            if (
                len(words) >= 4
                and not _ANY_TRANSFER.fullmatch(words)
                and re.search(r"资金|经费|项目|补助|工程|补贴|费|专项|转移支付|改造|建设|行动|服务", words)
            ):
                return Span(start, end)
    judged = _JUDGED.search(text)
    if judged:
        return Span(*judged.span("name"))
    counts: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for match in _MENTION.finditer(text):
        name = clean_name(match[0])
        if len(name) >= 6 and not is_chapter(name):
            counts[name] += 1
            first.setdefault(name, Span(*match.span()))
    often = max(counts, key=lambda name: (counts[name], -first[name].start), default=None)
    if often is not None and money and counts[often] > 1 and often.endswith(("项目", "工程")):
        return first[often]
    for entry in money:
        if not entry.wanted and (place := fund_name(clauses, entry)) is not None:
            return place
    if often is not None and money and counts[often] > 1:
        return first[often]
    return _before_budget(clauses, money)


def _before_budget(clauses: Clauses, money: Sequence[Money]) -> Span | None:
    """Whatever stands before the first budget, where budget and spending are both stated: they are of something."""
    budget = next(
        (
            m
            for m in money
            if m.role is Role.NEEDED or (not m.wanted and m.role in (Role.APPROVED, Role.ALLOCATED, Role.PLANNED))
        ),
        None,
    )
    if budget is None or not any(m.role is Role.SPENT for m in money):
        return None
    left = clauses.left(budget.quantity)
    words = clauses.text[left.start : budget.cue.start].rstrip("年初的")
    if len(clean_name(words)) < 3 or _ANAPHOR.match(clean_name(words)):
        return None
    return Span(left.start, left.start + len(words))


_FOR = re.compile(
    r"[，,]?(?:资金|经费)?(?:全部|主要)?用于(?:实施|建设)(?P<name>[^，。,;、]{4,40}?(?:项目|工程))(?=[，。,;])"
)
_FOR_BEFORE = re.compile(r"用于(?P<name>[^，。,;]{4,30}?)(?:共计|合计|共)\Z")


def _purpose(clauses: Clauses, money: Sequence[Money]) -> Span | None:
    """What the first amount is wholly for: 共下达105万元，用于实施某村蔬菜园产业项目; 用于某某改造共计12亿元."""
    entry = next((m for m in money if not m.wanted), None)
    if entry is None:
        return None
    left = clauses.left(entry.quantity, 60)
    match = _FOR.match(clauses.text, entry.quantity.end) or _FOR_BEFORE.search(clauses.text, left.start, left.end)
    return Span(*match.span("name")) if match else None


def stated_name(text: str, before: int) -> Span | None:
    """The name on a line 项目名称：… above ``before``."""
    match = _NAMED.search(text, max(0, before - 600), before)
    return Span(*match.span("name")) if match else None


def _after_office(words: str) -> str:
    """海口市某区水务局2022年衔接资金 → 2022年衔接资金: the office that reports is no part of the name."""
    about = re.match(r".{2,40}[局委会厅办心道府院校学所处队馆社部司]关于", words)
    if about:
        return words[about.end() :]
    match = re.match(
        r".{2,30}?(?:局|委员会|厅|办公室|中心|街道办事处|人民政府|大学|学院|小学|中学|医院|乡|镇)(?:关于)?(?=(?:\d{4}年|转移支付|[^的]{2,12}\d{4}年|.{4,}(?:资金|项目|经费)))",
        words,
    )
    return words[match.end() :] if match else words
