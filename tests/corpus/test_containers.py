"""Zip collections, web archives, patterns and lists: every document in them once, with its bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.corpus.stores import asked, filled, text, written
from wenxiao.corpus import survey
from wenxiao.corpus.account import Account
from wenxiao.corpus.containers import Fetcher, parts
from wenxiao.corpus.inputs import Entry
from wenxiao.corpus.sources import SourceError, entries


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def warc(path: Path, answers: list[tuple[str, str, str, bytes]]) -> Path:
    """A web archive of answers: address, status, type, body."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        for address, status, kind, body in answers:
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=headers))  # fmt: skip
    return path


def fetched_again(place: Path) -> list[tuple[str, str]]:
    """The documents of a collection by address, each fetched by itself; last first, as a shard may."""
    found = list(parts(str(place)))
    with Fetcher() as fetcher:
        for part in reversed(found):
            if part.error is None:
                assert fetcher.fetch(str(place), part.inner, part.name) == part.data
    return [(part.address, part.name if part.error is None else part.error.en) for part in found]


def test_a_zip_collection_and_the_archives_in_it(tmp_path: Path) -> None:
    inner = zipped({"说明.txt": text(1).encode(), "图.jpg": b"x"})
    place = tmp_path / "all.zip"
    place.write_bytes(zipped({"甲/一.txt": text(0).encode(), "乙.zip": inner, "空.txt": b"", "__MACOSX/一.txt": b"x"}))
    assert fetched_again(place) == [
        ("!/甲/一.txt", "一.txt"),
        ("!/乙.zip!/说明.txt", "说明.txt"),
        ("!/空.txt", f"cannot read {place}/空.txt: the file is empty; export or download it again."),
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_each_read(tmp_path: Path) -> None:
    place = tmp_path / "all.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for number in (1, 2, 3):
            archive.writestr("一.txt", text(number))
    assert fetched_again(place) == [("!/一.txt", "一.txt"), ("!/一.txt@1", "一.txt"), ("!/一.txt@2", "一.txt")]
    assert filled(tmp_path / "store", place) == {"read": 3}


def test_a_collection_without_documents_is_one_input_and_not_looked_into_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "图.zip").write_bytes(zipped({"图.jpg": b"x", "里.zip": zipped({"b.png": b"x"})}))
    warc(tmp_path / "a" / "b.warc", [("http://a.gov.cn/x.pdf", "404 Not Found", "text/html", b"none")])
    for place in (tmp_path / "a").iterdir():
        (part,) = parts(str(place))
        assert part.error is not None
        assert "holds no document" in part.error.en
    assert filled(tmp_path / "store", tmp_path / "a") == {"no_document": 2}
    monkeypatch.setattr(survey, "parts", None)
    assert filled(tmp_path / "store", tmp_path / "a") == {"no_document": 2}
    account = Account("run", 2, {"no_document": 2}, 1.0)
    assert not account.troubled


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_documents_of_a_web_archive(tmp_path: Path, name: str) -> None:
    place = warc(tmp_path / name, [
        ("http://a.gov.cn/1.pdf?x=1", "200 OK", "application/pdf", b"%PDF-1.7"),
        ("http://a.gov.cn/gone.pdf", "404 Not Found", "text/html", b"none"),
        ("http://a.gov.cn/show/17", "200 OK", "application/msword", b"words"),
        ("http://a.gov.cn/logo.png", "200 OK", "image/png", b"picture"),
        ("http://a.gov.cn/", "200 OK", "text/html; charset=utf-8", b"<html>"),
        ("http://a.gov.cn/1.pdf?x=1", "200 OK", "application/pdf", b"%PDF-1.7 again"),
        ("http://a.gov.cn/all.zip", "200 OK", "application/zip", zipped({"a.txt": b"text"})),
    ])  # fmt: skip
    found = fetched_again(place)
    assert [name for _, name in found] == ["1.pdf", "17", "index.html", "1.pdf", "a.txt"]
    assert len({address for address, _ in found}) == 5
    assert found[0][0] == "!/http://a.gov.cn/1.pdf?x=1"
    assert found[4][0] == "!/http://a.gov.cn/all.zip!/a.txt"


def test_a_damaged_collection_is_one_input_that_says_so(tmp_path: Path) -> None:
    whole = warc(tmp_path / "a.warc.gz", [("http://a.gov.cn/1.txt", "200 OK", "text/plain", text(1).encode() * 50)])
    cut = tmp_path / "b.warc.gz"
    cut.write_bytes(b"\x1f\x8b\x08\x00 no archive at all")
    broken = tmp_path / "c.zip"
    broken.write_bytes(b"PK\x03\x04 no archive")
    assert [part.error is None for part in parts(str(whole))] == [True]
    assert filled(tmp_path / "store", cut, broken, whole)["read"] == 1


def test_folders_patterns_and_hidden_files(tmp_path: Path) -> None:
    written(tmp_path / "a" / "b", [1, 2])
    written(tmp_path / "a" / ".git", [3])
    (tmp_path / "a" / "~$1.docx").touch()
    (tmp_path / "a" / "notes.md").touch()
    (tmp_path / "a" / "crawl.warc.gz").touch()

    def names(source: str) -> list[str]:
        return [Path(entry.place).name for entry in entries(str(tmp_path / source))]

    assert names("a") == ["crawl.warc.gz", "0001.txt", "0002.txt"]
    assert names("a/*/0002.txt") == ["0002.txt"]
    assert names("a/notes.md") == ["notes.md"]


def test_a_list_says_region_year_and_unit(tmp_path: Path) -> None:
    written(tmp_path, [1, 2])
    table = {
        "path": ["0001.txt", str(tmp_path / "0002.txt")],
        "region": ["甲县", None],
        "year": [2020, None],
        "单位": ["甲县财政局", ""],
    }
    pq.write_table(pa.table(table), tmp_path / "list.parquet")
    assert filled(tmp_path / "store", f"@{tmp_path / 'list.parquet'}") == {"read": 2}
    said = asked(tmp_path / "store", "SELECT region, year, organisation FROM documents ORDER BY region")
    assert said == [("清溪县", 2023, "清溪县网格化管理中心"), ("甲县", 2020, "甲县财政局")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_as_spreadsheets_write_it(tmp_path: Path, encoding: str) -> None:
    lines = ["路径,地区,年度,单位,编号", *(f"{n:04}.txt,,,,{n}" for n in range(3000)), "一.txt,甲县,2020,005局,x1"]
    (tmp_path / "list.csv").write_text("\r\n".join(lines), encoding=encoding)
    *_, last = entries(f"@{tmp_path / 'list.csv'}")
    assert last == Entry(str(tmp_path / "一.txt"), None, "甲县", 2020, "005局")


def test_files_of_a_list_that_lie_elsewhere_have_tags(tmp_path: Path) -> None:
    written(tmp_path, [1])
    listing = f"path\nfile://{tmp_path}/0001.txt\nfile://{tmp_path}/none.txt\n"
    (tmp_path / "list.csv").write_text(listing, encoding="utf-8")
    there, none = entries(f"@{tmp_path / 'list.csv'}")
    assert there.tag is not None
    assert there.tag.startswith(f"{(tmp_path / '0001.txt').stat().st_size}-")
    assert none.tag is None


def test_an_object_store_is_listed_folder_by_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    files = fsspec.filesystem("memory")
    for name in ("b/2.txt", "b/1.txt", "1.txt", ".git/1.txt", "b/c/notes.md", "b/c/crawl.warc"):
        files.pipe_file(f"/papers/{name}", b"x")
    with monkeypatch.context() as patched:
        patched.setattr(type(files), "find", None)  # which holds a listing as a whole
        found = [entry.place.partition("papers/")[2] for entry in entries("memory://papers")]
    files.rm("/papers", recursive=True)
    assert found == ["1.txt", "b/1.txt", "b/2.txt", "b/c/crawl.warc"]


@pytest.mark.parametrize(
    ("content", "said"),
    [("name\na.txt\n", "没有写明文件"), ("path,year\na.txt,twenty\n", "不是四位数字"), (f"path,region\na.txt,{'县' * 101}\n", "长于 100 字"),
     (f"path,单位\na.txt,{'局' * 101}\n", "长于 100 字")],
)  # fmt: skip
def test_a_list_that_cannot_be_followed_is_told(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "list.csv").write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=said):
        list(entries(f"@{tmp_path / 'list.csv'}"))
