"""What is known for a report: figures by key, each with the words in which it is printed, and words that are no figures.

A key of one project of several has a prefix (``p12.money.paid``), and so has one of an indicator or a criterion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from wenxiao.performance.evaluation_form import Form, Line
from wenxiao.performance.ledger import Position, Rate, Source, in_ten_thousands, rate
from wenxiao.performance.target_form import Nature
from wenxiao.quantities.paper import percent, plain, rounded


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its words on paper, what it is in both languages, and the amount in yuan where it is money."""

    words: str
    zh: str
    en: str
    amount: Decimal | None = None


@dataclass(slots=True)
class Facts:
    """``figures`` become references in a text, ``words`` plain text; ``groups`` are the prefixes of what there are several of."""

    figures: dict[str, Figure] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)

    def printed(self) -> dict[str, str]:
        """The words of every figure by key."""
        return {key: figure.words for key, figure in self.figures.items()}

    def add(self, other: Facts, prefix: str, group: str) -> None:
        """Take in the facts of one of several."""
        self.figures.update({f"{prefix}.{key}": figure for key, figure in other.figures.items()})
        self.words.update({f"{prefix}.{key}": words for key, words in other.words.items()})
        self.groups.update({f"{prefix}.{key}": [f"{prefix}.{one}" for one in of] for key, of in other.groups.items()})
        self.groups.setdefault(group, []).append(prefix)


#: Amounts of a position: key, field, name in both languages.
MONEY = (
    ("original", "年初预算", "original budget"),
    ("carried_in", "上年结转", "carried in"),
    ("added", "追加", "supplement"),
    ("cut", "调减", "cut"),
    ("returned", "收回", "taken back"),
    ("revised", "全年预算", "revised budget"),
    ("allocated", "下达", "released"),
    ("arrived", "到位", "received"),
    ("contracted", "合同", "contracted"),
    ("paid", "支出", "paid"),
    ("carried_out", "结转下年", "carried out"),
    ("left", "未支出", "not spent"),
)
#: Rates by their keys in the ledger, and the key here.
RATES = (("execution", "execution"), ("arrival", "arrival"), ("arrival_of_allocated", "arrived_of_released"))
#: Of these amounts nothing is said where they are zero.
_NOTHING = frozenset({"carried_in", "added", "cut", "returned", "carried_out", "left"})


def money(position: Position, into: Facts) -> None:
    """The amounts that the ledger has, and the rates that follow."""
    for key, zh, en in MONEY:
        amount: Decimal | None = getattr(position, key)
        if amount is None or amount < 0 or (amount == 0 and key in _NOTHING):
            continue
        into.figures[f"money.{key}"] = Figure(f"{in_ten_thousands(amount)}万元", zh, en, amount)
    if position.left is not None and position.left < 0:
        into.figures["money.over"] = Figure(
            f"{in_ten_thousands(-position.left)}万元", "超预算支出", "above the budget", -position.left
        )
    revised = into.figures.get("money.revised")
    if revised is not None:
        changed = any(getattr(position, key) for key in ("carried_in", "added", "cut", "returned"))
        into.figures["money.adjusted" if changed or position.original is None else "money.unadjusted"] = revised
    for key, name in RATES:
        made = rate(position, key)
        if made.value is not None and made.value >= 0:
            into.figures[f"rate.{name}"] = _rate(made)


def _rate(made: Rate) -> Figure:
    assert made.value is not None
    return Figure(percent(made.value), made.name, made.name_en)


def sources(by_source: Mapping[Source, Position], into: Facts) -> None:
    """The revised budget by source, where there are several."""
    known = {source: at.revised for source, at in by_source.items() if at.revised}
    if len(known) < 2:
        return
    for source, amount in known.items():
        prefix = f"source.{source.value}"
        into.words[f"{prefix}.name"] = source.zh
        into.figures[f"{prefix}.revised"] = Figure(f"{in_ten_thousands(amount)}万元", source.zh, source.en, amount)
        into.groups.setdefault("sources", []).append(prefix)


def scores(form: Form, into: Facts) -> None:
    """Indicators, what they scored, and the total."""
    if form.total.total is not None:
        into.figures["score.total"] = Figure(f"{plain(form.total.total)}分", "总分", "total score")
        into.figures["score.points"] = Figure(f"{plain(form.total.points)}分", "满分", "points")
    if form.grade is not None:
        into.words["grade"] = form.grade.name
    if form.execution.score is not None and form.execution.points is not None:
        into.figures["score.execution"] = Figure(
            f"{plain(form.execution.score)}分", "预算执行得分", "score of execution"
        )
        into.figures["score.execution_points"] = Figure(
            f"{plain(form.execution.points)}分", "预算执行分值", "points of execution"
        )
    known = [line for line in form.lines if line.reached is not None]
    if form.lines:
        into.figures["indicators.count"] = Figure(f"{len(form.lines)}项", "指标数", "indicators")
    if known and len(known) == len(form.lines):
        short = [line for line in form.lines if not line.reached]
        into.figures["indicators.reached"] = Figure(
            f"{len(known) - len(short)}项", "达到目标的指标数", "indicators reached"
        )
        if short:
            into.figures["indicators.short"] = Figure(f"{len(short)}项", "未达目标的指标数", "indicators below target")
        else:
            into.figures["indicators.all"] = into.figures["indicators.count"]
    for line in form.lines:
        _line(line, into)


def _line(line: Line, into: Facts) -> None:
    prefix = f"indicator.{line.key}"
    value = reached(line)
    into.words[f"{prefix}.name"] = line.name
    into.words[f"{prefix}.level"] = level(line.indicator.level2 or line.indicator.level1)
    if line.indicator.nature is Nature.QUALITATIVE:
        into.words[f"{prefix}.wanted"] = line.indicator.wanted
        if value:
            into.words[f"{prefix}.answer"] = value
    else:
        into.figures[f"{prefix}.target"] = Figure(line.indicator.wanted, f"{line.name}指标值", f"target of {line.name}")
        if value:
            into.figures[f"{prefix}.actual"] = Figure(value, f"{line.name}完成值", f"actual of {line.name}")
    if line.score is not None:
        into.figures[f"{prefix}.score"] = Figure(f"{plain(line.score)}分", f"{line.name}得分", f"score of {line.name}")
    into.figures[f"{prefix}.points"] = Figure(f"{plain(line.points)}分", f"{line.name}分值", f"points of {line.name}")
    if line.actual.reason.strip():
        into.words[f"{prefix}.reason"] = sentence(line.actual.reason)
    into.groups.setdefault("indicators", []).append(prefix)
    into.groups.setdefault(_KINDS.get(line.indicator.level1.removesuffix("指标"), "outputs"), []).append(prefix)
    if line.reached is False:
        into.groups.setdefault("short", []).append(prefix)


#: Which group of the outlines a first level belongs to.
_KINDS = {"产出": "outputs", "成本": "costs", "效益": "effects", "满意度": "satisfaction"}


def level(name: str) -> str:
    return name if name.endswith("指标") else f"{name}指标"


def reached(line: Line) -> str:
    """The actual value as it is printed; empty where there is none."""
    if line.indicator.nature is Nature.QUALITATIVE:
        return line.actual.answer
    value = line.actual.value
    if value is None:
        quotient = line.actual.quotient(line.indicator.unit)
        value = None if quotient is None else rounded(quotient, 2)
    return "" if value is None else f"{plain(value)}{line.indicator.unit}"


def sentence(words: str) -> str:
    """Words of somebody as whole sentences in one paragraph, with a full stop at the end."""
    said = "".join(part.strip() for part in words.splitlines()).rstrip("；;，, ")
    return said if not said or said[-1] in "。！？" else f"{said}。"


@dataclass(frozen=True, slots=True)
class ProjectMaterial:
    """All that a report may say of a project in a year; what is not known is None or empty."""

    name: str
    unit: str
    office: str
    year: int
    position: Position
    by_source: Mapping[Source, Position] = field(default_factory=dict)
    form: Form | None = None
    attribute: str = ""  # 新增, 延续
    fund: str = ""  # 一般公共预算 …
    period: str = ""  # 2024—2027年
    purpose: str = ""
    goal: str = ""
    outcome: str = ""
    execution_reason: str = ""
    problems: str = ""
    measures: str = ""
    raised: Sequence[tuple[str, str]] = ()  # problems of the register and what is done about each


def of_project(of: ProjectMaterial) -> Facts:
    """The facts of one project-year."""
    made = Facts()
    plain_words = {
        "name": of.name, "unit": of.unit, "office": of.office, "attribute": of.attribute, "fund": of.fund, "period": of.period,
        "purpose": sentence(of.purpose), "goal": sentence(of.goal), "outcome": sentence(of.outcome),
        "execution_reason": sentence(of.execution_reason), "problems": sentence(of.problems), "measures": sentence(of.measures),
        "year": f"{of.year}年",
    }  # fmt: skip
    made.words.update({key: words for key, words in plain_words.items() if words})
    money(of.position, made)
    sources(of.by_source, made)
    if of.form is not None:
        scores(of.form, made)
        if of.form.execution.asks_reason and not of.execution_reason.strip():
            made.words["asks.execution"] = "是"
    for at, (problem, measure) in enumerate(of.raised):
        made.words[f"raised.{at}.text"] = sentence(problem)
        if measure:
            made.words[f"raised.{at}.measure"] = sentence(measure)
        made.groups.setdefault("raised", []).append(f"raised.{at}")
    if of.raised or of.problems.strip():
        made.words["has.problems"] = "是"
    if of.measures.strip() or any(measure for _, measure in of.raised):
        made.words["has.measures"] = "是"
    return made
