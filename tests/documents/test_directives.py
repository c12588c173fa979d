from pathlib import Path

import pytest

from wenxiao.documents.directives import directives, without_directives
from wenxiao.reading.pipeline import read, read_text


@pytest.mark.parametrize(
    ("text", "rules", "reason"),
    [
        ("【问效：不核对 A101，理由：分母含上年结转】", ("A101",), "分母含上年结转"),
        ("【问效:不审核A101、b106 因口径不同】", ("A101", "B106"), "因口径不同"),
        ("<!-- wenxiao: ignore A101 the base includes what was left -->", ("A101",), "the base includes what was left"),
        ("<!-- wenxiao: ignore A101,B106 why -->", ("A101", "B106"), "why"),
        ("【问效：不核对 A101】", ("A101",), ""),
        ("【问效：不核对，理由：甲】", (), "甲"),
    ],
)
def test_rules_and_reason(text: str, rules: tuple[str, ...], reason: str) -> None:
    [found] = directives(f"甲。{text}乙。")
    assert (found.rules, found.reason) == (rules, reason)
    assert (found.start, found.end) == (2, 2 + len(text))


@pytest.mark.parametrize("text", ["问效于民。", "【问效】", "<!-- 问效 -->", "花钱必问效，【附件】不核对 A101"])
def test_other_text_is_no_directive(text: str) -> None:
    assert directives(text) == ()
    assert without_directives(text) == text


def test_a_figure_in_a_reason_is_no_figure_of_the_document() -> None:
    reading = read_text("道路养护预算200万元，【问效：不核对 A101，理由：分母为180万元】支出150万元。")
    assert [reading.quote(q.span) for q in reading.quantities] == ["200万元", "150万元"]
    assert "问效" in reading.document.text


def test_a_directive_with_a_line_of_its_own_does_not_cut_the_sentence_around_it() -> None:
    around = "道路养护项目预算200万元，实际支出\n150万元，执行率75%。"
    assert read_text(around.replace("\n", "\n【问效：不核对 A101，理由：甲】\n")).text == read_text(around).text


def test_a_comment_of_a_page_is_kept_in_sight(tmp_path: Path) -> None:
    page = tmp_path / "页.html"
    page.write_text(
        "<html><body><p>支出5万元。<!-- wenxiao: ignore A101 why --></p><!-- 其他 --></body></html>", "utf-8"
    )
    document = read(page).document
    assert [found.rules for found in directives(document.text)] == [("A101",)]
    assert "其他" not in document.text
