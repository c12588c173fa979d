"""A question put together once gives what the same queryset gives, about whatever it is asked."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Count, Q

from tests.web import making
from wenxiao.web.core.prepared import Prepared, attach, together
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.targets.models import Indicator, TargetSet

OF_YEAR = Prepared(lambda year: TargetSet.objects.filter(year=year).select_related("year__project").order_by("version"))


@pytest.fixture
def two(year):  # type: ignore[no-untyped-def]
    """Two project-years with targets, the second with two versions."""
    first, second = making.fresh(year(1)), making.fresh(year(1))
    making.targets(first)
    making.targets(second)
    making.targets(second, "draft")
    return first, second


def test_each_key_gets_its_own_rows(two) -> None:  # type: ignore[no-untyped-def]
    for of in (*two, *two):
        asked = OF_YEAR(of.pk)
        assert asked == list(OF_YEAR.plain(of.pk))
        assert [one.goal for one in asked] == [one.goal for one in OF_YEAR.plain(of.pk)]
    assert [len(OF_YEAR(of.pk)) for of in two] == [1, 2]


def test_no_row_is_an_empty_list_and_no_first(two) -> None:  # type: ignore[no-untyped-def]
    assert OF_YEAR(0) == []
    assert OF_YEAR.first(0) is None


def test_what_is_joined_is_there_without_another_question(two, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    OF_YEAR(two[0].pk)
    with django_assert_num_queries(1):
        assert [one.year.project.name for one in OF_YEAR(two[1].pk)] == [two[1].project.name] * 2


def test_rows_come_as_tuples_and_plain_values_too(two) -> None:  # type: ignore[no-untyped-def]
    pairs = Prepared(
        lambda year: TargetSet.objects.filter(year=year).order_by("version").values_list("version", "state")
    )
    counts = Prepared(
        lambda year: (
            TargetSet.objects.filter(year=year)
            .order_by()
            .values("year")
            .annotate(n=Count("pk"))
            .values_list("n", flat=True)
        )
    )
    assert pairs(two[1].pk) == list(pairs.plain(two[1].pk))
    assert [counts.first(of.pk) for of in two] == [1, 2]


def test_columns_that_only_sort_are_not_given_out(two) -> None:  # type: ignore[no-untyped-def]
    states = Prepared(
        lambda year: TargetSet.objects.filter(year=year).order_by("version").values_list("state", flat=True).distinct()
    )
    assert states(two[1].pk) == list(states.plain(two[1].pk))


def test_a_key_may_stand_in_several_places(two) -> None:  # type: ignore[no-untyped-def]
    either = Prepared(
        lambda one, other: TargetSet.objects.filter(Q(year=one) | Q(year=other) | Q(year=one)).order_by("pk")
    )
    assert either(two[0].pk, two[1].pk) == list(TargetSet.objects.filter(year__in=two).order_by("pk"))
    assert either(two[0].pk, 0) == OF_YEAR(two[0].pk)


def test_it_fetches_what_was_asked_to_come_along(two, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    along = Prepared(lambda year: TargetSet.objects.filter(year=year).prefetch_related("indicators"))
    along(two[0].pk)
    with django_assert_num_queries(2):
        found = along(two[1].pk)
        assert all(len(one.indicators.all()) for one in found)


def test_a_condition_narrows_it(two) -> None:  # type: ignore[no-untyped-def]
    of = two[1].pk
    assert OF_YEAR.where(Q(), of) == OF_YEAR(of)
    assert [one.state for one in OF_YEAR.where(Q(state="draft"), of)] == ["draft"]
    assert OF_YEAR.where(Q(pk__in=()), of) == []


def test_a_question_that_loses_its_key_is_refused(db) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="a key does not arrive"):
        Prepared(lambda year: ProjectYear.objects.all())(1)  # noqa: ARG005


def test_attached_rows_are_those_of_a_prefetch(two, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    of = two[1]
    found = OF_YEAR(of.pk)
    with django_assert_num_queries(0):
        attach(found, "indicators", [], "target_set_id")
        assert [list(one.indicators.all()) for one in found] == [[], []]
    attach(found, "indicators", Indicator.objects.filter(target_set__year=of), "target_set_id")
    fetched = list(OF_YEAR.plain(of.pk).prefetch_related("indicators"))
    assert [list(one.indicators.all()) for one in found] == [list(one.indicators.all()) for one in fetched]
    first = found[0].indicators.all()[0]
    assert list(found[0].indicators.filter(pk=first.pk)) == [first]


INDICATORS = Prepared(lambda year: Indicator.objects.filter(target_set__year=year).order_by("pk"))


def test_what_is_asked_together_is_answered_as_if_asked_alone(two, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    first, second = two
    with together((OF_YEAR, INDICATORS), second.pk):
        with django_assert_num_queries(0 if connection.vendor == "postgresql" else 2):
            found = OF_YEAR(second.pk), INDICATORS(second.pk)
        assert found == (list(OF_YEAR.plain(second.pk)), list(INDICATORS.plain(second.pk)))
        assert OF_YEAR(first.pk) == list(OF_YEAR.plain(first.pk))


def test_an_answer_is_taken_once_and_not_outside(two) -> None:  # type: ignore[no-untyped-def]
    of = two[0]
    with together((OF_YEAR, INDICATORS), of.pk):
        before = OF_YEAR(of.pk)
        making.targets(of, "draft")
        assert len(OF_YEAR(of.pk)) == len(before) + 1
    assert len(INDICATORS(of.pk)) == Indicator.objects.filter(target_set__year=of).count()


def test_nothing_to_ask_together_is_fine(db) -> None:  # type: ignore[no-untyped-def]
    with together((), 1):
        assert OF_YEAR(0) == []
