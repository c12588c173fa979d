"""A whole year of one project through all roles in a real browser, and what each role must not do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web import later_stations, stations
from tests.web.browsing import People

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def people(site, browser) -> Iterator[People]:
    made = People(browser, site)
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
    later_stations.firm_added(people)
    later_stations.reviewed(people)
    later_stations.evaluation_assigned(people)
    later_stations.evaluation_done(people)
    later_stations.problem_raised(people)
    later_stations.problem_closed(people)
    later_stations.result_used(people)
    later_stations.seen_as_a_whole(people)
    assert [line for person in people.values() for line in person.failed] == []
