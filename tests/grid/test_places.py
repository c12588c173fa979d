"""Positions, grids and what is close by."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.grid.making import at
from wenxiao.grid.coordinates import Position, System, metres, shown, stored
from wenxiao.grid.places import Fault, GridIndex, Seen, UnitGrid, like


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
        ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),
    ],
)
def test_published_pairs_of_gcj(wgs: tuple[float, float], gcj: tuple[float, float]) -> None:
    assert metres(shown(Position(*wgs), System.GCJ02), Position(*gcj)) < 0.05
    assert metres(stored(*gcj, System.GCJ02), Position(*wgs)) < 0.05


@pytest.mark.parametrize(
    ("baidu", "gcj"),
    [
        ((116.41036949371029, 39.92133699351021), (116.404, 39.915)),
        ((116.404, 39.915), (116.39762729119315, 39.90865673957631)),
    ],
)
def test_published_pairs_of_baidu(baidu: tuple[float, float], gcj: tuple[float, float]) -> None:
    # Their way back from BD-09 is a formula that is some half a metre off.
    assert metres(stored(*baidu, System.BD09), stored(*gcj, System.GCJ02)) < 0.6


@given(st.floats(73, 135), st.floats(3.9, 53.5), st.sampled_from(System))
def test_there_and_back_is_where_one_was(lon: float, lat: float, system: System) -> None:
    here = stored(lon, lat, System.WGS84)
    assert metres(stored(*shown(here, system), system), here) < 0.01


def test_outside_of_china_nothing_is_shifted() -> None:
    assert stored(2.35, 48.85, System.GCJ02) == (2.35, 48.85)


@pytest.mark.parametrize(("lon", "lat"), [(200.0, 3.0), (float("nan"), 3.0), (24.9, 102.8)])
def test_a_position_that_is_nowhere_is_refused(lon: float, lat: float) -> None:
    with pytest.raises(ValueError, match="不存在"):
        stored(lon, lat, System.WGS84)


def square(code: str, lon: float, lat: float, size: float = 0.01) -> UnitGrid:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    return UnitGrid(code, tuple(Position(lon + x * size, lat + y * size) for x, y in corners))


GRIDS = [
    square("A2", 102.81, 24.88),
    square("A1", 102.80, 24.88),
    square("A3", 102.80, 24.89),
    square("A4", 102.81, 24.89),
]


def test_a_position_lies_in_one_grid() -> None:
    index = GridIndex(GRIDS)
    assert index.find(Position(102.805, 24.885)) == "A1"
    assert index.find(Position(102.815, 24.895)) == "A4"


def test_on_a_border_the_lowest_code_has_it_whoever_asks() -> None:
    for grids in (GRIDS, GRIDS[::-1]):
        index = GridIndex(grids)
        assert index.find(Position(102.81, 24.885)) == "A1"
        assert index.find(Position(102.81, 24.89)) == "A1"
        assert index.find(Position(102.815, 24.89)) == "A2"


def test_outside_of_all_grids_is_none_and_not_the_nearest() -> None:
    assert GridIndex(GRIDS).find(Position(102.7999, 24.885)) is None
    assert GridIndex([]).find(Position(102.8, 24.885)) is None


def test_sound_grids_have_no_faults() -> None:
    assert GridIndex(GRIDS).faults() == ()
    assert GridIndex([]).faults() == ()


def test_faults_are_named() -> None:
    ring = [
        square(f"R{x}{y}", 102.8 + x / 100, 24.88 + y / 100) for x in range(3) for y in range(3) if (x, y) != (1, 1)
    ]
    [gap] = GridIndex(ring).faults()
    assert (gap.kind, round(gap.area, -4)) == ("gap", 1120000)
    [overlap] = GridIndex([square("A", 102.8, 24.88), square("B", 102.805, 24.88)]).faults()
    assert (overlap.kind, overlap.codes, round(overlap.area, -4)) == ("overlap", ("A", "B"), 560000)
    crossed = UnitGrid(
        "X", tuple(Position(102.8 + x, 24.88 + y) for x, y in ((0, 0), (0.01, 0.01), (0.01, 0), (0, 0.01), (0, 0)))
    )
    unclosed = UnitGrid("O", square("O", 103, 24.88).outline[:-1])
    assert GridIndex([crossed, unclosed]).faults() == (Fault("open", ("O",)), Fault("crossed", ("X",)))
    assert Fault("code", ("A",)) in GridIndex([square("A", 102.8, 24.88), square("A", 103, 24.88)]).faults()


def test_areas_are_square_metres() -> None:
    index = GridIndex(GRIDS)
    assert index.area("A1") == pytest.approx(1_112 * 1_009, rel=0.002)
    with pytest.raises(KeyError):
        index.area("Z")


def test_what_may_be_the_same_is_near_alike_and_not_long_closed() -> None:
    now, rubbish, cover = at("2018-10-08 09:00"), "30428.2-2013:event:0110", "30428.2-2013:component:0101"
    here = Position(102.8, 24.88)

    def seen(name: str, east: float, category: str = rubbish, closed: int | None = None) -> Seen:
        moved = Position(here.lon + east / 100_880, here.lat)
        return Seen(name, category, moved, None if closed is None else now - timedelta(days=closed))

    others = [
        seen("far", 60), seen("near", 40), seen("nearer", 5), seen("just closed", 20, closed=29), seen("closed", 1, closed=31),
        seen("other", 1, cover),
    ]  # fmt: skip
    assert like(seen("new", 0), [*others, seen("new", 0)], now) == ["nearer", "just closed", "near"]
    assert like(seen("new", 0, cover), [seen("a", 9, cover), seen("b", 12, cover)], now) == ["a"]
