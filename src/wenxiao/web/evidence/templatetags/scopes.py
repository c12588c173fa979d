"""A scope in words: what stands in an address and in a snapshot is for programs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django import template

from wenxiao.grid.scope import Scope
from wenxiao.web.core.say import english, say
from wenxiao.web.grid.grounds import ground

register = template.Library()


@register.filter
def scope_words(text: str, names: Mapping[tuple[str, str], str] = MappingProxyType({})) -> str:
    """``street=530100001;category=30428.2-2013:event:05`` as 街道 银杏街道，类别 突发事件; as it is where it is no scope.

    ``names`` of streets, agencies and people: ``wording.names_in``; whom it lacks is told by the code.
    """
    try:
        of = Scope.read(text)
    except ValueError:
        return text
    told = [
        say("街道", "street") + f" {names.get(('street', of.street), of.street)}" if of.street else "",
        say("责任单位", "unit") + f" {names.get(('unit', of.unit), of.unit)}" if of.unit else "",
        say("人员", "person") + f" {names.get(('person', of.person), of.person)}" if of.person else "",
        say("类别", "category") + f" {_category(of.category)}" if of.category else "",
    ]
    return say("，", ", ").join(filter(None, told))


def _category(beginning: str) -> str:
    """The name of a category, or of the class when all that begin so are of one."""
    known = ground().catalogue.categories
    found = known.get(beginning)
    if found is not None:
        return found.en if english() else found.zh
    groups = {(each.group, each.group_en) for key, each in known.items() if key.startswith(beginning)}
    if len(groups) != 1:
        return beginning
    zh, en = groups.pop()
    return en if english() else zh
