"""Which regime pack holds for a project-year."""

from __future__ import annotations

from typing import Any

from wenxiao.performance.regime import Regime, find


def regime_of(year: Any, type: str = "项目支出绩效自评表") -> Regime:
    """The pack in force for the fiscal year of a project-year."""
    return find(None, year.year, type)
