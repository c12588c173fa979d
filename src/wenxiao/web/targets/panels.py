"""What the project page shows of the targets: each indicator with its target and how far it is."""

from __future__ import annotations

from typing import Any

from wenxiao.performance.targets import level_sums
from wenxiao.web.core.policy import Access
from wenxiao.web.monitoring.lights import share
from wenxiao.web.monitoring.models import Monitoring
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.targets.models import TargetSet


def panel(year: ProjectYear, access: Access) -> tuple[str, dict[str, Any]] | None:
    """The version in force, else the latest, with the progress of the last monitoring report that was handed in."""
    versions = list(TargetSet.objects.filter(year=year).as_of(access.as_of).order_by("version"))
    if not versions:
        return "targets/panel.html", {"year": year, "thing": None}
    shown = next((one for one in reversed(versions) if one.state == "approved"), versions[-1])
    report = (
        Monitoring.objects.filter(year=year)
        .as_of(access.as_of)
        .exclude(state="issued")
        .select_related("round")
        .order_by("-round__month")
        .first()
    )
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
