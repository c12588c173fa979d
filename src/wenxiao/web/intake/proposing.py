"""What a reading offers to the register: projects, entries of the ledger, targets, outputs, each with its place. No database.

A reading is the published JSON (``wenxiao schema``). Nothing is offered that it does not state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from wenxiao.performance.ledger import Kind

Tree = Mapping[str, Any]

#: Where the reading has the amounts of a project, and what each is in the ledger. What was added or cut is the adjusted budget
#: less the approved one.
_AMOUNTS: Mapping[str, Kind] = {"approved": Kind.APPROVED, "arrived": Kind.ARRIVED, "spent": Kind.PAID}
FIELDS = {"approved": "budget", "adjusted": "adjusted_budget", "arrived": "arrived", "spent": "spent"}
#: The sign before a target, and what it is called in the register.
_NATURES = {"≥": "ge", "≤": "le", "=": "eq"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One statement. ``contents`` by kind:

    - project: ``name``;
    - entry: ``kind`` of the ledger, ``amount`` in yuan, ``year``, ``words`` as printed;
    - target: ``level1``, ``level2``, ``name``, ``nature``, ``target``, ``text``, ``unit``, ``weight``; ``unsigned`` where the
      document has no sign before the value;
    - actual: ``name``, ``value``, ``unit``, ``words``, ``reason``.

    A target or an actual without a ``name`` is a sentence of a report that has no form (``text``, ``words``).
    """

    kind: str
    project: int
    contents: dict[str, Any]
    start: int
    end: int


def offers(tree: Tree) -> list[Offer]:
    """Everything that a reading offers, project by project in the order of the text."""
    made: list[Offer] = []
    for number, project in enumerate(tree["projects"], 1):
        made.append(Offer("project", number, {"name": project["name"]}, project["start"], project["end"]))
        made += _entries(tree, project, number)
        made += _indicators(tree, project, number)
        if _form(tree, project["id"]) is None:
            made += _sentences(project, number)
    return made


def goal(tree: Tree, number: int, kind: str = "wanted") -> str:
    """The goal of the year (``wanted``) or what was reached of it (``done``) in the form of a project; empty where none is."""
    form = _form(tree, tree["projects"][number - 1]["id"])
    spans = [one for one in form["goals"] if one["kind"] == kind] if form else []
    return tree["text"][spans[0]["start"] : spans[0]["end"]].strip() if spans else ""


def _entries(tree: Tree, project: Mapping[str, Any], number: int) -> Iterator[Offer]:
    quantities = _quantities(tree)
    year = tree["document"]["fiscal_year"]

    def place(role: str) -> tuple[str, int, int] | None:
        wanted = Decimal(project[FIELDS[role]])
        for fact in project["facts"]:
            quantity = quantities[fact["quantity"]]
            if fact["role"] == role and Decimal(quantity["normalized"]) == wanted:
                return fact["period"] or "", quantity["start"], quantity["end"]
        return None

    def offer(role: str, kind: Kind, amount: Decimal, less: str = "") -> Iterator[Offer]:
        at = place(role)
        if at is None or amount <= 0:
            return
        period, start, end = at
        of = int(period[:4]) if period[:4].isdecimal() else year
        words = tree["text"][start:end]
        if less and (base := place(less)):
            before = tree["text"][base[1] : base[2]]
            words = f"{words} − {before}" if kind is Kind.ADDED else f"{before} − {words}"
        yield Offer(
            "entry", number, {"kind": kind.value, "amount": f"{amount:f}", "year": of, "words": words}, start, end
        )

    for role, kind in _AMOUNTS.items():
        if project[FIELDS[role]] is not None:
            yield from offer(role, kind, Decimal(project[FIELDS[role]]))
        if role == "approved" and project["budget"] is not None and project["adjusted_budget"] is not None:
            change = Decimal(project["adjusted_budget"]) - Decimal(project["budget"])
            yield from offer("adjusted", Kind.ADDED if change > 0 else Kind.CUT, abs(change), "approved")


def _indicators(tree: Tree, project: Mapping[str, Any], number: int) -> Iterator[Offer]:
    form = _form(tree, project["id"])
    quantities, text = _quantities(tree), tree["text"]
    for index in form["indicators"] if form else ():
        one = tree["indicators"][index]
        wanted = quantities.get(one["target_quantity"]) if one["target"] else None
        words = _at(text, one["target"])
        contents = {
            "level1": _level(one["level1"]), "level2": _level(one["level2"]), "name": one["name"], "weight": _number(one["weight"]),
            "unit": _unit(wanted) or one["unit"], "target": wanted["value"] if wanted else None, "text": "" if wanted else words,
            "nature": _NATURES.get(one["operator"], "ge") if wanted else "qualitative",
            "unsigned": bool(wanted) and one["operator"] not in _NATURES,
        }  # fmt: skip
        if words:
            yield Offer("target", number, contents, one["start"], one["end"])
        if done := _at(text, one["actual"]):
            reached = quantities.get(one["actual_quantity"])
            said = {
                "name": one["name"], "value": reached["value"] if reached else None, "unit": _unit(reached), "words": done,
                "reason": _at(text, one["reason"]),
            }  # fmt: skip
            yield Offer("actual", number, said, one["actual"]["start"], one["actual"]["end"])


def _sentences(project: Mapping[str, Any], number: int) -> Iterator[Offer]:
    """What a report without a form says in sentences of its goals and of what was done."""
    for kind, key, name in (("target", "targets", "text"), ("actual", "outputs", "words")):
        for one in project[key]:
            yield Offer(kind, number, {"name": "", name: one["text"]}, one["start"], one["end"])


def _form(tree: Tree, project: str) -> Any:
    return next((form for form in tree["forms"] if form["project"] == project), None)


def _quantities(tree: Tree) -> dict[str, Any]:
    return {one["id"]: one for one in tree["quantities"]}


def _at(text: str, span: Mapping[str, int] | None) -> str:
    return text[span["start"] : span["end"]].strip() if span else ""


def _level(words: str | None) -> str:
    return (words or "").removesuffix("指标")


def _unit(quantity: Mapping[str, Any] | None) -> str:
    return quantity["unit"] if quantity else ""


def _number(words: str | None) -> str | None:
    try:
        return str(Decimal(words)) if words else None
    except InvalidOperation:
        return None
