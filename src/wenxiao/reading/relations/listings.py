"""A count beside the list of what is counted: 5个统计站（甲、乙、丙、丁、戊）; 16个项目 above a list of projects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from wenxiao.quantities.model import Interval, Quantity, Span
from wenxiao.reading.model import Relation, Verdict
from wenxiao.reading.relations.material import Material

_AFTER = re.compile(r"[^，。；;、,:()\d]{0,12}\((?P<names>[^()\d]{3,160})\)")
_BEFORE = re.compile(r"(?P<names>[^，。；;,:()\d\n]{3,80})\((?:共)?\Z")
_OPEN_ENDED = re.compile(r"等|其中|主要|如|例如|含|及其")
_QUOTED = re.compile(r"(?:“[^”“]{2,40}”[、和]?){2,20}(?:等)?\Z")
_NUMBERED = re.compile(r"\A[一二三四五六七八九十]+、")
_PROJECTS = re.compile(r"(?:预算)?(?:子)?项目")
_LEAD = re.compile(r"如下|以下|下列|下述|清单|明细")


def listings(material: Material) -> Iterator[Relation]:
    yield from _names(material)
    yield from _projects(material)


def _names(material: Material) -> Iterator[Relation]:
    """Only a list of exactly as many names is told: what separates two names is too uncertain to blame a count."""
    text = material.text
    for q in material.quantities:
        if q.kind != "count" or not 2 <= q.value <= 30 or q.value != q.value.to_integral_value():
            continue
        quoted = _QUOTED.search(text, max(0, q.start - 200), q.start)
        if quoted and quoted[0].count("“") == q.value:
            yield _made(material, q, int(q.value), Verdict.HOLDS, Span(quoted.start(), quoted.end()), "names")
            continue
        match = _AFTER.match(text, q.end)
        if match is None and text[q.end : q.end + 1] == ")":
            match = _BEFORE.search(text, max(0, q.start - 84), q.start)
        if match is None or _OPEN_ENDED.search(match["names"]):
            continue
        names = [name for name in re.split(r"[、和及与]", _NUMBERED.sub("", match["names"])) if name.strip()]
        if len(names) == q.value:
            yield _made(material, q, len(names), Verdict.HOLDS, Span(*match.span("names")), "names")


def _projects(material: Material) -> Iterator[Relation]:
    """下列16个项目 directly above the list of projects."""
    projects = material.projects
    if len(projects) < 3:
        return
    first = min(p.scope.start for p in projects)
    for q in material.quantities:
        if q.start >= first:
            break
        if (
            q.counter != "个"
            or first - q.start > 300
            or not (_PROJECTS.match(material.text, q.end) or material.text[q.start - 2 : q.start] == "项目")
        ):
            continue
        named = Span(projects[0].start, projects[0].end)
        if q.value == len(projects):
            yield _made(material, q, len(projects), Verdict.HOLDS, named, "projects")
        elif _announces(material, q, first):
            yield _made(material, q, len(projects), Verdict.BROKEN, named, "projects")


_SOME = re.compile(r"其中|重点|主要|部分|等|[1-9]\d*个")


def _announces(material: Material, count: Quantity, first: int) -> bool:
    """Whether the list at ``first`` is said to be all that is counted: nothing between speaks of some of them."""
    text = material.text
    return (
        _LEAD.search(text, material.clauses.sentence(count.start).start, first) is not None
        and _SOME.search(text, count.end, first) is None
    )


def _made(material: Material, stated: Quantity, count: int, verdict: Verdict, names: Span, basis: str) -> Relation:
    number = Decimal(count)
    sign = "=" if verdict is Verdict.HOLDS else "≠"
    return Relation(
        "listing", (), stated, Interval(number, number), verdict, (stated.span, names), basis=basis, formula=f"{count} {sign} {stated.value}",
        project=material.project_of(stated.start),
    )  # fmt: skip
