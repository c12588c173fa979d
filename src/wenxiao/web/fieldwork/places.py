"""The unit grids that there are: those of the territory, and those that plans name where it has none."""

from __future__ import annotations

from wenxiao.web.fieldwork.models import Beat
from wenxiao.web.territory.lookup import codes
from wenxiao.web.territory.models import DutyGrid


def known_grids() -> list[str]:
    """Codes of all unit grids, in order."""
    return codes() or sorted({code for grids in Beat.objects.values_list("grids", flat=True) for code in grids})


def grids_of_duty(code: str) -> list[str]:
    """The unit grids of a duty grid (责任网格), by its code; none where there is no such grid."""
    rows = DutyGrid.objects.filter(code=code).order_by("grids__code").exclude(grids=None)
    return list(rows.values_list("grids__code", flat=True))
