"""A file of another system as it is: where its heading stands, what its columns are called, which words stand in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wenxiao.web.core.importing import HEADING_ROWS, Sheets, choose, folded, text
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable

#: A column with more different words than that is no list of kinds; and as many rows are looked at for them.
DISTINCT, LOOKED_AT = 40, 20_000
#: Rows that the page of a new profile shows.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """A file that somebody shows: its headings in their order, the words under those that have few, its first rows, and the sheet."""

    headings: Sequence[str]
    words: dict[str, list[str]]
    first: Sequence[Sequence[str]]
    rows: int
    sheets: Sheets


def look(path: Path, known: Collection[str]) -> Sample:
    """What a file holds; ``known`` are the folded words by which its heading is told. Raises Unreadable."""
    before: list[tuple[int, list[Any]]] = []
    sheets, every = choose(path.read_bytes(), lambda cells: _likeness(cells, known))
    for number, cells in every:
        before.append((number, cells))
        if len(before) == HEADING_ROWS:
            break
    place = max(range(len(before)), key=lambda at: (_likeness(before[at][1], known), -at), default=None)
    if place is None or _likeness(before[place][1], known) < 2:
        raise Unreadable(
            say("前 10 行中没有找到表头；请确认文件中有导出的明细表。", "No heading within the first 10 rows; see that the exported table is in the file.")
        )  # fmt: skip
    heading = [str(cell) if cell is not None else "" for cell in before[place][1]]
    twice = next((one for one in heading if one and heading.count(one) > 1), None)
    if twice is not None:
        raise Unreadable(say(f"表头里有两列“{twice}”；请改名或删去一列。", f"Two columns are called “{twice}”; rename or delete one."))  # fmt: skip
    words: dict[str, set[str] | None] = {one: set() for one in heading if one}
    first: list[list[str]] = []
    count = 0
    for _, cells in _after(before[place + 1 :], every):
        count += 1
        if len(first) < SHOWN:
            first.append([_said(cells[at]) if at < len(cells) else "" for at, one in enumerate(heading) if one])
        if count <= LOOKED_AT:
            _collect(heading, cells, words)
    if not count:
        raise Unreadable(say("表头下面没有数据行。", "There is no row below the heading."))
    few = {one: sorted(found) for one, found in words.items() if found}
    return Sample([one for one in heading if one], few, first, count, sheets)


def _after(rest: Sequence[tuple[int, list[Any]]], more: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:  # fmt: skip
    yield from rest
    yield from more


def _likeness(cells: Sequence[Any], known: Collection[str]) -> int:
    """How much a row looks like a heading: words that are known count for more than words, and numbers for nothing."""
    said = [folded(cell) for cell in cells if isinstance(cell, str) and not _figure(cell)]
    return len(set(said)) + 5 * sum(any(word in one for word in known) for one in set(said))


def _figure(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").replace("-", "").isdecimal()


def _collect(heading: Sequence[str], cells: Sequence[Any], words: dict[str, set[str] | None]) -> None:
    for at, one in enumerate(heading):
        found = words.get(one)
        if found is None or at >= len(cells) or cells[at] is None:
            continue
        cell = cells[at]
        if not isinstance(cell, str) or _figure(cell) or len(cell) > 60 or len(found) >= DISTINCT:
            words[one] = None  # amounts, days, numbers, sentences
        else:
            found.add(cell)


def _said(cell: Any) -> str:
    return text(cell, 32_767)
