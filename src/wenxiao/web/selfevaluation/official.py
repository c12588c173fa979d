"""The official form (项目支出绩效自评表) of a self-evaluation: its values for print, and the reading of one that was filled in Excel."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from wenxiao.performance import ledger
from wenxiao.performance.evaluation import Form, Line
from wenxiao.performance.target_form import Nature
from wenxiao.publishing.forms import FormIndicator, Layout, MoneyLine, Values, find
from wenxiao.publishing.reports.facts import reached
from wenxiao.quantities.paper import plain, rounded
from wenxiao.reading.model import Reading
from wenxiao.web.ledger.models import Entry
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.scored import position, scored

FORM = "项目支出绩效自评表"
_WAN, _FEN, _UNITS = Decimal(10_000), Decimal("0.000001"), ("%", "％")
#: The rows of the form's money below the total, each with the sources of the ledger that it holds.
_ROWS = (
    ("其中：本年财政拨款", (ledger.Source.FISCAL, ledger.Source.BOND, ledger.Source.TRANSFER)),
    ("上年结转资金", (ledger.Source.CARRYOVER,)),
    ("其他资金", (ledger.Source.OTHER,)),
)


def layout() -> Layout:
    return find(FORM)


def values(evaluation: SelfEvaluation, form: Form | None = None) -> Values:
    """What the form is filled with. Source rows are those of the ledger now; they are empty where the money kept differs, and
    where nothing is entered of a source."""
    form = form or scored(evaluation)
    year, money = evaluation.year, position(evaluation)
    spent = form.execution
    total = MoneyLine(
        "年度资金总额",
        _amounts(money),
        None if spent.rate.value is None else rounded(spent.rate.value * 100, 2),
        spent.points,
        spent.score,
    )
    return Values(
        name=year.project.name,
        office=year.unit.department.name,
        unit=year.unit.name,
        year=year.year,
        money=(total, *_sources(evaluation, money)),
        wanted=evaluation.target_set.goal,
        done=evaluation.outcome,
        indicators=tuple(_row(line) for line in form.lines),
        points=form.total.points,
        score=form.total.total,
    )


def _amounts(of: ledger.Position) -> dict[str, Decimal]:
    said = {"approved": of.original, "adjusted": of.revised, "spent": of.paid}
    return {name: _wan(amount) for name, amount in said.items() if amount is not None}


def _wan(yuan: Decimal) -> Decimal:
    """Yuan as 万元, with two decimals where that is exact and as many as it takes where it is not."""
    exact = (yuan / _WAN).quantize(_FEN)
    return rounded(exact, 2) if rounded(exact, 2) == exact else exact.normalize()


def _sources(evaluation: SelfEvaluation, money: ledger.Position) -> tuple[MoneyLine, ...]:
    entries = [entry.plain() for entry in Entry.objects.filter(project_year=evaluation.year_id)]
    now = ledger.position(entries)
    if (now.revised, now.paid) != (money.revised, money.paid):
        return ()
    return tuple(
        MoneyLine(name, _amounts(ledger.position(entry for entry in entries if entry.source in sources)))
        for name, sources in _ROWS
    )


def _row(line: Line) -> FormIndicator:
    indicator = line.indicator
    return FormIndicator(
        name=indicator.name,
        level1=f"{indicator.level1}指标" if not indicator.level1.endswith("指标") else indicator.level1,
        level2=f"{indicator.level2}指标" if not indicator.level2.endswith("指标") else indicator.level2,
        target=indicator.wanted,
        actual=reached(line),
        reason=line.actual.reason,
        weight=indicator.weight,
        score=line.score,
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What a filled form says: values for the form's fields by their names, and the indicators that were not found in it."""

    fields: dict[str, str]
    found: int
    unknown: tuple[str, ...]
    absent: tuple[str, ...]


def taken(evaluation: SelfEvaluation, content: bytes, suffix: str) -> Taken:
    """Read a filled official form; nothing is stored. Raises ``documents.model.UnreadableError`` for a file that cannot be read."""
    from wenxiao.reading.pipeline import read

    with tempfile.TemporaryDirectory(prefix="wenxiao-") as folder:
        path = Path(folder) / f"form.{suffix}"
        path.write_bytes(content)
        reading = read(path)
    filled = next((form for form in reading.forms if form.kind == "self_evaluation"), None)
    known = {_bare(one.name): one for one in evaluation.target_set.plain().indicators}
    fields: dict[str, str] = {}
    names: set[str] = set()
    unknown = []
    for row in filled.indicators if filled else ():
        name = _bare(_words(reading, row.span))
        indicator = known.get(name)
        if indicator is None:
            unknown.append(name)
            continue
        names.add(name)
        prefix = f"i-{indicator.key}-"
        actual = _words(reading, row.actual)
        if indicator.nature is Nature.QUALITATIVE:
            fields[prefix + "answer"] = actual
            if row.score is not None:
                fields[prefix + "manual"] = plain(row.score)
        elif row.actual_value is not None:
            value = row.actual_value
            fits = value.unit in ("", indicator.unit) or (value.unit in _UNITS and indicator.percent)
            if fits:
                fields[prefix + "value"] = plain(value.value)
        if row.reason is not None:
            fields[prefix + "reason"] = _words(reading, row.reason)
    for goal in filled.goals if filled else ():
        if goal.kind == "done":
            fields["outcome"] = _words(reading, goal.span)
    absent = tuple(one.name for name, one in known.items() if name not in names)
    return Taken(fields, len(names), tuple(unknown), absent)


def _bare(name: str) -> str:
    return "".join(name.split()).strip("★*·").replace("（", "(").replace("）", ")")


def _words(reading: Reading, span: Any) -> str:
    if span is None:
        return ""
    start, end = reading.source(span)
    return " ".join(reading.document.text[start:end].split())
