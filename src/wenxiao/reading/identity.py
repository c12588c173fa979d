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
    r"[>|:]|^附[件表录]|字体|字号|文字大小|您当前|当前位置|首页|登录|登陆|下载|打印|分享|版权|全文预览|内容预览|"
    r"浏览次数|点击数|阅读次数|网站|专栏|\.(?:xlsx?|docx?|pdf)$"
)
_DECORATION = re.compile(
    r"^(?:\[bookmark:[^\]\n]{0,40}\]|附件\d*(?:-\d+)?[:、.]?|[•●■◆·#\t ]{1,3}(?=\D)"
    r"|第[一二三四五六七八九十]{1,2}部分){1,9}"
)
_TRAILER = re.compile(r"_?第\d{1,3}页$|\|+$|(?:信息)?来源:.*|(?:发布)?(?:时间|日期):.*")
_TITLE_END = re.compile(
    r"(?:报告|说明|自评表|申报表|目标表|情况表|监控表|评价表|评分表|报表|摘要|通报|公告|公示|通知|自评|评价|复核)"
    r"(?:\([^()\n]{1,30}\)){0,3}$"
)
_TITLE_WORD = re.compile(r"绩效|自评|重大政策|重点项目|评价|转移支付|资金|预算")
_CONTINUES = re.compile(r"关于|项目|绩效|部门|结果|自评|评价|财政|支出|执行|情况|的|资金|目标|整体|服务|预算")
_FORM_TITLE = re.compile(
    r"(?:^|\n|\|)(?:\d[.、](?=\D|20\d\d年))?"
    r"(?P<title>[^|\n。;,，:]{0,50}(?:自评表|申报表|目标表|完成情况表|监控表)(?:\([^()|\n]{1,12}\))?)"
    r"(?=[|\n \t]|$|项目名称)"
)

_OFFICE = (
    r"(?:人民政府|办事处|管委会|管理委员会|委员会|局|厅|办公室|中心|街道|镇|乡|学校|小学|中学|大学|学院|幼儿园|医院|卫生院"
    r"|法院|检察院|大队|支队|总队|站|所|馆|公司|集团|协会|部|处|委|会|院|办|社|队|园)"
)
_TITLE_OFFICE = re.compile(
    rf"(?P<office>[^\d()《》,，。:;、“”\n]{{2,40}}?{_OFFICE})"
    r"(?=关于|[12]\d{3}|项目|部门|整体|重大|支出|绩效|专项|财政|“)"
)
_VALUE = r"(?:\([^()\n]{1,8}\))?(?=[ \t]{0,4}[:|\n]{1,4}[ \t]{0,4}(?P<name>[^|\n\t:]{3,40}))"
# Here and below, what must not stand before a word is asked after it: patterns that begin with a literal are scanned for.
_UNIT = re.compile(
    r"(?:项目单位|实施单位|资金使用单位|承担单位|预算单位|填报单位|单位名称|部门(?<![\u4e00-\u9fff]部门))"
    rf"{_VALUE}"
)
_SUPERVISOR = re.compile(rf"主管(?:部门|单位)(?<!(?:中央|省级)主管..){_VALUE}")
_SOURCE = re.compile(
    r"(?:来源|发布机构|发布单位)[ \t]{0,4}[:|\n]{1,4}[ \t]{0,4}"
    r"(?P<name>[^|\n:\d ]{3,30}?)(?=[|\n\d ]|时间|文字|字体|阅读|浏览|作者|$)"
)
_IS_OFFICE = re.compile(rf"{_OFFICE}(?:\([^()]{{1,12}}\)|本级|机关)?$")
_CODE = re.compile(r"^\[?\d{2,}\]?[-—]?")
_NO_NAME = re.compile(r"[,，。;:|\d]")
_DATE_LINE = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日")

_TITLED = re.compile(r"《[^《》]*》")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)(?=[-—~至年])|(?P<bare>20\d\d)(?=项目)")
_YEAR_BELOW = re.compile(r"[|\n\t ]{0,20}\(?(?P<year>20\d\d)年度")
_FISCAL = re.compile(
    r"(?<![\d〔\[])(?P<year>20\d\d)年(?!\d{1,2}月)(?P<budget>度|初|全年|部门|财政|区级|县级|市级|预算|共?安排)?"
)

_SCORE = re.compile(
    r"(?:综合|自我|绩效|自评|总体|最终|项目|评价)(?:评价)?(?:综合|的)?总?(?:评分|得分|分值|分数|总分|评价分|分)"
    r"(?:结果)?(?:[为是:]|达到|达|共计|合计)?(?P<value>\d{1,3}(?:\.\d{1,2})?)(?=分|[，,。;)\n|]|$)"
)
_TOTAL_SCORE = re.compile(
    r"(?:总分(?<![^\n| ]总分)|总得分(?<![^\n| ]总得分)|合计(?<![^\n| ]合计))[|\n\t ]{1,6}100(?:\.0+)?[|\n\t ]{1,6}"
    r"(?P<value>\d{1,3}(?:\.\d{1,2})?)(?=[|\n\t ]|$)"
)
_GRADE = re.compile(
    r"(?:等级|等次|档次|评价结果|评价结论|评定|综合评价|评级)(?:评定|确定|结果)?(?:[为是:]|达到|属于)?[“\"‘]?"
    r"(?P<grade>优秀|良好|较差|合格|优|良|中|差)(?![好秀质等间心央期型异化先小级])"
)


def identify(text: str, sections: Sequence[Section], document: Document) -> Identity:
    """Identity of a document from its reading text; a field is None where the text does not say it.

    ``title``, ``organisation`` and ``region`` are in the characters of the reading text.
    """
    title, place = _title(text, sections)
    organisation = _organisation(text, title)
    score, score_place = _unique(_SCORE.finditer(text), "value", sections)
    if score is None and "100" in text:
        score, score_place = _unique(_TOTAL_SCORE.finditer(text), "value", ())
    if score is not None and Decimal(score) > 100:
        score, score_place = None, None
    grade, _ = _unique(_GRADE.finditer(text), "grade", ())
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
    )


def _title(text: str, sections: Sequence[Section]) -> tuple[str | None, Span | None]:
    """The first line that reads like a title, with the line above it when it was broken in two; else a form's."""
    limit = min(sections[0].start if sections else len(text), _HEAD)
    above: tuple[str, int, int] | None = None
    start = 0
    while start < limit:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line, left, right = _bare(text, start, end)
        if line and not _FURNITURE.search(line) and len(line) <= 100 and "。" not in line:
            if _TITLE_END.search(line) and _TITLE_WORD.search((above[0] if above else "") + line):
                return _with_line_above(line, left, right, above)
            above = (line, left, right) if len(line) >= 4 else None
        elif line:
            above = None
        start = end + 1
    for section in sections[:1]:  # 第五部分 …报告: the part of a larger document
        if section.style == "第一章" and _TITLE_END.search(section.title):
            return section.title, Span(section.heading.end - len(section.title), section.heading.end)
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
    tail = _TRAILER.search(line)
    if tail:
        end -= len(line) - tail.start()
    return text[start:end].strip(), start, max(start, end)


def _with_line_above(line: str, start: int, end: int, above: tuple[str, int, int] | None) -> tuple[str, Span]:
    if above is not None and _CONTINUES.match(line):
        first, first_start, _ = above
        if first != line and len(first) <= 45 and not _TITLE_END.search(first):
            return first + line, Span(first_start, end)
    return line, Span(start, end)


def _organisation(text: str, title: str | None) -> str | None:
    """Who speaks: the unit in the title, in the form, in the signature, or named by the site as its source."""
    if title:
        match = _TITLE_OFFICE.match(_without_year(title))
        if match:
            return match["office"]
    return _labelled(text, _UNIT) or _signature(text) or _labelled(text, _SOURCE) or _labelled(text, _SUPERVISOR)


def _labelled(text: str, label: re.Pattern[str]) -> str | None:
    """First office that stands after a label (实施单位: …)."""
    for found in label.finditer(text):
        name = _CODE.sub("", found["name"].strip())
        if len(name) > 3 and _IS_OFFICE.search(name) and not name.endswith(("主管部门", "实施单位")):
            return name
    return None


def _without_year(title: str) -> str:
    return re.sub(r"^20\d\d年度?", "", title)


def _signature(text: str) -> str | None:
    """Office on a line of its own among the last three lines, or before an annex."""
    tail = text[-4000:]
    lines = [line.strip() for line in tail.split("\n") if line.strip()]
    for i, line in enumerate(lines):
        if len(line) <= 40 and _IS_OFFICE.search(line) and leading_region(line) and not _NO_NAME.search(line):
            dated = i + 1 < len(lines) and _DATE_LINE.fullmatch(lines[i + 1])
            if dated or i >= len(lines) - 1:
                return line
    return None


def _region(text: str, title: str | None, organisation: str | None) -> str | None:
    for name in (organisation, _without_year(title) if title else None):
        place = leading_region(name) if name else None
        if place and place[-1] in "镇乡道":  # a town: which county it is in, the text may say
            return place if len(place) > 6 else (frequent_region(text) or "") + place
        if place:
            return place
    return frequent_region(text)


def _fiscal_year(text: str, title: str | None, place: Span | None) -> int | None:
    """Year of the title or of the line under it, else the year most often named (with budgets above all), else None."""
    if title and place:
        found = _YEAR.search(title) or _YEAR_BELOW.match(text, place.end, place.end + 60)
        if found:
            return int(found["year"] or found["bare"])
    counts: Counter[str] = Counter()
    for body, weight in ((_TITLED.sub("", text), 2), (" ".join(_TITLED.findall(text)), 1)):
        for match in _FISCAL.finditer(body):
            counts[match["year"]] += weight if match["budget"] else 1
    ranked = counts.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return int(ranked[0][0])
    return None


def _unique(
    matches: Iterable[re.Match[str]], group: str, sections: Sequence[Section]
) -> tuple[str | None, Span | None]:
    """The one value that the matches agree on. Where they differ, entries of numbered lists do not count."""
    found = [(match[group], Span(*match.span(group))) for match in matches]
    if len({value for value, _ in found}) > 1:
        items = [section for section in sections if section.item]
        found = [(value, place) for value, place in found if not any(s.start <= place.start < s.end for s in items)]
    if len({value for value, _ in found}) != 1:
        return None, None
    return found[0]
