"""The same thing stated twice: equal values of one subject, one document number with two amounts, table against text."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from wenxiao.quantities.model import Quantity
from wenxiao.quantities.paper import plain
from wenxiao.reading.model import Relation, Role, Verdict
from wenxiao.reading.relations.material import Material, digits, judge, relation, surroundings

_DOCUMENT_NUMBER = re.compile(r"〔(?:19|20)\d\d〕\d{1,5}号")
_ISSUER = re.compile(r"[^\W\d据照按及和与以由经的]{2,8}\Z")  # the office before the year (财农指), without 根据, 按照 …
_TWO = re.compile(r"[一-龥]{2}")


def restatements(material: Material) -> Iterator[Relation]:
    yield from _equal(material)
    yield from _cited(material)
    yield from _slipped(material)
    yield from _listed(material)
    yield from _targets(material)


_LONG = 4  # digits: so long a number is not repeated by chance


def _same_cue(text: str, a: Quantity, b: Quantity) -> bool:
    """Whether the two characters before, or the two behind, are the same Chinese word."""
    before, behind = text[a.start - 2 : a.start], text[a.end : a.end + 2]
    return (before == text[b.start - 2 : b.start] and _TWO.fullmatch(before) is not None) or (
        behind == text[b.end : b.end + 2] and _TWO.fullmatch(behind) is not None
    )


_KINDS = frozenset({"money", "count", "percent", "area", "length", "mass", "volume"})


def _equal(material: Material) -> Iterator[Relation]:
    """Equal values said of the same thing, each with the one before it."""
    last: dict[tuple[object, ...], Quantity] = {}
    for q in material.quantities:
        if q.approximate or q.kind not in _KINDS or not q.normalized:
            continue
        key = (q.kind, q.normalized, q.base_unit, q.counter)
        before = last.get(key)
        last[key] = q
        if before is None or before.end > q.start:
            continue
        if q.kind == "percent" and q.normalized == 1:
            continue
        if _of_one_thing(material, before, q):
            yield _same(material, before, q, "text")


def _of_one_thing(material: Material, a: Quantity, b: Quantity) -> bool:
    if b.kind == "count" and b.value < 20:  # small counts are equal by chance
        return (_of_one_project(material, a, b) and _shared(material, a, b) >= 2) or (
            _same_cue(material.text, a, b) and _shared(material, a, b) > 0
        )
    if digits(b) >= _LONG or ((b.kind == "money" or len(b.counter) > 1) and _of_one_project(material, a, b)):
        return True
    return _shared(material, a, b) > 0


def _of_one_project(material: Material, a: Quantity, b: Quantity) -> bool:
    return material.project_of(a.start) == material.project_of(b.start)


def _shared(material: Material, a: Quantity, b: Quantity) -> int:
    return len(surroundings(material, a) & surroundings(material, b))


def _same(material: Material, a: Quantity, b: Quantity, basis: str, verdict: Verdict = Verdict.HOLDS) -> Relation:
    sign = "=" if verdict is Verdict.HOLDS else "≠"
    formula = f"{plain(a.value)}{a.unit} {sign} {plain(b.value)}{b.unit}"
    return relation("same", (a,), b, a.interval, verdict, formula, basis=basis, project=material.project_of(b.start))


class _Release(NamedTuple):
    """An amount released by a numbered document, and to whom or for what, as far as the words before it say."""

    quantity: Quantity
    role: Role | None
    object: str


_GENERIC = re.compile(r"(?:专项|补助|财政|项目|预算|指标|资金|经费|金额|共计?|合计|总计|为|了|[:，,])+")


def _cited(material: Material) -> Iterator[Relation]:
    """One document number, released amounts in two places: they must agree when each place states just one."""
    places: dict[str, list[_Release]] = defaultdict(list)
    text = material.text
    for match in _DOCUMENT_NUMBER.finditer(text):
        released = _released(material, match.start(), match.end())
        if released is not None:
            issuer = _ISSUER.search(text[max(0, match.start() - 8) : match.start()])
            places[(issuer[0] if issuer else "") + match[0]].append(released)
    for stated in places.values():
        for a, b in itertools.pairwise(stated):
            same = a.role is b.role and _same_object(a.object, b.object)
            if same and a.quantity.start != b.quantity.start and _differ(a.quantity, b.quantity):
                yield _same(material, a.quantity, b.quantity, "document number", Verdict.BROKEN)


def _same_object(one: str, other: str) -> bool:
    """Whether both are released to one receiver: in the same words, or in words of which one goes into more detail."""
    return one == other or (bool(one) and bool(other) and (one.startswith(other) or other.startswith(one)))


def _released(material: Material, start: int, end: int) -> _Release | None:
    """The one amount that a sentence says the document at ``text[start:end]`` releases; an amount right before its bracket."""
    text = material.text
    sentence = material.clauses.sentence(end)
    if "其中" in text[sentence.start : sentence.end]:
        return None
    first = bisect_left(material.money, end, key=lambda m: m.quantity.start)
    amounts = [
        m
        for m in material.money[first : first + 4]
        if m.quantity.start < sentence.end and m.role in (Role.ALLOCATED, Role.ARRIVED)
    ]
    if not amounts and first:
        before = material.money[first - 1]
        opens = text[before.quantity.end : before.quantity.end + 1] == "("
        if (
            opens
            and start - before.quantity.end < 12
            and material.clauses.depth(start) > material.clauses.depth(before.quantity.start)
        ):
            amounts = [before]
    if len(amounts) != 1:
        return None
    entry = amounts[0]
    return _Release(entry.quantity, entry.role, _GENERIC.sub("", text[entry.cue.end : entry.quantity.start]))


def _slipped(material: Material) -> Iterator[Relation]:
    """An amount of a project that is printed again with its point moved or two digits exchanged (3264.00 and 326.40)."""
    for project in material.projects:
        by_role: dict[Role, list[Quantity]] = defaultdict(list)
        for fact in project.facts:
            if fact.quantity.start not in material.part_starts and not material.in_table(fact.quantity.start):
                by_role[fact.role].append(fact.quantity)
        for amounts in by_role.values():
            ordered = sorted({q.start: q for q in amounts}.values(), key=lambda q: q.start)
            for a, b in itertools.combinations(ordered[:12], 2):
                if a.unit == b.unit and a.decimals == b.decimals and _one_slip(material, a, b):
                    yield _same(material, a, b, "slip", Verdict.BROKEN)


def _one_slip(material: Material, a: Quantity, b: Quantity) -> bool:
    one, other = (material.text[left.start : left.end] for left in map(material.clauses.left, (a, b)))
    if material.clauses.sentence_number(a.start) == material.clauses.sentence_number(b.start) or one[-2:] != other[-2:]:
        return False
    first, second = (q.value.normalize().as_tuple() for q in (a, b))
    if first.digits == second.digits and first.exponent != second.exponent:
        return len(first.digits) >= _LONG - 1 or (one == other and len(one) >= 2 * _LONG)
    digits = [str(q.value).replace(".", "") for q in (a, b)]
    if len(digits[0]) != len(digits[1]) or len(digits[0]) < _LONG or one[-_LONG:] != other[-_LONG:]:
        return False
    apart = [i for i, (x, y) in enumerate(zip(*digits, strict=True)) if x != y]
    return (
        len(apart) == 2
        and apart[1] - apart[0] == 1
        and digits[0][apart[0]] == digits[1][apart[1]]
        and digits[0][apart[1]] == digits[1][apart[0]]
    )


def _differ(a: Quantity, b: Quantity) -> bool:
    """Two printings of one amount: with unit and decimals alike the digits must be the same."""
    if a.unit == b.unit and a.decimals == b.decimals:
        return a.value != b.value
    coarse, fine = (a, b) if a.interval.high - a.interval.low > b.interval.high - b.interval.low else (b, a)
    return judge(coarse, fine.interval) is Verdict.BROKEN


def _listed(material: Material) -> Iterator[Relation]:
    """A project of a list named again in the text with an amount right behind its name."""
    listed = {
        p.name: p for p in material.projects if len(p.name) >= 4 and p.facts and p.scope.end <= p.facts[-1].quantity.end
    }
    if len(listed) < 2:
        return
    pattern = re.compile("|".join(re.escape(name) for name in sorted(listed, key=len, reverse=True)))
    for match in pattern.finditer(material.text):
        project = listed[match[0]]
        if project.scope.start <= match.start() < project.scope.end:
            continue
        entry = next(
            (material.money_at[p] for p in range(match.end(), match.end() + 3) if p in material.money_at), None
        )
        if entry is None:
            continue
        own = [f.quantity for f in project.facts if entry.role in (f.role, None)]
        equal = next((f.quantity for f in project.facts if not _differ(f.quantity, entry.quantity)), None)
        if equal is not None:
            yield _same(material, equal, entry.quantity, "table")
        elif own and (entry.role is None or len(own) == 1):
            yield _same(material, own[0], entry.quantity, "table", Verdict.BROKEN)


def _targets(material: Material) -> Iterator[Relation]:
    """Indicators whose actual value reaches the target, as a form prints them side by side."""
    for indicator in material.forms.indicators:
        target, actual = indicator.target_value, indicator.actual_value
        if target is None or actual is None or target.kind != actual.kind or target.counter != actual.counter:
            continue
        reached = {"≤": actual.normalized <= target.normalized, "<": actual.normalized < target.normalized}.get(
            indicator.operator, actual.normalized >= target.normalized
        )
        if reached or (not indicator.operator and actual.normalized == target.normalized):
            sign = indicator.operator or ("≥" if actual.normalized > target.normalized else "=")
            formula = f"{plain(actual.value)} {sign} {plain(target.value)}"
            yield relation(
                "target",
                (actual,),
                target,
                None,
                Verdict.HOLDS,
                formula,
                basis="indicator",
                project=material.project_of(actual.start),
            )
