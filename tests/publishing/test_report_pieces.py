"""The text of a chapter with its references: what stays one while somebody types, what moved, what is taken over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenxiao.publishing.reports import pieces
from wenxiao.publishing.reports.pieces import (
    Ref,
    accepted,
    blanks,
    bound,
    moved,
    plain,
    refs,
    restored,
    retyped,
    stored,
)

TEXT = ("年初预算", Ref("money.original", "580.00万元"), "，支出", Ref("money.paid", "571.64万元"), "。\n下一段。")


def keys(text):  # type: ignore[no-untyped-def]
    return [ref.key for _, ref in refs(text)]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("年初预算580.00万元，支出571.64万元。\n下一段。", ["money.original", "money.paid"]),
        ("本年年初预算为580.00万元，全年支出571.64万元。\n下一段改了。", ["money.original", "money.paid"]),
        ("年初预算590.00万元，支出571.64万元。\n下一段。", ["money.paid"]),
        ("年初预算1580.00万元，支出571.64万元。\n下一段。", ["money.paid"]),
        ("新的一段。\n年初预算580.00万元，支出571.64万元。\n下一段。", ["money.original", "money.paid"]),
        ("全部重写。", []),
        ("", []),
    ],
)
def test_a_reference_stays_one_while_its_characters_are_left_alone(typed, left):  # type: ignore[no-untyped-def]
    text = retyped(TEXT, typed)
    assert plain(text) == typed
    assert keys(text) == left


@given(st.text(alphabet="年初预算580.1万元，。\n"), st.integers(0, 40), st.integers(0, 40))
def test_whatever_is_typed_is_what_is_read(words, start, end):  # type: ignore[no-untyped-def]
    old = plain(TEXT)
    typed = old[:start] + words + old[max(start, end) :]
    text = retyped(TEXT, typed)
    assert plain(text) == typed
    assert restored(stored(text)) == text
    for at, ref in refs(text):
        assert typed[at : at + len(ref.words)] == ref.words
        assert ref in TEXT


def test_what_moved_is_said_with_both_values_and_taken_over():  # type: ignore[no-untyped-def]
    now = {"money.original": "580.00万元", "money.paid": "575.00万元"}
    [one] = moved(TEXT, now)
    assert (one.was, one.now, plain(TEXT)[one.start : one.end]) == ("571.64万元", "575.00万元", "571.64万元")
    text = accepted(TEXT, now)
    assert plain(text) == "年初预算580.00万元，支出575.00万元。\n下一段。"
    assert moved(text, now) == []


def test_a_reference_without_a_fact_moved_to_nothing_and_becomes_text():  # type: ignore[no-untyped-def]
    now = {"money.original": "580.00万元"}
    assert [one.now for one in moved(TEXT, now)] == [None]
    assert keys(accepted(TEXT, now)) == ["money.original"]
    assert plain(accepted(TEXT, now)) == plain(TEXT)


def test_the_figure_of_the_ledger_takes_the_place_of_a_typed_one():  # type: ignore[no-untyped-def]
    text = retyped(TEXT, "年初预算590.00万元，支出571.64万元。\n下一段。")
    mended = bound(text, 4, 12, Ref("money.original", "580.00万元"))
    assert mended == TEXT


def test_blanks_are_what_stands_in_their_brackets():  # type: ignore[no-untyped-def]
    assert blanks("资金管理。【待填写：管理制度】无。【待填写：问题】") == ["管理制度", "问题"]


@pytest.mark.parametrize("typed", ["\n" * 900, "x\n" + "\n" * 700 + "y\n" + "\n" * 200 + "z\n"])
def test_the_work_of_a_comparison_stays_bounded_where_every_line_is_alike(monkeypatch, typed):  # type: ignore[no-untyped-def]
    looked = []

    class Watched(pieces.SequenceMatcher):
        def find_longest_match(self, *limits):  # type: ignore[no-untyped-def]
            looked.append(sum(map(len, self.b2j.values())) * (limits[1] - limits[0]))
            return super().find_longest_match(*limits)

    monkeypatch.setattr(pieces, "SequenceMatcher", Watched)
    before = ("\n" * 1000, Ref("money.paid", "571.64万元"))
    assert keys(retyped(before, typed + "571.64万元")) == ["money.paid"]
    assert sum(looked) < 100_000


def test_of_two_lines_that_begin_and_end_alike_the_one_that_stays_keeps_its_reference():
    before = ("支出", Ref("one", "95.00万元"), "。\n支出", Ref("other", "97.00万元"), "。\n")
    assert keys(retyped(before, "支出97.00万元。\n")) == ["other"]
