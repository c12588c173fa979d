"""What may be reported (services): the categories in force today, each with its filing conditions as one list to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wenxiao.grid.catalogue import Catalogue, Category
from wenxiao.web.core.clock import today
from wenxiao.web.core.say import say
from wenxiao.web.grid.grounds import ground

#: The attribute by which a reporter says which filing condition seems to hold.
CONDITION = "condition"
_QUESTION = ("现场情况", "What it is like there")


def code_of(category: Category) -> str:
    """The service_code of a category: the code of an item (管理事项) alone, which is unique; of older kinds with the kind before it."""
    return category.code if category.kind == "item" else f"{category.kind}-{category.code}"


def services() -> dict[str, Category]:
    """The categories in force today by service_code."""
    return {code_of(each): each for each in ground().catalogue.on(today())}


def keys_of(codes: list[str]) -> dict[str, set[str]]:
    """The keys of categories, in force or not, by each service_code that some have."""
    found: dict[str, set[str]] = {}
    for key, category in ground().catalogue.categories.items():
        if (code := code_of(category)) in codes:
            found.setdefault(code, set()).add(key)
    return found


def name_of(category: Category) -> str:
    return say(category.zh, category.en)


def service(category: Category) -> dict[str, Any]:
    """A service as the list tells it."""
    catalogue = ground().catalogue
    group = say(category.group, category.group_en)
    conditions = catalogue.conditions_of(category.key)
    return {
        "service_code": code_of(category),
        "service_name": name_of(category),
        "description": say("；", "; ").join(say(each.zh, each.en) for each in conditions) or f"{group} · {name_of(category)}",
        "metadata": bool(conditions),
        "type": "realtime",
        "keywords": ", ".join(dict.fromkeys((category.zh, category.en, category.group, category.group_en))),
        "group": group,
    }  # fmt: skip


def definition(category: Category) -> dict[str, Any]:
    """What a program may ask the reporter of a service."""
    return {"service_code": code_of(category), "attributes": _attributes(ground().catalogue, category)}


def answers(attributes: Mapping[str, str]) -> list[tuple[str, str]]:
    """The answers of a report as lines of name and words; of a condition its words, of what we never asked what was sent."""
    conditions = ground().catalogue.conditions
    found = []
    for name, value in attributes.items():
        if name == CONDITION and (one := conditions.get(value)) is not None:
            found.append((say(*_QUESTION), say(one.zh, one.en)))
        else:
            found.append((name, value))
    return found


def _attributes(catalogue: Catalogue, category: Category) -> list[dict[str, Any]]:
    conditions = catalogue.conditions_of(category.key)
    if not conditions:
        return []
    return [
        {
            "variable": True,
            "code": CONDITION,
            "datatype": "singlevaluelist",
            "required": False,
            "datatype_description": say("请选择最接近的一项", "Choose what comes closest"),
            "order": 1,
            "description": say(*_QUESTION),
            "values": [{"key": each.code, "name": say(each.zh, each.en)} for each in conditions],
        }
    ]
