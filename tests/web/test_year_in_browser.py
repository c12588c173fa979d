"""A whole year of one project through all roles in a real browser, and what each role must not do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web import later_stations, stations
from tests.web.browsing import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def people(site, browser) -> Iterator[dict[str, Person]]:
    """Everybody who takes part, each in a window of their own."""
    logins = ("clerk", "head", "department", "business", "performance", "evaluator", "oversight", "admin")
    made = {login: Person(browser, site, login) for login in logins}
    yield made
    for person in made.values():
        person.page.context.close()


def test_a_year_of_a_project(people):
    stations.registered(people)
    stations.targets_written(people)
    stations.targets_submitted(people)
    stations.budget_entered(people)
    stations.targets_adjusted(people)
    stations.monitored(people)
    later_stations.money_spent(people)
    later_stations.evaluated_by_the_unit(people)
    later_stations.self_evaluation_submitted(people)
    assert [line for person in people.values() for line in person.failed] == []
