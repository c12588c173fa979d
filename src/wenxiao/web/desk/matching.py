"""Whose document it is and of which project: proposed from what it says, among what the one who handed it in is responsible for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wenxiao.performance.lifecycle import Role
from wenxiao.web.core.policy import HAND_IN, Access
from wenxiao.web.desk.models import Document
from wenxiao.web.people.models import Organisation
from wenxiao.web.register.models import ProjectYear

#: Characters that a part of a name must have to stand for the whole.
_LEAST = 4
#: Projects of the register that are compared with a document.
_MOST = 20_000
_IGNORED = str.maketrans("", "", " 　（）()〔〕[]“”\"'《》")


def folded(name: str) -> str:
    return name.translate(_IGNORED).lower()


def named(words: str, offered: Iterable[tuple[Any, str]]) -> Any:
    """The key of the one that is meant: by its whole name, else the only one of which one name ends with the other."""
    wanted = folded(words)
    if not wanted:
        return None
    names = [(key, folded(name)) for key, name in offered]
    same = [key for key, name in names if name == wanted]
    if not same and len(wanted) >= _LEAST:
        same = [key for key, name in names if len(name) >= _LEAST and (name.endswith(wanted) or wanted.endswith(name))]
    return same[0] if len(same) == 1 else None


def fit(paper: Document, projects: Sequence[str], text: str, access: Access) -> None:
    """Propose unit and project-year where nobody has said them; the caller saves.

    The project is the one that the document describes, else the only one of the unit's register that its text names.
    """
    seen = access.organisations(HAND_IN).exclude(kind=Organisation.Kind.FIRM)
    if paper.unit_id is None:
        key = named(paper.organisation, seen.values_list("pk", "name"))
        own = list(seen.filter(kind=Organisation.Kind.UNIT)[:2])
        if key is None and access.roles & {Role.CLERK, Role.HEAD} and len(own) == 1:
            key = own[0].pk  # whoever looks after one unit hands in what is that unit's
        paper.unit_id = key
    years = ProjectYear.objects.filter(unit__in=seen)
    if paper.fiscal_year is not None and paper.year_id is None and len(projects) <= 1:
        of = years.filter(year=paper.fiscal_year)
        if paper.unit_id is not None:
            of = of.filter(unit__path__startswith=Organisation.objects.get(pk=paper.unit_id).path)
        names = list(of.values_list("pk", "project__name")[:_MOST])
        if projects:
            paper.year_id = named(projects[0], names)
        elif paper.unit_id is not None:
            said = folded(text)
            told = [key for key, name in names if len(folded(name)) >= _LEAST and folded(name) in said]
            paper.year_id = told[0] if len(told) == 1 else None
        if paper.year_id is not None and paper.unit_id is None:
            paper.unit_id = ProjectYear.objects.get(pk=paper.year_id).unit_id


def years_for(paper: Document) -> Any:
    """The project-years that a finding of a document may be about: those of its unit, of its year where that is known."""
    if paper.unit is None:
        return ProjectYear.objects.none()
    years = ProjectYear.objects.filter(unit__path__startswith=paper.unit.path).select_related("project", "unit")
    return years.filter(year=paper.fiscal_year) if paper.fiscal_year else years
