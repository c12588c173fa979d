"""Projects with their money: which amounts within a project's text are its budget, its receipts, its spending."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from wenxiao.quantities.model import Quantity, Span
from wenxiao.reading.chosen import adjusted_of, budget_of, first, spent_of, stated_rate
from wenxiao.reading.clauses import Clauses
from wenxiao.reading.enumerations import enumerated
from wenxiao.reading.form_model import FormProject, Forms
from wenxiao.reading.lines import line_scopes_with_parent, with_parent
from wenxiao.reading.lists import PartList
from wenxiao.reading.model import GIVEN, Fact, Identity, Part, Project, Rate, Role, Section
from wenxiao.reading.names import clean_name, stated_name
from wenxiao.reading.roles import Money
from wenxiao.reading.scopes import Scope, dash_scopes, document_scope, fund_scopes, heading_scopes, with_rates
from wenxiao.reading.statements import Statements

_SOURCE = re.compile(
    r"债券|财政|自筹|补助资金|配套|中央|省级|市级|区级|县级|自有|转移支付|国债|拨款|专户|社会资本|贷款"
)
_ALL_ARRIVED = re.compile(
    r"(?:资金|经费|[，,。])[^，。,;\d\n]{0,8}(?:全部|全额|足额|均已|已全部)[^，。,;\d\n]{0,6}(?<!支付)到位"
)
_NO_BUDGET = re.compile(r"年初(?:无|没有|未安排|未列|未编制)[^，。,]{0,4}预算")
_NEAR = 240  # characters: how far 已全部到位 may stand from the fund it speaks of
_DIRECT = re.compile(
    r"(?:的|了|本|该|全部|项目|专项|财政|补助|补贴|奖励|救助|扶持|预算|债券?|总|资金|金额|经费|数|额|合计|共计?|累计|费用|款项?|合同|人民币|约|为|是|达到?|安排|形成|[:|\s]){0,12}\Z"
)


@dataclass(frozen=True)
class Material:
    """What the projects are made from."""

    clauses: Clauses
    sections: Sequence[Section]
    identity: Identity
    money: Sequence[Money]
    rates: Sequence[Rate]
    lists: Sequence[PartList]
    forms: Forms

    @cached_property
    def misprinted(self) -> frozenset[int]:
        """Where rates stand that are printed with a money unit: they are no amounts."""
        return frozenset(r.quantity.start for r in self.rates if r.quantity.kind == "money")

    @cached_property
    def _by_total(self) -> list[PartList]:
        return sorted(self.lists, key=lambda found: found.total.start)

    @cached_property
    def _totals(self) -> list[int]:
        return [found.total.start for found in self._by_total]

    def lists_within(self, start: int, end: int) -> list[PartList]:
        """Lists whose total stands in a range, in order of place."""
        totals = self._totals
        return self._by_total[bisect_left(totals, start) : bisect_left(totals, end)]


def find_projects(material: Material, statements: Statements) -> tuple[Project, ...]:
    """Every project that the document reports on, in order of place."""
    parts = {q.start for found in material.lists for q in found.parts if found.total.kind == "money"}
    outside = [m for m in material.money if not _in_table(m.quantity.start, material.forms.spans)]
    forms = [p for p in material.forms.projects if p.name or p.facts]
    scopes = heading_scopes(material.clauses.text, material.sections, outside)
    if scopes:
        scopes = with_parent(material.clauses, scopes, outside)
    if not scopes and forms and (made := _from_forms(forms, material, statements)):
        return tuple(made)  # a table of money that no name stands at belongs to what the text around it speaks of
    if not scopes:
        scopes = line_scopes_with_parent(material.clauses, material.identity, outside, material.rates)
    if not scopes:
        scopes = _prose_scopes(material, outside, parts)
    return tuple(_assemble(scope, material, outside, parts, statements) for scope in scopes)


_SHORT = 400  # characters: a longer text that names no project speaks of several things


def unnamed(material: Material, statements: Statements) -> Project | None:
    """The project that a short text speaks of without naming it; None where it states no amounts."""
    whole = Span(0, len(material.clauses.text))
    if not material.money or whole.end > _SHORT:
        return None
    parts = {q.start for found in material.lists for q in found.parts if found.total.kind == "money"}
    return _assemble(Scope("", Span(0, 0), whole, whole=True), material, material.money, parts, statements)


def _in_table(offset: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= offset < span.end for span in spans)


def _prose_scopes(material: Material, money: Sequence[Money], parts: Collection[int]) -> list[Scope]:
    """One project that is the document, or the several funds that it names."""
    dashed = dash_scopes(material.clauses, money)
    if dashed:
        return dashed
    whole = document_scope(material.clauses, material.identity, money)
    listed = enumerated(material.clauses, money)
    funds = fund_scopes(
        material.clauses,
        [
            m
            for m in money
            if m.quantity.start not in parts or m.quantity.start in listed or _quoted_before(material.clauses.text, m)
        ],
    )
    funds = with_rates(material.clauses, funds, material.rates)
    if len(funds) >= 3 or (len(funds) == 2 and whole is None):
        return funds
    if whole is not None and (money or material.rates):
        return [whole]
    return funds


def _quoted_before(text: str, entry: Money) -> bool:
    return text[entry.quantity.start - 2 : entry.quantity.start] in ("”(", '"(')


def _from_forms(forms: Sequence[FormProject], material: Material, statements: Statements) -> list[Project]:
    """Forms and list rows. A form's text reaches to the next form; a list row is its own text."""
    made: list[Project] = []
    ends = [p.span.start for p in forms[1:]] + [len(material.clauses.text)]
    for form, end in zip(forms, ends, strict=True):
        start = form.span.start
        scope = Span(start, form.facts[-1].quantity.end if form.listed and form.facts else end)
        name, place = (clean_name(form.name), form.span) if form.name else _name_nearby(material, scope)
        if not name:
            continue
        rates = form.rates or (
            [] if form.listed else [r for r in material.rates if scope.start <= r.quantity.start < scope.end]
        )
        made.append(_project(Scope(name, place, scope), form.facts, rates, tuple(form.funding), (), statements))
    return made


def _name_nearby(material: Material, scope: Span) -> tuple[str, Span]:
    """A form without its name: a line 项目名称：… above it says it, or the cost indicator repeats it."""
    named = stated_name(material.clauses.text, scope.start)
    if named is not None:
        return clean_name(material.clauses.text[named.start : named.end]), named
    for indicator in material.forms.indicators:
        if "成本" in indicator.level2 and re.search(r"经费|资金|项目|补助", indicator.name):
            return clean_name(indicator.name), indicator.span
    return "", scope


def _assemble(
    scope: Scope, material: Material, money: Sequence[Money], parts: Collection[int], statements: Statements
) -> Project:
    start, end = scope.text
    first, last = (bisect_left(money, at, key=lambda m: m.quantity.start) for at in (start, end))
    inside: list[Money] = []
    for entry in money[first:last]:
        named = scope.place.start <= entry.cue.start and entry.cue.end <= scope.place.end
        inside.append(replace(entry, role=None) if named and entry.role is Role.SPENT else entry)  # 甲支出项目30万元
    shares = _shares(material, start, end)
    facts: list[Fact] = []
    main: list[Fact] = []
    for entry in inside:
        if (entry.wanted and entry.role is not Role.NEEDED) or entry.quantity.start in material.misprinted:
            continue
        for role, cue in ((entry.role, entry.cue), (entry.after, None)):
            if role is None:
                continue
            fact = Fact(role, entry.quantity, entry.period, cue)
            facts.append(fact)
            share = _SHARE_BEHIND.match(material.clauses.text, entry.quantity.end) or _is_share(material, entry, shares)
            if share:
                continue
            if entry.quantity.start not in parts and (
                cue is None or entry.inherited or _direct(material.clauses.text, role, entry)
            ):
                main.append(fact)
    if not any(f.role in GIVEN for f in main):
        stated = {f.quantity.start for f in main if f.role in (Role.ARRIVED, Role.SPENT)}
        main.extend(
            _named_amount(
                scope,
                [
                    m
                    for m in inside
                    if not stated or m.quantity.start in stated or _TOTAL.search(_words(material, m.quantity))
                ],
                parts,
                material,
            )
        )
    rates = _between(material.rates, start, end)
    if scope.rate >= 0:
        own = next(r for r in material.rates if r.quantity.start == scope.rate)
        rates = [replace(own, measure="execution", partial=False), *(r for r in rates if r.quantity != own.quantity)]
    funding: list[Part] = []
    components: list[Part] = []
    for found in material.lists_within(start, end):
        if found.total.kind == "money" and found.explicit:
            for quantity in found.parts:
                part = Part(_part_name(material.clauses, quantity), quantity)
                (funding if _SOURCE.search(part.name) else components).append(part)
    known = {(f.role, f.quantity.start) for f in main}
    extra = [f for f in facts if (f.role, f.quantity.start) not in known]
    project = _project(scope, main, rates, tuple(funding), tuple(components), statements, extra)
    budget, arrived = project.budget, project.arrived
    text = material.clauses.text
    if scope.summed:
        budget = sum((f.quantity.normalized for f in main), Decimal(0))
    if budget is None and _NO_BUDGET.search(text, start, end):
        budget = Decimal(0)
    if arrived is None and _ALL_ARRIVED.search(text, start, end if scope.whole else min(end, start + _NEAR)):
        arrived = budget
    spent = _spent_by_parts(material, inside, project)
    if not extra and (budget, arrived, spent) == (project.budget, project.arrived, None):
        return project
    return replace(
        project,
        facts=(*project.facts, *extra),
        budget=budget,
        arrived=arrived,
        spent=project.spent if spent is None else spent,
    )


_SHARE_BEHIND = re.compile(r"[，,](?:约)?占\d")  # 支出30亿元，占60%: what one source gave
_SHARE_WORDS = re.compile(r"中央|省[级财]|市[级财]|县[级财]|区[级财]|自治区|地方|一般公共预算|政府性基金|公益金")
_SOME_OF = re.compile(r"资金中有?\Z")


def _shares(material: Material, start: int, end: int) -> frozenset[Decimal]:
    """Amounts that a list of sources states as parts of a larger sum."""
    return frozenset(
        q.normalized
        for found in material.lists_within(start, end)
        if found.total.kind == "money" and found.explicit and len(found.parts) >= 2
        for q in found.parts
        if q.normalized < found.total.normalized and _SHARE_WORDS.search(_words(material, q))
    )


def _is_share(material: Material, entry: Money, shares: Collection[Decimal]) -> bool:
    """Whether an amount is what one level or source gave of a sum that is stated elsewhere."""
    words = _words(material, entry.quantity)
    if _SOME_OF.search(words):
        return True
    return entry.role in GIVEN and entry.quantity.normalized in shares and _SHARE_WORDS.search(words) is not None


def _words(material: Material, quantity: Quantity) -> str:
    left = material.clauses.left(quantity)
    return material.clauses.text[left.start : left.end]


def _between(rates: Sequence[Rate], start: int, end: int) -> list[Rate]:
    first, last = (bisect_left(rates, at, key=lambda r: r.quantity.start) for at in (start, end))
    return list(rates[first:last])


def _direct(text: str, role: Role, entry: Money) -> bool:
    """支出653万元 states the spending; 支付土地款33万元 states what one thing cost."""
    return role is not Role.SPENT or _DIRECT.match(text, entry.cue.end, entry.quantity.start) is not None


_TOTAL = re.compile(r"(?:资金|经费)(?:总额|总计)为?\Z")


def _named_amount(scope: Scope, inside: Sequence[Money], parts: Collection[int], material: Material) -> list[Fact]:
    """An amount without a role word right after the project's name, or a total of what was given: its budget."""
    for entry in inside:
        if (
            entry.role is None
            and not entry.wanted
            and "每" not in _words(material, entry.quantity)
            and (entry.quantity.start not in parts or scope.text.end - scope.text.start < 400)
        ):
            left = material.clauses.left(entry.quantity)
            words = material.clauses.text[left.start : left.end]
            if (
                0 <= entry.quantity.start - scope.place.end <= 3
                or 0 <= scope.place.start - entry.quantity.end <= 14
                or re.search(
                    r"(?:(?:资金|经费|补助|补贴|项目|工程|建设|转移支付|基金|[助济偿励恤慰]金)共?为?|共计|合计|[”\"]\(?|\()\Z",
                    words,
                )
                or _TOTAL.search(words)
                or scope.place.end in range(left.start, left.end + 2)
            ):
                if scope.summed:
                    return [Fact(Role.ALLOCATED, m.quantity, m.period, left) for m in inside]
                total = next(
                    (
                        f.total
                        for f in material.lists
                        if f.tail and entry.quantity in f.parts and f.total.end <= scope.text.end
                    ),
                    None,
                )
                return [Fact(Role.ALLOCATED, total or entry.quantity, entry.period, left)]
    return []


def _spent_by_parts(material: Material, inside: Sequence[Money], project: Project) -> Decimal | None:
    """Spending listed by purpose without a total, when the purposes add up to the budget or the receipts."""
    for i, entry in enumerate(inside):
        if entry.role is not Role.SPENT or _direct(material.clauses.text, Role.SPENT, entry):
            continue
        sentence = material.clauses.sentence(entry.quantity.start)
        listed = [m for m in inside[i : i + 12] if m.quantity.start < sentence.end]
        run = [m.quantity.normalized for m in listed]
        if (
            len(run) >= 2
            and all(m.role in (Role.SPENT, None) for m in listed)
            and sum(run) in (project.budget, project.arrived)
        ):
            return sum(run, Decimal(0))
    return None


def _part_name(clauses: Clauses, quantity: Quantity) -> str:
    left = clauses.left(quantity)
    return clean_name(clauses.text[left.start : left.end])


def _project(
    scope: Scope,
    facts: Sequence[Fact],
    rates: Sequence[Rate],
    funding: tuple[Part, ...],
    components: tuple[Part, ...],
    statements: Statements,
    other: Sequence[Fact] = (),
) -> Project:
    stated = stated_rate(rates, "execution") or stated_rate(rates, "usage")
    spent = spent_of(facts, other, stated)
    budget = budget_of(facts, spent, stated)
    adjusted = first(facts, Role.ADJUSTED)
    said = statements.of(scope.text)
    return Project(
        name=scope.name,
        start=scope.place.start,
        end=scope.place.end,
        scope=scope.text,
        budget=budget,
        adjusted_budget=adjusted if adjusted is not None else adjusted_of(facts),
        arrived=first(facts, Role.ARRIVED),
        spent=spent,
        stated_execution_rate=stated,
        stated_arrival_rate=stated_rate(rates, "arrival"),
        facts=tuple(facts),
        rates=tuple(rates),
        funding=funding,
        components=components,
        targets=said.targets,
        outputs=said.outputs,
        effects=said.effects,
        problems=said.problems,
    )
