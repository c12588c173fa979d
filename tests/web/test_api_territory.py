"""Programs read unit grids as GeoJSON, ask where a position lies, and how the grids are staffed."""

from __future__ import annotations

from wenxiao.grid.coordinates import System, shown
from wenxiao.web.territory.sample import inside


def test_grids_are_geojson(program):
    call = program("supervisor", "territory:read")
    status, told = call("get", "/territory/grids?street=530100002&limit=3")
    assert (status, told["type"], told["count"], len(told["features"])) == (200, "FeatureCollection", 8, 3)
    one = told["features"][0]
    assert one["properties"]["code"] == "530100002001001"
    ring = one["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]


def test_a_position_in_any_system_has_its_grid_and_outside_none(program):
    call = program("supervisor", "territory:read")
    at = inside("530100003002004")
    for system in System:
        there = shown(at, system)
        told = call("get", f"/territory/lookup?lon={there.lon}&lat={there.lat}&system={system}")[1]
        assert told["grid"] == "530100003002004"
    assert call("get", "/territory/lookup?lon=100&lat=20")[1]["grid"] is None
    status, told = call("get", "/territory/lookup?lon=24.9&lat=102.8")
    assert (status, "写反" in told["fields"]["lon"]) == (422, True)


def test_components_of_a_grid(program):
    call = program("supervisor", "territory:read")
    status, told = call("get", "/territory/components?grid=530100001001001&limit=2")
    assert (status, told["count"], {row["grid"] for row in told["rows"]}) == (200, 7, {"530100001001001"})


def test_the_staffing_check_is_for_the_centre(program):
    status, told = program("lead", "territory:read")("get", "/territory/staffing?day=2026-06-30")
    assert (status, told["grids"], told["reached"]) == (200, 6, 5)
    (gap,) = [role for line in told["lines"] for role in line["roles"] if role["missing"]]
    assert (gap["role"], gap["required"], gap["there"]) == ("sanitation", 2, 1)
    assert program("street", "territory:read")("get", "/territory/staffing")[0] == 403


def test_who_is_nothing_in_the_grid_reads_nothing_of_it(program):
    assert program("clerk", "territory:read")("get", "/territory/grids")[0] == 403
    assert program("lead", "register:read")("get", "/territory/grids")[0] == 403
