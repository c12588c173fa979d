"""Lights and bars as the pages draw them: a shape and a word beside each colour."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wenxiao.performance.monitoring import Light
from wenxiao.quantities.paper import rounded
from wenxiao.web.core.say import say

register = template.Library()
#: Width of a bullet bar; the mark of the target stands at three quarters, so that there is room beyond it.
WIDTH, TARGET = 140, 104


@register.filter
def light(value: Any) -> SafeString:
    """A light with its word."""
    if not value:
        return format_html('<span class="light">{}</span>', say("未定", "not known"))
    lit = Light(value)
    return format_html('<span class="light {}">{}</span>', lit.value, say(lit.zh, lit.en))


@register.simple_tag
def bullet(share: Decimal | None, lit: Any = "", words: str = "") -> SafeString | str:
    """How much of a target is there, as a bar with the mark of the target; the figures stand beside it as text."""
    if share is None:
        return "—"
    width = min(int(Decimal(share) * TARGET), WIDTH)
    label = words or say(
        f"完成目标的 {rounded(Decimal(share) * 100, 0)}%", f"{rounded(Decimal(share) * 100, 0)}% of the target"
    )
    return format_html(
        '<svg class="bullet" viewBox="0 0 {} 12" role="img" aria-label="{}"><rect class="base" y="2" width="{}" height="8" rx="4"/>'
        '<rect class="done {}" y="2" width="{}" height="8" rx="4"/><rect class="mark" x="{}" width="2" height="12"/></svg>',
        WIDTH, label, WIDTH, lit or "", width, TARGET,
    )  # fmt: skip
