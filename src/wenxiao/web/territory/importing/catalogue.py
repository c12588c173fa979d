"""Categories and filing conditions of a place from a workbook. A limit that cannot be read refuses its row: it is never taken for a day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from wenxiao.grid.coordinates import System
from wenxiao.web.core.importing import Column, RowReader, Wrong, folded, one_of, read, text
from wenxiao.web.grid.grounds import ground
from wenxiao.web.territory.catalogue_views import check_category, group_of, read_for_here
from wenxiao.web.territory.importing.base import Kind, Taken, once, required, truth
from wenxiao.web.territory.models import LocalCategory, LocalCondition

CATEGORY_COLUMNS = (
    Column("standard", ("标准编号", "标准", "Standard")),
    Column("kind", ("种类", "Kind")),
    Column("code", ("代码", "小类代码", "Code")),
    Column("zh", ("名称", "小类名称", "Name")),
    Column("en", ("英文名称", "In English"), required=False),
    Column("group", ("大类", "大类名称", "Class"), required=False),
)
CONDITION_COLUMNS = (
    Column("code", ("条件编码", "编码", "Code")),
    Column("categories", ("类别", "小类", "Categories")),
    Column("zh", ("立案条件", "Filing condition")),
    Column("limit", ("处置时限", "时限", "Limit")),
    Column("closing", ("结案条件", "Closing condition")),
    Column("urgent", ("紧急", "Urgent"), required=False),
    Column("en", ("立案条件（英文）", "In English"), required=False),
    Column("closing_en", ("结案条件（英文）", "Closing, in English"), required=False),
)
_KINDS = {folded(word): kind for kind, words in (("component", ("部件", "component")), ("event", ("事件", "event")), ("item", ("事项", "item"))) for word in words}  # fmt: skip


def _standards() -> dict[str, str]:
    return {folded(word): one.id for one in ground().catalogue.standards.values() for word in (one.id, one.ref)}


def take_categories(path: Path, _system: System, taken: Taken) -> Callable[[], None]:
    """Look at every row; what is given back keeps them."""
    filled, standards = read(path, CATEGORY_COLUMNS), _standards()
    taken.sheets = filled.sheets
    made = list(LocalCategory.objects.all())
    old = len(made)
    for row in filled.rows:
        reader = RowReader(row, filled.headings, taken.refused)
        standard = reader.cell("standard", lambda cell: one_of(cell, standards, [one.ref for one in ground().catalogue.standards.values()]))  # fmt: skip
        kind = reader.cell("kind", lambda cell: one_of(cell, _KINDS, ("部件", "事件", "事项")))
        code = reader.cell("code", required(8))
        zh = reader.cell("zh", required(60))
        en = reader.cell("en", lambda cell: text(cell, 80))
        group = reader.cell("group", lambda cell: text(cell, 60))
        if not reader.sound:
            continue
        one = LocalCategory(standard=standard, kind=kind, code=code, zh=zh, en=en, group=group or group_of(standard, kind, code))  # fmt: skip
        try:
            check_category(one, made)
        except ValueError as error:
            reader.refuse("code", str(error), str(error))
            continue
        made.append(one)
    taken.new = len(made) - old

    def keep() -> None:
        LocalCategory.objects.bulk_create(made[old:])

    return keep


def _keys(cell: Any) -> list[str]:
    """Keys of categories: full ones (标准:种类:代码), or codes that mean one category alone. Raises Wrong."""
    of, found = ground().catalogue, []
    for word in text(cell, 1000).replace("；", ";").replace("，", ";").replace(",", ";").split(";"):
        word = word.strip()
        if not word:
            continue
        keys = [word] if word in of.categories else [key for key, one in of.categories.items() if one.code == word]
        if len(keys) != 1:
            why = "目录中没有" if not keys else "不止一个类别是"
            raise Wrong(
                f"{why}“{word}”，请写“标准:种类:代码”。",
                f"“{word}” means {len(keys)} categories; write standard:kind:code.",
            )
        found.append(keys[0])
    if not found:
        raise Wrong("没有填写类别。", "There is no category.")
    return found


def _limit(cell: Any) -> str:
    try:
        return read_for_here(text(cell, 40))
    except ValueError as error:
        raise Wrong(f"{error}。", f"{error}.") from None


def take_conditions(path: Path, _system: System, taken: Taken) -> Callable[[], None]:
    """Look at every row; what is given back keeps them."""
    filled = read(path, CONDITION_COLUMNS)
    taken.sheets = filled.sheets
    there = {row.code: row for row in LocalCondition.objects.all()}
    made: list[LocalCondition] = []
    seen: dict[Any, int] = {}
    for row in filled.rows:
        reader = RowReader(row, filled.headings, taken.refused)
        told = {
            "code": reader.cell("code", required(40)),
            "categories": reader.cell("categories", _keys),
            "zh": reader.cell("zh", required(200)),
            "limit": reader.cell("limit", _limit),
            "closing": reader.cell("closing", required(200)),
            "urgent": reader.cell("urgent", truth),
            "en": reader.cell("en", lambda cell: text(cell, 200)),
            "closing_en": reader.cell("closing_en", lambda cell: text(cell, 200)),
        }
        once(reader, "code", told["code"], seen)
        if not reader.sound:
            continue
        one = there.get(told["code"]) or LocalCondition()
        for name, value in told.items():
            setattr(one, name, value)
        made.append(one)
    taken.new = sum(one.pk is None for one in made)
    taken.changed = len(made) - taken.new

    def keep() -> None:
        for one in made:
            one.save()

    return keep


CATEGORIES = Kind(
    "类别",
    "categories",
    take_categories,
    CATEGORY_COLUMNS,
    ("GB/T 30428.2-2013", "事件", "0698", "示例类别（示例，请删去本行）", "", "其他事件"),
)
CONDITIONS = Kind(
    "立案条件", "filing conditions", take_conditions, CONDITION_COLUMNS,
    ("local-1", "30428.2-2013:event:0110", "示例条件（示例，请删去本行）", "4工作时", "已清理干净", "否", "", ""),
)  # fmt: skip
