"""Files that are damaged, hostile or of another format: one sentence each, in two languages, and nothing else."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.making import NAMESPACES, RELS, check_consistent, docx, listed, opened, p, packed, tbl, tc
from wenxiao.documents.model import UnreadableError
from wenxiao.documents.opening import open_document
from wenxiao.documents.readers import package

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
GOOD = docx(
    p("一、资金") + tbl(tc("预算") + tc("执行"), tc("合计", '<w:gridSpan w:val="2"/>')) + listed("甲", 1),
    styles='<w:style w:styleId="a"><w:name w:val="heading 1"/></w:style>',
    numbering='<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
)
PAGE = (
    "<html><body><h1>绩效</h1><ol><li>甲</ol><table><tr><td rowspan=2>预算<td>1</tr><tr><td>2</tr></table><p>完</p></body></html>"
).encode()


def main_part(xml: str) -> bytes:
    return packed({"_rels/.rels": RELS, "word/document.xml": xml})


def entity_bomb(encoding: str) -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY e0 "甲">{levels}]>'
        f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body></w:document>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", xml.encode(encoding))
    return buffer.getvalue()


def encrypted_zip() -> bytes:
    data = bytearray(GOOD)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def packed_by(method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("word/document.xml", "x" * 3000)
    return buffer.getvalue()


HOSTILE = {
    "empty": (b"", "空"),
    "junk": (bytes(range(256)) * 20, "不是文本"),
    "nul bytes": (b"\0" * 3000, "不是文本"),
    "zip": (packed({"a.txt": "甲"}), "解压"),
    "empty zip": (packed({}), "解压"),
    "zip with a word folder": (packed({"word/document.txt": "甲"}), "没有 Word 正文"),
    "truncated docx": (GOOD[: len(GOOD) // 2], "损坏"),
    "docx without its end": (GOOD[:-30], "损坏"),
    "zip with a password": (encrypted_zip(), "密码"),
    "zip packed by a method that documents do not use": (packed_by(zipfile.ZIP_LZMA), "损坏"),
    "encrypted docx": (OLE2 + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "old word": (OLE2 + "WordDocument".encode("utf-16-le"), "另存为 .docx"),
    "old document cut off": (OLE2 + b"\0" * 600, "损坏"),
    "old excel": (OLE2 + "Workbook".encode("utf-16-le"), "损坏"),
    "pdf": (b"%PDF-1.7\n\xe2\xe3", "PDF"),
    "xlsx without a workbook": (packed({"xl/workbook.xml": "<a/>"}), "没有 Excel 工作簿"),
    "xlsx without sheets": (packed({"xl/workbook.xml": "<workbook/>"}), "没有文字"),
    "binary workbook": (packed({"xl/workbook.bin": "a"}), "xlsb"),
    "ofd": (packed({"OFD.xml": "<a/>"}), "OFD"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0", "文字识别"),
    "no xml": (main_part("甲"), "损坏"),
    "wrong root": (main_part("<html><body>甲</body></html>"), "没有 Word 正文"),
    "empty body": (docx(""), "没有文字"),
    "only a picture": (docx("<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"), "OCR"),
    "entities": (entity_bomb("utf-8"), "实体"),
    "entities in utf-16": (entity_bomb("utf-16"), "实体"),
    "nested cells": (docx("<w:tbl><w:tr><w:tc>" * 10000 + p("甲") + "</w:tc></w:tr></w:tbl>" * 10000), "损坏"),
    "nested elements of a page": (b"<html><body>" + b"<table><tr><td>" * 10000 + b"x", "嵌套"),
    "zip bomb": (main_part(" " * (package._LARGE * 8)), "炸弹"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_read_gets_one_sentence(tmp_path: Path, name: str) -> None:
    data, expected = HOSTILE[name]
    with pytest.raises(UnreadableError) as caught:
        opened(tmp_path, data, "附件.docx")
    zh, en = caught.value.message(), caught.value.message("en")
    assert zh.startswith("无法读取 ")
    assert expected in zh
    for sentence, mark in ((zh, "；"), (en, "; ")):
        assert "附件.docx" in sentence
        assert mark in sentence
        assert "\n" not in sentence


def test_a_part_beyond_the_limit_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_PART", 100)
    with pytest.raises(UnreadableError, match="炸弹"):
        opened(tmp_path, GOOD)


def test_tables_nested_as_deep_as_the_parser_allows_are_read(tmp_path: Path) -> None:
    body = f"<w:tbl><w:tr>{tc('甲')}<w:tc>" * 60 + p("底") + "</w:tc></w:tr></w:tbl>" * 60
    document = opened(tmp_path, docx(body))
    check_consistent(document)
    assert len(document.tables) == 60
    deep = opened(tmp_path, b"<html><body>" + b"<div>" * 1500 + "底".encode())
    assert deep.text == "底\n"


def test_huge_spans_are_cut(tmp_path: Path) -> None:
    rows = [tc("甲", '<w:gridSpan w:val="999999999"/>') + tc("乙", '<w:gridSpan w:val="-3"/>') for _ in range(3)]
    document = opened(tmp_path, docx(tbl(*rows)))
    assert [cell.colspan for cell in document.tables[0].cells] == [256, 1] * 3
    cells = "<tr>" + "<td rowspan=999999 colspan=999999>甲" * 50
    check_consistent(opened(tmp_path, f"<html><table>{cells * 50}</table>".encode()))


def test_duplicate_parts_are_noted_and_missing_parts_are_not_needed(tmp_path: Path) -> None:
    buffer = io.BytesIO(packed({"word/document.xml": "x"}))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(
            "word/document.xml", f"<w:document {NAMESPACES}><w:body>{listed('甲', 4)}</w:body></w:document>"
        )
    document = opened(tmp_path, buffer.getvalue())
    assert (document.text, document.notes) == ("甲\n", ("duplicate-parts:1",))


@pytest.mark.parametrize(
    ("name", "shown"),
    [(b"\xbc\xd7.txt", "甲.txt"), (b"\xff\xfe\x81.txt", "\\xff\\xfe\\x81.txt"), (b"a\nb\x1b[0m", "a\\nb\\x1b[0m")],
)
def test_any_name_can_be_read_and_printed(tmp_path: Path, name: bytes, shown: str) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    try:
        path.write_text("甲", "utf-8")
    except OSError:
        pytest.skip("this file system refuses the name")
    document = open_document(path)
    assert document.name == shown
    document.path.encode()
    path.write_bytes(b"")
    with pytest.raises(UnreadableError) as caught:
        open_document(path)
    assert shown in caught.value.message()


def test_a_folder_a_missing_file_and_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, word in (
        (tmp_path, "文件夹"),
        (tmp_path / "none", "没有这个文件"),
        (tmp_path / "pipe", "普通文件"),
        (Path("a\0b"), "路径"),
    ):
        with pytest.raises(UnreadableError, match=word):
            open_document(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("甲", "utf-8")
    path.chmod(0)
    with pytest.raises(UnreadableError, match="权限"):
        open_document(path)


EDITS = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 12), st.binary(max_size=12) | st.sampled_from([b"<w:tbl>", b"</w:p>", b"<td>"])),
    min_size=1, max_size=6,
)  # fmt: skip
SLOW_OK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def edited(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    for at, length, new in edits:
        at %= len(data) + 1
        data = data[:at] + new + data[at + length :]
    return data


def read_or_refuse(folder: Path, data: bytes) -> None:
    try:
        document = opened(folder, data)
    except UnreadableError:
        return
    check_consistent(document)


@given(EDITS)
@SLOW_OK
def test_a_docx_with_any_bytes_changed_is_read_or_refused(tmp_path: Path, edits: list[tuple[int, int, bytes]]) -> None:
    read_or_refuse(tmp_path, edited(GOOD, edits))


@given(st.sampled_from(["word/document.xml", "word/styles.xml", "word/numbering.xml", "_rels/.rels"]), EDITS)
@SLOW_OK
def test_a_docx_with_any_xml_changed_is_read_or_refused(
    tmp_path: Path, part: str, edits: list[tuple[int, int, bytes]]
) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = edited(parts[part], edits)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    read_or_refuse(tmp_path, buffer.getvalue())


TAGS = [
    "p",
    "tbl",
    "tr",
    "tc",
    "r",
    "t",
    "sdt",
    "sdtContent",
    "del",
    "ins",
    "txbxContent",
    "pPr",
    "numPr",
    "tcPr",
    "vMerge",
    "br",
]


@given(
    st.recursive(
        st.sampled_from(["甲", "1"]),
        lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)),
        max_leaves=40,
    )
)
@SLOW_OK
def test_any_tree_of_word_elements_is_read_or_refused(tmp_path: Path, tree: object) -> None:
    def xml(node: object) -> str:
        if isinstance(node, tuple):
            return f"<w:{node[0]}>{''.join(map(xml, node[1]))}</w:{node[0]}>"
        return f"<w:p><w:r><w:t>{node}</w:t></w:r></w:p>"

    read_or_refuse(tmp_path, docx(xml(tree)))


@given(EDITS)
@SLOW_OK
def test_a_page_with_any_bytes_changed_is_read_or_refused(tmp_path: Path, edits: list[tuple[int, int, bytes]]) -> None:
    read_or_refuse(tmp_path, edited(PAGE, edits))
