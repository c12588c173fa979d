"""What the page says of targets while they are being typed: the sums of the points, and remarks, each at its field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wenxiao.performance import targets
from wenxiao.performance.regime import Regime
from wenxiao.performance.remarks import Severity
from wenxiao.web.core.auditing import Said, of_remarks
from wenxiao.web.core.say import say
from wenxiao.web.targets.auditing import remarks
from wenxiao.web.targets.forms import GoalForm, Rows


@dataclass(frozen=True, slots=True)
class Level:
    """The points of one level: ``usual`` is what the rules in use give it, None where they say nothing."""

    name: str
    points: Decimal
    usual: Decimal | None
    inner: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """The points of a version by level, and what they should come to."""

    levels: tuple[Level, ...]
    total: Decimal
    expected: Decimal | None
    execution: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        """How many are missing (above 0) or too many (below); None where the rules expect no sum."""
        return None if self.expected is None else self.expected - self.total

    @property
    def excess(self) -> Decimal | None:
        return None if self.gap is None else -self.gap


def weights(form: targets.TargetSet, regime: Regime) -> Weights:
    """The points level by level, beside the first of the splits that the rules accept."""
    sums = targets.level_sums(form)
    usual = regime.weights[0] if regime.weights else {}
    names = list(dict.fromkeys([*(level1 for level1, level2 in sums if not level2), *usual]))
    levels = tuple(
        Level(
            name,
            sums.get((name, ""), Decimal(0)),
            usual.get(name),
            tuple((level2, points) for (level1, level2), points in sums.items() if level1 == name and level2),
        )
        for name in names
    )
    total = sum((level.points for level in levels), Decimal(0))
    return Weights(levels, total, targets.expected_weight(regime), regime.execution_weight)


def typed(goal: GoalForm, rows: Rows) -> tuple[targets.TargetSet, set[str]]:
    """What is typed so far, each row named after its form (rows-3), and the rows that have no weight."""
    goal.is_valid()
    rows.is_valid()
    kept = rows.kept()
    plain = tuple(form.plain(form.prefix) for form in kept)
    words = goal.cleaned_data.get("goal", "") if hasattr(goal, "cleaned_data") else ""
    return targets.TargetSet(words, plain), {form.prefix for form in kept if form.cleaned_data.get("weight") is None}


def remarks_on(goal: GoalForm, rows: Rows, regime: Regime) -> tuple[Weights, list[dict[str, Any]]]:
    """The weights and every remark with the id of its field in the page, gravest first."""
    form, unweighed = typed(goal, rows)
    said = of_remarks(remarks(form, regime, unweighed))
    lines = [line for row in rows.refused() for line in _refusals(row)]
    wrong = {line["target"] for line in lines}
    lines += [line for line in map(_line, said) if line["target"] not in wrong]
    return weights(form, regime), sorted(lines, key=lambda line: -line["severity"].rank)


def _line(said: Said) -> dict[str, Any]:
    return {"severity": said.severity, "words": said.words, "code": said.code, "target": _element(said.field)}


def _element(field: str) -> str:
    """The id of the element that a remark is about: id_goal, id_rows-3-weight; the list of indicators for the rest."""
    if field in ("goal", "reason"):
        return f"id_{field}"
    row, _, name = field.rpartition(".")
    return f"id_{row}-{name}" if row and name not in ("key",) else "rows-rows"


def _refusals(row: Any) -> Iterable[dict[str, Any]]:
    for name, errors in row.errors.items():
        label = row.fields[name].label if name in row.fields else say("本行", "this row")
        for error in errors:
            words = f"{label}{say('：', ': ')}{error}"
            yield {
                "severity": Severity.ERROR,
                "words": words,
                "code": "",
                "target": f"id_{row.prefix}-{name}" if name in row.fields else "rows-rows",
            }
