"""Names of what codes stand for: streets by their offices, communities by their unit grids, categories by the catalogue."""

from __future__ import annotations

from wenxiao.web.core.say import english
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.models import Agency
from wenxiao.web.territory.models import UnitGrid


def street_names() -> dict[str, str]:
    """Names of streets by their codes: what their offices are called, without the word for the office."""
    return {
        code: name.removesuffix("办事处")
        for code, name in Agency.objects.exclude(street="").order_by("street").values_list("street", "name")
    }


def community_names() -> dict[str, str]:
    """Names of communities by their codes, of those that have unit grids."""
    rows = UnitGrid.objects.order_by("community").values_list("community", "community_name").distinct()
    return {code: name or code for code, name in rows}


def category_name(key: str) -> str:
    """The name of a category by its key; the key itself where the catalogue does not have it."""
    found = ground().catalogue.categories.get(key)
    if found is None:
        return key
    return found.en if english() else found.zh
