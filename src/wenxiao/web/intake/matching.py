"""Which project of the register a document speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from wenxiao.web.core.policy import Access
from wenxiao.web.desk.matching import folded, named, years_for
from wenxiao.web.desk.models import Document
from wenxiao.web.register.models import ProjectYear

#: How many are offered.
MOST = 50


def offered(document: Document, access: Access) -> list[ProjectYear]:
    """The project-years of the document's unit and year that this person sees; of a document whose unit is not known, those of all units of where it was handed in."""
    rows = years_for(document)
    if document.unit_id is None and document.fiscal_year is not None:
        rows = ProjectYear.objects.filter(unit__path__startswith=document.place.path, year=document.fiscal_year)
    return list(rows.filter(access.scope()).select_related("project", "unit"))


def candidates(rows: Sequence[ProjectYear], name: str) -> list[ProjectYear]:
    """Those of them that may be meant, the ones with the most alike name first."""
    wanted = folded(name)
    return sorted(rows, key=lambda one: -SequenceMatcher(None, folded(one.project.name), wanted).ratio())[:MOST]


def best(rows: Sequence[ProjectYear], name: str) -> ProjectYear | None:
    """The one of them that is meant where there is no doubt."""
    return named(name, ((one, one.project.name) for one in rows))
