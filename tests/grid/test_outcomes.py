"""What came of cases is counted by closed lists."""

from __future__ import annotations

from wenxiao.grid.catalogue import catalogue
from wenxiao.grid.outcomes import UNSORTED, outcome_names, outcomes


def test_lists_belong_to_categories_that_exist():
    assert outcomes().keys() <= catalogue().categories.keys()


def test_every_category_with_a_condition_has_a_list():
    named = {key for condition in catalogue().conditions.values() for key in condition.categories}
    assert named <= outcomes().keys()


def test_what_no_list_has_is_not_sorted():
    key = "47678.5-2026:item:06001"
    assert outcome_names(key, "demolished")[0] == "拆除"
    assert outcome_names(key, "no-such") == outcome_names("none", "demolished") == UNSORTED
