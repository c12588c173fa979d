"""The indicator library as a file: written as a workbook, read back row by row, each row taken or refused in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from wenxiao.performance.targets import Scoring
from wenxiao.quantities.paper import plain
from wenxiao.web.core.importing import Sheets, choose
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable
from wenxiao.web.targets.models import NATURES, LibraryIndicator

#: What a file may hold; a national library has some thousands.
MOST_BYTES, MOST_ROWS = 4_000_000, 5000
COLUMNS: tuple[tuple[str, str], ...] = (
    ("field", "行业领域"), ("level1", "一级指标"), ("level2", "二级指标"), ("name", "三级指标"), ("nature", "指标性质"), ("target", "指标值"),
    ("upper", "上限"), ("text", "定性目标"), ("unit", "度量单位"), ("weight", "权重"), ("core", "核心指标"),
    ("scoring", "评分方式"), ("method", "评分方法"), ("evidence", "佐证来源"), ("explanation", "指标解释"), ("retired", "停用"),
)  # fmt: skip
_SIGNS = {"ge": "≥", "le": "≤", "eq": "=", "range": "区间", "qualitative": "定性"}
_NATURES = {
    **{sign: name for name, sign in _SIGNS.items()},
    **{name: name for name, _ in NATURES},
    ">=": "ge",
    "<=": "le",
    "＝": "eq",
}
_SCORINGS = {**{one.words[0]: one.value for one in Scoring}, **{one.words[1]: one.value for one in Scoring}}
_YES = frozenset({"是", "1", "√", "yes", "true", "y"})
_NUMBERS = ("target", "upper", "weight")


class UnreadableLibraryError(ValueError):
    """The file as a whole cannot be taken; ``str`` is one sentence."""


@dataclass
class Taken:
    """What a file comes to: rows that can be taken, and refused ones with their number, what stood there and why."""

    good: list[dict[str, Any]] = field(default_factory=list)
    refused: list[tuple[int, list[str], str]] = field(default_factory=list)
    known: int = 0  # rows that say what the library already says
    sheets: Sheets = field(default_factory=Sheets)


def written(rows: Iterable[LibraryIndicator]) -> bytes:
    """The library as a workbook."""
    lines = ([_cell(getattr(row, name), name) for name, _ in COLUMNS] for row in rows)
    return _workbook("指标库", [words for _, words in COLUMNS], lines)


def refusals(rows: Iterable[tuple[int, Sequence[str], str]]) -> bytes:
    """The refused rows as a workbook that can be mended and read again: the reason stands in the last column."""
    lines = (
        [*cells[: len(COLUMNS)], *[""] * (len(COLUMNS) - len(cells)), f"第{number}行：{why}"]
        for number, cells, why in rows
    )
    return _workbook("未导入", [*(words for _, words in COLUMNS), "未导入原因"], lines)


def _workbook(title: str, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    data = BytesIO()
    options = {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(data, options)
    sheet = book.add_worksheet(title)
    sheet.set_column(0, len(heads) - 1, 16)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
    for at, line in enumerate(lines, 1):
        sheet.write_row(at, 0, line)
    book.close()
    return data.getvalue()


def _cell(value: Any, name: str) -> str:
    if name == "nature":
        return _SIGNS[value]
    if name == "scoring":
        return Scoring(value).words[0]
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, Decimal):
        return plain(value)
    return "" if value is None else str(value)


def read(data: bytes) -> Taken:
    """The rows of an .xlsx or .csv file, each checked. Raises UnreadableLibraryError."""
    if len(data) > MOST_BYTES:
        raise UnreadableLibraryError(say("文件超过 4 MB，请分成几个文件。", "The file is above 4 MB: please split it."))
    known = {words: name for name, words in COLUMNS}
    try:
        sheets, rows = choose(data, lambda cells: len({str(cell) for cell in cells} & known.keys()))
        lines = [(number, [_typed(cell) for cell in cells]) for number, cells in islice(rows, MOST_ROWS + 2)]
    except Unreadable as error:
        raise UnreadableLibraryError(str(error)) from None
    if not lines:
        raise UnreadableLibraryError(say("文件中没有内容。", "The file is empty."))
    heads = [known.get(words, "") for words in lines[0][1]]
    lacking = [words for name, words in COLUMNS if name in ("level1", "name") and name not in heads]
    if lacking:
        said = "、".join(lacking)
        raise UnreadableLibraryError(
            say(
                f"第1行没有列名“{said}”；请用导出的表格作模板。",
                f"Row 1 has no column {said}: take an export as the template.",
            )
        )
    if len(lines) > MOST_ROWS + 1:
        raise UnreadableLibraryError(
            say(f"超过 {MOST_ROWS} 行，请分成几个文件。", f"More than {MOST_ROWS} rows: please split the file.")
        )
    taken = _checked(heads, lines[1:])
    taken.sheets = sheets
    return taken


def _checked(heads: Sequence[str], lines: Sequence[tuple[int, list[str]]]) -> Taken:
    from wenxiao.web.targets.library import LibraryForm

    there = set(LibraryIndicator.objects.values_list("field", "level1", "level2", "name"))
    taken, seen = Taken(), dict[tuple[str, ...], int]()
    for number, cells in lines:
        row = {name: cell for name, cell in zip(heads, cells, strict=False) if name}
        in_order = [row.get(name, "") for name, _ in COLUMNS]
        row["level1"] = row.get("level1", "").removesuffix("指标")
        row["nature"] = _NATURES.get(row.get("nature", "") or "≥", row.get("nature", ""))
        row["scoring"] = _SCORINGS.get(row.get("scoring", ""), row.get("scoring", ""))
        for name in ("core", "retired"):
            row[name] = "on" if row.get(name, "").lower() in _YES else ""
        form = LibraryForm(row)
        key = tuple(row.get(name, "") for name in ("field", "level1", "level2", "name"))
        if not form.is_valid():
            taken.refused.append((number, in_order, _why(form)))
        elif key in seen:
            taken.refused.append(
                (number, in_order, say(f"与第 {seen[key]} 行是同一指标", f"the same indicator as row {seen[key]}"))
            )
        elif key in there:
            taken.known += 1
        else:
            seen[key] = number
            taken.good.append({name: _kept(value) for name, value in form.cleaned_data.items()})
    return taken


def _why(form: Any) -> str:
    said = []
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        said.append(f"{label}“{form.data.get(name, '')}”：{'；'.join(errors)}" if label else "；".join(errors))
    return "；".join(said)


def _kept(value: Any) -> Any:
    """As it is kept between preview and import."""
    return str(value) if isinstance(value, Decimal) else value


def _typed(value: Any) -> str:
    """A cell as it would be typed: 0.1 and not 0.1000000000000000055."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, float):
        return plain(Decimal(repr(value)))
    return str(value)
