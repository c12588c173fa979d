"""The first page of the field work: what it came to in a period, measure by measure, and the ways on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.fieldwork.evidence import REASONS, Counted, Measure, measures
from wenxiao.web.fieldwork.periods import days_asked
from wenxiao.web.grid.models import Agency

#: Where the rows behind a measure are listed.
PAGES = {
    "patrol_coverage": "fieldwork-patrols", "patrol_rounds": "fieldwork-patrols", "patrol_hours": "fieldwork-patrols",
    "trainings": "fieldwork-trainings", "trained": "fieldwork-trainings", "meetings": "fieldwork-meetings",
    "meeting_actions": "fieldwork-meetings", "shops": "fieldwork-shops", "shops_signed": "fieldwork-shops",
    "sites_inspected": "fieldwork-sites", "sites_in_order": "fieldwork-sites", "missed_finds": "fieldwork-inspections",
    "inspections": "fieldwork-inspections",
}  # fmt: skip


def _lines(request: Any) -> tuple[Any, str, list[tuple[Measure, Counted | None, str, str]]]:
    """The period, the street that is asked for, and each measure there; None for one that is not counted by street."""
    asked = days_asked(request)
    street = request.GET.get("street", "")
    street = street if Agency.objects.filter(street=street).exclude(street="").exists() else ""
    scope = f"street={street}" if street else ""
    inspecting = request.access.can("fieldwork.inspections")
    lines = []
    for one in measures().values():
        name = PAGES[one.code]
        if name == "fieldwork-inspections" and not inspecting:
            continue
        found = one.count(asked.period, scope) if not scope or "street" in one.scopes else None
        why = "；".join(f"{say(*REASONS[reason])} {count}" for reason, count in found.excluded.items()) if found else ""
        lines.append((one, found, why, name))
    return asked, street, lines


@allowed("fieldwork.see")
def index(request: Any) -> HttpResponse:
    asked, street, lines = _lines(request)
    streets = Agency.objects.filter(kind=Agency.Kind.STREET, active=True)
    return render(request, "fieldwork/index.html", {"days": asked, "lines": lines, "streets": streets, "street": street})  # fmt: skip


@allowed("fieldwork.see")
def export(request: Any) -> HttpResponse:
    """The measures of the period as a workbook: N and D beside each value."""
    asked, _, lines = _lines(request)
    heads = widths(say(*head) for head in (("指标", "Measure"), ("起", "From"), ("止", "To"), ("分子", "N"), ("分母", "D"), ("值", "Value"), ("单位", "Unit"), ("未计入", "Left out")))  # fmt: skip
    body = (
        (
            one.words,
            asked.first,
            asked.last,
            found and found.n,
            found and found.d,
            found and found.value,
            one.unit_words,
            why,
        )
        for one, found, why, _ in lines
    )
    return workbook(request, say("日常工作统计", "Field work"), heads, body)
