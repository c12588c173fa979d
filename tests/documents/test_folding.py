"""Folding changes characters one for one."""

from __future__ import annotations

import pytest

from wenxiao.documents.folding import FOLDED, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("預算執行率９５．５％", "预算执行率95.5%"),
        ("萬元、億元、個、戶、項", "万元、亿元、个、户、项"),
        ("實際支出總額與績效評價", "实际支出总额与绩效评价"),
        ("農業農村廳關於資金撥付的說明", "农业农村厅关于资金拨付的说明"),
        ("（一）２０２３年［１２］号", "(一)2023年〔12〕号"),
        ("二〇二三年", "二零二三年"),
        ("80％〜90％", "80%~90%"),
        ("⽤⼾", "用户"),
        ("显著乾坤，什么", "显著乾坤，什么"),
    ],
)
def test_what_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_the_full_width_comma_stays() -> None:
    assert fold("５，３００") == "5，300"


def test_one_character_becomes_one_that_is_not_folded_again() -> None:
    for plain in FOLDED.values():
        assert len(plain) == 1
        assert fold(plain) == plain
