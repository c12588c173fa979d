"""How targets are told in lists."""

from __future__ import annotations

from typing import Any

from django import template

from wenxiao.web.targets.listing import state_words

register = template.Library()


@register.filter
def target_state(row: Any) -> str:
    """The state of the latest version of a row of the list."""
    return state_words(row.state)
