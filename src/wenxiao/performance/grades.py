"""The grades of a score (等级) in English."""

from __future__ import annotations

_EN = {"优": "excellent", "良": "good", "中": "fair", "差": "poor"}


def grade_en(name: str) -> str:
    """A grade in English; one that a place names otherwise stays as it is named there."""
    return _EN.get(name, name)
