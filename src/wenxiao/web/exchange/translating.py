"""A file of another system, row for row, as the table that our import reads: what is refused there has the row of their file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from wenxiao.web.core.importing import HEADING_ROWS, STRIDE, Progress, Sheets, Wrong, choose, day, folded, silent, text
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable
from wenxiao.web.exchange.mapping import LEAVE, Said
from wenxiao.web.exchange.targets import AMOUNT, TARGETS

#: What stands in a row that adds others up.
_TOTALS = frozenset({"合计", "总计", "小计", "本页合计", "本年合计", "total"})


@dataclass(slots=True)
class Translated:
    """Our table: the number of the heading's row, the rows by their numbers, the sheet on which they stood, and how many were left
    out for which reason."""

    heading: Sequence[str]
    at: int
    rows: dict[int, list[str]]
    sheets: Sheets = field(default_factory=Sheets)
    left_out: Counter[str] = field(default_factory=Counter)

    def leave_out(self, numbers: Collection[int], why: str) -> None:
        """Take rows out; what was below keeps its number."""
        for number in numbers:
            if self.rows.pop(number, None) is not None:
                self.left_out[why] += 1

    def written(self) -> bytes:
        """As the file that the import reads; empty lines stand where nothing is read in."""
        file = io.StringIO(newline="")
        out = csv.writer(file)
        line = 1
        for number, cells in ((self.at, self.heading), *self.rows.items()):
            while line < number:
                file.write("\r\n")
                line += 1
            out.writerow(cells)
            line += 1
        return file.getvalue().encode("utf-8-sig")


def translate(path: Path, said: Said, target: str, told: Progress = silent) -> Translated:
    """Read their file. Raises Unreadable where it has not the headings that the profile names."""
    table = TARGETS[target]
    keys = [one.key for one in table.fields if said.columns.get(one.key) or said.constants.get(one.key)]
    found: Translated | None = None
    places: Mapping[str, int] = {}
    words = {key: said.meanings(key) for key in keys}
    names = {one.key: dict(one.choices) for one in table.fields}
    timed = {one.key for one in table.fields if one.timed}
    seen = 0
    best: list[str] = sorted(set(said.columns.values()))
    sheets, rows = choose(path.read_bytes(), lambda cells: len(_places(cells, said)[0]))
    for number, cells in rows:
        if found is None:
            seen += 1
            places, missing = _places(cells, said)
            if not missing:
                found = Translated([table.heading(key, said.unit) for key in keys], number, {}, sheets)
            elif seen == HEADING_ROWS:
                break
            best = min(best, missing, key=len)
            continue
        if _adds_up(cells, places, table.key):
            found.left_out["totals"] += 1
            continue
        line: list[str] = []
        leave = False
        for key in keys:
            cell = cells[places[key]] if key in places and places[key] < len(cells) else None
            meaning = words[key].get(folded(cell)) if words[key] and cell is not None else None
            leave |= meaning == LEAVE
            value = meaning or (said.constants[key] if key in said.constants else _written(cell, key, key in timed))
            line.append(names[key][value][0] if value in names[key] else value)
        if leave:
            found.left_out["words"] += 1
        elif any(line):
            found.rows[number] = line
        if number % STRIDE == 0:
            told(f"已转换 {number} 行", f"{number} rows translated")
    if found is None:
        listed = "、".join(best)
        raise Unreadable(
            say(f"文件的表头缺少：{listed}；请核对是否选对了方案，或修改方案。", f"The heading of the file lacks: {listed}; choose another profile, or change this one.")
        )  # fmt: skip
    return found


def _places(cells: Sequence[Any], said: Said) -> tuple[dict[str, int], list[str]]:
    """Where the headings of the profile stand in a row, and those that do not."""
    here: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if cell is not None:
            here.setdefault(folded(cell), place)
    places = {
        key: here[folded(heading)] for key, heading in said.columns.items() if heading and folded(heading) in here
    }
    missing = sorted({heading for key, heading in said.columns.items() if heading and key not in places})
    return places, missing


def _adds_up(cells: Sequence[Any], places: Mapping[str, int], key: str) -> bool:
    """Whether a row is a total: it says so, and names no project (or case)."""
    at = places.get(key)
    code = cells[at] if at is not None and at < len(cells) else None
    if code is not None and folded(code) not in _TOTALS:
        return False
    return any(isinstance(cell, str) and folded(cell) in _TOTALS for cell in cells)


def _written(cell: Any, key: str, timed: bool = False) -> str:
    """A cell as our import reads it. Of a day in the place of a year, the year; of a float, what a spreadsheet shows."""
    if cell is None:
        return ""
    if key == "year":
        return _year(cell)
    if timed and isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else format(cell, ".15g")
    if key == AMOUNT or isinstance(cell, str | int):
        return str(cell)
    if isinstance(cell, datetime | date):
        return text(cell, 40)
    return str(cell)


def _year(cell: Any) -> str:
    said = text(cell, 32_767)
    if len(said) <= 6:  # 2026, 2026年度
        return said
    try:
        return str(day(cell).year)
    except Wrong:
        return said
