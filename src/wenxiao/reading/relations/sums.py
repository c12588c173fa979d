"""Sums: lists with a total, total rows of tables, points of a form, amounts that add up to one stated before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from wenxiao.quantities.model import Interval, Quantity
from wenxiao.reading.lists import PartList, dimension
from wenxiao.reading.model import Relation, Role, Verdict
from wenxiao.reading.relations.implied import implied
from wenxiao.reading.relations.material import Material, judge, made_sum, total_of
from wenxiao.reading.relations.whole_lists import is_whole

_OVERSHOT = Decimal("1.5")  # parts that exceed their total by more than half are stages or something else, no parts
_COVERED = Decimal("0.5")  # a 其中 list that covers less than half of its total names examples, not parts


def sums(material: Material) -> Iterator[Relation]:
    """Every sum. No two relations have the same total and parts."""
    seen: set[tuple[int, ...]] = set()
    for made in (
        *_stated(material),
        *_columns(material),
        *_points(material),
        *implied(material),
        *_over_projects(material),
    ):
        key = (made.stated.start if made.stated else -1, *(q.start for q in made.operands))
        if key not in seen:
            seen.add(key)
            yield made


def _stated(material: Material) -> Iterator[Relation]:
    for found in material.lists:
        parts = found.parts
        fitting = _fitting(found)
        if fitting is not None and (len(fitting) == len(parts) or not is_whole(material, found, len(fitting))):
            if len(fitting) > 1 or (found.explicit and fitting[0].normalized == found.total.normalized):
                yield made_sum(material, fitting, found.total, judge(found.total, total_of(fitting)), "list")
            continue
        if (made := _of_one_role(material, found)) is not None:
            yield made
            continue
        reason = _doubt(material, found)
        if len(parts) < 2:
            continue
        if reason is not None:
            if found.explicit:
                yield made_sum(material, parts, found.total, Verdict.UNKNOWN, "list", reason)
            continue
        yield made_sum(
            material,
            parts,
            found.total,
            Verdict.BROKEN,
            "status" if found.status else "list",
            exhaustive=found.exhaustive,
        )


def _fitting(found: PartList) -> tuple[Quantity, ...] | None:
    """The parts that make the total: all of them, else the longest run from the total on."""
    parts = found.parts[::-1] if found.tail else found.parts
    reached: list[Interval] = []
    for part in parts:
        reached.append(reached[-1] + part.interval if reached else part.interval)
    slack = (found.total.interval.high - found.total.interval.low) * 2
    for size in range(len(parts), 0 if len(parts) == 1 else 1, -1):
        computed = reached[size - 1]
        near = computed.low - slack <= found.total.interval.high and found.total.interval.low <= computed.high + slack
        if near and judge(found.total, computed) is not Verdict.BROKEN:
            return tuple(sorted(parts[:size], key=lambda q: q.start))
    return None


def _doubt(material: Material, found: PartList) -> str | None:
    """Why a list that does not add up need not be wrong; None when its statements cannot both hold."""
    total, parts = found.total, found.parts
    if not found.closed:
        return "list cut off"
    if total.approximate or any(p.approximate for p in parts):
        return "approximate figures"
    if not found.explicit:
        return "not said to be parts"
    if _staged(material, found) or _of_another(material, found):
        return "parts not told apart from other figures"
    if _two_costs(material, found):
        return None
    if not (_uniform(material, parts) or (found.tail and _tight(parts, 12))) or (found.tail and len(parts) < 3):
        return "parts not told apart from other figures"
    beyond = (
        any(p.normalized > total.normalized for p in parts) or total_of(parts).low > total.interval.high * _OVERSHOT
    )
    if beyond:
        return (
            None
            if found.enclosed and found.explicit and total.kind == "money"
            else "parts not told apart from other figures"
        )
    short = total_of(parts).high < total.interval.low
    if short and (
        found.status
        or (len(parts) < 3 and not _complementary(material, parts))
        or total_of(parts).high < total.normalized * _COVERED
    ):
        return "parts need not be all"
    if short and not found.exhaustive and _named_partial(material, found):
        return "parts need not be all"
    if not short and total_of(parts[:-1]).low <= total.interval.high and len(parts) > 2 and not found.status:
        return None if _tight(parts) or _segmented(material, parts) else "parts not told apart from other figures"
    return None


_COST = r"[一-龥]{2,10}费用?"
_NEXT_COST, _LAST_COST = re.compile(rf"、{_COST}"), re.compile(rf"{_COST}\Z")
_IN_ALL = re.compile(r"[，,](?:共计|合计|总计)")


def _two_costs(material: Material, found: PartList) -> bool:
    """人员服务费200万元、装备费50万元，合计300万元: nothing but two costs, and no amount before them in the paragraph."""
    text, parts = material.text, found.parts
    if not found.tail or len(parts) != 2 or found.total.kind != "money":
        return False
    begin = text.rfind("\n", 0, parts[0].start) + 1
    first = bisect_left(material.quantities, begin, key=lambda q: q.start)
    return (
        material.quantities[first].start == parts[0].start
        and _LAST_COST.search(text, begin, parts[0].start) is not None
        and _NEXT_COST.fullmatch(text, parts[0].end, parts[1].start) is not None
        and _IN_ALL.fullmatch(text, parts[1].end, found.total.start) is not None
    )


_STAGE = re.compile(r"(?<!占)[率度](?:为|达到?)?[\d.]+%")


def _staged(material: Material, found: PartList) -> bool:
    """受理100件，其中立案90件，结案80件，结案率88.9%: rates between the figures say that one follows from another."""
    return _STAGE.search(material.text, found.parts[0].end, found.parts[-1].start) is not None


def _of_another(material: Material, found: PartList) -> bool:
    """收到10.5亿元，支出9.4亿元。其中甲9.3亿元…: a sentence that begins with 其中 may speak of any amount before it."""
    clauses, total = material.clauses, found.total
    if found.tail or clauses.sentence_number(total.start) == clauses.sentence_number(found.parts[0].start):
        return False
    sentence = clauses.sentence(total.start)
    first = bisect_left(material.quantities, sentence.start, key=lambda q: q.start)
    return any(
        dimension(q) == dimension(total) and q.start != total.start
        for q in material.quantities[first : first + 12]
        if q.start < total.start
    )


def _named_partial(material: Material, found: PartList) -> bool:
    tail = material.text[found.parts[-1].end : found.parts[-1].end + 14]
    between = material.text[found.total.end : found.parts[-1].start]
    return (
        re.match(r"[^，。;]{0,8}等|[,，、]等", tail) is not None
        or re.search(r"主要(?!用于)|部分|例如|包括但|等\d", between) is not None
    )


def _uniform(material: Material, parts: Sequence[Quantity]) -> bool:
    """Whether all gaps between parts begin with the same mark: a real list does not change its separator."""
    marks = {_separator(material.text[a.end : b.start]) for a, b in pairwise(parts)}
    return len(marks) == 1


def _separator(gap: str) -> str:
    match = re.search(r"[，,、;。及和]", gap)
    mark = match[0] if match else ""
    return "，" if mark == "," else mark


def _tight(parts: Sequence[Quantity], gap: int = 24) -> bool:
    return all(b.start - a.end <= gap for a, b in pairwise(parts))


def _segmented(material: Material, parts: Sequence[Quantity]) -> bool:
    """Whether each part has a group of clauses to itself."""
    return all(material.text.count(";", a.end, b.start) == 1 for a, b in pairwise(parts))


_REACHED = re.compile(r"(?<![未待])(?:已|办结|完成|完工|竣工|验收|合格|男|中央)")
_OPEN = re.compile(r"正在|在[建办]|尚|未|待|不合格|女|地方")


def _complementary(material: Material, parts: Sequence[Quantity]) -> bool:
    """办结340起、正在办理22起: two states that leave no third."""
    if len(parts) != 2:
        return False
    words = [material.text[left.start : left.end] for left in map(material.clauses.left, parts)]
    return any(_REACHED.search(a) and not _OPEN.search(a) and _OPEN.search(b) for a, b in (words, words[::-1]))


def _of_one_role(material: Material, found: PartList) -> Relation | None:
    """其中一标段预算600万元、支出580万元，二标段预算400万元、支出370万元: of mixed amounts those in the role of the total.

    None where all parts are in one role. Amounts of other roles are no parts, so a sum that fails is not told.
    """
    roles = [_phase(material, q) for q in found.parts]
    if len({role for role in roles if role is not None}) < 2:
        return None
    own = _phase(material, found.total)
    parts = [q for q, role in zip(found.parts, roles, strict=True) if role is own]
    if own is not None and len(parts) > 1 and judge(found.total, total_of(parts)) is Verdict.HOLDS:
        return made_sum(material, parts, found.total, Verdict.HOLDS, "list")
    return made_sum(
        material, found.parts, found.total, Verdict.UNKNOWN, "list", "parts not told apart from other figures"
    )


_GIVEN = frozenset({Role.PLANNED, Role.APPROVED, Role.ADJUSTED, Role.ALLOCATED, Role.ARRIVED})


def _phase(material: Material, quantity: Quantity) -> str | None:
    """Whether an amount was given or spent, where a word right before it says so."""
    entry = material.money_at.get(quantity.start)
    if entry is None or entry.role is None:
        return None
    return "given" if entry.role in _GIVEN else "spent" if entry.role is Role.SPENT else None


def _columns(material: Material) -> Iterator[Relation]:
    """合计 rows: every column on its own. Blank cells are not zero."""
    for column in material.forms.columns:
        total, parts = column.total, column.parts
        verdict = judge(total, total_of(parts))
        if (
            verdict is Verdict.BROKEN
            and (column.blanks or (column.sources and len(parts) < 2))
            and total_of(parts).high < total.interval.low
        ):
            yield made_sum(material, parts, total, Verdict.UNKNOWN, "table", "blank cells")
        elif len(parts) > 1 or verdict is not Verdict.BROKEN or total_of(parts).low > total.interval.high:
            yield made_sum(material, parts, total, verdict, "table")


def _points(material: Material) -> Iterator[Relation]:
    for printed, weights, names in material.forms.weights:
        verdict = judge(printed, total_of(weights))
        unsure = verdict is Verdict.BROKEN and not material.clauses.finished(weights[-1].end + 40)
        made = made_sum(
            material,
            weights,
            printed,
            Verdict.UNKNOWN if unsure else verdict,
            "points",
            "list cut off" if unsure else None,
        )
        yield replace(made, spans=tuple(sorted({*made.spans, *names})))
    scores = [
        q
        for q in material.quantities
        if q.kind == "score" and not any(s.start <= q.start < s.end for s in material.forms.spans)
    ]
    series: dict[str, list[Quantity]] = defaultdict(list)
    for q in scores:
        series[material.text[max(0, q.start - 4) : q.start]].append(q)
    for cue, parts in series.items():
        exact = sum((q.normalized for q in parts), Decimal(0))
        total = next((q for q in scores if q.normalized == exact and q not in parts), None)
        if len(parts) >= 3 and total is not None and "分" in cue:
            yield made_sum(material, parts, total, Verdict.HOLDS, "points")


def _over_projects(material: Material) -> Iterator[Relation]:
    """The sum of all projects' budgets (spending, additions …) against totals stated outside the projects."""
    projects = material.projects
    if len(projects) < 3:
        return
    scopes = sorted((p.scope.start, p.scope.end) for p in projects)
    outside = [m for m in material.money if not _within(scopes, m.quantity.start)]
    if not outside:
        return
    totals: dict[Decimal, list[Quantity]] = defaultdict(list)
    for entry in outside:
        totals[entry.quantity.normalized].append(entry.quantity)
    for project in projects:
        for role in (Role.ALLOCATED, Role.APPROVED, Role.ADDED):
            parts = [f.quantity for f in project.facts if f.role is role]
            exact = sum((p.normalized for p in parts), Decimal(0))
            for total in totals.get(exact, ()) if len(parts) > 1 else ():
                yield made_sum(material, parts, total, Verdict.HOLDS, "projects")
    for role in (Role.APPROVED, Role.SPENT, Role.ADDED, Role.ALLOCATED, Role.ARRIVED):
        every: list[Quantity] = []
        budgeted: list[Quantity] = []
        for project in projects:
            facts = [f.quantity for f in project.facts if f.role is role]
            if role is not Role.ADDED:
                facts = facts[:1]
            every.extend(facts)
            if project.budget and any(f.role is Role.APPROVED for f in project.facts):
                budgeted.extend(facts)
        for parts in (every, budgeted) if budgeted != every else (every,):
            if len(parts) < 2:
                continue
            exact = sum((p.normalized for p in parts), Decimal(0))
            for entry in outside:
                if abs(entry.quantity.normalized - exact) <= entry.quantity.interval.high - entry.quantity.interval.low:
                    yield made_sum(material, parts, entry.quantity, Verdict.HOLDS, "projects")


def _within(scopes: Sequence[tuple[int, int]], offset: int) -> bool:
    i = bisect_left(scopes, (offset + 1,)) - 1
    return i >= 0 and scopes[i][0] <= offset < scopes[i][1]
