"""What the project page shows of the monitoring: each round with its light."""

from __future__ import annotations

from typing import Any

from wenxiao.performance import ledger
from wenxiao.web.core.policy import Access
from wenxiao.web.monitoring.lights import positions
from wenxiao.web.monitoring.models import Monitoring
from wenxiao.web.register.models import ProjectYear


def panel(year: ProjectYear, access: Access) -> tuple[str, dict[str, Any]] | None:
    """The rounds of the year, None while none was issued."""
    rows = (
        Monitoring.objects.filter(year=year)
        .as_of(access.as_of)
        .select_related("round")
        .prefetch_related("corrections")
        .order_by("round__month")
    )
    reports = list(rows)
    if not reports:
        return None
    lines = []
    for report in reports:
        report.year = year
        money = positions([year.pk], report.round.until).get(year.pk, ledger.Position())
        orders = list(report.corrections.all())
        lines.append(
            {
                "report": report,
                "rate": ledger.rate(money).value,
                "even": report.round.month,
                "order": orders[-1] if orders else None,
            }
        )
    return "monitoring/panel.html", {"lines": lines}
