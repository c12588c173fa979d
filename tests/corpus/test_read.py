"""Folders are read into tables; what is unchanged is not read again; each input is in exactly one bucket."""

from __future__ import annotations

import os
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from tests.corpus.stores import SMALL, asked, filled, rows, text, written
from tests.corpus.test_containers import zipped
from wenxiao import audit
from wenxiao.corpus import journal, partitions, reading, settle, shards, survey
from wenxiao.corpus.account import Account
from wenxiao.corpus.containers import Fetcher, parts
from wenxiao.corpus.inputs import INPUTS
from wenxiao.corpus.reading import Request, read
from wenxiao.corpus.sources import SourceError
from wenxiao.corpus.store import Store, StoreError
from wenxiao.corpus.tables import TABLES
from wenxiao.documents.readers.base import Source
from wenxiao.publishing.json import report_tree


def test_the_tables_hold_what_an_audit_says(tmp_path: Path) -> None:
    folder = written(tmp_path / "材料", range(6))
    (folder / "wrong.txt").write_text(text(7, rate="85.00"), encoding="utf-8")
    assert filled(tmp_path / "store", folder) == {"read": 7}
    report = audit(folder / "wrong.txt")
    tree = report_tree(report)
    sha = tree["document"]["sha256"]
    found = asked(
        tmp_path / "store", f"SELECT finding, code, message FROM findings WHERE sha256 = '{sha}' ORDER BY number"
    )
    assert found == [(f["id"], f["code"], f["message"]) for f in tree["findings"]] != []
    amounts = asked(tmp_path / "store", f"SELECT quantity, value, normalized FROM quantities WHERE sha256 = '{sha}' ORDER BY number")  # fmt: skip
    assert amounts == [(q["id"], q["value"], Decimal(q["normalized"])) for q in tree["quantities"]]
    assert asked(
        tmp_path / "store", f"SELECT budget, spent, stated_execution_rate FROM projects WHERE sha256 = '{sha}'"
    ) == [(Decimal(2000000), Decimal(1500000), Decimal("0.85"))]
    ((region, year, status, read_text),) = asked(tmp_path / "store", f"SELECT region, year, status, text FROM documents WHERE sha256 = '{sha}'")  # fmt: skip
    assert (region, year, status, read_text) == ("云岭县", 2024, "read", tree["text"])
    checked = asked(
        tmp_path / "store", f"SELECT code, passed, failed FROM coverage WHERE sha256 = '{sha}' AND code = 'A101'"
    )
    assert checked == [("A101", report.coverage["A101"].passed, report.coverage["A101"].failed)]
    one = tmp_path / "store" / "documents" / "county=云岭县" / "year=2024"
    assert sorted(os.listdir(one)) == ["rows.parquet"]


def test_what_is_unchanged_is_not_read_again(tmp_path: Path) -> None:
    folder, store = written(tmp_path / "a", range(8)), tmp_path / "store"
    assert filled(store, folder) == {"read": 8}
    before = rows(store)
    assert filled(store, folder) == {"unchanged": 8}
    assert rows(store) == before
    (folder / "0003.txt").write_text(text(103), encoding="utf-8")
    written(folder, [9])
    os.utime(folder / "0001.txt")  # touched, the same content
    assert filled(store, folder) == {"unchanged": 7, "read": 2}
    fresh = tmp_path / "fresh"
    filled(fresh, folder)
    assert rows(store) == rows(fresh)  # nothing is left of what the changed file said before


def test_other_sources_and_what_cannot_be_fetched_stay_as_they_were_seen(tmp_path: Path) -> None:
    one, other, store = written(tmp_path / "a", [1, 2]), written(tmp_path / "b", [3]), tmp_path / "store"
    assert filled(store, one) == {"read": 2}
    assert filled(store, other) == {"read": 1}
    (one / "0001.txt").write_text("", encoding="utf-8")
    assert filled(store, one) == {"unchanged": 1, "not_fetched": 1}
    assert asked(store, "SELECT name FROM documents ORDER BY name") == [("0001.txt",), ("0002.txt",), ("0003.txt",)]
    (one / "0001.txt").write_text(text(4), encoding="utf-8")
    assert filled(store, one) == {"unchanged": 1, "read": 1}
    assert len(asked(store, "SELECT sha256 FROM documents")) == 3


def test_a_store_may_become_empty(tmp_path: Path) -> None:
    folder, store = tmp_path / "a", tmp_path / "store"
    folder.mkdir()
    (folder / "a.zip").write_bytes(zipped({"a.txt": text(1).encode()}))
    assert filled(store, folder) == {"read": 1}
    (folder / "a.zip").write_bytes(zipped({"a.jpg": b"x"}))
    assert filled(store, folder) == {"no_document": 1}
    assert filled(store, folder) == {"no_document": 1}
    assert not any(rows(store).values())


@pytest.mark.parametrize("how", ["network", "changed"])
def test_what_cannot_be_fetched_while_reading_waits_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    folder, store = written(tmp_path / "a", [1, 2]), tmp_path / "store"
    assert filled(store, folder) == {"read": 2}
    (folder / "0001.txt").write_text(text(3), encoding="utf-8")

    def fetch(*called: object) -> bytes:
        if how == "network":
            raise Source(str(called[-1]), b"").refuse("取不到", "it cannot be fetched")
        return text(5).encode()

    with monkeypatch.context() as patched:
        patched.setattr(Fetcher, "fetch", fetch)
        assert filled(store, folder) == {"unchanged": 1, "not_fetched": 1}
    assert asked(store, "SELECT status FROM documents") == [("read",), ("read",)]  # of it what was read before
    assert filled(store, folder) == {"unchanged": 1, "read": 1}
    assert asked(store, "SELECT text FROM documents WHERE name = '0001.txt'") == [(text(3),)]


def test_the_survey_of_an_interrupted_run_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, store = written(tmp_path / "a", range(4)), tmp_path / "store"

    class Cut(Exception):  # noqa: N818
        pass

    def plan(*_: object) -> None:
        raise Cut

    with monkeypatch.context() as patched:
        patched.setattr(reading._Run, "_plan", plan)
        with pytest.raises(Cut):
            filled(store, folder)
    surveyed: list[str] = []
    monkeypatch.setattr(survey, "parts", lambda place: surveyed.append(place) or parts(place))
    assert filled(store, folder) == {"read": 4}
    assert surveyed == []
    assert len(os.listdir(store / "runs")) == 1


@pytest.mark.parametrize(("contents", "size"), [(3, 1 << 20), (100, 700)])
def test_partitions_larger_than_memory_are_written_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contents: int, size: int
) -> None:
    folder, whole, cut = written(tmp_path / "a", range(24)), tmp_path / "whole", tmp_path / "cut"
    filled(whole, folder)
    monkeypatch.setattr(partitions, "_CONTENTS", contents)
    monkeypatch.setattr(partitions, "_BYTES", size)
    assert filled(cut, folder) == {"read": 24}
    assert rows(cut) == rows(whole)
    order = (
        pq.read_table(cut / "quantities" / "county=云岭县" / "year=2024" / "rows.parquet")
        .select(["sha256", "number"])
        .to_pylist()
    )
    assert order == sorted(order, key=lambda row: (row["sha256"], row["number"]))
    assert len({row["sha256"] for row in order}) == 4
    for number in (1, 7, 13):  # some go, some come, most stay
        (folder / f"{number:04}.txt").write_text(text(number + 100), encoding="utf-8")
    for store in (whole, cut):
        assert filled(store, folder) == {"read": 3, "unchanged": 21}
    assert rows(cut) == rows(whole)


def test_work_that_outlives_its_run_counts_once(tmp_path: Path) -> None:
    folder, place = written(tmp_path / "a", range(3)), tmp_path / "store"
    store = Store(str(place))
    unit = "runs/first/shards/one.parquet"

    def left() -> None:
        """Shards of earlier runs, two of the same documents."""
        for run in ("19990101T000000-a", "19990102T000000-b"):
            rows_of = [
                {"uri": str(p), "place": str(p), "inner": "", "name": p.name, "bytes": 1, "sha256": sha256(p.read_bytes()).hexdigest(),
                 "engine": "old", "reader": "text"}
                for p in sorted(folder.iterdir())
            ]  # fmt: skip
            listed = unit.replace("first", run)
            store.put_table(listed, pa.Table.from_pylist(rows_of, schema=INPUTS))
            shards.read_shard(store, listed, SMALL, scans=False)
        store.remove(f"runs/{run}")
        store.remove("runs")

    left()
    assert len(journal.done(store)) == 2
    with store.scratch() as scratch:
        for settled in settle.plan(store, scratch, "runs/last/settle", 2):
            settle.settle(store, settled)
    journal.forget(store)
    assert len(rows(place)["documents"]) == 3
    assert len({row[:2] for row in rows(place)["quantities"]}) == len(rows(place)["quantities"])
    shards.close()


def test_an_address_that_is_none_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(tmp_path / "a", [1])
    listing = tmp_path / "l.csv"
    listing.write_text("path\nfoo://x\n", encoding="utf-8")
    for to in ("foo://x", "gs://bucket/store"):
        with pytest.raises(StoreError, match=r"foo|gs"):
            filled(to, folder)
    with pytest.raises(SourceError, match="foo"):
        filled(tmp_path / "store", "@foo://l.csv")
    assert filled(tmp_path / "store", f"@{listing}") == {"not_fetched": 1}
    assert "ValueError" in pq.read_table(tmp_path / "store" / "inputs.parquet")["reason_en"][0].as_py()
    monkeypatch.setattr(MemoryFileSystem, "pipe_file", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("denied")))
    with pytest.raises(StoreError, match="RuntimeError"):
        filled("memory://store", folder)


def test_what_a_cluster_said_last_is_told() -> None:
    account = Account("run", 3, {"read": 2, "not_done": 1}, 1.0, "RayTaskError: OSError: no space left")
    assert "no space left" in account.lines()[-1]
    assert "no space left" not in "".join(replace(account, buckets={"read": 3}).lines("en"))
    with pytest.raises(AssertionError):
        replace(account, inputs=4)


def test_a_new_engine_reads_again_only_what_it_must(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, store = written(tmp_path / "a", range(5)), tmp_path / "store"
    (folder / "page.html").write_text(f"<html><body><p>{text(50)}</p></body></html>", encoding="utf-8")
    assert filled(store, folder) == {"read": 6}
    for module in (survey, reading):
        monkeypatch.setattr(
            module, "version_of", lambda reader: f"new {reader}" if reader == "html" else _version(reader)
        )
    assert filled(store, folder) == {"unchanged": 5, "read": 1}
    assert asked(store, "SELECT count(*), count(DISTINCT sha256) FROM documents") == [(6, 6)]
    assert asked(store, "SELECT engine FROM documents WHERE name = 'page.html'") == [("new html",)]


_version = survey.version_of


def test_each_input_is_in_one_bucket(tmp_path: Path) -> None:
    folder, store = written(tmp_path / "a", range(4)), tmp_path / "store"
    (folder / "copy.txt").write_bytes((folder / "0002.txt").read_bytes())
    (folder / "empty.txt").touch()
    (folder / "damaged.docx").write_bytes(b"PK\x03\x04 nothing")
    assert filled(store, folder) == {"read": 4, "duplicate": 1, "unreadable": 1, "not_fetched": 1}
    assert asked(store, "SELECT status, name FROM documents WHERE status <> 'read'") == [("unreadable", "damaged.docx")]
    assert filled(store, folder) == {"unchanged": 4, "duplicate": 1, "failed_before": 1, "not_fetched": 1}
    assert filled(store, folder, retry=True) == {"unchanged": 4, "duplicate": 1, "unreadable": 1, "not_fetched": 1}
    ((zh, en),) = asked(store, "SELECT reason_zh, reason_en FROM documents WHERE status = 'unreadable'")
    assert zh.startswith("无法读取 damaged.docx：")
    assert en.startswith("cannot read damaged.docx: ")


def test_a_document_moves_to_the_region_that_it_now_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listing, store = tmp_path / "list.csv", tmp_path / "store"
    written(tmp_path, [1, 2])
    listing.write_text("path,region,year\n0001.txt,甲县,2020\n0002.txt,甲县,2020\n", encoding="utf-8")
    assert filled(store, f"@{listing}") == {"read": 2}
    assert asked(store, "SELECT DISTINCT region, year FROM quantities") == [("甲县", 2020)]
    listing.write_text("path,region,year\n0001.txt,乙县,2021\n0002.txt,乙县,2021\n", encoding="utf-8")
    for module in (survey, reading):
        monkeypatch.setattr(module, "version_of", lambda _: "new")
    assert filled(store, f"@{listing}") == {"read": 2}
    for table in TABLES:
        assert not set(asked(store, f"SELECT DISTINCT region FROM {table.name}")) - {("乙县",)}
    assert not (store / "documents" / "county=甲县" / "year=2020" / "rows.parquet").exists()


def test_names_of_regions_that_mean_something_to_a_disk(tmp_path: Path) -> None:
    listing, store = tmp_path / "list.csv", tmp_path / "store"
    written(tmp_path, [1, 2, 3])
    listing.write_text('uri,地区\n0001.txt,"a/../b=c%41"\n0002.txt,..\n0003.txt,\n', encoding="utf-8")
    assert filled(store, f"@{listing}") == {"read": 3}
    assert {region for (region,) in asked(store, "SELECT region FROM documents")} == {"a/../b=c%41", "..", "星河区"}
    assert sorted(os.listdir(store)) == sorted(["inputs.parquet", "lock", "runs", "scratch", *(t.name for t in TABLES if (store / t.name).exists())])  # fmt: skip


def test_two_runs_do_not_write_to_one_store(tmp_path: Path) -> None:
    folder = written(tmp_path / "a", [1])
    with Store(str(tmp_path / "store")).alone(), pytest.raises(StoreError, match="正在被另一次运行写入"):
        filled(tmp_path / "store", folder)


def test_a_source_that_means_nothing_is_told(tmp_path: Path) -> None:
    for source in ("none", "none/*.txt", "@none.csv"):
        with pytest.raises(SourceError, match="none"):
            read(
                Request(
                    (str(tmp_path / source) if source[0] != "@" else f"@{tmp_path / source[1:]}",),
                    str(tmp_path / "store"),
                )
            )
