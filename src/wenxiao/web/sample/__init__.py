"""The sample district (星河区): made up for this project, so that somebody who starts the site finds a year to look at.

``load`` fills an empty database, by the same doors that people use: every state was reached by a step, every amount is an entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module

from django.db import transaction

from wenxiao.web.core.policy import Access
from wenxiao.web.grid.models import Agency
from wenxiao.web.people.models import Organisation, User
from wenxiao.web.register.models import ProjectYear

#: The password of everybody in the sample district. ``people.views.LoginForm`` lets them in on this machine alone.
PASSWORD = "xinghe-district-demo"

#: The year that is being run.
YEAR = 2026


@dataclass
class World:
    """What the rooms' loaders build on: organisations by code, people by login name, project-years by code and year,
    agencies of the grid by code."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    years: dict[tuple[str, int], ProjectYear] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)

    def access(self, login: str) -> Access:
        """What one of the people sees and may do."""
        return Access(self.people[login])


#: The rooms in the order in which they build on one another; each has ``sample.load(world)``.
ROOMS = (
    "people",
    "register",
    "ledger",
    "targets",
    "monitoring",
    "selfevaluation",
    "evaluation",
    "problems",
    "reports",
    "desk",
    "disclosure",
    "exchange",
    "hooks",
    "grid",
    "territory",
    "fieldwork",
    "command",
    "scoring",
    "evidence",
)


@transaction.atomic
def load() -> World:
    """Fill an empty database with the sample district. Raises ValueError where there are people already."""
    if User.objects.exists():
        raise ValueError("the database is not empty")
    world = World()
    for room in ROOMS:
        import_module(f"wenxiao.web.{room}.sample").load(world)
    return world
