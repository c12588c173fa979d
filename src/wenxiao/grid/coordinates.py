"""Coordinates as they come in, to the one system that is stored: CGCS2000 longitude and latitude, in degrees.

WGS84 differs from it by less than a metre where cases are concerned and is taken as equal. GCJ-02 (maps and telephones in China) and
BD-09 are shifted by a known function; the way back has no formula and is found by trying again with the error, to well below a
millimetre. Outside of mainland China's box nothing is shifted. The original is kept by who stores it.

Source of the shift: the function that map libraries share (published values are in the tests); short enough not to bring a compiled
library for it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from math import asin, atan2, cos, hypot, isfinite, pi, radians, sin, sqrt
from typing import NamedTuple

_AXIS = 6378245.0  # m; the ellipsoid of Krasovsky
_ECCENTRICITY = 0.00669342162296594323  # squared
_EARTH = 6371008.8  # m; mean radius, for distances
_BAIDU = pi * 3000.0 / 180.0
_PLACES = 8  # about a millimetre
_CLOSE = 1e-10
_ROUNDS = 30


class System(StrEnum):
    """The system that a position was measured in."""

    CGCS2000 = "CGCS2000"
    WGS84 = "WGS84"
    GCJ02 = "GCJ02"
    BD09 = "BD09"


class Position(NamedTuple):
    """Degrees east and north."""

    lon: float
    lat: float


def stored(lon: float, lat: float, system: System) -> Position:
    """The position to store of one that came in. Raises ValueError with a sentence for one that is nowhere."""
    if not (isfinite(lon) and isfinite(lat) and abs(lon) <= 180):
        raise ValueError(f"坐标（{lon}, {lat}）不存在")
    if abs(lat) > 90:
        raise ValueError(f"坐标（{lon}, {lat}）不存在：经度和纬度可能写反了")
    found = Position(lon, lat)
    if system is System.BD09:
        found = _back(_to_baidu, found)
        system = System.GCJ02
    if system is System.GCJ02:
        found = _back(_to_gcj, found)
    return Position(round(found.lon, _PLACES), round(found.lat, _PLACES))


def shown(position: Position, system: System) -> Position:
    """A stored position in another system."""
    found = position
    if system in {System.GCJ02, System.BD09}:
        found = _to_gcj(found)
    if system is System.BD09:
        found = _to_baidu(found)
    return Position(round(found.lon, _PLACES), round(found.lat, _PLACES))


def metres(one: Position, other: Position) -> float:
    """How far two stored positions are apart, along the earth."""
    a, b = radians(one.lat), radians(other.lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))


def _in_china(at: Position) -> bool:
    return 72.004 <= at.lon <= 137.8347 and 0.8293 <= at.lat <= 55.8271


def _to_gcj(at: Position) -> Position:
    if not _in_china(at):
        return at
    x, y = at.lon - 105.0, at.lat - 35.0
    both = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (both + _waves(y, 20, 40, 160, 320)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (both + _waves(x, 20, 40, 150, 300)) * 2 / 3
    lat = radians(at.lat)
    curved = 1 - _ECCENTRICITY * sin(lat) ** 2
    metres_north = _AXIS * (1 - _ECCENTRICITY) / (curved * sqrt(curved))
    metres_east = _AXIS / sqrt(curved) * cos(lat)
    return Position(at.lon + east * 180 / (metres_east * pi), at.lat + north * 180 / (metres_north * pi))


def _waves(z: float, a: float, b: float, c: float, d: float) -> float:
    return a * sin(z * pi) + b * sin(z * pi / 3) + c * sin(z * pi / 12) + d * sin(z * pi / 30)


def _to_baidu(at: Position) -> Position:
    if not _in_china(at):
        return at
    far = hypot(at.lon, at.lat) + 0.00002 * sin(at.lat * _BAIDU)
    turn = atan2(at.lat, at.lon) + 0.000003 * cos(at.lon * _BAIDU)
    return Position(far * cos(turn) + 0.0065, far * sin(turn) + 0.006)


def _back(shift: Callable[[Position], Position], to: Position) -> Position:
    """The position that ``shift`` takes to ``to``: each round takes the error off, which shrinks fast, the shift being even."""
    found = to
    for _ in range(_ROUNDS):
        there = shift(found)
        east, north = there.lon - to.lon, there.lat - to.lat
        found = Position(found.lon - east, found.lat - north)
        if abs(east) < _CLOSE and abs(north) < _CLOSE:
            break
    return found
