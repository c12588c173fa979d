"""Recycled text over a store: planted paragraphs are found, others are not, and what everybody says is nobody's."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from bench.recycled import fill, pairs_of
from tests.corpus.filling import store_of, written
from wenxiao.audit.together.minhash import alike, shingles
from wenxiao.corpus.banding import NEAREST, SMALL, Bands
from wenxiao.corpus.queries import Questions
from wenxiao.corpus.recycled import recycled
from wenxiao.corpus.signatures import PLACES, band_keys, signatures
from wenxiao.corpus.store import Store
from wenxiao.performance.regime import regime

_RANDOM = random.Random(7)


def _text(length: int) -> str:
    return "".join(chr(_RANDOM.randrange(0x4E00, 0x9FFF)) for _ in range(length))


def test_planted_paragraphs_are_found_and_no_others(tmp_path: Path) -> None:
    planted = fill(str(tmp_path), 6_000)
    with Questions(Store(str(tmp_path))) as questions:
        found = recycled(questions, regime())
    pairs = pairs_of(found.rows)
    assert len(planted) > 200
    assert sum(pair in pairs for pair in planted) >= 0.95 * len(planted)
    assert len(pairs - set(planted)) <= 0.01 * len(pairs)
    assert found.paragraphs == found.compared == 6_000


@pytest.mark.parametrize("kept", [0, 20, 60, 100, 120])
def test_signatures_agree_as_much_as_their_texts(kept: int) -> None:
    text = _text(120)
    other = text[:kept] + _text(120 - kept)
    expected = alike(shingles(text), shingles(other))
    one, two = signatures([text, other])
    assert abs(np.count_nonzero(one == two) / PLACES - expected) < 0.16  # four standard deviations


def test_a_signature_does_not_depend_on_the_texts_around_it() -> None:
    texts = [_text(length) for length in (5, 80, 6, 200)]
    alone = np.concatenate([signatures([text]) for text in texts])
    assert (signatures(texts) == alone).all()
    assert (band_keys(alone)[1:3] == band_keys(alone[1:3])).all()


def test_many_copies_of_one_text_give_few_pairs_each(tmp_path: Path) -> None:
    text = _text(100)
    bands = Bands(tmp_path)
    for _ in range(500):
        bands.add(text)
    pairs = bands.pairs(0.5)
    assert 500 - 1 <= len(pairs) <= 500 * (NEAREST + 1)
    assert {int(b) for a, b in pairs if a == 0} == set(range(1, 500))
    assert list(tmp_path.iterdir()) == []


def test_of_some_copies_each_is_paired_with_each(tmp_path: Path) -> None:
    text, bands = _text(100), Bands(tmp_path)
    for _ in range(SMALL):
        bands.add(text)
        bands.add(_text(100))
    assert {(int(a), int(b)) for a, b in bands.pairs(0.5)} == set(combinations(range(0, 2 * SMALL, 2), 2))


def test_without_texts_there_are_no_pairs(tmp_path: Path) -> None:
    assert len(Bands(tmp_path).pairs(0.5)) == 0


_OWN = (
    "镇里组织三支清运队伍分片包干，对十二条河沟逐段清理淤泥和漂浮物，累计出动挖掘机四十六台次、人工九百余人次，"
    "河沟两岸的垃圾堆放点全部取缔，群众反映强烈的黑臭水体得到治理，沿河而居的农户普遍表示夏天再也不用关着窗户过日子。"
)


def _found(folder: Path, texts: dict[str, str]) -> list[tuple[str, int, str, int, Decimal]]:
    papers = written(folder / "papers", texts)
    with Questions(store_of(folder / "store", papers)) as questions:
        rows = recycled(questions, regime()).rows.to_pylist()
    return [(r["unit_a"], r["year_a"], r["unit_b"], r["year_b"], r["shared"]) for r in rows]


def _paper(unit: str, year: int, text: str) -> str:
    return f"{unit}{year}年度项目支出绩效自评报告\n{text}\n"


def test_the_earlier_year_comes_first_and_names_and_figures_do_not_hide_it(tmp_path: Path) -> None:
    found = _found(tmp_path, {
        "a.txt": _paper("丙县甲镇人民政府", 2023, "丙县甲镇人民政府" + _OWN),
        "b.txt": _paper("丙县乙镇人民政府", 2022, "丙县乙镇人民政府" + _OWN),
    })  # fmt: skip
    assert found == [("乙镇人民政府", 2022, "甲镇人民政府", 2023, Decimal(1))]


def test_what_more_units_say_is_nobodys(tmp_path: Path) -> None:
    units = "甲乙丙丁戊己"
    texts = {f"{unit}.txt": _paper(f"庚县{unit}镇人民政府", 2023, _OWN) for unit in units}
    assert _found(tmp_path / "all", texts) == []
    del texts["己.txt"]
    assert len(_found(tmp_path / "fewer", texts)) >= len(units) - 2


def test_a_document_is_not_compared_with_itself_nor_one_without_a_unit(tmp_path: Path) -> None:
    twice = {"a.txt": _paper("丙县甲镇人民政府", 2023, f"{_OWN}\n{_OWN}"), "b.txt": f"自评报告\n{_OWN}\n"}
    assert _found(tmp_path, twice) == []
