"""What the public templates need: addresses in the language of the page, words for what a statement holds, pictures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse

from wenxiao.performance.ledger import Position, Source, rate
from wenxiao.performance.lifecycle import state_name
from wenxiao.publishing.open_data.tables import AMOUNTS
from wenxiao.web.core.say import english, say
from wenxiao.web.disclosure import sources
from wenxiao.web.disclosure.open import pictures
from wenxiao.web.selfevaluation.showing import Bullet

register = template.Library()


@register.simple_tag
def way(name: str, *args: Any) -> str:
    """The address of a public page in the language of this one."""
    return reverse(f"{'public-en' if english() else 'public'}:open-{name}", args=args)


@register.filter
def kind(name: str) -> str:
    """The name of a kind of release."""
    return sources.named(name)[english()]


@register.filter
def moment(text: str | None) -> str:
    """A time of a statement, to the minute."""
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}" if text else "—"


@register.filter
def problem_state(state: str) -> str:
    return state_name("problem", state, "en" if english() else "zh")


@register.filter
def source_name(name: str) -> str:
    found = Source(name)
    return say(found.zh, found.en)


@register.filter
def severity(name: str) -> str:
    zh, en = {"error": ("矛盾", "contradiction"), "warning": ("待说明", "to explain"), "note": ("提示", "note")}[name]
    return say(zh, en)


@register.filter
def amounts(money: dict[str, str | None]) -> list[tuple[str, str]]:
    """Names and amounts of what is known, in the order of the form."""
    return [(say(zh, en).partition("（")[0].partition(",")[0], money[name]) for name, (zh, en) in AMOUNTS.items() if money.get(name) is not None]  # type: ignore[misc]  # fmt: skip


@register.filter
def rate_words(one: dict[str, str]) -> dict[str, str]:
    """The name of a rate and its base."""
    found = rate(Position(), one["key"])
    return {"name": say(found.name, found.name_en), "base": say(found.base, found.base_en)}


@register.filter
def waterfall(money: dict[str, str | None]) -> dict[str, Any] | None:
    return pictures.money(money)


@register.filter
def bullet(one: dict[str, Any]) -> Bullet | None:
    return pictures.bullet(one)
