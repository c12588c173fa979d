"""What the project page shows of the monitoring: each round with its light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenxiao.performance import ledger
from wenxiao.web.ledger.services import position

if TYPE_CHECKING:
    from wenxiao.web.register.timeline import Page


def panel(page: Page) -> tuple[str, dict[str, Any]] | None:
    """The rounds of the year, None while none was issued."""
    if not page.monitorings:
        return None
    lines = []
    for report in page.monitorings:
        money = position(page.year, report.round.until)
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
