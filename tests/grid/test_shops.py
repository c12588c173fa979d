"""The register of shops: what may be the same shop, and what others see of who runs it."""

from __future__ import annotations

import pytest

from wenxiao.grid.shops import Entry, alike, masked_name, masked_phone, number, place


def test_the_same_name_and_address_or_number_may_be_one_shop():
    entries = [
        Entry(1, "星河面馆", "银杏路12号", "13800000001"),
        Entry(2, "星河 面馆", "银杏路１２号", "13800000002"),
        Entry(3, "老李五金", "临江路3号", "+86 138-0000-0001"),
        Entry(4, "星河面馆", "银杏路14号", ""),
        Entry(5, "星河面馆", "", ""),
        Entry(6, "星河面馆", "", ""),
    ]
    assert alike(entries) == [(1, 2, "place"), (1, 3, "phone")]


def test_alike_by_both_is_one_pair():
    assert alike([Entry(1, "a", "b", "13800000001"), Entry(2, "a", "b", "13800000001")]) == [(1, 2, "place")]


def test_what_says_nothing_is_like_nothing():
    assert place("——", "银杏路") == ""
    assert number("12") == ""


@pytest.mark.parametrize(
    ("told", "shown"),
    [("13812345678", "138****5678"), ("0871-1234567", "087****4567"), ("1234567", "****67"), ("", ""), ("无", "")],
)
def test_a_number_is_masked(told, shown):
    assert masked_phone(told) == shown


@pytest.mark.parametrize(("told", "shown"), [("王小明", "王**"), ("李", "李*"), ("欧阳建国建", "欧**"), (" ", "")])
def test_a_name_is_masked(told, shown):
    assert masked_name(told) == shown
