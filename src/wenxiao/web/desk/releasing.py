"""Documents of the desk whose review is closed, as what is released: the file itself, with what was checked in it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from wenxiao.performance.disclosure import GoesWith
from wenxiao.web.core.prepared import Prepared
from wenxiao.web.desk.models import Document, Found
from wenxiao.web.desk.vault import kept
from wenxiao.web.disclosure import facts
from wenxiao.web.disclosure.sources import Source, Taken, Waits, source
from wenxiao.web.register.models import ProjectYear

_READY = Q(state="closed", reading__isnull=False, unit__isnull=False, fiscal_year__isnull=False)


@source
class Reviewed(Source):
    """A document that was handed in and whose review is closed (已审结); of several versions (修改稿) the last.

    What the desk read and finance decided is what is published: nothing is read again for it.
    """

    kind, zh, en = "document", "报送文档", "Document"
    goes_with, foreign = GoesWith.ACCOUNTS, True

    def ready(self, years: QuerySet) -> Iterable[tuple[int, int | None, int]]:
        found = list(_closed(years))
        first = _first([pk for pk, *_ in found])
        return list({first[pk]: (first[pk], year, unit) for pk, year, unit in found}.values())

    @cached_property
    def offered(self) -> Prepared[Any]:
        return Prepared(lambda year: _closed(ProjectYear.objects.filter(pk=year)))

    def stable(self, subject: int) -> int:
        return _first([subject])[subject]

    def take(self, subject: int, papers: bool = True) -> Taken:
        chain = _versions(self.stable(subject))
        rows = Document.objects.select_related("year__project", "year__unit__parent__parent", "unit__parent__parent", "reading")  # fmt: skip
        one = rows.filter(_READY, pk__in=chain).order_by("pk").last()
        if one is None:
            if len(chain) > 1:
                raise Waits("这份文档已有修改稿，尚未审结；审结后再办理公开。", "There is a new version of this document whose review is not closed; release it once it is.")  # fmt: skip
            raise LookupError(subject)
        found = list(one.found.order_by("number"))
        told = [each for each in found if each.verdict != Found.Verdict.FALSE_ALARM]
        return Taken(
            str(one), one.unit, one.fiscal_year, one.year, facts.about(one.year) if one.year else facts.above(one.unit),
            ((one.name, one.media_type, kept(one).read_bytes()),) if papers else (),
            checked={"documents": [_counted(one, len(told))], "findings": [_said(each, one.name) for each in told]},
            aside=frozenset(each.finding for each in found if each.verdict == Found.Verdict.FALSE_ALARM),
            replies={each.finding: each.reason for each in told if each.verdict == Found.Verdict.EXPLAINED and each.reason},
        )  # fmt: skip


def _closed(years: QuerySet) -> QuerySet:
    """The documents about some project-years, or about their units in those years, whose review is closed: key, project-year, unit."""
    whole = Q(year=None, unit__in=years.order_by().values("unit"), fiscal_year__in=years.order_by().values("year"))
    rows = Document.objects.filter(_READY, whole | Q(year__in=years.values("pk"))).order_by("pk")
    return rows.values_list("pk", "year", "unit")


def _counted(one: Document, told: int) -> dict[str, Any]:
    """How much was looked at in it."""
    rules = [(rule["passed"], rule["failed"], sum(rule["unknown"].values())) for rule in one.reading.coverage.values()]
    return {
        "file": one.name, "rules": sum(any(counts) for counts in rules), "passed": sum(passed for passed, *_ in rules), "found": told,
        "unknown": sum(unknown for *_, unknown in rules),
    }  # fmt: skip


def _said(one: Found, name: str) -> dict[str, Any]:
    """A finding as it is published."""
    return {
        "id": one.finding, "code": one.code, "severity": one.severity, "zh": one.zh, "en": one.en, "arithmetic": one.arithmetic, "file": name,
    }  # fmt: skip


def _first(keys: list[int]) -> dict[int, int]:
    """The first version of each document; a query for each step back."""
    first = {key: key for key in keys}
    while earlier := dict(
        Document.objects.filter(pk__in=set(first.values()), replaces__isnull=False).values_list("pk", "replaces")
    ):
        first = {key: earlier.get(at, at) for key, at in first.items()}
    return first


def _versions(first: int) -> set[int]:
    """A document and every later version of it."""
    every, last = {first}, {first}
    while last := set(Document.objects.filter(replaces__in=last).values_list("pk", flat=True)) - every:
        every |= last
    return every
