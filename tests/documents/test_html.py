"""Web pages: the article is read, its frame is not, tables of data keep their grid."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.making import check_consistent, opened
from wenxiao.documents.model import Document, UnreadableError


def page(folder: Path, body: str, head: str = "<title>公开</title>") -> Document:
    document = opened(folder, f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())
    assert document.media_type == "text/html"
    check_consistent(document)
    return document


def lines(folder: Path, body: str, head: str = "") -> list[str]:
    return page(folder, body, head).text.rstrip("\n").split("\n")


def test_the_frame_of_the_page_and_what_is_hidden_are_left_out(tmp_path: Path) -> None:
    body = (
        "<header>政府网</header><nav>首页</nav><div class='w breadcrumb'>当前位置</div><form id='aspnetForm'>"
        "<input value='搜'><h1>绩效说明</h1><p>预算 <b>100</b>&nbsp;万元，<!-- 注 -->支出 95 万元。</p>"
        "<p style='display: none'>暗</p><div hidden>暗</div><script>var a = 1</script><select><option>年</option></select>"
        "</form><footer>版权</footer>"
    )
    document = page(tmp_path, body)
    assert document.text == "绩效说明\n预算 100 万元，支出 95 万元。\n"
    assert [(b.kind, b.level) for b in document.blocks] == [("heading", 1), ("paragraph", None)]


def test_a_frame_name_on_most_of_the_page_is_not_believed(tmp_path: Path) -> None:
    assert lines(tmp_path, "<div id='top'><p>支出 95 万元。</p></div>") == ["支出 95 万元。"]


def test_the_title_is_read_only_where_there_is_no_heading_of_level_one(tmp_path: Path) -> None:
    assert lines(tmp_path, "<p>甲</p>", "<title>绩效说明</title>") == ["绩效说明", "甲"]


def test_line_breaks_and_bare_text_make_lines(tmp_path: Path) -> None:
    assert lines(tmp_path, "甲<br>乙<br/><br/>丙<div>丁<p>戊</p>己</div><pre>庚\n辛</pre>") == list("甲乙丙丁戊己庚辛")


def test_lists_carry_their_numbers(tmp_path: Path) -> None:
    body = "<ol start='3'><li>甲<li><p>乙</p><ul><li>丙</ul></ol><ol type='a'><li value='2'>丁</ol><ol start='x'><li>戊</ol>"
    assert lines(tmp_path, body) == ["3. 甲", "4. 乙", "• 丙", "b. 丁", "1. 戊"]


def test_spans_of_a_table_place_its_cells(tmp_path: Path) -> None:
    table = (
        "<table><caption>表一</caption><thead><tr><th rowspan=2>项目<th colspan=2>资金</tr><tr><td>预算<td>执行</tr></thead>"
        "<tbody><tr><td><p>清淤</p><p>工程</p><td>100<td>95</tr><tr><td rowspan=0>合计<td colspan=99999999999>x</tr></tbody></table>"
    )
    document = page(tmp_path, table, "")
    assert document.text == "表一\n项目\t资金\n预算\t执行\n清淤 工程\t100\t95\n合计\tx\n"
    cells = [(document.text[c.start : c.end], c.row, c.column, c.rowspan, c.colspan) for c in document.tables[0].cells]
    assert cells[:4] == [("项目", 0, 0, 2, 1), ("资金", 0, 1, 1, 2), ("预算", 1, 1, 1, 1), ("执行", 1, 2, 1, 1)]
    assert cells[-1] == ("x", 3, 1, 1, 255)


def test_tables_that_lay_out_the_page_do_not_swallow_its_paragraphs(tmp_path: Path) -> None:
    article = "".join(
        f"<p>第{n}段，项目预算 {n}00 万元，实际支出 90 万元，按期完成全部建设任务，资金使用合规。</p>" for n in range(9)
    )
    single = f"<table><tr><td>{article}</td></tr></table>"
    columns = f"<table><tr><td>菜单</td><td>{article}</td></tr></table>"
    outer = "<table><tr><td>甲<table><tr><td>乙<td>丙</tr></table></td><td>丁</td></tr></table>"
    assert page(tmp_path, single).tables == ()
    assert page(tmp_path, columns).tables == ()
    assert lines(tmp_path, outer) == ["甲", "乙\t丙", "丁"]


def test_a_form_with_long_answers_stays_a_table(tmp_path: Path) -> None:
    row = f"<tr><td>项目概况</td><td>{'完成河道清淤和绿化养护任务，' * 20}</td></tr>"
    assert len(page(tmp_path, f"<table>{row}<tr><td>得分</td><td>96</td></tr></table>").tables) == 1


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("gb18030", "gb2312"), ("utf-8", "utf-8"), ("gb18030", "utf-8"), ("big5", "big5"), ("utf-16", "x")],
)
def test_the_declared_encoding_is_used_where_it_fits(tmp_path: Path, encoding: str, declared: str) -> None:
    body = "<p>本年度預算資金一百萬元，實際支出九十萬元，主要用於河道的清理和綠化。</p>"
    text = f"<html><head><meta charset={declared}></head><body>{body}</body></html>"
    assert opened(tmp_path, text.encode(encoding)).text.startswith("本年度預算資金一百萬元")


def test_xhtml_with_a_declaration_is_a_page(tmp_path: Path) -> None:
    data = '<?xml version="1.0" encoding="gbk"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body><p>预算</p></body></html>'
    assert opened(tmp_path, data.encode("gbk")).text == "预算\n"


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="没有文字"):
        opened(tmp_path, b"<html><body><script>1</script></body></html>")


def test_text_that_begins_with_an_angle_bracket_is_text(tmp_path: Path) -> None:
    assert opened(tmp_path, "<项目>预算 100 万元\n".encode()).media_type == "text/plain"
