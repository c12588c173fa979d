"""What a whole document is about: its title, the line that names it, or the project that it speaks of most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from wenxiao.quantities.model import Span
from wenxiao.reading.clauses import Clauses
from wenxiao.reading.model import Identity, Role
from wenxiao.reading.names import clean_name, fund_name, is_chapter, stated_name
from wenxiao.reading.phrases import is_generic, name_in
from wenxiao.reading.roles import Money

_TITLE_SUBJECT = re.compile(
    r"(?:(?:关于|[局委院会校站所队馆心府厅处乡镇道部区县]的?关于)|(?<=[局委院厅])(?=20\d\d年)|\A)?(?P<name>.{4,70}?)(?:预算)?(?:支出)?(?:执行情况)?(?:的)?(?:绩效|自评|评价)",
    re.DOTALL,
)
_FUNDED = re.compile(
    r"资金|基金|[扶救补奖抚优慰助][助济偿励恤待问学]金|经费|项目|补助|工程|补贴|费|专项|转移支付|改造|建设|行动|服务"
)
_TITLE_TAIL = re.compile(r"(?:(?<=资金|经费|补助|补贴|项目)转移支付)?(?:20\d\d|20xx)年度?\Z")
_ANY_TRANSFER = re.compile(
    r"(?:20\d\d年度?)?(?:中央)?(?:对地方)?(?:专项)?转移支付(?:区域|整体|预算)?(?:执行(?:情况)?)?"
)
_BRACKETED = r"\((?P<name>[^()\n]{3,40}(?:项目|资金|经费|补助))\)"
_SUBTITLE = re.compile(r"\s*" + _BRACKETED)
_WHOLE = re.compile(r"部门整体|部门决算|整体支出|通报|公示|评价结果|组成|重大政策和重点项目|重大政策及重点项目")

# Sentences that say what is evaluated.
_SPOKEN_OF = re.compile(
    r"对(?P<judged>[^，。,;对]{4,40}(?:资金|经费|项目|补助|工程))(?:进行|开展)(?:了)?(?:重点|财政|整体|事前|事后)?(?:绩效)?(?:自评|评价)"
    r"|开展(?:了)?(?P<own>[^，。,;《》]{4,40}(?:资金|经费|项目|补助|工程))绩效(?:自评|评价)工作"
    r"|承担(?:了)?(?P<carried>[^，。,;]{4,40}?(?:项目|工程))(?:的?(?:实施|建设|管理|推进))"
    r"|项目(?:共|为|有|是){0,2}[1一]个[，,:]?(?:即|为|是|:){0,2}(?:\([^()]{1,6}\))?(?P<one>[^，。,;:()]{4,30}?项目)"
    r"|(?<=[。\n])[该本](?P<that>[^，。,;的与和]{4,30}?(?:项目|工程))(?=于20|由|经)"
    r"|(?:主要|具体)[是为](?P<chiefly>[^，。,;]{4,30}?(?:项目|资金|经费|工程))(?:的)?绩效(?:自评|评价)"
    r"|(?P<scored>[“\"][^”\"\n]{4,30}[”\"](?:项目|工程))(?=支出|绩效|实际)"
)
_TRANSFER = re.compile(r"下达(?P<name>[^，。,;()]{3,30}?转移支付)(?:资金)?预算和绩效目标")
_MENTION = re.compile(
    r"(?:[“\"][^”\"\n]{2,12}[”\"][^，。,;；、:\n“”()《》\d的了和及与对将把由为于在是共]{0,30}?|[^，。,;；、:\n“”()《》\d的了和及与对将把由为于在是共]{5,36})(?:项目|专项资金|补助资金|专项经费|工程)(?![”\"]?等|[一-龥]{0,2}(?:情况|管理|实施|单位|绩效|资金|预算|概况|支出|的|进度))"
)


def titled_subject(clauses: Clauses, identity: Identity, money: Sequence[Money]) -> Span | None:
    """The fund or project that a line 项目名称：…, the title, or a sentence about the evaluation names."""
    text = clauses.text
    return (
        stated_name(text)
        or _purpose(clauses, money)
        or _first_line(text)
        or _in_title(text, identity.title_span)
        or _spoken_of(text)
    )


def _first_line(text: str) -> Span | None:
    """(灌溉设施项目) on a line of its own above everything else."""
    match = _SUBTITLE.match(text)
    return Span(*match.span("name")) if match and text[match.end() : match.end() + 1] in ("\n", "") else None


def _in_title(text: str, title: Span | None) -> Span | None:
    """The name in brackets in or below a title, else what the title says before 绩效, without the office."""
    if title is None:
        return None
    below = _SUBTITLE.match(text, title.end)
    match = _TITLE_SUBJECT.match(text, title.start, title.end)
    if below or match is None or _WHOLE.search(text, title.start, title.end):
        return Span(*below.span("name")) if below else None
    start, end = match.span("name")
    start += len(text[start:end]) - len(_after_office(text[start:end]))
    tail = _TITLE_TAIL.search(text[start:end])
    if tail and tail.start() >= 4:
        end = start + tail.start()
    words = clean_name(text[start:end])
    if len(words) >= 4 and not is_generic(words) and not _ANY_TRANSFER.fullmatch(words) and _FUNDED.search(words):
        return Span(start, end)
    within = re.compile(_BRACKETED).search(text, match.end(), title.end)
    return Span(*within.span("name")) if within else None


def _spoken_of(text: str) -> Span | None:
    for match in _SPOKEN_OF.finditer(text):
        place = Span(*match.span(match.lastgroup or "judged"))
        place = name_in(text, *place) or place
        words = clean_name(text[place.start : place.end])
        if len(words) >= 4 and not is_generic(words) and not _ANY_TRANSFER.fullmatch(words):
            return place
    return None


def mentioned_subject(clauses: Clauses, money: Sequence[Money]) -> Span | None:
    """The project that the text speaks of most, else the first fund with an amount, else what the budget stands behind."""
    text = clauses.text
    counts: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for match in _MENTION.finditer(text):
        place = None if clauses.depth(match.start()) else name_in(text, *match.span())
        name = clean_name(text[place.start : place.end]) if place else ""
        if place and len(name) >= 6 and not is_chapter(name):
            counts[name] += 1
            first.setdefault(name, place)
    often = max(counts, key=lambda name: (counts[name], -first[name].start), default=None)
    if often is not None and money and counts[often] > 1 and often.endswith(("项目", "工程")):
        return first[often]
    for entry in money:
        if not entry.wanted and (place := fund_name(clauses, entry)) is not None:
            return place
    if often is not None and money and counts[often] > 1:
        return first[often]
    transfer = _TRANSFER.search(text)
    if transfer and not _ANY_TRANSFER.fullmatch(transfer["name"]):
        return Span(*transfer.span("name"))
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
    if len(clean_name(words)) < 3 or is_generic(clean_name(words)):
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


def _after_office(words: str) -> str:
    """海口市某区水务局2022年衔接资金 → 2022年衔接资金: the office that reports is no part of the name."""
    about = re.match(r".{2,40}[局委会厅办心道府院校学所处队馆社部司]关于", words)
    if about:
        return words[about.end() :]
    match = re.match(
        r".{2,30}?(?:局|残联|妇联|工会|团委|委员会|厅|办公室|中心|街道办事处|人民政府(?:办公[室厅])?|大学|学院|小学|中学|医院|(?<!城)[乡镇](?!人民政府|村))(?:关于)?(?=(?:\d{4}年|转移支付|[^的]{2,12}\d{4}年|.{4,}(?:资金|项目|经费)))",
        words,
    ) or re.match(r".{2,30}?[馆站所队院校园处部会社司](?=20\d\d年)", words)
    return words[match.end() :] if match else words
