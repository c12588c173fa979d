"""The reading text: what is joined, dropped and folded, and the way back to the document's own text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.making import docx, opened, p, tbl, tc
from wenxiao.documents.model import Cell, Document, Span, Table
from wenxiao.documents.view import view


def read(text: str) -> str:
    return view(Document("甲", "", "text/plain", text)).text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("本年度安排预算资金，实施了河道\n清淤项目。", "本年度安排预算资金，实施了河道清淤项目。"),
        ("本年度安排预算资金，实施了河道\n\n  清淤项目。", "本年度安排预算资金，实施了河道\n\n清淤项目。"),
        ("资金使用合规、手续完备，均已验收。\n下一段", "资金使用合规、手续完备，均已验收。\n下一段"),
        ("本年度安排了以下几项主要工作，包括\n（一）清淤", "本年度安排了以下几项主要工作，包括\n(一)清淤"),
        ("项目名称\n河道清淤", "项目名称\n河道清淤"),
        (
            "4、取暖补贴预算190.00万元,执行129.14万\n元,执行率68.0%",
            "4、取暖补贴预算190.00万元,执行129.14万元,执行率68.0%",
        ),
        ("预算资金 962 万元", "预算资金962万元"),
        ("使用 LED screen 12 个", "使用LED screen 12个"),
        ("预算１２３．５０万元（含税），占８０％", "预算123.50万元(含税)，占80%"),
        ("預算資金", "预算资金"),
        ("1. 12座桥梁", "1. 12座桥梁"),
        ("完成清淤；2. 15座桥梁", "完成清淤;2. 15座桥梁"),
        ("预算为962. 50万元", "预算为962.50万元"),
        ("预算为 3. 5 万元", "预算为3.5万元"),
        ("", ""),
        (" \n\t", ""),
    ],
)
def test_what_stays_of_white_space(text: str, shown: str) -> None:
    assert read(text) == shown


def test_a_line_joined_very_often_is_read_in_bounded_steps() -> None:
    """Each step looks back a bounded way only; a step that looked back to the line's start would take minutes here."""
    assert read("完成河道清淤，支出资金的全部经费\n" * 100_000).count("\n") == 0


def test_cells_stay_apart_and_are_not_joined_to_what_surrounds_them(tmp_path: Path) -> None:
    long = "本年度安排预算资金，实施了河道清淤和绿化养护"
    table = tbl(
        tc("1 000\u200b") + tc("\u200b200") + tc(""),
        tc("") + tc(long) + tc("300"),
        tc("400") + tc(p("完成率") + p("95%")),
    )
    document = opened(tmp_path, docx(p(long) + table + p("其中")))
    assert view(document).text.strip() == f"{long}\n1 000\t200\n{long}\t300\n400\t完成率95%\n其中"


def test_a_cell_is_found_again_in_the_reading_text(tmp_path: Path) -> None:
    document = opened(tmp_path, docx(p("前 文") + tbl(tc("预 算") + tc("执 行"), tc("１００ 万元") + tc(""))))
    reading = view(document)
    cells = [reading.text[reading.at(c.start) : reading.at(c.end)] for c in document.tables[0].cells]
    assert [cell.strip() for cell in cells] == ["预算", "执行", "100万元", ""]


TEXTS = st.text(st.sampled_from("预算，。、：（）1２3.%万元 \t\n\r\u3000\u200bab一項"), max_size=120)


@given(TEXTS, st.lists(st.integers(0, 120), max_size=8))
@settings(max_examples=300, deadline=None)
def test_every_place_leads_back_to_the_character_it_shows(text: str, cuts: list[int]) -> None:
    edges = sorted(min(cut, len(text)) for cut in cuts)
    cells = tuple(Cell(a, b, 0, n) for n, (a, b) in enumerate(zip(edges[::2], edges[1::2], strict=False)))
    reading = view(Document("甲", "", "text/plain", text, tables=(Table(cells),)))
    last = -1
    for at, shown in enumerate(reading.text):
        start, end = reading.source(Span(at, at + 1))
        assert last <= start < end <= len(text)
        last = start
        if not shown.isspace():
            assert end == start + 1
            assert read(text[start]) == shown
            assert reading.at(start) == at
    assert reading.source(Span(len(reading.text), len(reading.text))) == (len(text), len(text))
    visible = [c for c in text if not c.isspace() and c != "\u200b"]
    assert len(visible) == sum(not c.isspace() for c in reading.text)
