"""OFD files: text in its place, tables from drawn lines, and what makers do differently."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.making_ofd import NAMESPACE, ROOT, content, document, ofd, packed, text
from wenxiao.documents.layout.model import Sheet, Stroke, Word
from wenxiao.documents.model import Box, Document, UnreadableError
from wenxiao.documents.opening import open_document

FULL = "本项目按照年初批复的绩效目标由本单位组织实施本年共安排各项工作任务"


def word(words: str, left: float, top: float, size: float = 12) -> Word:
    edges = [left + at * size for at in range(len(words))]
    return Word(words, Box(left, top, left + len(words) * size, top + size), size, False, edges)


def sheet(*words: Word, number: int = 1) -> Sheet:
    return Sheet(number, 595, 842, list(words))


def paragraph(what: str) -> list[Word]:
    """Two lines in the middle of a page, the first one indented and full; they end with ``what``."""
    return [word(FULL, 114, 300), word(what, 90, 318)]


def opened(path: Path, data: bytes) -> Document:
    path.write_bytes(data)
    return open_document(path)


@pytest.fixture
def at(tmp_path: Path) -> Path:
    return tmp_path / "报告.ofd"


def test_lines_become_paragraphs_with_page_and_box(at: Path) -> None:
    pages = [sheet(*paragraph("十项。")), sheet(*paragraph("八项。"), number=2)]
    read = opened(at, ofd(pages))
    assert read.media_type == "application/ofd"
    assert read.text.split() == [f"{FULL}十项。", f"{FULL}八项。"]
    assert [page.number for page in read.pages] == [1, 2]
    second = read.blocks[1].anchor
    assert second.page == 2
    assert second.box is not None
    assert [round(edge) for edge in second.box] == [90, 300, 510, 330]
    assert [read.text[p.start : p.end] for p in read.placements] == [FULL, "十项。", FULL, "八项。"]


def test_drawn_lines_make_a_table(at: Path) -> None:
    page = sheet(word("项目", 105, 105), word("预算", 205, 105), word("甲项目", 105, 135), word("10", 205, 135))
    page.across = [Stroke(y, 100, 300) for y in (100, 130, 160)]
    page.down = [Stroke(x, 100, 160) for x in (100, 200, 300)]
    (table,) = opened(at, ofd([page])).tables
    assert [(c.row, c.column) for c in table.cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_repeated_distances_are_told_with_g(at: Path) -> None:
    objects = (
        '<ofd:TextObject Boundary="30 40 60 6" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g 3 4 12 4">'
        "预算十万元整</ofd:TextCode></ofd:TextObject>"
    )
    read = opened(at, ofd([sheet()], {"Doc_0/Pages/Page_1/Content.xml": content(objects)}))
    assert read.text.split() == ["预算十万", "元整"]


def test_a_text_without_distances_is_one_word(at: Path) -> None:
    objects = (
        '<ofd:TextObject Boundary="30 40 60 6" Size="4"><ofd:TextCode X="0" Y="4">预算10万元</ofd:TextCode>'
        "</ofd:TextObject>"
    )
    read = opened(at, ofd([sheet()], {"Doc_0/Pages/Page_1/Content.xml": content(objects)}))
    assert read.text.strip() == "预算10万元"


def test_a_matrix_scales_and_moves_text(at: Path) -> None:
    objects = (
        '<ofd:TextObject Boundary="10 20 60 6" Size="2" CTM="2 0 0 2 5 0"><ofd:TextCode X="0" Y="2" DeltaX="2">'
        "预算</ofd:TextCode></ofd:TextObject>"
    )
    (block,) = opened(at, ofd([sheet()], {"Doc_0/Pages/Page_1/Content.xml": content(objects)})).blocks
    assert block.anchor.box is not None
    assert round(block.anchor.box.left) == round(15 * 72 / 25.4)
    assert round(block.anchor.box.right) == round(23 * 72 / 25.4)


def test_what_stands_behind_every_page_is_a_header_and_no_text(at: Path) -> None:
    pages = [sheet(*paragraph(f"{n}项。"), number=i) for i, n in enumerate("十八六", 1)]
    read = opened(at, ofd(pages, template=text(word("某某局文件", 90, 40))))
    assert read.text.split() == [f"{FULL}十项。", f"{FULL}八项。", f"{FULL}六项。"]
    assert read.notes == ("每页重复的页眉或页脚没有读入正文（第 1 页起）：某某局文件",)


def test_names_of_parts_differ_in_case_and_begin_at_the_root(at: Path) -> None:
    tree = document([sheet()]).replace("Pages/Page_1/Content.xml", "/doc_0/pages/PAGE_1/content.xml")
    parts = {"Doc_0/Document.xml": tree}
    read = opened(at, ofd([sheet(word("预算十万元。", 90, 100))], parts))
    assert read.text.strip() == "预算十万元。"


def test_any_namespace_will_do(at: Path) -> None:
    data = {
        "OFD.xml": ROOT,
        "Doc_0/Document.xml": document([sheet()]),
        "Doc_0/Pages/Page_1/Content.xml": content(text(word("预算十万元。", 90, 100))),
    }
    changed = {name: part.replace(NAMESPACE, 'xmlns:ofd="urn:other"') for name, part in data.items()}
    assert opened(at, packed(changed)).text.strip() == "预算十万元。"


def test_invisible_and_slanting_text_is_left_out(at: Path) -> None:
    hidden = text(word("草稿", 90, 60)).replace("<ofd:TextObject ", '<ofd:TextObject Visible="false" ')
    turned = text(word("内部资料", 90, 200)).replace("<ofd:TextObject ", '<ofd:TextObject CTM="0.7 0.7 -0.7 0.7 0 0" ')
    body = text(word("预算十万元。", 90, 100))
    read = opened(at, ofd([sheet()], {"Doc_0/Pages/Page_1/Content.xml": content(hidden + turned + body)}))
    assert read.text.strip() == "预算十万元。"
    assert read.notes == ("第 1 页斜放的文字没有读入：内部资料",)


def test_one_damaged_page_does_not_lose_the_others(at: Path) -> None:
    parts = {"Doc_0/Pages/Page_1/Content.xml": "<ofd:Page"}
    read = opened(at, ofd([sheet(), sheet(word("预算十万元。", 90, 100), number=2)], parts))
    assert read.text.strip() == "预算十万元。"
    assert read.notes == ("第 1 页已损坏，没有读入",)


REFUSED = {
    "encrypted": (ofd([sheet(word("预算", 90, 100))], {"Encryptions.xml": "<a/>"}), "加密"),
    "without a document": (packed({"OFD.xml": ROOT}), "损坏"),
    "not XML": (packed({"OFD.xml": "text"}), "损坏"),
    "pictures only": (
        ofd([sheet()], {"Doc_0/Pages/Page_1/Content.xml": content('<ofd:ImageObject Boundary="0 0 210 297"/>')}),
        "图片",
    ),
    "empty": (ofd([sheet()]), "没有可读的文字"),
    "with entities": (ofd([], {"OFD.xml": f'<!DOCTYPE a [<!ENTITY b "c">]>{ROOT}'}), "实体声明"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_told_in_one_sentence(case: str, at: Path) -> None:
    data, why = REFUSED[case]
    with pytest.raises(UnreadableError, match=why) as refused:
        opened(at, data)
    assert refused.value.zh.count("。") == 1
    assert refused.value.en.startswith("cannot read")


@pytest.mark.parametrize(
    "broken",
    ['Boundary="a b c d"', 'Boundary="1e300 0 1 1"', 'Size="-4"', 'CTM="nan 0 0 nan 0 0"', 'CTM="1"', 'Size=""'],
)
def test_senseless_numbers_do_no_harm(at: Path, broken: str) -> None:
    body = text(word("预算十万元。", 90, 100))
    odd = text(word("其他", 90, 400)).replace("<ofd:TextObject ", "<ofd:TextObject ", 1)
    name = broken.partition("=")[0]
    start = odd.find(f"{name}=")
    if start >= 0:
        end = odd.index('"', odd.index('"', start) + 1) + 1
        odd = odd[:start] + broken + odd[end:]
    else:
        odd = odd.replace("<ofd:TextObject ", f"<ofd:TextObject {broken} ")
    read = opened(at, ofd([sheet()], {"Doc_0/Pages/Page_1/Content.xml": content(body + odd)}))
    assert "预算十万元。" in read.text
