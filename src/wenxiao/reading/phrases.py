"""The noun in a phrase that ends in 资金, 经费 or 项目: what is said around a name, and phrases that name nothing."""

from __future__ import annotations

import re

from wenxiao.quantities.model import Span
from wenxiao.reading.regions import leading_region

# Words that any fund shares: whose money, what became of it, how much of it. A phrase of nothing else names nothing.
_COMMON = re.compile(
    r"(?:19|20)\d\d年(?:度|[初中末底])?|20xx年度?|第[一二三四五六七八九十\d]+[批笔期次]|首[批笔]|[尾余]款|进度款|预付款"
    r"|\d{1,2}月份?|年度|年[初中末底]|月[初底]|全年|[上下]半年|期间|[一二三四五六七八九十两]+[批笔期类级]"
    r"|[加减含]|须要?|调[入出]|中央级?|地方|上级|各级|本级|[我本全各该此某][省市县区州盟旗镇乡局单位校院街道厅处]*|上年|以前年度|往年|上述|以上|以下|其中|其他|其它|相关|有关|涉及|所有"
    r"|旗县|乡镇|市县|县区|盟市|自治区|[省市州盟县区旗镇乡][级直]?"
    r"|财政[部厅局]?|人民政府|政府性?|部门|单位|企业|公司|项目单位|预算单位|主管部门|个人|集体|村集体|社会|农户|农牧民"
    r"|已经?|[未正]|[共将均再]|提前|正式|发放|申请|申报|下达|下拨|拨付|拨入|划拨|安排|分配|分解|投入|投资|投放|到位|到账|收到|获得|争取|批复|核定"
    r"|支付|支出|执行|使用|完成|整改|调整|追加|追减|调增|调减|新增|增加|收回|追缴|归还原?|退还|核减|违规|问题|结转|结余|剩余|实际|计划|累计|分别|全部|及时|足额|管理|评价"
    r"|[亩户人]均|一般|整体|主要|重点|统筹|自筹|自有|配套|筹措|筹资|现金|债券|专户|转列|银行|贷款|外债|国债"
    r"|转移支付(?!项目)|基金|预算|决算|支出|总额|金额|合计|共计|总计|小计|合同|规模|指标|数额|数|大于|小于|高于|低于|超出|超过"
    r"|专项|补助|补贴|奖补|奖励|资金|经费|拨款|款项|费用|项目|工程|任务|建设项目|自评|绩效"
    r"|[\d的了前后时内和与及或、为是等至到由从用以按在对\s()“”*—-]"
)
_MENTIONED = re.compile(r"(?:[的])(?:资金|经费|项目|工程)\Z|\A[一二三四五六七八九十\d]+[家户名]")
# 经济分类科目: what kind of spending it is, not what it was for.
_CATEGORY = re.compile(
    r"\(?[“\"]?三公[”\"]?经费\)?|因公出国(?:\(境\))?(?:经费|费用?)?|公务接待费?|(?:机关|事业)运行经费|(?:公务用|公)车[购运置行及和维护]{2,10}(?:费用?|支出)"
)


def is_generic(phrase: str) -> bool:
    """Whether a phrase could be said of any fund (发放补助资金, 2022年初预算资金, 某县2021年度项目): it is no name."""
    if _MENTIONED.search(phrase):
        return True
    words = _CATEGORY.sub("", re.sub(r"\A20\d\d年度?(?![初中末底])", "", phrase))
    if not _COMMON.sub("", words):
        return True
    region = leading_region(words)
    if region is None or not (region[-1] in "省市县州盟旗镇乡" or "市" in region):  # 库区 is none
        return False
    return not _COMMON.sub("", words[len(region) :])


# Verbs that give or take money, and the words that begin a list: the name stands behind the last of them.
_VERB = re.compile(
    r"下达|下拨|拨付|拨入|划拨|转下|核拨|批复|获得|收到|争取|追加|追减|调增|调减|申请|发放|(?<!中央)(?<!地方)安排|转移支付的|(?:计划|共|累计|已|实际)(?:支出|投入|补助)"
    r"|核定(?=[我本全])|(?<!转移)支付|补助(?=20\d\d年|我)|(?:分|具体)为(?!主)|包括|包含|(?<=[现已])将(?!军)|将(?=20\d\d|中央|提前|上级|该|[省市县区]级)"
)
_HEAD = re.compile(
    r"(?:[了的给至到于,、:]|现|再|共|均|此次|本次|[该此]|\d+个[一-龥]{0,2}(?:街镇|乡镇|镇街|街道|乡|镇|村|县|市|区|单位|学校)|[向对]?[我本全][省市县区州盟旗局镇乡校院]+(?:级|区)?"
    r"|[一-龥]{2,7}[省市县区旗州盟局厅](?:级)?(?=20\d\d年)){1,4}"
)
_CITED = re.compile(
    r"(?:》(?:\([^)]*\))?|[〔\[(【]?20\d\d[〕\])】]\d+号\)?)(?:等)?(?:文件|通知)?(?:的?(?:规定|要求|精神))?[，,]?"
)
_NOUN_END = re.compile(r"项目|工程|资金|经费|补助|补贴|基金|任务")
_COUNTED = re.compile(r"(?:街镇|乡镇|镇街|街道|乡|镇|村|县|市|区|单位|学校)+(?=.{6})")


def name_in(text: str, start: int, end: int) -> Span | None:
    """The name in the words before an amount: behind the citation and the last verb that has a name behind it.

    财政局2020年1月下达某县补贴资金 → 补贴资金 behind the receiver; 保洁项目财政安排专项资金 → 保洁项目, as nothing behind
    the verb names anything. None where nothing does.
    """
    for cited in _CITED.finditer(text, start, end):
        if end - cited.end() >= 4:
            start = cited.end()
    bounds = [start, *(p for m in _VERB.finditer(text, start, end) for p in m.span()), end]
    segments = list(zip(bounds[::2], bounds[1::2], strict=True))
    for number, (low, high) in reversed(list(enumerate(segments))):
        last = number == len(segments) - 1
        if number and (head := _HEAD.match(text, low, high)):
            low = head.end()
        if not last:
            nouns = [m.end() for m in _NOUN_END.finditer(text, low, high)]
            high = nouns[-1] if nouns else low
        place = _without_tail(text, low, high)
        if place.end - place.start >= 4 and not is_generic(text[place.start : place.end]):
            return place
    return None


_TAIL_NOUN = re.compile(r"项目|(?:工程|经费|资金|补贴)(?!项目|工程)")
_OWN_MONEY = re.compile(r"(?:专项|补助|奖补|奖励|补贴)+(?:资金|经费)")


def _without_tail(text: str, start: int, end: int) -> Span:
    """保洁项目预算资金 → 保洁项目; 改造补贴中央及省级资金 → 改造补贴. 安居工程补助资金 stays: it is the fund for it."""
    for noun in _TAIL_NOUN.finditer(text, start, end):
        tail = text[noun.end() : end]
        if (
            noun.end() >= start + 6
            and tail
            and not re.search(r"[()“”\"]", tail)
            and not _OWN_MONEY.fullmatch(tail)
            and (noun[0] == "项目" or tail not in ("资金", "经费"))
            and is_generic(tail)
            and not is_generic(text[start : noun.end()])
        ):
            return Span(start, noun.end())
    return Span(start, end)
