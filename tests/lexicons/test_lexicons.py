"""Lexicons are data: every file loads, says what it is for, and holds each word once a group."""

from __future__ import annotations

import re

import pytest

from wenxiao.lexicons import Lexicon, lexicon, names


@pytest.mark.parametrize("name", names())
def test_every_lexicon_loads_says_its_purpose_and_repeats_no_word(name: str) -> None:
    found = lexicon(name)
    assert found.purpose.endswith(".")
    assert found.words
    for group, words in found.words.items():
        assert len(set(words)) == len(words), f"{name}.{group}: {sorted(w for w in words if words.count(w) > 1)}"
        assert all(word == word.strip() for word in words)


def test_a_lexicon_is_read_once() -> None:
    assert lexicon(names()[0]) is lexicon(names()[0])


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        lexicon("no such words")


def test_the_pattern_takes_the_longest_word_first() -> None:
    words = Lexicon("Made up.", {"a": ("验收", "未验收"), "b": ("(一)",)})
    assert words.pattern("a") == "(?:未验收|验收)"
    assert re.search(words.pattern(), "第(一)项")
