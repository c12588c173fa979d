"""Questions with more values than a statement takes parameters: the same answers as with few."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.db.models import F, prefetch_related_objects
from django.test.utils import CaptureQueriesContext

from wenxiao.web.core import many
from wenxiao.web.ledger.models import Entry
from wenxiao.web.overview.records import taken
from wenxiao.web.people.models import Organisation
from wenxiao.web.register.models import Project, ProjectYear
from wenxiao.web.sample import YEAR

#: More than PostgreSQL or SQLite take, none of which is the key of a row.
OTHERS = range(10_000_000, 10_260_000)


def test_more_keys_than_a_statement_takes_parameters(db):
    few = list(ProjectYear.objects.order_by("pk")[:3])
    asked = ProjectYear.objects.filter(pk__in=[*OTHERS, *(one.pk for one in few)])
    assert list(asked.order_by("pk")) == few
    assert asked.count() == 3


def test_more_keys_than_that_of_what_rows_point_to(db):
    one = Project.objects.filter(years__isnull=False).first()
    assert set(ProjectYear.objects.filter(project__in=[*OTHERS, one.pk])) == set(one.years.all())
    assert set(Project.objects.filter(years__in=[*OTHERS, *one.years.values_list("pk", flat=True)])) == {one}


def test_more_words_than_that_and_quoted_ones(db):
    code = Project.objects.first().code
    words = [f"x{number}" for number in OTHERS] + ["it's", 'a "quoted" one', "换\n行"]
    assert list(Project.objects.filter(code__in=[*words, code]).values_list("code", flat=True)) == [code]


def test_more_keys_than_that_are_left_out(db):
    one = ProjectYear.objects.first()
    others = ProjectYear.objects.exclude(pk__in=[*OTHERS, one.pk, None])
    assert one not in others
    assert others.count() == ProjectYear.objects.count() - 1


def test_many_values_are_one_parameter_and_few_stay_as_they_are(db):
    for count, parameters in ((many.MANY, 1), (many.MANY - 1, many.MANY - 1)):
        _, given = Organisation.objects.filter(pk__in=range(count)).query.sql_with_params()
        assert len(given) == parameters


@pytest.fixture
def everything_is_many(monkeypatch):
    monkeypatch.setattr(many, "MANY", 1)


@pytest.mark.usefixtures("everything_is_many")
def test_nothing_in_a_list_is_nothing(db):
    assert not ProjectYear.objects.filter(pk__in=[None]).exists()
    assert ProjectYear.objects.exclude(pk__in=[None]).count() == ProjectYear.objects.count()


@pytest.mark.usefixtures("everything_is_many")
def test_a_column_among_the_values_is_still_a_column(db):
    assert (
        Project.objects.filter(begins__in=[F("ends"), 1800]).count() == Project.objects.filter(begins=F("ends")).count()
    )


@pytest.mark.usefixtures("everything_is_many")
def test_what_belongs_to_many_rows_is_fetched_by_one_parameter(db):
    years = list(ProjectYear.objects.filter(year=YEAR))
    with CaptureQueriesContext(connection) as asked:
        prefetch_related_objects(years, "entries")
    assert len(asked) == 1
    assert sum(len(one.entries.all()) for one in years) == Entry.objects.filter(project_year__year=YEAR).count()


def test_the_audit_of_the_cycle_finds_the_same_of_many_years(db, monkeypatch):
    years = ProjectYear.objects.all()
    before = taken(years, date(YEAR, 11, 21))
    monkeypatch.setattr(many, "MANY", 1)
    assert taken(years, date(YEAR, 11, 21)) == before


def test_more_rows_than_a_statement_takes_parameters_are_kept_at_once(db):
    unit = Organisation.objects.get(code="201001")
    rows = [
        Project(code=f"N{number}", name="多", unit=unit, attribute="new", fund="general", begins=YEAR, ends=YEAR)
        for number in range(7_000)
    ]
    Project.objects.bulk_create(rows)
    assert Project.objects.filter(code__startswith="N").count() == 7_000
