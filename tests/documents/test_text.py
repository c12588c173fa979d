"""Plain text: encodings, line ends, blocks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.making import opened
from wenxiao.documents.model import UnreadableError
from wenxiao.documents.readers.encodings import UndecodableError, decode

REPORT = "一、项目基本情况\n本年度安排预算资金 120.50 万元，实际支出 98.70 万元，主要用于河道清淤和绿化养护。\n"
TRADITIONAL = "一、項目基本情況\n本年度安排預算資金一百二十萬元，實際支出九十八萬元，主要用於河道清淤和綠化養護。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_simplified_text_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    assert opened(tmp_path, REPORT.encode(encoding)).text == REPORT


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16-le"])
def test_traditional_text_is_not_taken_for_the_wrong_table(tmp_path: Path, encoding: str) -> None:
    assert opened(tmp_path, TRADITIONAL.encode(encoding)).text == TRADITIONAL


def test_ascii_in_utf_16_without_a_mark_is_read(tmp_path: Path) -> None:
    assert opened(tmp_path, "Budget 120, spent 98.\n".encode("utf-16-le")).text == "Budget 120, spent 98.\n"


def test_a_broken_byte_in_a_long_text_is_replaced_and_noted(tmp_path: Path) -> None:
    document = opened(tmp_path, (REPORT * 40).encode()[:-2])
    assert document.text.startswith(REPORT)
    assert document.notes == ("undecodable:1",)


def test_line_ends_become_line_feeds_and_nothing_else_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("甲\r\n\r\n　乙 \r丙".encode())
    document = opened(tmp_path, path.read_bytes())
    assert document.text == path.read_text("utf-8") == "甲\n\n　乙 \n丙"
    assert [(b.anchor.line, document.text[b.start : b.end]) for b in document.blocks] == [
        (1, "甲"),
        (3, "　乙 "),
        (4, "丙"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"\n \n",
        b"\0" * 500,
        b"a\0b" * 100,
        bytes(range(256)) * 40,
        b"\x01\x02\x03" * 50,
        b"\xff\xfe\xff",
        b"\xef\xbb\xbf",
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"无法读取 .*；"):
        opened(tmp_path, data)


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except UndecodableError:
        return
    assert "\0" not in text
