"""What forms and frameworks print has an English name."""

from __future__ import annotations

import pytest

from wenxiao.performance.frameworks import frameworks
from wenxiao.performance.indicator_words import FIRST_LEVELS
from wenxiao.performance.regime import names, regime
from wenxiao.performance.terms import term_en


@pytest.mark.parametrize("one", frameworks(), ids=lambda one: one.name)
def test_levels_and_criteria_of_every_framework_have_one(one):
    printed = {word for criterion in one.criteria for word in (criterion.level1, criterion.level2, criterion.name)}
    assert [word for word in printed if term_en(word) is None] == []


def test_answers_and_points_of_every_pack_have_one():
    packs = [regime(name) for name in names()]
    printed = {answer.label for pack in packs for answer in pack.answers} | {*FIRST_LEVELS}
    printed |= {level for pack in packs for weights in pack.weights for level in weights}
    assert [word for word in printed if term_en(word) is None] == []


@pytest.mark.parametrize("printed", ["产出", "产出指标", " 产出指标 "])
def test_the_word_for_indicator_at_the_end_says_nothing(printed):
    assert term_en(printed) == "output"


def test_a_word_of_a_unit_stays_its_own():
    assert term_en("巡查网格数") is None
