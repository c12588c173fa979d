"""What holds of a responsible unit (责任单位), whether it is typed into a form or comes from a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from wenxiao.grid.states import ROLE_NAMES, Role
from wenxiao.told import Told
from wenxiao.web.grid.models import Agency
from wenxiao.web.grid.posting import ROLES

#: Events and files name an agency by its code: nothing in it that could be read in two ways.
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}")
STREET = re.compile(r"[0-9]{9}")


class Fault(Told):
    """What is wrong with a field of an agency, which ``field`` names."""

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.field = field


def parents() -> dict[Any, Any]:
    """What is above each agency, by key."""
    return dict(Agency.objects.values_list("pk", "parent"))


def above_itself(one: Any, above: Any, parents: Mapping[Any, Any]) -> bool:
    """Whether ``one`` would stand above itself with ``above`` over it; of a tree that has a loop already, so it does."""
    seen = {one}
    while above is not None:
        if above in seen:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def faults(code: str, kind: Any, street: str, streets: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with an agency by itself; ``streets``: the codes of streets that other offices have, with their names."""
    if not CODE.fullmatch(code):
        yield Fault(
            "code", f"单位代码“{code}”只能用字母、数字、“.”“-”“_”，至多 32 位。", f"The code “{code}”: letters, digits, . - and _ alone, at most 32.",
        )  # fmt: skip
    if kind == Agency.Kind.STREET and not STREET.fullmatch(street):
        yield Fault("street", "街道办事处须填写街道代码（9 位数字，即其单元网格代码的前 9 位）。", "A street office has the code of its street: 9 digits, those that the codes of its unit grids begin with.")  # fmt: skip
    elif kind and kind != Agency.Kind.STREET and street:
        yield Fault("street", "只有街道办事处填写街道代码，请留空。", "A street office alone has the code of a street: leave it empty.")  # fmt: skip
    elif street in streets:
        yield Fault("street", f"街道代码 {street} 已属于“{streets[street]}”。", f"The street {street} is that of “{streets[street]}”.")  # fmt: skip


def streets(but: Any = None) -> dict[str, str]:
    """The codes of streets that offices in use have, with their names; ``but`` for one office."""
    rows = Agency.objects.filter(active=True).exclude(street="").exclude(pk=but)
    return dict(rows.values_list("street", "name"))


def unfit(roles: set[str], kind: str) -> list[tuple[str, str]]:
    """The names of those roles that a kind of agency does not have."""
    return [ROLE_NAMES[role] for role in Role if role in roles and role not in ROLES[kind]]
