"""Words and figures as the pages show them: both languages in one tag, money in 万元, rates with their base, — for what is missing."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.template.base import render_value_in_context
from django.utils.safestring import SafeString

from wenxiao.performance.grades import grade_en
from wenxiao.performance.timeline import countdown as _countdown
from wenxiao.quantities.paper import plain, rounded
from wenxiao.web.core.clock import day_of
from wenxiao.web.core.say import english
from wenxiao.web.core.say import say as _say
from wenxiao.web.core.say import term as _term

register = template.Library()

MISSING = "—"


class _Say(template.Node):
    """A tag of its own kind, as a page has hundreds of them, nearly all with words that stand in the template."""

    def __init__(self, zh: Any, en: Any, name: str | None) -> None:
        self.zh, self.en, self.name = zh, en, name

    def render(self, context: Any) -> str:
        said = self.en if english() else self.zh
        constant = not said.is_var and not said.filters
        words = said.var if constant else render_value_in_context(said.resolve(context), context)
        if self.name is None:
            return words
        context[self.name] = words
        return ""


@register.tag
def say(parser: Any, token: Any) -> _Say:
    """Words in the language of the request: ``{% say "待办" "To do" %}``; with ``as words`` they are kept under that name."""
    tag, *said = token.split_contents()
    said, kept = said[:2], said[2:]
    if len(said) != 2 or (kept and (kept[0] != "as" or len(kept) != 2)):
        raise template.TemplateSyntaxError(f"{tag} takes the words in Chinese and in English, and a name after as")
    zh, en = map(parser.compile_filter, said)
    return _Say(zh, en, kept[1] if kept else None)


@register.filter
def wan(yuan: Decimal | None) -> SafeString | str:
    """Yuan as 万元 with two decimals; the exact amount on hover."""
    if yuan in (None, ""):
        return MISSING
    yuan = Decimal(yuan)
    # figures and a word of our own: nothing in it needs escaping, and a list has hundreds of them
    return SafeString(f'<span title="{yuan:,.2f} {_say("元", "yuan")}">{rounded(yuan / 10_000, 2):,f}</span>')


@register.filter
def yuan(value: Decimal | None) -> str:
    """Yuan to the cent."""
    return MISSING if value in (None, "") else f"{rounded(Decimal(value), 2):,f}"


@register.filter
def rate(fraction: Decimal | None) -> str:
    """A fraction as a percentage with two decimals."""
    return MISSING if fraction in (None, "") else f"{rounded(Decimal(fraction) * 100, 2):f}%"


@register.filter
def figure(value: Decimal | None) -> str:
    """A number as on paper: no trailing zeros."""
    return MISSING if value in (None, "") else plain(Decimal(value))


@register.filter
def missing(value: Any) -> Any:
    """— for what is not there; zero is there."""
    return MISSING if value in (None, "") or value == "" else value


@register.filter
def day(value: Any) -> str:
    """A date in a table; of a moment, the day where the district is."""
    if isinstance(value, datetime):
        value = day_of(value)
    return MISSING if value in (None, "") else f"{value:%Y-%m-%d}"


@register.filter
def reasons(pick: Any) -> str:
    """The reasons of a draw, in the language of the request."""
    return _say("；".join(pick.reasons), "; ".join(pick.reasons_en))


@register.filter
def grade(name: str) -> str:
    """A grade of a score in the language of the request."""
    return _say(name, grade_en(name))


@register.filter
def term(name: str) -> str:
    """A term of the official forms, as 产出 or 达成年度指标, in the language of the request."""
    return _term(name or "")


@register.filter
def countdown(days: int) -> str:
    """How long until a day, or since: 剩 6 天, 今天到期, 逾期 3 天."""
    return _say(*_countdown(days))


@register.filter
def year_words(year: int) -> str:
    return str(year) if english() else f"{year}年度"


@register.simple_tag(takes_context=True)
def query(context: Any, **changes: Any) -> str:
    """This page's address with some of its fields changed; an empty value takes one out."""
    fields = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            fields.pop(name, None)
        else:
            fields[name] = value
    if "page" not in changes:
        fields.pop("page", None)
    return "?" + fields.urlencode()


@register.simple_tag(takes_context=True)
def may(context: Any, action: str, year: Any = None) -> bool:
    """Whether this person may do that (with that project-year)."""
    access = context["request"].access
    return bool(access) and (access.can(action) if year is None else access.may(action, year))


@register.simple_tag(takes_context=True)
def placed(context: Any, name: str, values: dict[str, Any]) -> SafeString:
    """Another template with values of its own, inside this page: ``{% placed panel.template panel.context %}``."""
    with context.push(**values):
        return context.template.engine.get_template(name).render(context)
