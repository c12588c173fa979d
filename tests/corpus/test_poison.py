"""A document that ends its reader costs itself alone, and is a row that says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.corpus.poison import DEATH, ENDLESS, EXCEPTION, LOOP, MEMORY, SEGFAULT, SLOW
from tests.corpus.stores import SMALL, asked, filled, rows, text, written

POISONED = replace(SMALL, function="tests.corpus.poison:read")
KINDS = {EXCEPTION: "fault", SEGFAULT: "crashed", MEMORY: "out_of_memory", LOOP: "timed_out", DEATH: "crashed"}


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


def poisoned(folder: Path, healthy: int, every: int) -> dict[str, str]:
    """A folder with a poisonous document after every so many; how each is to end, by name."""
    written(folder, range(healthy))
    ends = {}
    for number, at in enumerate(range(every // 2, healthy, every)):
        kind = list(KINDS)[number % len(KINDS)]
        name = f"{at:04}-poison.txt"
        (folder / name).write_text(text(5000 + at) + kind, encoding="utf-8")
        ends[name] = KINDS[kind]
    return ends


def test_each_kind_of_poison_is_told(tmp_path: Path) -> None:
    ends = poisoned(tmp_path / "a", 25, 5)
    assert sorted(set(ends.values())) == ["crashed", "fault", "out_of_memory", "timed_out"]
    buckets = filled(tmp_path / "store", tmp_path / "a", settings=POISONED)
    assert buckets == {"read": 25, "fault": 1, "crashed": 2, "out_of_memory": 1, "timed_out": 1}
    assert dict(asked(tmp_path / "store", "SELECT name, status FROM documents WHERE status <> 'read'")) == ends
    assert not asked(tmp_path / "store", "SELECT * FROM documents WHERE reason_zh LIKE '%530103%' OR reason_zh = ''")
    healthy = tmp_path / "healthy"
    filled(healthy, written(tmp_path / "b", range(25)))
    found = rows(tmp_path / "store")
    kept = {row[0] for row in rows(healthy)["documents"]}
    assert {name: [row for row in of if row[0] in kept] for name, of in found.items()} == rows(healthy)


def test_a_document_that_goes_on_for_ever_is_given_up_and_each_has_its_own_time(tmp_path: Path) -> None:
    written(tmp_path / "a", range(6))
    for at in range(3):
        (tmp_path / "a" / f"000{at}-slow.txt").write_text(text(100 + at) + SLOW, encoding="utf-8")
    (tmp_path / "a" / "0004-endless.txt").write_text(text(200) + ENDLESS, encoding="utf-8")
    how = replace(POISONED, longest=5, seconds=20)
    assert filled(tmp_path / "store", tmp_path / "a", settings=how) == {"read": 9, "timed_out": 1}


@pytest.mark.slow
def test_poison_in_every_hundredth_place(tmp_path: Path) -> None:
    ends = poisoned(tmp_path / "a", 3000, 100)
    assert len(ends) == 30
    buckets = filled(tmp_path / "store", tmp_path / "a", settings=replace(POISONED, seconds=8, shard=250, chunk=32))
    assert buckets == {"read": 3000, "fault": 6, "crashed": 12, "out_of_memory": 6, "timed_out": 6}
    assert dict(asked(tmp_path / "store", "SELECT name, status FROM documents WHERE status <> 'read'")) == ends
