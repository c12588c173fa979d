"""Word 97-2003 documents made up byte by byte: what is printed is what is read."""

from __future__ import annotations

from pathlib import Path
from struct import pack

import pytest

from tests.documents.making import check_consistent, opened
from tests.documents.making_word97 import CHINESE, IN_TABLE, ROW_END, WESTERN, WIDE, compound, depth, row, word
from wenxiao.documents import office
from wenxiao.documents.model import Document, UnreadableError
from wenxiao.documents.readers.word97_file import Part

HIDDEN, DELETED, INSERTED = (pack("<HB", code, 1) for code in (0x083C, 0x0800, 0x0801))
MERGED_DOWN, FIRST_DOWN = 0x20, 0x60


def read(folder: Path, data: bytes) -> Document:
    document = opened(folder, data)
    check_consistent(document)
    assert document.media_type == "application/msword"
    return document


def text(folder: Path, *paragraphs: str) -> str:
    return read(folder, word([(paragraph, b"") for paragraph in paragraphs])).text.rstrip("\n")


def cells(document: Document, table: int = 0) -> list[tuple[str, int, int, int, int]]:
    return [
        (document.text[c.start : c.end], c.row, c.column, c.rowspan, c.colspan) for c in document.tables[table].cells
    ]


def test_paragraphs_with_their_places(tmp_path: Path) -> None:
    document = read(tmp_path, word([("一、资金\r", b""), ("\r", b""), ("支出 12.50 万元\r", b"")]))
    assert document.text == "一、资金\n\n支出 12.50 万元\n"
    assert [(b.kind, b.anchor.block) for b in document.blocks] == [("paragraph", 1), ("paragraph", 3)]


def test_pieces_of_every_encoding(tmp_path: Path) -> None:
    paragraphs = [("预算 95%—\r", b""), ("ended “so” × 2\r", b""), ("实际支出九十五万元。\r", b""), ("大字符\r", b"")]
    sizes = [len(content) for content, _ in paragraphs]
    encodings = (WIDE, WESTERN, CHINESE, WIDE)
    data = word(paragraphs, pieces=[(size, encoding, b"") for size, encoding in zip(sizes, encodings, strict=True)])
    assert read(tmp_path, data).text == "预算 95%—\nended “so” × 2\n实际支出九十五万元。\n大字符\n"


def test_western_signs_are_not_taken_for_chinese(tmp_path: Path) -> None:
    assert read(tmp_path, word([("±5 °C ÷ 2 ×\r", b"")], pieces=[(12, WESTERN, b"")])).text == "±5 °C ÷ 2 ×\n"


def test_a_field_shows_its_result_and_an_unfinished_one_swallows_its_paragraph_only(tmp_path: Path) -> None:
    field = "第\x13 PAGE \x13 内 \x14x\x15 \x143\x15页\r"
    assert text(tmp_path, field, "\x13 无始\r", "\x15不被吞掉\x14\r") == "第3页\n\n不被吞掉"


def test_special_characters(tmp_path: Path) -> None:
    special = "甲\t乙\u00ad丙\x1e丁\x1f\x0b戊\x02\x05\x08己\x0e庚\x0c辛\r"
    assert text(tmp_path, special) == "甲\t乙丙-丁\n戊己\n庚\n辛"


def test_a_page_mark_ends_a_paragraph_where_its_formatting_ends(tmp_path: Path) -> None:
    document = read(tmp_path, word([("第一节\x0c", b""), ("第二节\r", b"")]))
    assert [document.text[b.start : b.end] for b in document.blocks] == ["第一节", "第二节"]


def test_revisions_are_accepted_and_counted(tmp_path: Path) -> None:
    paragraphs = [("支出1012暗万元\r", b""), ("到位\r", b""), ("及时\r", b"")]
    runs = [(2, 4, DELETED), (4, 6, INSERTED), (6, 7, HIDDEN), (12, 13, DELETED)]
    document = read(tmp_path, word(paragraphs, runs=runs))
    assert document.text == "支出12万元\n到位及时\n"
    assert document.notes == ("deletions:2", "hidden:1", "insertions:1")


def test_a_piece_saved_in_a_hurry_changes_what_is_in_it(tmp_path: Path) -> None:
    pieces = [(2, WIDE, b""), (2, WIDE, DELETED), (3, WIDE, b""), (2, WIDE, pack("<HB", 0x2640, 1))]
    document = read(tmp_path, word([("支出10万元\r", b""), ("节\r", b"")], pieces=pieces))
    assert document.text == "支出万元\n节\n"
    assert [block.level for block in document.blocks] == [None, 2]


def test_a_deleted_row_is_gone(tmp_path: Path) -> None:
    first = [("去\x07", IN_TABLE), ("去\x07", IN_TABLE), ("\x07", row((0, 500, 900)))]
    second = [("留\x07", IN_TABLE), ("下\x07", IN_TABLE), ("\x07", row((0, 500, 900)))]
    assert read(tmp_path, word([*first, *second, ("\r", b"")], runs=[(4, 5, DELETED)])).text == "留\t下\n\n"


def test_a_symbol_of_a_symbol_font(tmp_path: Path) -> None:
    name = "Wingdings\0".encode("utf-16-le")
    fonts = pack("<HH", 1, 0) + bytes((39 + len(name),)) + bytes(39) + name
    symbol = pack("<HHH", 0x6A09, 0, 0xF0FE)
    data = word([("是(否\r", b"")], runs=[(1, 2, symbol)], parts={Part.FONTS: fonts})
    assert read(tmp_path, data).text == "是☑否\n"


def test_merged_cells_stand_once_with_their_spans(tmp_path: Path) -> None:
    def line(*texts: str, end: bytes) -> list[tuple[str, bytes]]:
        return [*((f"{content}\x07", IN_TABLE) for content in texts), ("\x07", end)]

    paragraphs = [
        ("表\r", b""),
        *line("资金", "预算数", "执行数", end=row((0, 2000, 4000, 6000), (FIRST_DOWN, 0, 0))),
        *line("", "100", "95", end=row((0, 2010, 4000, 5990), (MERGED_DOWN, 0, 0))),
        *line("合计", "195", end=row((0, 4000, 6000))),
        ("完\r", b""),
    ]
    document = read(tmp_path, word(paragraphs))
    assert document.text == "表\n资金\t预算数\t执行数\n100\t95\n合计\t195\n完\n"
    assert cells(document) == [
        ("资金", 0, 0, 2, 1), ("预算数", 0, 1, 1, 1), ("执行数", 0, 2, 1, 1), ("100", 1, 1, 1, 1), ("95", 1, 2, 1, 1),
        ("合计", 2, 0, 1, 2), ("195", 2, 2, 1, 1),
    ]  # fmt: skip
    last = document.blocks[-2].anchor
    assert (last.block, last.table, last.row, last.cell) == (2, 1, 3, 2)
    assert document.blocks[-1].anchor.block == 3


@pytest.mark.parametrize("flags", [(1, 2, 0), (2, 1, 0)], ids=["first is 1", "first is 2"])
def test_cells_merged_across_by_either_meaning_of_the_two_bits(tmp_path: Path, flags: tuple[int, ...]) -> None:
    one = [("甲\x07", IN_TABLE), ("\x07", IN_TABLE), ("乙\x07", IN_TABLE), ("\x07", row((0, 500, 900, 1500), flags))]
    two = [("丙\x07", IN_TABLE), ("丁\x07", IN_TABLE), ("戊\x07", IN_TABLE), ("\x07", row((0, 500, 900, 1500)))]
    document = read(tmp_path, word([*one, *two, ("\r", b"")]))
    assert cells(document)[:2] == [("甲", 0, 0, 1, 2), ("乙", 0, 2, 1, 1)]


def test_a_table_within_a_table_follows_it_and_paragraphs_of_a_cell_are_parted_by_a_space(tmp_path: Path) -> None:
    inner_cell, inner_row = pack("<HB", 0x244B, 1), pack("<HB", 0x244C, 1)
    paragraphs = [
        ("甲\r", IN_TABLE), ("一\x07", IN_TABLE), ("乙\r", IN_TABLE),
        ("丙\r", depth(2) + inner_cell), ("丁\r", depth(2) + inner_cell), ("\r", depth(2) + inner_row),
        ("庚\x07", depth(1)), ("\x07", row((0, 4000, 8000))), ("完\r", b""),
    ]  # fmt: skip
    document = read(tmp_path, word(paragraphs))
    assert document.text == "甲 一\t乙 庚\n丙\t丁\n完\n"
    assert len(document.tables) == 2


def test_a_frame_of_one_cell_is_paragraphs(tmp_path: Path) -> None:
    document = read(tmp_path, word([("甲\r", IN_TABLE), ("乙\x07", IN_TABLE), ("\x07", row((0, 9000))), ("完\r", b"")]))
    assert (document.text, document.tables) == ("甲\n乙\n完\n", ())


def test_a_row_without_description_and_a_table_without_end(tmp_path: Path) -> None:
    cut = [("甲\x07", IN_TABLE), ("乙\x07", IN_TABLE), ("\x07", ROW_END), ("丙\x07", IN_TABLE), ("丁\x07", IN_TABLE)]
    assert [cell[:3] for cell in cells(read(tmp_path, word(cut)))] == [
        ("甲", 0, 0), ("乙", 0, 1), ("丙", 1, 0), ("丁", 1, 1),
    ]  # fmt: skip


def test_a_row_whose_description_lies_in_the_data_stream(tmp_path: Path) -> None:
    changes = row((0, 500, 900), (FIRST_DOWN, 0))
    data = bytes(16) + pack("<H", len(changes)) + changes
    first = [("甲\x07", IN_TABLE), ("乙\x07", IN_TABLE), ("\x07", pack("<HI", 0x6646, 16))]
    second = [("\x07", IN_TABLE), ("丙\x07", IN_TABLE), ("\x07", row((0, 500, 900), (MERGED_DOWN, 0)))]
    document = read(tmp_path, word([*first, *second, ("\r", b"")], data=data))
    assert cells(document) == [("甲", 0, 0, 2, 1), ("乙", 0, 1, 1, 1), ("丙", 1, 1, 1, 1)]


def style(number: int, base: int, changes: bytes, name: str) -> bytes:
    raw = pack("<HHHHH", number, 1 | base << 4, 1, 0, 0) + pack("<H", len(name)) + f"{name}\0".encode("utf-16-le")
    raw += pack("<HH", len(changes) + 2, 0) + changes
    return pack("<H", len(raw)) + raw


def test_headings_by_built_in_style_by_its_name_by_level_and_through_ancestors(tmp_path: Path) -> None:
    sheet = (
        pack("<HHH", 4, 5, 10)
        + style(0, 0xFFF, b"", "正文")
        + style(2, 0, b"", "anything")
        + style(0xFFE, 0, b"", "标题 3")
    )
    sheet += style(0xFFE, 1, b"", "自定") + style(0xFFE, 4, b"", "绕")
    paragraphs = [(f"{n}\r", pack("<HH", 0x4600, n)) for n in range(6)] + [
        ("六\r", pack("<HHHB", 0x4600, 1, 0x2640, 9))
    ]
    document = read(tmp_path, word(paragraphs, parts={Part.STYLES: sheet}))
    assert [block.level for block in document.blocks] == [None, 2, 3, 2, None, None, None]


def list_level(form: int, shown: str, *, start: int = 1, follow: int = 2) -> bytes:
    head = pack("<iBB", start, form, 0) + bytes(9) + bytes((follow,)) + bytes(12)
    return head + pack("<H", len(shown)) + shown.encode("utf-16-le")


def test_automatic_numbers_with_an_override_that_starts_anew(tmp_path: Path) -> None:
    levels = [list_level(39, "\0、"), list_level(39, "（\x01）"), list_level(0, "\x02.", follow=0)]
    levels += [list_level(255, "")] * 6
    definition = pack("<H", 1) + pack("<ii", 77, 0) + pack("<9H", *[0xFFF] * 9) + bytes(2)
    overrides = pack("<I", 2) + pack("<i", 77) + bytes(12) + pack("<i", 77) + bytes(8) + b"\x01" + bytes(3)
    overrides += pack("<I", 0xFFFFFFFF) + pack("<I", 0xFFFFFFFF) + pack("<iI", 7, 0x10)

    def listed(content: str, number: int, level: int) -> tuple[str, bytes]:
        return f"{content}\r", pack("<HBHh", 0x260A, level, 0x460B, number)

    paragraphs = [
        listed("概况", 1, 0), listed("立项", 1, 1), listed("资金", 1, 1), listed("到位", 1, 2), listed("绩效", 1, 0),
        listed("产出", 1, 1), listed("另起", 2, 0), listed("再", 2, 0), listed("无", 0, 0),
    ]  # fmt: skip
    parts = {Part.LISTS: definition, Part.LIST_OVERRIDES: overrides}
    document = read(tmp_path, word(paragraphs, parts=parts, after_lists=b"".join(levels)))
    assert document.text.split("\n")[:-1] == [
        "一、概况", "（一）立项", "（二）资金", "1. 到位", "二、绩效", "（一）产出", "七、另起", "八、再", "无",
    ]  # fmt: skip


def test_notes_stand_at_the_end_headers_nowhere_and_comments_are_counted(tmp_path: Path) -> None:
    paragraphs = ["正文\x02\r", "\x02含上年结转\r", "\x02不含利息\r", "页眉\r", "\x05批\r", "\x02尾注\r", "\r"]
    counts = (4, 13, 3, 0, 3, 4)
    parts = {
        Part.FOOTNOTES: pack("<4I", 0, 7, 13, 13),
        Part.ENDNOTES: pack("<3I", 0, 4, 5),
        Part.COMMENTS: bytes(4 + 34),
    }
    document = read(tmp_path, word([(content, b"") for content in paragraphs], counts=counts, parts=parts))
    assert document.text == "正文\n含上年结转\n不含利息\n尾注\n"
    assert [block.anchor.part for block in document.blocks] == [None, "footnote", "footnote", "endnote"]
    assert document.notes == ("comments:1",)


def test_a_text_box_follows_the_paragraph_of_its_shape_and_one_of_a_group_that_of_the_group(tmp_path: Path) -> None:
    paragraphs = ["前\x08\r", "中\x08\r", "后\r", "框一\r", "\r", "框二\r", "失所\r", "\r"]
    ends = (0, 4, 7, 10, 11)
    box = b"".join(pack("<IIHIII", 1, 0, 0, 0, shape, 0) for shape in (5, 12, 99, 0))
    shape = pack("<2I", 5, 0) + bytes(18)
    group = pack("<2I", 11, 0) + bytes(18)

    def record(kind: int, content: bytes, version: int = 0xF) -> bytes:
        return pack("<HHI", version, kind, len(content)) + content

    def one(number: int) -> bytes:
        return record(0xF004, record(0xF00A, pack("<II", number, 0), 2))

    drawing = (
        record(0xF000, b"")
        + b"\0"
        + record(0xF002, record(0xF003, one(1) + one(5) + record(0xF003, one(11) + one(12))))
    )
    parts = {
        Part.BOXES: pack("<5I", *ends) + box,
        Part.SHAPES: pack("<3I", 1, 4, 8) + shape + group,
        Part.DRAWINGS: drawing,
    }
    data = word([(content, b"") for content in paragraphs], counts=(8, 0, 0, 0, 0, 0, 11), parts=parts)
    document = read(tmp_path, data)
    assert document.text == "前\n框一\n中\n框二\n后\n失所\n"
    assert [b.anchor.part for b in document.blocks] == [None, "textbox", None, "textbox", None, "textbox"]


def test_a_box_that_stands_in_itself_is_read_once(tmp_path: Path) -> None:
    parts = {
        Part.BOXES: pack("<3I", 0, 3, 4) + pack("<IIHIII", 1, 0, 0, 0, 5, 0) * 2,
        Part.SHAPES: pack("<2I", 4, 9) + pack("<I", 5) + bytes(22),
    }
    data = word([("正文\r", b""), ("框\x08\r", b""), ("\r", b"")], counts=(3, 0, 0, 0, 0, 0, 4), parts=parts)
    assert read(tmp_path, data).text == "正文\n框\n"


def test_notes_that_overlap_are_read_once(tmp_path: Path) -> None:
    parts = {Part.FOOTNOTES: pack("<7I", 0, 2, 0, 2, 0, 2, 3)}
    assert (
        read(tmp_path, word([("正\r", b""), ("注\r", b""), ("\r", b"")], counts=(2, 3), parts=parts)).text == "正\n注\n"
    )


def test_changes_that_lie_upon_each_other_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.VARIABLE, str(tmp_path / "none"))
    data = pack("<HH", 4000, 4000) * 1024
    rows = [("甲\x07", IN_TABLE + pack("<HI", 0x6646, 4 * at)) for at in range(8)]
    with pytest.raises(UnreadableError, match="损坏"):
        opened(tmp_path, word(rows, data=data))


@pytest.mark.parametrize("flags", [0x0100, 0x8100])
def test_a_password_is_told(tmp_path: Path, flags: int) -> None:
    with pytest.raises(UnreadableError, match="密码"):
        opened(tmp_path, word([("甲\r", b"")], flags=flags))


def test_a_document_without_text_or_with_pictures_only_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="没有文字；请检查"):
        opened(tmp_path, word([("\r", b"")]))
    with pytest.raises(UnreadableError, match="OCR"):
        opened(tmp_path, word([("\x01\r", b"")]))


DAMAGED = {
    "older than Word 97": word([("甲\r", b"")], version=0x68),
    "no piece table": word([("甲\r", b"")], parts={Part.PIECES: b""}),
    "pieces out of order": word(
        [("甲\r", b"")], parts={Part.PIECES: b"\x02" + pack("<I", 28) + pack("<3I", 0, 9, 2) + bytes(16)}
    ),
    "a piece beyond the file": word(
        [("甲\r", b"")], parts={Part.PIECES: b"\x02" + pack("<I", 16) + pack("<2I", 0, 2) + pack("<HIH", 0, 1 << 28, 0)}
    ),
    "negative counts": word([("甲\r", b"")], counts=(-5,)),
    "no table stream": compound({"WordDocument": word([("甲\r", b"")])[512:4608]}),
    "a directory beyond the file": word([("甲\r", b"")])[:48] + b"\xff\xff" + word([("甲\r", b"")])[50:],
    "zeros for text": word([("\0\0\0\0\0\0\0甲\r", b"")]),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_what_cannot_be_read_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setenv(office.VARIABLE, str(tmp_path / "none"))
    with pytest.raises(UnreadableError, match=r"损坏.*Word 97 以前.*安装 LibreOffice.*另存为 \.docx") as error:
        opened(tmp_path, data)
    assert "install LibreOffice" in error.value.en


def test_a_workbook_that_holds_a_word_document_is_no_word_document(tmp_path: Path) -> None:
    book = compound({"Workbook": bytes(100), "WordDocumentX": b""})
    with pytest.raises(UnreadableError, match="Office"):
        opened(tmp_path, book)
