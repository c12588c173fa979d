"""Archives: what is in them, whose names are theirs, and what is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from wenxiao.documents.items import Item, opened, source_of
from wenxiao.documents.model import UnreadableError
from wenxiao.documents.opening import open_document


def packed(*members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members:
            out.writestr(name, data)
    return file.getvalue()


def with_raw_name(data: bytes, name: bytes) -> bytes:
    """The archive with the one name ``x`` times its length replaced by bytes in another encoding."""
    return data.replace(b"x" * len(name), name)


def names(path: Path) -> list[str]:
    return [one.name if isinstance(one, Item) else one.zh for one in opened(Item(path))]


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path("材料.zip")


def test_an_archive_gives_its_documents_in_folders_and_leaves_out_what_is_none(at: Path) -> None:
    at.write_bytes(
        packed(
            ("自评/报告.txt", b"1"),
            ("自评/照片.jpg", b"1"),
            ("__MACOSX/自评/._报告.txt", b"1"),
            ("~$报告.docx", b"1"),
            ("附件1.xlsx", b"1"),
        )
    )
    assert names(at) == ["材料.zip/自评/报告.txt", "材料.zip/附件1.xlsx"]


def test_archives_inside_an_archive_are_looked_into(at: Path) -> None:
    at.write_bytes(packed(("甲局.zip", packed(("报告.txt", "预算10万元。".encode())))))
    (item,) = opened(Item(at))
    assert isinstance(item, Item)
    document = open_document(item)
    assert document.path == "材料.zip/甲局.zip/报告.txt"
    assert document.text == "预算10万元。"


def test_names_written_on_windows_are_read_as_gb18030(at: Path) -> None:
    raw = "自评报告".encode("gb18030") + b".txt"
    at.write_bytes(with_raw_name(packed(("x" * len(raw), b"1")), raw))
    assert names(at) == ["材料.zip/自评报告.txt"]


def test_names_in_utf8_without_the_sign_of_it_are_read_as_utf8(at: Path) -> None:
    raw = "自评报告.txt".encode()
    at.write_bytes(with_raw_name(packed(("x" * len(raw), b"1")), raw))
    assert names(at) == ["材料.zip/自评报告.txt"]


def test_a_name_that_leads_out_of_the_archive_is_only_a_name(at: Path, tmp_path: Path) -> None:
    at.write_bytes(packed(("../../外面.txt", "预算10万元。".encode())))
    (item,) = opened(Item(at))
    assert isinstance(item, Item)
    assert open_document(item).text == "预算10万元。"
    assert [path.name for path in tmp_path.rglob("*")] == ["材料.zip"]


def test_archives_nested_too_deeply_are_refused_in_one_sentence(at: Path) -> None:
    data = packed(("报告.txt", b"1"))
    for _ in range(5):
        data = packed(("内.zip", data))
    at.write_bytes(data)
    assert names(at) == ["无法读取 材料.zip/内.zip/内.zip/内.zip：压缩包套了太多层；请解压后再读。"]


def test_a_member_that_unpacks_to_an_abnormal_size_is_refused_alone(at: Path) -> None:
    at.write_bytes(packed(("炸弹.txt", b"0" * (20 << 20)), ("报告.txt", "预算10万元。".encode())))
    bomb, report = opened(Item(at))
    assert isinstance(bomb, Item)
    assert isinstance(report, Item)
    with pytest.raises(UnreadableError, match="压缩炸弹"):
        source_of(bomb)
    assert open_document(report).text == "预算10万元。"


def test_an_archive_without_documents_says_so(at: Path) -> None:
    at.write_bytes(packed(("照片.jpg", b"1")))
    assert names(at) == ["无法读取 材料.zip：压缩包里没有可读的文件；请检查是否打包了文档。"]


def test_a_locked_member_names_the_password(at: Path) -> None:
    data = bytearray(packed(("报告.txt", b"1")))
    directory = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[directory + 8] |= 1
    at.write_bytes(data)
    (item,) = opened(Item(at))
    assert isinstance(item, Item)
    with pytest.raises(UnreadableError, match=r"材料.zip/报告.txt：压缩包有密码"):
        source_of(item)


def test_every_truncation_of_an_archive_ends_in_documents_or_sentences(at: Path) -> None:
    data = packed(("报告.txt", "预算10万元。".encode()), ("内.zip", packed(("b.txt", b"2"))))
    for size in range(4, len(data), 7):
        at.write_bytes(data[:size])
        for one in opened(Item(at)):
            try:
                sentence = open_document(one).text if isinstance(one, Item) else one.zh
            except UnreadableError as error:
                sentence = error.zh
            assert sentence


def test_a_member_without_a_name_is_passed_over(at: Path) -> None:
    data = packed(("报告.txt", b"1"), ("x", b"2"))
    name, size = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1), 46
    assert data[name + size : name + size + 1] == b"x"
    # In the listing the name becomes a remark of the same length.
    at.write_bytes(data[: name + 28] + b"\0\0\0\0\1\0" + data[name + 34 :])
    assert names(at) == ["材料.zip/报告.txt"]
