"""What the project page shows of the targets: each indicator with its target and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenxiao.performance.targets import level_sums
from wenxiao.web.monitoring.lights import share

if TYPE_CHECKING:
    from wenxiao.web.register.timeline import Page


def panel(page: Page) -> tuple[str, dict[str, Any]] | None:
    """The version in force, else the latest, with the progress of the last monitoring report that was handed in."""
    year, versions = page.year, page.target_sets
    if not versions:
        return "targets/panel.html", {"year": year, "thing": None}
    shown = next((one for one in reversed(versions) if one.state == "approved"), versions[-1])
    report = next((one for one in reversed(page.monitorings) if one.state != "issued"), None)
    told = {row.key: row for row in report.progress.all()} if report else {}
    plain, lines = shown.plain(), []
    for indicator in plain.indicators:
        row = told.get(indicator.key)
        value = row.value if row else None
        lines.append(
            {
                "indicator": indicator,
                "value": value,
                "text": row.text if row else "",
                "light": row.light if row else "",
                "share": share(indicator, value),
            }
        )
    sums = level_sums(plain)
    return "targets/panel.html", {
        "year": year,
        "thing": shown,
        "open": next(
            (one for one in versions if one.state not in ("approved", "superseded") and one.pk != shown.pk), None
        ),
        "count": len(versions),
        "report": report,
        "lines": lines,
        "levels": [(level1, points) for (level1, level2), points in sums.items() if not level2],
    }
