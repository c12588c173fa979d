"""What every import shares: the result of looking at a file, and words that stand for codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wenxiao.grid.catalogue import CodeShape
from wenxiao.grid.coordinates import Position, System, stored
from wenxiao.web.core.importing import EMPTY, Column, RowReader, RowRefusal, Sheets, Wrong, folded, one_of, text
from wenxiao.web.grid.grounds import ground

SYSTEM_WORDS = {
    folded(word): system
    for system, words in {
        System.CGCS2000: ("CGCS2000", "国家2000", "2000坐标系"), System.WGS84: ("WGS84", "WGS-84", "GPS"),
        System.GCJ02: ("GCJ02", "GCJ-02", "高德", "腾讯", "火星坐标"), System.BD09: ("BD09", "BD-09", "百度"),
    }.items()
    for word in words
}  # fmt: skip
YES = {"是": True, "1": True, "y": True, "yes": True, "否": False, "0": False, "n": False, "no": False}


@dataclass
class Taken:
    """What a file would make or has made: new rows, changed ones, and those that are refused."""

    new: int = 0
    changed: int = 0
    refused: list[RowRefusal] = field(default_factory=list)
    sheets: Sheets = field(default_factory=Sheets)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of import: its name in both languages, how it is taken, the columns and an example of its template."""

    zh: str
    en: str
    take: Callable[[Path, System, Taken], Callable[[], None]]
    columns: Sequence[Column]
    example: Sequence[Any]
    placed: bool = False  # the file has positions, so that one is asked for their system


def position(lon: Any, *, lat: Any, system: System) -> Position:
    """The stored position of two cells. Raises Wrong."""
    try:
        return stored(float(text(lon, 40)), float(text(lat, 40)), system)
    except ValueError as error:
        said = str(error) if "坐标" in str(error) else f"“{lon}，{lat}”不是经纬度，请写十进制的度"
        raise Wrong(f"{said}。", f"“{lon}, {lat}” are no degrees east and north.") from None


def shaped(cell: Any, *, kind: str, standard: str) -> tuple[str, CodeShape]:
    """A code of that kind, and the shape that it has; without a standard the one shape that fits. Raises Wrong."""
    code, of = text(cell, 40), ground().catalogue
    shapes = [shape for shape in of.shapes if shape.kind == kind and standard in ("", shape.standard)]
    if not shapes:
        known = "、".join(shape.standard for shape in of.shapes if shape.kind == kind)
        raise Wrong(f"编码标准“{standard}”认不出，请写：{known}。", f"“{standard}” is no standard of codes; write one of: {known}.")  # fmt: skip
    for shape in shapes:
        if of.parts(kind, shape.standard, code) is not None:
            return code, shape
    sizes = "或".join(f"{sum(shape.parts)} 位数字（{shape.standard}）" for shape in shapes)
    raise Wrong(f"“{code}”不是编码：应为 {sizes}。", f"“{code}” is no code; it should have {sizes}.")


def required(most: int) -> Callable[[Any], str]:
    """A text of at most so many characters that must be there."""

    def filled(cell: Any) -> str:
        said = text(cell, most)
        if not said:
            raise Wrong(*EMPTY)
        return said

    return filled


def truth(cell: Any) -> bool:
    """Yes or no; empty is no. Raises Wrong."""
    return bool(one_of(cell, YES, ("是", "否"))) if text(cell, 10) else False


def coded(cell: Any, rows: Mapping[str, Any], zh: str, en: str) -> Any:
    """The row that a code names. Raises Wrong."""
    code = text(cell, 40)
    if code not in rows:
        raise Wrong(f"没有代码为“{code}”的{zh}，请核对。", f"There is no {en} with the code “{code}”.")
    return rows[code]


def once(reader: RowReader, key: str, value: Any, seen: dict[Any, int]) -> None:
    """Refuse a row whose code stands further up in the file."""
    if value is None:
        return
    if value in seen:
        reader.refuse(key, f"与第 {seen[value]} 行重复，请删去一行。", f"The same as row {seen[value]}; delete one.")
    seen.setdefault(value, reader.row.number)
