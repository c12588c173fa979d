"""A district's documents at a glance: which units, which rules, and where both meet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from wenxiao.web.core.policy import Access
from wenxiao.web.desk.listing import NAMELESS, decided
from wenxiao.web.desk.models import Found

#: Shades of the heat map.
SHADES = 5


@dataclass(slots=True)
class Unit:
    """One unit: its documents, and how many findings of each rule they have. ``code`` is empty where no unit is known: the
    name is then that in the document, if it has one."""

    name: str
    code: str
    documents: int = 0
    unreadable: int = 0
    open: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    cells: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What the queue's filter by name takes."""
        return self.name or NAMELESS

    @property
    def total(self) -> int:
        return self.by_rule.total()

    @property
    def each(self) -> Decimal | None:
        read = self.documents - self.unreadable
        return Decimal(self.total) / read if read else None


@dataclass(slots=True)
class Rule:
    """One rule: its findings by what was decided of them, and in how many documents and units they stand."""

    code: str
    title: str
    title_en: str
    severity: str
    total: int = 0
    documents: int = 0
    units: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)

    @property
    def confirmed(self) -> int:
        return self.verdicts["confirmed"]

    @property
    def explained(self) -> int:
        return self.verdicts["explained"]

    @property
    def false(self) -> int:
        return self.verdicts["false_alarm"]

    @property
    def precision(self) -> Decimal | None:
        """The share that held of those on which somebody has decided whether they do."""
        both = self.confirmed + self.explained + self.false
        return Decimal(both - self.false) / both if both else None


def units_of(rows: QuerySet) -> dict[tuple[str, str], Unit]:
    """The units of some documents with their counts, by code, else by the name that the documents give."""
    found: dict[tuple[str, str], Unit] = {}
    counts = {"every": Count("pk"), "unreadable": Count("pk", Q(state="unreadable")), "open": Sum("untriaged")}
    for line in rows.order_by().values("unit__name", "unit__code", "organisation").annotate(**counts):
        code = line["unit__code"] or ""
        name = line["unit__name"] if code else line["organisation"]
        one = found.setdefault((code, "" if code else name), Unit(name, code))
        one.documents += line["every"]
        one.unreadable += line["unreadable"]
        one.open += line["open"] or 0
    return found


@dataclass(slots=True)
class Picture:
    units: list[Unit]
    rules: list[Rule]
    most: int

    @property
    def standing(self) -> list[Rule]:
        """Those that find something in the documents as they are now: the columns of the heat map."""
        return [rule for rule in self.rules if rule.total]


def picture(rows: QuerySet, access: Access, severity: str = "", replaced: QuerySet | None = None) -> Picture:
    """The heat map of some documents: units by how much was found a document, rules by how often they found something.

    A false alarm is no finding of its unit; the table of rules counts it, and also what was decided of versions that were
    ``replaced``: a rule that was right and heard has found nothing in the version of now.
    """
    units = units_of(rows)
    found = decided(access).filter(document__in=rows.order_by().values("pk"))
    if severity:
        found = found.filter(severity=severity)
    rules: dict[str, Rule] = {}
    met: set[tuple[str, tuple[str, str]]] = set()
    every = (
        found.order_by()
        .values("code", "document__unit__code", "document__organisation", "stands")
        .annotate(number=Count("pk"))
    )
    for line in every:
        code, of = line["code"], line["document__unit__code"] or ""
        unit = (of, "" if of else line["document__organisation"])
        rule = rules.setdefault(code, Rule(code, "", "", ""))
        rule.total += line["number"]
        rule.verdicts[line["stands"]] += line["number"]
        if line["stands"] != Found.Verdict.FALSE_ALARM:
            units[unit].by_rule[code] += line["number"]
            met.add((code, unit))
    papers = (
        found.order_by()
        .values("code", "title", "title_en", "severity")
        .annotate(number=Count("document", distinct=True))
    )
    for line in papers:
        rule = rules[line["code"]]
        rule.title, rule.title_en = line["title"], line["title_en"]
        rule.severity = max(rule.severity, line["severity"], key=["", "note", "warning", "error"].index)
        rule.documents = max(rule.documents, line["number"])
    for code, _ in met:
        rules[code].units += 1
    for line in _earlier(access, replaced, severity) if replaced is not None else ():
        rule = rules.setdefault(line["code"], Rule(line["code"], line["title"], line["title_en"], line["severity"]))
        rule.verdicts[line["stands"]] += line["number"]
    ranked = sorted(rules.values(), key=lambda rule: (-(rule.total - rule.false), rule.code))
    shown = sorted(units.values(), key=lambda unit: (-(unit.each or 0), -unit.total, unit.code))
    most = max((number for unit in shown for number in unit.by_rule.values()), default=0)
    for one in shown:
        one.cells = [
            {"rule": rule.code, "number": n, "shade": shade(n, most)}
            for rule in ranked
            if rule.total
            for n in (one.by_rule[rule.code],)
        ]
    return Picture(shown, ranked, most)


def _earlier(access: Access, replaced: QuerySet, severity: str) -> QuerySet:
    """What was decided of findings of versions that were replaced, by rule; not where the same is decided in the version after."""
    again = decided(access).filter(before=OuterRef("pk")).exclude(stands=Found.Verdict.OPEN)
    found = decided(access).filter(document__in=replaced.order_by().values("pk")).exclude(stands=Found.Verdict.OPEN)
    if severity:
        found = found.filter(severity=severity)
    return (
        found.exclude(Exists(again))
        .order_by()
        .values("code", "title", "title_en", "severity", "stands")
        .annotate(number=Count("pk"))
    )


def shade(number: int, most: int) -> int:
    """0 for nothing, else 1 to SHADES by the share of the most."""
    return 0 if number <= 0 else max(1, -(-number * SHADES // max(most, SHADES)))
