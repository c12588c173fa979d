"""Whose cases are counted: the words of a scope."""

from __future__ import annotations

import pytest

from tests.grid.making import story
from wenxiao.grid.scope import Scope


def test_the_words_are_read_and_written_in_one_order():
    scope = Scope.read("category=30428;street=530114001")
    assert str(scope) == "street=530114001;category=30428"
    assert Scope.read("") == Scope()


@pytest.mark.parametrize("text", ["grid=1", "street", "street=", "street=1;street=2", "street=1;x"])
def test_words_that_are_no_scope_are_refused(text):
    with pytest.raises(ValueError, match="no scope"):
        Scope.read(text)


def test_a_case_is_within_by_street_unit_and_category():
    case = story("dispatch").now
    assert Scope().admits(case)
    assert Scope(street=case.grid[:9], unit=case.unit, category=case.category[:12]).admits(case)
    for other in (Scope(street="1"), Scope(unit="x"), Scope(category="x")):
        assert not other.admits(case)
