"""The published schema, and rows as they are made."""

from __future__ import annotations

import importlib.util
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pytest

from wenxiao.corpus.places import county_of, named
from wenxiao.corpus.rows import Rows, exact
from wenxiao.corpus.store import Store
from wenxiao.corpus.tables import TABLES
from wenxiao.corpus.versions import reader_names, version_of

DOCS = Path(__file__).parents[2] / "docs"


def pages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_corpus", DOCS / "build_corpus.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_published_schema_is_that_of_the_tables() -> None:
    assert (DOCS / "corpus-tables.md").read_text("utf-8") == pages().page(), "run `make docs`"
    assert (DOCS / "corpus-tables.json").read_text("utf-8") == pages().data(), "run `make docs`"


def test_every_row_can_be_told_from_the_others() -> None:
    for table in TABLES:
        assert set(table.order) <= set(table.names)
        assert len(set(table.names)) == len(table.names)


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("3080.70", Decimal("3080.70")),
        ("0.123456789012", Decimal("0.123456789012")),
        ("0.1234567890123", None),  # a digit more than the tables hold: missing, not rounded
        ("9" * 26, Decimal("9" * 26)),
        ("9" * 27, None),
        (None, None),
    ],
)
def test_decimals_are_exact_or_missing(printed: str | None, kept: Decimal | None) -> None:
    assert exact(printed) == kept


def test_an_engine_version_for_each_reader() -> None:
    versions = {name: version_of(name) for name in reader_names().values()}
    assert {"pdf", "ofd", "docx", "text"} <= set(versions)
    assert versions["pdf"] != versions["docx"]


@pytest.mark.parametrize("region", ["县" * 300, "a/b" * 100])
def test_no_county_has_a_folder_that_a_disk_refuses(tmp_path: Path, region: str) -> None:
    county = county_of(region)
    assert county is not None
    assert county_of(county) == county != county_of(region + "x")
    store = Store(str(tmp_path))
    store.put(store.partition("documents", county, 2024), b"x")
    rows = Rows()
    rows.add("documents", {"region": region})
    added = pa.ipc.open_stream(rows.take()["documents"]).read_all()
    assert added.select(["region", "county"]).to_pylist() == [{"region": region, "county": county}]


@pytest.mark.parametrize(
    ("region", "county"),
    [
        (None, None), ("星河区", "星河区"), ("星河区松坪镇", "星河区"), ("云南省昆明市安宁市连然街道", "云南省昆明市安宁市"),
        ("湖南省湘潭市湘乡市东山街道", "湖南省湘潭市湘乡市"), ("河南省新乡市新乡县", "河南省新乡市新乡县"), ("云南省镇雄县乌峰街道", "云南省镇雄县"),
        ("江西省萍乡市安源区青山镇某村", "江西省萍乡市安源区"), ("江西省景德镇市", "江西省景德镇市"), ("松坪镇", "松坪镇"), ("云南省", "云南省"),
    ],
)  # fmt: skip
def test_a_township_stands_with_its_county(region: str | None, county: str | None) -> None:
    assert county_of(region) == county


@pytest.mark.parametrize("where", ["folder", "memory://store"])
def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(where if "://" in where else str(tmp_path / where))
    store.put("a/b.txt", b"one")
    store.put("a/b.txt", b"two")
    assert (store.get("a/b.txt"), store.files("a")) == (b"two", ["a/b.txt"])
    if store.local:
        monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(OSError, match="full"):
            store.put("a/b.txt", b"three")
        assert [path.name for path in (tmp_path / where / "a").iterdir()] == ["b.txt"]
    store.remove("a")
    assert store.files("a") == []


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("星河区", ["云南省昆明市星河区"]),
        ("昆明市星河区", ["云南省昆明市星河区"]),
        ("星河", ["云南省昆明市星河区", "湖南省星河县"]),
        ("昆明", ["云南省昆明市"]),
        ("云南省", ["云南省"]),
        ("松坪", ["云南省昆明市星河区松坪镇"]),
        ("城关区", ["云南省昆明市城关区", "湖南省城关区"]),  # 西城关区 has the name too, but is not called so
        ("新乡", ["河南省新乡市"]),
        ("沙市区", ["湖北省荆州市沙市区"]),
        ("市中区", ["山东省济南市市中区"]),
        ("镇雄县", ["云南省昭通市镇雄县"]),
        ("河州镇", ["湖南省星河县河州镇"]),
        ("东区", ["湖南省东区"]),
        ("海角", []),
    ],
)
def test_a_part_of_a_name_stands_for_the_regions_that_have_it(part: str, names: list[str]) -> None:
    known = (
        "云南省昆明市星河区", "云南省昆明市星河区松坪镇", "湖南省星河县", "湖南省星河县河州镇", "云南省昆明市城关区", "湖南省城关区", "湖南省西城关区",
        "河南省新乡市新乡县", "河南省新乡市", "湖北省荆州市沙市区", "山东省济南市市中区", "云南省昭通市镇雄县", "湖南省东区街道", "湖南省东区",
    )  # fmt: skip
    assert named(part, known) == names


def test_a_region_of_that_whole_name_comes_before_those_that_have_it() -> None:
    assert named("星河区", ["云南省昆明市星河区", "星河区", "星河区松坪镇"]) == ["星河区"]
