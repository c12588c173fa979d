"""Official forms of which a web page or a PDF has left only the stream of their words.

Cells stand one a line or in running text, rows are not marked, and empty cells may be lost: there is no grid. What still
holds is the grammar of the form. A run of column headings (年初预算数 全年预算数 全年执行数 分值 执行率 得分) opens it, a row begins
with its label (年度资金总额, 其中：…, 其他资金), and the values behind a label stand in the order of the headings. Where
fewer values than headings stand, the alignment under which the stated rate comes out is taken; a field on which the
possible alignments differ stays unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wenxiao.quantities.model import Quantity, Span
from wenxiao.reading.alignment import Cell, align
from wenxiao.reading.figures import Figures, glued_half
from wenxiao.reading.form_model import Column, FormProject, Forms
from wenxiao.reading.labels import MEASURES, MONEY_ROLES, names_project
from wenxiao.reading.model import Fact, Part, Rate, Role
from wenxiao.reading.names import clean_name, is_project_name

_HEADS: tuple[tuple[str, str], ...] = (
    ("arrival_rate", r"预算到位(?=率|\s*\([^)]{0,9}%)率?|资金到位率|到位率"),
    ("rate", r"预算执行(?=率|\s*\([^)]{0,9}%)率?|资金执行率|执行率|支出率"),
    (Role.SPENT, r"全年(?:预算)?执行(?:数|资金|金额)|全年支出数?|实际(?:执行|支出)数|预算执行数|执行数|支出数|决算数"),
    (Role.ADJUSTED, r"全年预算数?|调整后预算数?|调整预算数?|预算调整数|扣除[^()\d|]{2,20}后(?:预算)?金额"),
    (Role.ARRIVED, r"全年到位(?:资金|数)|实际到位(?:资金|数)?|资金到位数|到位(?:资金|数)"),
    (Role.APPROVED, r"年初预算数?|年度预算数|预算数|预算金额"),
    ("money", r"统筹整合资金数?"),
    ("weight", r"分值|权重"),
    ("score", r"得分(?!率|计算)"),
    ("ordinal", r"行次"),
)  # fmt: skip
# Every alternative begins with a character of its own, so that the search skips all other text.
_HEAD = "(?:" + "|".join(pattern for _, pattern in _HEADS) + r")(?:\s?\([^()]{1,14}\))?+"
_GAP = r"[\s|:]{0,5}+"
_HEADER = re.compile(f"{_HEAD}{_GAP}{_HEAD}(?:{_GAP}{_HEAD}){{0,10}}+")
_KIND = re.compile("|".join(f"({pattern})" for _, pattern in _HEADS) + r"|\([^()]{0,14}\)")

# What stands behind the headings: labels of rows, figures, marks for nothing (— /), bars between cells.
_TOKEN = re.compile(
    r"(?P<stop>总体目标|一级指标|绩效指标|绩效目标|项目名称|资金管理情况|情况说明|总分|。)"
    r"|(?P<total>(?:年度|项目|本年度?|全年)?(?:资金|预算)?(?:总额|总金额|合计|总计)|项目金额)"
    r"|(?P<source>(?:其中:?)?(?:(?!总体目标|绩效|总额)[一-龥]){0,14}?(?:结转资金|资金|拨款|公益金|结转|自筹|收入|配套)"
    r"|(?:其中:?)?[一-龥]{1,8}财政(?![一-龥])|其中:[一-龥]{2,14}|(?:基本|项目)支出(?!绩效)|其[他它](?![一-龥]))"
    r"|(?P<glued>\d[\d,.]{4,40}+%)"
    r"|(?P<figure>(?>\d[\d,]*+(?:\.\d++)?(?:%|亿元|万元|千元|元|万|分(?!值))?))(?![.、]\D|[人个户次座月日天份套号批条、]|年(?!度))"
    r"|(?P<blank>[—-]{1,4}(?!\d)|/)|(?P<bar>\|)|(?P<space>[\s:]++)|(?P<note>\([^()]{0,60}\))|(?P<other>[^一-龥\w])|(?P<word>.)"
)
_REACH = 1500  # characters: no form is longer from its headings to the last source of its money
_ABOVE = 800  # characters: how far above the headings the name of the project may stand
_NAME = re.compile(
    r"(?:项目|资金)\)?名称(?:\s?\|[\s|]*+(?P<cell>[^|\n]{2,80})|[:\s]{0,3}+(?P<name>[^\s|:,，。、;的和][^\n|，。;]{1,60}?)"
    r"(?=[\n|]|(?:项目)?负责人|联系(?:人|电话)|(?:中央|地方)?主管部门|(?:项目)?(?:实施|承担|预算)单位|项目(?:属性|单位|类[型别]|代码|编码|期|资金[(情]|金额)"
    r"|资金(?:投入|情况|总额)|预算执行|年初预算|全年预算|评价|\Z))"
)
_TITLE = re.compile(r"绩效[^\n。|]{0,8}表")
_TITLED = re.compile(r"(?:\A|\n)(?P<name>[^\n|]{4,60}?)(?:支出)?绩效(?:自评|评价|评估)(?:情况)?表")
_OFFICE = re.compile(r"\A[^\d]{2,30}?(?:局|委|厅|办|会|处|院|中心|政府|街道|乡|镇)(?=20\d\d年)")
_KIND_OF_FORM = re.compile(
    r"(?:20\d\d年度?|部门|预算|整体|专项|转移支付|财政|支出|资金|项目|政策|[一-龥]{1,6}[省市县区旗]){1,9}"
)
_UNIT = re.compile(r"(?:单位:|\()(?P<unit>万元|亿元|千元|元)(?![^)|\n]{3})")


@dataclass(slots=True)
class _Row:
    """A label and what stands behind it."""

    words: str
    total: bool
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class _Body:
    """The rows below the headings of one form."""

    rows: list[_Row] = field(default_factory=list)
    end: int = 0  # of the last value
    glued: list[tuple[int, int]] = field(default_factory=list)  # values that have lost what stood between them
    closed: bool = False  # the next part of the form follows: no row is cut off


def read_streams(text: str, figures: Figures, forms: Forms) -> None:
    """Add what forms state that no grid has shown."""
    stated = _stated(forms)
    unread = {project.span.start: project for project in forms.projects if not project.facts}
    headers = [(match, kinds) for match in _HEADER.finditer(text) if (kinds := _kinds(match[0]))]
    ends = [*(match.start() for match, _ in headers[1:]), len(text)][: len(headers)]
    above = 0
    for (header, kinds), end in zip(headers, ends, strict=True):
        end = min(end, header.end() + _REACH)
        if not _any_between(stated, header.start(), end):
            name = _name_above(text, max(above, header.start() - _ABOVE), header.start())
            _Form(text, Span(header.start(), end), name, figures, forms, unread).read(kinds, header.end())
        above = header.end()
    stated = _stated(forms)
    for match in _NAME.finditer(text) if "名称" in text else ():
        name = _named(match)
        end = min(len(text), match.end() + _ABOVE)
        titled = match["cell"] is not None or _TITLE.search(text, max(0, match.start() - _ABOVE // 2), match.start())
        if name is not None and titled and not _any_between(stated, match.start(), end):
            _Form(text, Span(match.start(), end), name, figures, forms, unread).read([Role.APPROVED], name.end)
    forms.projects.sort(key=lambda project: project.span.start)


def _stated(forms: Forms) -> list[int]:
    return sorted(fact.quantity.start for project in forms.projects for fact in project.facts)


def _any_between(starts: Sequence[int], start: int, end: int) -> bool:
    return bisect_left(starts, start) < bisect_left(starts, end)


def _kinds(headings: str) -> list[str]:
    """What the columns of a form hold, or nothing where the headings are not those of a form: what was given and what
    was spent of it."""
    kinds = [_HEADS[match.lastindex - 1][0] for match in _KIND.finditer(headings) if match.lastindex]
    if kinds[:2] == [Role.APPROVED, Role.APPROVED]:
        del kinds[0]  # the heading above 年初预算 and its neighbours
    given = Role.ADJUSTED in kinds or Role.APPROVED in kinds
    return kinds if given and Role.SPENT in kinds and (len(kinds) > 2 or kinds[0] == Role.ADJUSTED) else []


def _named(match: re.Match[str]) -> Span | None:
    """The cell behind 项目名称, unless it is the next heading of a list."""
    group = "name" if match["cell"] is None else "cell"
    words = match[group].rstrip()
    if not names_project(words):
        return None
    return Span(match.start(group), match.start(group) + len(words))


def _name_above(text: str, start: int, end: int) -> Span | None:
    """The name of a form: beside 项目名称, else in its title."""
    names = [name for match in _NAME.finditer(text, start, end) if (name := _named(match)) is not None]
    if names:
        return names[-1]
    for match in _TITLED.finditer(text, start, end):
        office = _OFFICE.match(match["name"])
        span = Span(match.start("name") + (office.end() if office else 0), match.end("name"))
        words = text[span.start : span.end]
        if is_project_name(clean_name(words)) and not _KIND_OF_FORM.fullmatch(words):
            return span
    return None


class _Form:
    """One form: the columns that its headings ask for, and the rows behind them."""

    def __init__(
        self,
        text: str,
        span: Span,
        name: Span | None,
        figures: Figures,
        forms: Forms,
        unread: Mapping[int, FormProject],
    ) -> None:
        self.text, self.span, self.name, self.figures, self.forms, self.unread = (
            text,
            span,
            name,
            figures,
            forms,
            unread,
        )
        self.unit = _unit(text, max(0, span.start - 120), span.end)
        self.total: dict[str, Quantity] = {}
        self.parts: dict[str, list[Quantity]] = {}
        self.blanks = 0

    def read(self, kinds: Sequence[str], start: int) -> None:
        body = _body(self.text, start, self.span.end)
        rows = [(row, align(kinds, row.cells)) for row in body.rows]
        for start, end in body.glued:
            self.figures.part(self.text, start, end)
        main = next(((row, found) for row, found in rows if row.total and found), None)
        if main is None:
            return
        self.total = self._amounts(main[1])
        if not self.total:
            return
        self.forms.spans.append(Span(self.span.start, body.end))
        project = self._project()
        for kind, quantity in self.total.items():
            project.facts.append(Fact(Role(kind), quantity, cue=quantity.span))
        project.rates.extend(self._rates(main[1]))
        self._add_sources(project, [row for row in rows if not row[0].total], main[1])
        self.blanks += not body.closed
        for kind, parts in self.parts.items():
            if kind in self.total:
                self.forms.columns.append(Column(self.total[kind], parts, self.blanks, True))

    def _project(self) -> FormProject:
        """The project that a grid has named, or a new one. Without a name the amounts are only checked."""
        if self.name is None:
            return FormProject("", self.span)
        named = self.unread.get(self.name.start)
        if named is not None:
            return named
        project = FormProject("".join(self.text[self.name.start : self.name.end].split()), self.name)
        self.forms.projects.append(project)
        return project

    def _amounts(self, found: Mapping[str, Cell]) -> dict[str, Quantity]:
        made = {
            kind: self.figures.money(cell.start, cell.words, self.unit)
            for kind, cell in found.items()
            if kind in MONEY_ROLES
        }
        return {kind: quantity for kind, quantity in made.items() if quantity is not None}

    def _rates(self, found: Mapping[str, Cell]) -> Iterator[Rate]:
        base = self.total.get(Role.ADJUSTED) or self.total.get(Role.APPROVED)
        for kind, role in (("rate", Role.SPENT), ("arrival_rate", Role.ARRIVED)):
            rate = self.figures.percent(found[kind].start) if kind in found else None
            if rate is not None:
                yield Rate(MEASURES[kind], rate, rate.span)
                if base is not None and role in self.total:
                    self.forms.ratios.append((self.total[role], base, rate))

    def _add_sources(
        self, project: FormProject, rows: Sequence[tuple[_Row, Mapping[str, Cell]]], total: Mapping[str, Cell]
    ) -> None:
        filled = [kind for kind in total if kind in MONEY_ROLES]
        for row, found in rows:
            figures = [cell for cell in row.cells if cell.words and not cell.is_percent]
            if len(figures) == len(filled) and not all(kind in found for kind in filled):
                found = dict(zip(filled, figures, strict=True))  # the columns that the total fills
            amounts = self._amounts(found)
            self.blanks += len(amounts) < len(filled)
            for kind, quantity in amounts.items():
                self.parts.setdefault(kind, []).append(quantity)
            base = amounts.get(Role.ADJUSTED) or amounts.get(Role.APPROVED)
            if base is not None:
                project.funding.append(Part(row.words.removeprefix("其中").strip(":- "), base))


def _cells(start: int, words: str) -> Iterator[Cell]:
    """One value, or three that have lost what stood between them: 200200100% is 200 of 200, 100%. Nothing else that is
    too long for a percentage can be told apart, and stays one cell that fits no column."""
    half = glued_half(words)
    if not half:
        yield Cell(start, words)
        return
    for at in (0, half, 2 * half):
        yield Cell(start + at, words[at : at + half] if at < 2 * half else words[at:])


def _unit(text: str, start: int, end: int) -> str | None:
    """The unit printed near the headings, where only one is."""
    units = {match["unit"] for match in _UNIT.finditer(text, start, end)}
    return units.pop() if len(units) == 1 else None


def _body(text: str, start: int, end: int) -> _Body:
    """Rows from the headings to the next part of the form. Values that follow the headings at once are the total's."""
    body = _Body(end=start)
    row: _Row | None = _Row("", True)
    before = "space"
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup or ""
        if kind == "stop":
            body.closed = True
            break
        if kind == "total" or (kind == "source" and before != "word"):
            row = _Row(match[0], kind == "total")
            body.rows.append(row)
        elif kind == "word" or kind == "source":
            row = None  # a remark
        elif row is not None and kind in ("figure", "blank", "glued"):
            if not body.rows:
                body.rows.append(row)
            row.cells.extend(_cells(match.start(), match[0] if kind != "blank" else ""))
            if kind == "glued" and glued_half(match[0]):
                body.glued.append(match.span())
            body.end = match.end()
        elif row is not None and kind == "bar" and before == "bar":
            row.cells.append(Cell(match.start(), ""))
        if kind != "space":
            before = kind
    return body
