"""What the page's script shows of a quantity: how it is read, whose it is, what it is used in, where it stands."""

from __future__ import annotations

from typing import Any

from wenxiao.audit.model import Report, relation_operands
from wenxiao.documents.places import Places
from wenxiao.publishing.words import KINDS, MEASURES, ROLES, VERDICTS, Words, grouped, percent
from wenxiao.quantities.model import Quantity
from wenxiao.reading.model import Reading

_UNITS = {"CNY": ("元", "yuan"), "m2": ("平方米", "m²"), "m": ("米", "m"), "kg": ("千克", "kg"), "m3": ("立方米", "m³")}
_SIGNS = {"holds": "✓", "broken": "✗", "truncated": "≈", "unknown": "?"}


def cards(report: Report) -> dict[str, Any]:
    """``q``: one row for each quantity in the order of its id; ``r``: the relations, with the numbers of their quantities."""
    reading = report.reading
    places = Places(reading.document)
    numbers = {quantity: n for n, quantity in enumerate(reading.ids)}
    roles = _roles(reading)
    uses: dict[int, list[int]] = {}
    relations = []
    for n, relation in enumerate(reading.relations):
        used = [numbers[q] for q in dict.fromkeys(relation_operands(relation)) if q in numbers]
        for number in used:
            uses.setdefault(number, []).append(n)
        verdict = relation.verdict.value
        relations.append([relation.formula, _SIGNS[verdict], verdict, used, VERDICTS[verdict]])
    rows = []
    for quantity, number in numbers.items():
        place = places.at(reading.source(quantity.span).start)
        role, project = roles.get(quantity, (KINDS.get(quantity.kind, KINDS["other"]), ""))
        rows.append(
            [
                reading.quote(quantity.span),
                normalized(quantity),
                role,
                project,
                uses.get(number, []),
                [place.name("zh"), place.name("en")],
            ]
        )
    return {"q": rows, "r": relations}


def normalized(quantity: Quantity) -> Words:
    """The value in its base unit with half of its last printed digit: 8,113,700 元 ± 50."""
    low, high = quantity.interval
    half = (high - low) / 2
    if quantity.kind == "percent":
        text = percent(quantity.normalized) if quantity.decimals <= 2 else f"{quantity.normalized * 100:f}%"
        return _with_half((text, text), f"{_short(half * 100)}%" if half else "")
    zh, en = _UNITS.get(quantity.base_unit, (quantity.counter or quantity.unit, quantity.counter or quantity.unit))
    value = _short_grouped(quantity)
    return _with_half((f"{value} {zh}".strip(), f"{value} {en}".strip()), _short(half) if half else "")


def _with_half(words: Words, half: str) -> Words:
    return (f"{words[0]} ± {half}", f"{words[1]} ± {half}") if half else words


def _short(value: Any) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _short_grouped(quantity: Quantity) -> str:
    exponent = quantity.normalized.normalize().as_tuple().exponent
    return grouped(quantity.normalized, max(-exponent, 0) if isinstance(exponent, int) else 0)


def _roles(reading: Reading) -> dict[Quantity, tuple[Words, str]]:
    """Role and project of every quantity that has one."""
    found: dict[Quantity, tuple[Words, str]] = {}
    for rate in reading.rates:
        found[rate.quantity] = (MEASURES.get(rate.measure, MEASURES["other"]), "")
    for project in reversed(reading.projects):
        for kind, statements in (
            (("目标", "target"), project.targets),
            (("产出", "output"), project.outputs),
            (("效益", "effect"), project.effects),
            (("问题", "problem"), project.problems),
        ):
            for statement in statements:
                for quantity in statement.quantities:
                    found[quantity] = (kind, project.name)
        for part in (*project.funding, *project.components):
            found[part.quantity] = ((part.name, part.name), project.name)
        for rate in project.rates:
            found[rate.quantity] = (MEASURES.get(rate.measure, MEASURES["other"]), project.name)
        for fact in project.facts:
            zh, en = ROLES.get(fact.role.value, (fact.role.value, fact.role.value))
            period = f" · {fact.period}" if fact.period else ""
            found[fact.quantity] = ((f"{zh}{period}", f"{en}{period}"), project.name)
    return found
