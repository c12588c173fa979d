"""What a document says against what the site holds, put together for one person: project by project, and with other documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import Access
from wenxiao.web.desk.models import Document
from wenxiao.web.intake import taking
from wenxiao.web.intake.models import Matching, Proposal
from wenxiao.web.intake.reconciling import Reconciled, reconciled
from wenxiao.web.overview.records import taken
from wenxiao.web.register.models import ProjectYear


@dataclass(frozen=True, slots=True)
class Against:
    """A project of a document: which project-year it is, and what it says against that. ``said`` is None where it is not said yet
    which one is meant, where that is not seen, and of what was refused as a project."""

    head: Proposal
    year: ProjectYear | None
    said: Reconciled | None


def against(document: Document, access: Access) -> list[Against]:
    """Every project of a document beside ledger, approved targets and monitoring."""
    tree = document.reading.tree
    heads = [one for one in taking.read_out(document, access) if one.kind == "project"]
    meant = access.years().filter(pk__in=[head.year_id for head in heads if head.year_id])
    years = {one.pk: one for one in meant.select_related("project", "unit")}
    held = taken(years.values(), access.as_of or today())
    made = []
    for head in heads:
        year = years.get(head.year_id)
        said = None
        if year is not None and head.state != "refused":
            said = reconciled(tree, head.project, document.kind, year, held[year.pk])
        made.append(Against(head, year, said))
    return made


def matching_of(document: Document) -> Matching | None:
    """The last comparison with other documents of the unit."""
    return Matching.objects.filter(document=document).select_related("by").first()


def between(matching: Matching | None, access: Access) -> list[dict[str, Any]]:
    """What a comparison found, each quote with its document (``paper``); one of a document that is not seen is left out."""
    found = matching.found if matching is not None else []
    papers = {quote["document"] for one in found for quote in one["quotes"]}
    seen = {one.pk: one for one in Document.objects.filter(access.papers(), pk__in=papers)}
    return [
        {**one, "quotes": [{**quote, "paper": seen[quote["document"]]} for quote in one["quotes"] if quote["document"] in seen]}
        for one in found
    ]  # fmt: skip
