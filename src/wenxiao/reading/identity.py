"""Who wrote what about which year: document type, title, organisation, region, fiscal year, score, grade."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from wenxiao.documents.model import Document
from wenxiao.quantities.model import Span
from wenxiao.reading.model import Identity, Section
from wenxiao.reading.references import legal_references
from wenxiao.reading.regions import frequent_region, leading_region
from wenxiao.reading.types import document_type

_HEAD = 3000  # a title stands within the first characters, or is none
_FURNITURE = re.compile(
    r"[>|]|^附[件表录]|发布(?:时间|日期|机构)|日期:|时间:|来源:|字体|字号|文字大小|索引号|主题分类|文号:|关键词|浏览|点击|阅读|"
    r"您当前|当前位置|首页|登录|登陆|下载|打印|分享|版权|全文预览|网站|专栏|作者:|编号:|公开方式|登记号|单位:|预览|\.xlsx?$|\.docx?$|\.pdf$"
)
_DECORATION = re.compile(r"^(?:\[bookmark:[^\]\n]{0,40}\]|附件\d*(?:-\d+)?[:、.]?|[•●■◆·#*\t ]{1,3}(?=\D)|第[一二三四五六七八九十]{1,2}部分)+")
_PAGE_SUFFIX = re.compile(r"_?第\d{1,3}页$|\|+$")
_KINDS = r"报告|说明|自评表|申报表|目标表|情况表|监控表|评价表|评分表|报表|摘要|通报|公告|公示|通知"
_TITLE_END = re.compile(rf"(?:{_KINDS}|自评|评价|复核)(?:\([^()\n]{{1,30}}\)){{0,3}}$")
_TITLE_WORD = re.compile(r"绩效|績效|自评|重大政策|重点项目|评价|转移支付|专项资金")
_CONTINUES = re.compile(r"(?:关于|项目|绩效|部门|结果|自评|评价|财政|支出|执行|情况|的|资金|目标|整体|服务|预算)")
_FORM_TITLE = re.compile(r"(?:^|\n|\|)(?P<title>[^|\n。;,，]{0,50}(?:自评表|申报表|目标表|完成情况表|监控表)(?:\([^()|\n]{1,12}\))?)(?=[|\n]|$)")

_OFFICE = (
    r"(?:人民政府|办事处|管委会|管理委员会|委员会|局|厅|办公室|中心|街道|镇|乡|学校|小学|中学|大学|学院|幼儿园|医院|卫生院|法院|检察院|"
    r"大队|支队|总队|站|所|馆|公司|集团|协会|部|处|委|会|院|办|社|队|园|分局)"
)
_TITLE_OFFICE = re.compile(
    rf"(?P<office>[^\d()《》,，。:;、“”\n]{{2,40}}?{_OFFICE})(?=关于|[12]\d{{3}}|项目|部门|整体|重大|支出|绩效|专项|财政|“)"
)
_LABEL = re.compile(
    r"(?P<label>项目实施单位|项目承担单位|项目单位|实施单位|资金使用单位|承担单位|预算单位|填报单位|单位名称|部门)"
    r"(?:\([^()\n]{1,8}\))?[ \t]*[:|\n]{1,4}[ \t]*(?P<name>[^|\n:]{3,40})"
)
_SOURCE = re.compile(r"(?:信息来源|来源|发布机构|发布单位)[ \t]*[:|\n]{1,4}[ \t]*(?P<name>[^|\n:\d ]{3,30}?)(?=[|\n\d ]|时间|文字|字体|阅读|浏览|作者|$)")
_SUPERVISOR = re.compile(r"(?:项目主管部门|主管部门|主管单位)(?:\([^()\n]{1,8}\))?[ \t]*[:|\n]{1,4}[ \t]*(?P<name>[^|\n:]{3,40})")
_IS_OFFICE = re.compile(rf"{_OFFICE}(?:\([^()]{{1,12}}\)|本级|机关)?$")
_CODE = re.compile(r"^\[?\d{2,}\]?[-—]?")

_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<to>[-—~至]|年)")
_FISCAL = re.compile(r"(?P<year>20\d\d)(?:年度|年[^。，,;\n]{0,6}(?:预算|支出|资金|项目|经费|财政)|年初|年全年)")
_ANY_YEAR = re.compile(r"(?<![\d〔\[])(?P<year>20\d\d)年(?!\d{1,2}月)")

_SCORE = re.compile(
    r"(?P<cue>综合评价|自我评价|绩效评价|评价|自评|综合|总体|最终|项目)(?:综合)?(?:总)?(?:评分|得分|分值|分数|总分|评价分|分)(?:数)?"
    r"(?:结果)?(?:[为是:]|达到|达|共计|合计)?(?P<value>\d{1,3}(?:\.\d{1,2})?)(?=分|[，,。;)\n|]|$)"
)
_TOTAL_SCORE = re.compile(r"(?:^|[\n|])\s?(?:总分|合计|总得分)[|\n\t ]+100(?:\.0+)?[|\n\t ]+(?P<value>\d{1,3}(?:\.\d{1,2})?)(?=[|\n\t ]|$)")
_GRADE = re.compile(
    r"(?:等级|等次|档次|评价结果|评价结论|评定|综合评价|评级)(?:评定|确定)?(?:结果)?(?:[为是:]|达到|属于)?[“\"‘]?"
    r"(?P<grade>优秀|良好|较差|合格|优|良|中|差)(?![好秀质等间心央期型异化先小级])[”\"’]?"
)


def identify(text: str, sections: Sequence[Section], document: Document) -> Identity:
    """Identity of a document from its reading text; a field is None where the text does not say it.

    ``title``, ``organisation`` and ``region`` are in the characters of the reading text.
    """
    title, place = _title(text, sections)
    organisation = _organisation(text, title)
    score, score_place = _unique(_SCORE.finditer(text), "value", sections)
    if score is None:
        score, score_place = _unique(_TOTAL_SCORE.finditer(text), "value", ())
    if score is not None and Decimal(score) > 100:
        score, score_place = None, None
    grade, grade_place = _unique(_GRADE.finditer(text), "grade", ())
    return Identity(
        type=document_type(title, text, sections, tables=bool(document.tables)),
        title=title,
        organisation=organisation,
        region=_region(text, title, organisation),
        fiscal_year=_fiscal_year(text, title, place),
        self_score=Decimal(score) if score is not None else None,
        grade=grade,
        legal_references=legal_references(text),
        title_span=place,
        self_score_span=score_place,
        grade_span=grade_place,
    )


def _title(text: str, sections: Sequence[Section]) -> tuple[str | None, Span | None]:
    """The first line that reads like a title, with the line above it when it was broken in two; else a form's heading."""
    limit = min(sections[0].start if sections else len(text), _HEAD)
    above: tuple[str, int, int] | None = None
    start = 0
    while start < limit:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line, left, right = _bare(text, start, end)
        if line and not _FURNITURE.search(line) and len(line) <= 100 and "。" not in line and not line.endswith(":"):
            if _TITLE_END.search(line) and _TITLE_WORD.search((above[0] if above else "") + line):
                return _with_line_above(line, left, right, above)
            above = (line, left, right) if len(line) >= 4 else None
        elif line:
            above = None
        start = end + 1
    form = _FORM_TITLE.search(text)
    if form:
        return form["title"].strip(), Span(*form.span("title"))
    return None, None


def _bare(text: str, start: int, end: int) -> tuple[str, int, int]:
    """A line without list bullets, editing residues, page suffixes and empty cells; with its place."""
    line = text[start:end]
    lead = _DECORATION.match(line)
    if lead:
        start += lead.end()
    tail = _PAGE_SUFFIX.search(line)
    if tail:
        end -= len(line) - tail.start()
    return text[start:end].strip(), start, max(start, end)


def _with_line_above(line: str, start: int, end: int, above: tuple[str, int, int] | None) -> tuple[str, Span]:
    if above and _CONTINUES.match(line) and above[0] != line and not _TITLE_END.search(above[0]) and len(above[0]) <= 45:
        return above[0] + line, Span(above[1], end)
    return line, Span(start, end)


def _organisation(text: str, title: str | None) -> str | None:
    """Who speaks: the unit in the title, in the form, in the signature, or named by the site as its source."""
    if title:
        match = _TITLE_OFFICE.match(re.sub(r"^20\d\d年度?", "", title))
        if match and match["office"] not in ("项目", "部门"):
            return match["office"]
    for label in _LABEL.finditer(text):
        name = _CODE.sub("", label["name"].strip())
        if _IS_OFFICE.search(name) and name != label["label"] and len(name) > 3:
            return name
    signed = _signature(text)
    if signed:
        return signed
    for pattern in (_SOURCE, _SUPERVISOR):
        for found in pattern.finditer(text):
            name = _CODE.sub("", found["name"].strip())
            if _IS_OFFICE.search(name) and len(name) > 3:
                return name
    return None


def _signature(text: str) -> str | None:
    """Office on a line of its own among the last three lines, or before an annex."""
    tail = text[-4000:]
    lines = [line.strip() for line in tail.split("\n") if line.strip()]
    for i, line in enumerate(lines):
        if len(line) <= 40 and _IS_OFFICE.search(line) and leading_region(line) and not re.search(r"[,，。;:|\d]", line):
            dated = i + 1 < len(lines) and re.fullmatch(r"20\d\d年\d{1,2}月\d{1,2}日", lines[i + 1])
            if dated or i >= len(lines) - 1:
                return line
    return None


def _region(text: str, title: str | None, organisation: str | None) -> str | None:
    for name in (organisation, re.sub(r"^20\d\d年度?", "", title) if title else None):
        place = leading_region(name) if name else None
        if place:
            return place
    return frequent_region(text)


def _fiscal_year(text: str, title: str | None, place: Span | None) -> int | None:
    """Year of the title or of the line under it, else the year most often tied to budgets, else None."""
    if title:
        years = [match["year"] for match in _YEAR.finditer(title)]
        if years:
            return int(years[0])
        if place:
            below = re.match(r"[|\n\t ]{0,20}\(?(20\d\d)年度", text[place.end : place.end + 60])
            if below:
                return int(below[1])
    for pattern in (_FISCAL, _ANY_YEAR):
        counts = Counter(match["year"] for match in pattern.finditer(text)).most_common(2)
        if counts and (len(counts) == 1 or counts[0][1] > counts[1][1]):
            return int(counts[0][0])
    return None


def _unique(matches: Iterable[re.Match[str]], group: str, sections: Sequence[Section]) -> tuple[str | None, Span | None]:
    """The one value that the matches agree on. Where they differ, entries of numbered lists do not count."""
    found = [(match[group], Span(*match.span(group))) for match in matches]
    if len({value for value, _ in found}) > 1:
        items = [section for section in sections if section.item]
        found = [(value, place) for value, place in found if not any(s.start <= place.start < s.end for s in items)]
    if len({value for value, _ in found}) != 1:
        return None, None
    return found[0]
