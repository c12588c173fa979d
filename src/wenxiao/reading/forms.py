"""Official forms and project lists read by their labels, never by cell addresses.

Labels stand left of a value (项目名称 | 临时救助) or above it (全年预算数 over 808.1). Where a flattened table lost a merged
cell, rows are shifted against their header; the shift under which numbers stand below number headings is taken.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from wenxiao.quantities.model import Interval, Quantity, Span
from wenxiao.quantities.numerals import arabic
from wenxiao.reading.model import Fact, Indicator, Part, Rate, Role
from wenxiao.reading.tables import Grid, GridCell

# What a heading or label asks for. The first that matches decides.
_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("name", r"(?:转移支付)?\(?(?:预算|专项)?(?:项目|资金|专项资金)\)?名称[:]?\Z|预算项目\Z|项目\Z|资金名称"),
        ("rate", r".{0,8}(?:执行率|支出率|到位率|完成率|支付率)"),
        ("level1", r"一级指标"),
        ("level2", r"二级指标"),
        ("level3", r"三级指标|绩效指标\Z|指标名称"),
        ("weight", r"(?:指标)?(?:分值|权重|标准分|满分)"),
        ("score", r"(?:自评|指标|实际)?得分|评分\Z"),
        ("nature", r"指标性质|性质\Z"),
        ("unit", r"(?:度量|计量)单位|单位\Z"),
        ("actual", r".{0,6}(?:完成值|实际值|完成情况值)|(?:全年)?实际(?:完成|达到)?(?!支出|到位|执行)|完成指标值"),
        ("target", r".{0,6}(?:指标值|目标值|预期值)|预期指标|年度指标\Z"),
        ("reason", r".*(?:原因|改进措施|偏差)"),
        (Role.ADJUSTED, r"全年预算|调整后.{0,4}预算|调整(?:后)?预算|预算调整数"),
        (Role.SPENT, r".{0,8}(?:执行数|支出|决算|支付|使用)(?!内容|率|明细|项目|科目)"),
        (Role.ARRIVED, r".{0,6}到位(?!率|及时)"),
        (Role.ALLOCATED, r".{0,4}下达(?:数|资金|金额|预算)"),
        (Role.CARRIED_OVER, r"结余|结转"),
        (Role.PLANNED, r"总投资|概算"),
        (Role.APPROVED, r"年初预算|预算(?:数|金额|安排|总额|资金)?(?!执行|单位|科目|绩效|项目)|年度(?:预算|金额|资金)|批复|计划(?:安排|投入)|资金(?:总额|金额|量|规模)|涉及资金|金额|安排资金"),
    )
)  # fmt: skip
_MONEY_ROLES = frozenset(role for role in Role)
_NUMERIC = frozenset({"rate", "weight", "score"}) | _MONEY_ROLES
_NUMBER = re.compile(r"[¥￥]?(?P<n>\d[\d,]*(?:\.\d+)?)(?P<unit>万元|亿元|元|分|%)?\Z")
_TOTAL = re.compile(r"(?:年度|项目|本年|全年)?(?:资金|预算)?(?:总额|合计|总计|小计|总金额)|合\s*计|总\s*计|年度资金")
_SOURCE = re.compile(r"其中|财政|拨款|资金|结转|自筹|其[他它]|中央|省|市|县|区|单位|专户|配套|补助")
_OPERATOR = re.compile(r"(?P<op>>=|<=|≥|≤|>|<|=|不少于|不低于|大于等于|大于|不超过|不高于|小于等于|小于)")
_OPERATORS = {
    ">=": "≥",
    "<=": "≤",
    "不少于": "≥",
    "不低于": "≥",
    "大于等于": "≥",
    "大于": ">",
    "不超过": "≤",
    "不高于": "≤",
    "小于等于": "≤",
    "小于": "<",
}
_FACTORS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10000), "亿元": Decimal(10) ** 8}


@dataclass(slots=True)
class FormProject:
    """A project as a form or a list states it."""

    name: str
    span: Span
    facts: list[Fact] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    funding: list[Part] = field(default_factory=list)
    listed: bool = False  # a row of a project list, not a form of its own


@dataclass(slots=True)
class Column:
    """Column of amounts that has a total row: the total and the amounts above or below it."""

    total: Quantity
    parts: list[Quantity]
    blanks: int = 0  # part rows without a number
    sources: bool = False  # 其中 rows of one form, not rows of a list


@dataclass(slots=True)
class Forms:
    """Everything that the tables of a document state."""

    projects: list[FormProject] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)  # bare numbers that their heading makes quantities
    columns: list[Column] = field(default_factory=list)
    ratios: list[tuple[Quantity, Quantity, Quantity]] = field(default_factory=list)  # spent, base, rate of one row
    weights: list[tuple[Quantity, list[Quantity], list[Span]]] = field(
        default_factory=list
    )  # points of a level, its indicators' and their names
    spans: list[Span] = field(default_factory=list)


def read_forms(text: str, grids: Sequence[Grid], quantities: Sequence[Quantity]) -> Forms:
    """Projects, indicators and column sums of all tables."""
    forms = Forms()
    known = {q.start: q for q in quantities}
    for grid in grids:
        forms.spans.append(grid.span)
        _GridReader(text, grid, known, forms).read()
    return forms


def label(words: str) -> str | None:
    """What a heading asks for, or None."""
    words = words.lstrip("★☆*·0123456789.、 ")
    if not words or len(words) > 24:
        return None
    for kind, pattern in _LABELS:
        if pattern.match(words):
            return kind
    return None


class _GridReader:
    """One pass over the rows of a table, remembering the heading that stands above."""

    def __init__(self, text: str, grid: Grid, known: dict[int, Quantity], forms: Forms) -> None:
        self.text, self.grid, self.known, self.forms = text, grid, known, forms
        self.heading: list[str | None] = []
        self.units: list[str | None] = []
        self.table_unit = _stated_unit(text, grid)
        self.project: FormProject | None = None
        self.total: dict[str, Quantity] = {}
        self.sources: dict[str, list[Quantity]] = {}
        self.blanks: dict[str, int] = {}
        self.rows: dict[str, list[Quantity]] = {}
        self.level1 = ""
        self.level2 = ""
        self.points: tuple[Quantity, list[Quantity], list[Span]] | None = None

    def read(self) -> None:
        for row in self.grid.rows:
            cells = [cell for cell in row if cell.text]
            if not cells:
                continue
            if self._take_heading(row):
                continue
            if self._take_name(cells):
                continue
            if self.heading and self._take_row(row):
                continue
            self._take_pairs(cells)
        self._close()
        self._close_points()

    # -- headings -------------------------------------------------------------------------------------------------

    def _take_heading(self, row: Sequence[GridCell]) -> bool:
        kinds = [label(cell.text) for cell in row]
        named = [kind for kind in kinds if kind is not None]
        if len(set(named)) < 2 or any(_NUMBER.match(cell.text) for cell in row):
            return False
        if (
            "name" in named
            and len(set(named)) == 2
            and len([c for c in row if c.text]) > 3
            and not any(k in _MONEY_ROLES for k in named)
        ):
            return False
        self._close()
        self.heading = kinds
        self.units = [_unit_of(cell.text) for cell in row]
        for cell in row:
            unit = _unit_of(cell.text)
            if unit and self.table_unit is None:
                self.table_unit = unit
        return True

    def _close(self) -> None:
        """End of a block of rows: what its total row and its other rows state."""
        for kind, total in self.total.items():
            parts = self.sources.get(kind) or self.rows.get(kind, [])
            if parts:
                self.forms.columns.append(Column(total, parts, self.blanks.get(kind, 0), bool(self.sources.get(kind))))
        self.total, self.sources, self.rows, self.blanks = {}, {}, {}, {}

    # -- rows -----------------------------------------------------------------------------------------------------

    def _aligned(self, row: Sequence[GridCell]) -> list[tuple[str | None, str | None, GridCell]]:
        """Cells with the heading above them, under the shift that fits best."""
        best: tuple[int, int] | None = None
        for shift in (0, 1, 2, -1):
            fit = 0
            for cell in row:
                at = cell.column + shift
                if not cell.text or not 0 <= at < len(self.heading):
                    continue
                fit += _fit(self.heading[at], cell.text, self._measured(cell))
            if best is None or fit > best[0]:
                best = (fit, shift)
        shift = best[1] if best else 0
        return [
            (self.heading[cell.column + shift], self.units[cell.column + shift], cell)
            for cell in row
            if 0 <= cell.column + shift < len(self.heading)
        ]

    def _measured(self, cell: GridCell) -> bool:
        """Whether a cell states a value with its unit or sign: ≥95%, 3530起."""
        return _OPERATOR.match(cell.text) is not None or (cell.span.start in self.known and len(cell.text) < 20)

    def _take_row(self, row: Sequence[GridCell]) -> bool:
        aligned = self._aligned(row)
        filled = [(kind, unit, cell) for kind, unit, cell in aligned if cell.text]
        if not any(kind in _NUMERIC or kind in ("target", "actual") for kind, _, _ in filled):
            return False
        kinds = {kind for kind, _, _ in filled}
        if (kinds & {"target", "actual"} and "level3" in self.heading) or ("target" in kinds and "actual" in kinds):
            return self._take_indicator(filled)
        if not kinds & _MONEY_ROLES:
            return False
        return self._take_amounts(row, aligned)

    def _take_amounts(
        self, row: Sequence[GridCell], aligned: Sequence[tuple[str | None, str | None, GridCell]]
    ) -> bool:
        title = next(
            (
                cell
                for cell in row
                if cell.text and not _NUMBER.match(cell.text) and not cell.text.isdigit() and cell.text != "/"
            ),
            None,
        )
        amounts: dict[str, Quantity] = {}
        rate: Quantity | None = None
        for kind, unit, cell in aligned:
            if kind in _MONEY_ROLES and kind is not None:
                quantity = self._money(cell, unit)
                if quantity is not None:
                    amounts.setdefault(kind, quantity)
                elif not cell.text:
                    self.blanks[kind] = self.blanks.get(kind, 0) + 1
            elif kind == "rate" and rate is None:
                rate = self._percent(cell)
        if not amounts:
            return False
        is_total = title is not None and _TOTAL.match(title.text) is not None and not title.text.startswith("其中")
        listing = "name" in self.heading
        if listing and not is_total:
            name = next((cell for kind, _, cell in aligned if kind == "name" and cell.text), title)
            if name is not None:
                project = FormProject(name.text, name.span, listed=True)
                self._state(project, amounts, rate)
                self.forms.projects.append(project)
            for kind, quantity in amounts.items():
                self.rows.setdefault(kind, []).append(quantity)
        elif is_total or not self.total:
            self.total = dict(amounts)
            if not listing:
                if self.project is None:
                    self.project = FormProject("", title.span if title else row[0].span)
                    self.forms.projects.append(self.project)
                self._state(self.project, amounts, rate)
        elif title is not None and _SOURCE.search(title.text):
            for kind, quantity in amounts.items():
                self.sources.setdefault(kind, []).append(quantity)
            base = amounts.get(Role.ADJUSTED) or amounts.get(Role.APPROVED)
            if base is not None and self.project is not None:
                self.project.funding.append(Part(title.text.removeprefix("其中").strip(":- "), base))
        spent, base = amounts.get(Role.SPENT), amounts.get(Role.ADJUSTED) or amounts.get(Role.APPROVED)
        if rate is not None and spent is not None and base is not None:
            self.forms.ratios.append((spent, base, rate))
        return True

    def _state(self, project: FormProject, amounts: dict[str, Quantity], rate: Quantity | None) -> None:
        for kind, quantity in amounts.items():
            project.facts.append(Fact(Role(kind), quantity, cue=quantity.span))
        if rate is not None:
            project.rates.append(Rate("execution", rate, rate.span))

    def _take_indicator(self, filled: Sequence[tuple[str | None, str | None, GridCell]]) -> bool:
        found: dict[str | None, GridCell] = {}
        for kind, _, cell in filled:
            found.setdefault(kind, cell)
        if "level1" in found and "指标" in found["level1"].text:
            self._open_level(found["level1"])
        if "level2" in found and "指标" in found["level2"].text:
            self.level2 = found["level2"].text
        name = found.get("level3") or found.get("level2") or found.get("level1")
        target, actual = found.get("target"), found.get("actual")
        if name is None or target is None or _NUMBER.match(name.text):
            return True
        operator = _OPERATOR.match(target.text)
        nature = found.get("nature")
        sign = (
            operator["op"] if operator else (nature.text if nature is not None and _OPERATOR.match(nature.text) else "")
        )
        weight, score = self._points(found.get("weight")), self._points(found.get("score"))
        self.forms.indicators.append(
            Indicator(
                name=name.text,
                span=name.span,
                level1=self.level1,
                level2=self.level2,
                target=target.span,
                actual=actual.span if actual else None,
                operator=_OPERATORS.get(sign, sign),
                target_value=self._first_quantity(target.span),
                actual_value=self._first_quantity(actual.span) if actual else None,
                weight=weight.value if weight else None,
                score=score.value if score else None,
                reason=found["reason"].span if "reason" in found else None,
            )
        )
        if weight is not None and self.points is not None:
            self.points[1].append(weight)
            self.points[2].append(name.span)
        return True

    def _open_level(self, cell: GridCell) -> None:
        if cell.text == self.level1:
            return
        self._close_points()
        self.level1, self.level2 = cell.text, ""
        printed = re.search(r"\((?P<n>\d+(?:\.\d+)?)分?\)", cell.text)
        if printed:
            start = cell.span.start + printed.start("n")
            self.points = (_quantity(start, start + len(printed["n"]), printed["n"], "分", "score"), [], [])
            self.forms.quantities.append(self.points[0])

    def _close_points(self) -> None:
        if self.points is not None and self.points[1]:
            self.forms.weights.append(self.points)
        self.points = None

    # -- label and value side by side -------------------------------------------------------------------------------

    def _take_name(self, cells: Sequence[GridCell]) -> bool:
        for i, cell in enumerate(cells[:-1]):
            if (
                label(cell.text) == "name"
                and cell.text.rstrip(":").endswith("名称")
                and not _NUMBER.match(cells[i + 1].text)
            ):
                self._close()
                self.heading = []
                self.project = FormProject(cells[i + 1].text, cells[i + 1].span)
                self.forms.projects.append(self.project)
                return True
        return False

    def _take_pairs(self, cells: Sequence[GridCell]) -> None:
        amounts: dict[str, Quantity] = {}
        rate: Quantity | None = None
        source = cells[0].text.startswith("其中")
        if self.table_unit is None:
            self.table_unit = next((unit for cell in cells if (unit := _unit_of(cell.text))), None)
        for cell, value in itertools.pairwise(cells):
            kind = label(cell.text.rstrip(":"))
            if kind in _MONEY_ROLES and kind is not None:
                quantity = self._money(value, _unit_of(cell.text))
                if quantity is not None:
                    amounts.setdefault(kind, quantity)
            elif kind == "rate" and rate is None:
                rate = self._percent(value)
            elif cell.text.startswith("其中") and _NUMBER.match(value.text):
                quantity = self._money(value, _unit_of(cell.text))
                if quantity is not None and self.project is not None:
                    self.project.funding.append(Part(cell.text.removeprefix("其中").strip(":- "), quantity))
                    self._pair_source(quantity)
        if not amounts or source:
            return
        if self.project is None:
            self.project = FormProject("", cells[0].span)
            self.forms.projects.append(self.project)
        self._state(self.project, amounts, rate)
        self.total.update(amounts)
        spent, base = amounts.get(Role.SPENT), amounts.get(Role.ADJUSTED) or amounts.get(Role.APPROVED)
        if rate is not None and spent is not None and base is not None:
            self.forms.ratios.append((spent, base, rate))

    def _pair_source(self, quantity: Quantity) -> None:
        """其中: pairs stand in the order of the totals above them."""
        if self.total:
            kind = min(self.total, key=lambda role: len(self.sources.get(role, [])))
            self.sources.setdefault(kind, []).append(quantity)

    # -- numbers --------------------------------------------------------------------------------------------------

    def _money(self, cell: GridCell, unit: str | None) -> Quantity | None:
        match = _NUMBER.match(cell.text)
        if match is None or match["unit"] in ("分", "%"):
            return None
        start = cell.span.start + match.start("n")
        if start in self.known:
            return self.known[start] if self.known[start].kind == "money" else None
        word = unit or self.table_unit
        if word is None or arabic(match["n"]) is None:
            return None
        return self._add(_quantity(start, start + len(match["n"]), match["n"], word, "money"))

    def _percent(self, cell: GridCell) -> Quantity | None:
        found = self.known.get(cell.span.start)
        return found if found is not None and found.kind == "percent" else None

    def _points(self, cell: GridCell | None) -> Quantity | None:
        match = _NUMBER.match(cell.text) if cell is not None else None
        if cell is None or match is None or match["unit"] not in (None, "分") or arabic(match["n"]) is None:
            return None
        start = cell.span.start + match.start("n")
        return self._add(_quantity(start, start + len(match["n"]), match["n"], "分", "score"))

    def _add(self, quantity: Quantity) -> Quantity:
        if quantity.start in self.known:
            return self.known[quantity.start]
        self.known[quantity.start] = quantity
        self.forms.quantities.append(quantity)
        return quantity

    def _first_quantity(self, span: Span) -> Quantity | None:
        for start in range(span.start, min(span.end, span.start + 12)):
            if start in self.known:
                return self.known[start]
        return None


def _fit(kind: str | None, words: str, measured: bool) -> int:
    """How well a cell stands under a heading."""
    number = _NUMBER.match(words)
    if kind in ("target", "actual"):
        return 1 if measured or number else 0
    if measured and kind in ("level1", "level2", "level3", "name"):
        return -2
    if kind == "rate":
        return 3 if words.endswith("%") else (-1 if number else -2)
    if kind in _MONEY_ROLES or kind in ("weight", "score"):
        if words.endswith("%"):
            return -3
        return 2 if number else (0 if words == "/" else -2)
    if kind in ("level1", "level2", "level3", "name", "reason"):
        ending = {"level1": "指标", "level2": "指标"}.get(kind)
        return -1 if number else (2 if ending and ending in words else 0)
    if kind == "nature":
        return 2 if _OPERATOR.match(words) or words in ("定性", "定量") else -1
    return 0


def _unit_of(words: str) -> str | None:
    match = re.search(r"[(:](?:单位:)?(?P<unit>万元|亿元|千元|元)\)?", words)
    return match["unit"] if match else None


def _stated_unit(text: str, grid: Grid) -> str | None:
    """单位：万元 in the line above a table."""
    match = re.search(
        r"(?:金额)?单位:?(?P<unit>万元|亿元|千元|元)", text[max(0, grid.span.start - 60) : grid.span.start + 40]
    )
    return match["unit"] if match else None


def _quantity(start: int, end: int, printed: str, unit: str, kind: str) -> Quantity:
    value = arabic(printed) or Decimal(0)
    decimals = len(printed) - printed.find(".") - 1 if "." in printed else 0
    factor = _FACTORS.get(unit, Decimal(1))
    half = Decimal(5).scaleb(-decimals - 1) if kind == "money" else Decimal(0)
    return Quantity(
        start, end, kind, value, unit, decimals, value * factor, "CNY" if kind == "money" else "point",
        Interval((value - half) * factor, (value + half) * factor),
    )  # fmt: skip
