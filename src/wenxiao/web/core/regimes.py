"""Which regime pack holds: that of the place, of the fiscal year, of the document."""

from __future__ import annotations

from typing import Any

from wenxiao.performance.regime import Regime, find


def regime_of(year: Any) -> Regime:
    """The pack in force for a project-year."""
    return regime_in(year.unit, year.year)


def regime_in(organisation: Any, year: int) -> Regime:
    """The pack in force for a fiscal year where an organisation is."""
    return find(organisation.region or None, year, "项目支出绩效自评表")
