"""What is public: current releases of a year, by department, unit and project, with their figures. The one door to the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from wenxiao.performance import ledger
from wenxiao.publishing.open_data.tables import Release as Released
from wenxiao.web.disclosure.models import Release
from wenxiao.web.disclosure.publishing import folded

#: Kinds in the order in which a project page shows them; the first with money says what the money is.
ORDER = ("self_evaluation", "evaluation", "targets", "report", "document")
_KEPT = 3600


def published() -> QuerySet:
    """Every published version that may be seen: none that was withdrawn later."""
    withdrawn = Release.objects.filter(
        state="published", withdrawn=True, number=OuterRef("number"), version__gt=OuterRef("version")
    )
    return Release.objects.filter(~Exists(withdrawn), state="published")


def current() -> QuerySet:
    """The version of each that holds now; what was withdrawn is not among them."""
    later = Release.objects.filter(state="published", replaces=OuterRef("pk"))
    return published().filter(~Exists(later), withdrawn=False)


def stamp() -> str:
    """Changes with every publication."""
    found = Release.objects.filter(state="published").aggregate(Count("pk"), Max("published_at"))
    last = found["published_at__max"]
    return f"{found['pk__count']}-{last.timestamp() if last else 0}"


@dataclass(frozen=True, slots=True)
class Line:
    """A current release as lists show it."""

    number: int
    version: int
    kind: str
    title: str
    year: int
    published_at: Any
    summary: dict[str, Any]

    @property
    def unit(self) -> dict[str, str]:
        return self.summary["unit"]

    @property
    def department(self) -> dict[str, str]:
        return self.summary["department"]

    @property
    def project(self) -> dict[str, str] | None:
        return self.summary["project"]


@dataclass(frozen=True, slots=True)
class Sum:
    """Money of one or several projects, and how they were judged. A missing amount stays missing."""

    code: str
    name: str
    original: Decimal | None = None
    revised: Decimal | None = None
    paid: Decimal | None = None
    projects: int = 1
    score: Decimal | None = None
    grade: str = ""
    unit: dict[str, str] | None = None
    problems: int = 0
    closed: int = 0
    spent: int = 0  # how many of the projects have budget and spending of the whole year

    @property
    def execution(self) -> ledger.Rate:
        """预算执行率 ÷ 全年预算, from its parts."""
        return ledger.rate(ledger.Position(revised=self.revised, paid=self.paid))

    @property
    def bar(self) -> int:
        """How long its bar is, of 92."""
        value = self.execution.value
        return 0 if value is None else max(0, min(92, round(value * 92)))


_COLUMNS = ("number", "version", "kind", "title", "fiscal_year", "published_at", "summary")


def years(mark: str) -> list[int]:
    """The years of which anything is public, the latest first."""
    kept = cache.get("open-years")
    if kept is None or kept[0] != mark:
        kept = (mark, list(current().order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()))
        cache.set("open-years", kept, _KEPT)
    return kept[1]


def lines(year: int, mark: str) -> list[Line]:
    """The current releases of a year, kept until something is published."""
    kept = cache.get(f"open-{year}")
    if kept is None or kept[0] != mark:
        rows = current().filter(fiscal_year=year).order_by("unit__code", "number").values_list(*_COLUMNS)
        kept = (mark, [Line(*row) for row in rows])
        cache.set(f"open-{year}", kept, _KEPT)
    return kept[1]


def latest(most: int) -> list[Line]:
    """What was published last."""
    return [Line(*row) for row in current().order_by("-published_at", "-pk").values_list(*_COLUMNS)[:most]]


def projects(found: Iterable[Line]) -> list[Sum]:
    """One sum for each project: its money and score from its self-evaluation, else from what else has them."""
    by_project: dict[tuple[str, str], list[Line]] = {}
    for line in found:
        if line.project:
            by_project.setdefault((line.unit["code"], line.project["code"]), []).append(line)
    return [_project(one) for one in by_project.values()]


def _project(found: Sequence[Line]) -> Sum:
    ordered = sorted(found, key=lambda line: ORDER.index(line.kind) if line.kind in ORDER else len(ORDER))
    project = ordered[0].project or {"code": "", "name": ""}
    rich = next((line for line in ordered if line.summary["original"] or line.summary["revised"]), ordered[0]).summary
    judged = next((line for line in ordered if line.summary["score"]), ordered[0]).summary
    told = (
        max(ordered, key=lambda line: line.published_at).summary
        if not ordered[0].summary["problems"]
        else ordered[0].summary
    )
    return Sum(
        project["code"], project["name"], _amount(rich["original"]), _amount(rich["revised"]), _amount(rich["paid"]), 1,
        _amount(judged["score"]), judged["grade"], ordered[0].unit, told["problems"], told["closed"],
    )  # fmt: skip


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def together(found: Iterable[Sum], code: str = "", name: str = "") -> Sum:
    """Several as one: each amount is the sum of those that are known; revised budget and spending of the same projects, ``spent`` of them."""
    every = list(found)
    both = [one for one in every if one.revised is not None and one.paid is not None]
    original = ledger.together(ledger.Position(original=one.original) for one in every).original
    whole = ledger.together(ledger.Position(revised=one.revised, paid=one.paid) for one in both)
    return Sum(
        code, name, original, whole.revised, whole.paid, len(every),
        problems=sum(one.problems for one in every), closed=sum(one.closed for one in every), spent=len(both),
    )  # fmt: skip


def departments(found: Sequence[Line]) -> list[Sum]:
    """One sum for each department, in the order of their codes."""
    names = {line.department["code"]: line.department["name"] for line in found}
    return [
        together(projects(line for line in found if line.department["code"] == code), code, name)
        for code, name in sorted(names.items())
    ]


def of_unit(found: Iterable[Line], code: str) -> tuple[dict[str, str] | None, list[Line]]:
    """A unit or department by its code, and the releases of it and of the units below it."""
    mine = [line for line in found if code in (line.unit["code"], line.department["code"])]
    named = next((one for line in mine for one in (line.unit, line.department) if one["code"] == code), None)
    return named, mine


def _of(unit: str, project: str) -> QuerySet:
    """The current releases of a project by the codes that they were published with.

    Those of the project that has the code now are looked at first, which is quick; a code that was changed since is looked up in the
    statements themselves.
    """
    named = current().filter(summary__unit__code=unit, summary__project__code=project)
    quick = named.filter(year__project__code=project)
    return quick if quick.exists() else named


def statements(year: int, unit: str, project: str) -> list[Released]:
    """The current statements of a project in a year, in the order of the page."""
    rows = _of(unit, project).filter(fiscal_year=year)
    found = [Released(said, sha256) for said, sha256 in rows.order_by("number").values_list("statement", "sha256")]
    return sorted(
        found, key=lambda one: ORDER.index(one.statement["kind"]) if one.statement["kind"] in ORDER else len(ORDER)
    )


def other_years(unit: str, project: str) -> list[int]:
    """The years in which anything of a project is public, the latest first."""
    rows = _of(unit, project)
    return list(rows.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct())


def versions(number: int) -> list[Any]:
    """Every published version of a release, the newest first; each knows whether what it said was withdrawn later."""
    rows = list(Release.objects.filter(number=number, state="published").order_by("-version"))
    withdrawn = max((one.version for one in rows if one.withdrawn), default=0)
    for one in rows:
        one.gone = one.version < withdrawn
    return rows


def everything() -> list[Released]:
    """Every version that may be seen, with what took its place; of withdrawn ones the statement that says so."""
    rows = published().order_by("number", "version").values_list("number", "version", "statement", "sha256")
    last: dict[int, int] = {}
    found = []
    for number, version, said, sha256 in rows:
        last[number] = version
        found.append((number, version, Released(said, sha256)))
    return [
        one if last[number] == version else replace(one, replaced_by=last[number]) for number, version, one in found
    ]


def search(words: str) -> QuerySet:
    """The current releases in which every one of the words stands, those with it in their title first."""
    from django.db.models import Case, IntegerField, Value, When

    rows = current()
    for word in folded(words).split()[:8]:
        rows = rows.filter(words__contains=word)
    first = Case(When(title__icontains=words.strip(), then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(rank=first).order_by("rank", "-fiscal_year", "unit__code", "number")
