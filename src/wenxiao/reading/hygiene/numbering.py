"""Faults of numbering (编号错乱). Only what is surely a fault: an excerpt may start and end in the middle of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wenxiao.quantities.model import Span
from wenxiao.quantities.numerals import chinese
from wenxiao.reading.model import Mark, Section

_RUN_ON = {
    "1.": re.compile(r"[。;](\d{1,2})[.、](?=\D)"),
    "（1）": re.compile(r"[。;]\((\d{1,2})\)"),
    "①": re.compile(r"[。;]([①-⑳])"),
}
_SCRIPTS = {"（一）": "（1）", "一）": "1）"}  # one list whose script changes on the way


def find_faults(text: str, sections: Sequence[Section]) -> Iterator[Mark]:
    """Same number twice, a number left out, an entry in the line of the one before, a list nested in its own style."""
    values = [_value(section.number) for section in sections]
    repeated: set[int] = set()  # after 一、二、二、 the next one, 四、, is no second fault
    latest: dict[
        int, tuple[int, int | None]
    ] = {}  # by level: the section that the next one follows, and the one before it
    for i, section in enumerate(sections):
        for deeper in [level for level in latest if level > section.level]:
            del latest[deeper]
        before, earlier = latest.get(section.level, (None, None))
        latest[section.level] = i, before
        value = values[i]
        if value is None:
            if before is not None and not section.number and sections[before].style == section.style and values[before]:
                yield _mark("lost", sections[before], section)
            continue
        if i and _nested(sections[i - 1], values[i - 1], section, value) and _adjacent(text, sections[i - 1], section):
            yield _mark("nested", sections[i - 1], section)
            continue
        previous = values[before] if before is not None else None
        if before is None or previous is None:
            continue
        if earlier is not None and _begun_twice(sections, values, earlier, before, i):
            if not _printed(text, sections[earlier], section, 2):
                yield _mark("repeated", sections[earlier], sections[before])
            continue
        for mark in _against(text, sections[before], previous, section, value, before == i - 1):
            if mark.detail == "repeated":
                repeated.add(i)
            if not (mark.detail.startswith("gap") and before in repeated):
                yield mark


def _begun_twice(
    sections: Sequence[Section], values: Sequence[int | None], first: int, second: int, third: int
) -> bool:
    """1, 1, 3: a list that begins anew goes on with 2."""
    return [values[i] for i in (first, second, third)] == [1, 1, 3] and (
        sections[first].style == sections[second].style == sections[third].style
    )


def _against(
    text: str, before: Section, previous: int, section: Section, value: int, next_line: bool
) -> Iterator[Mark]:
    """A section against the one before it on its level."""
    if before.style != section.style:
        if value == previous + 1 and _SCRIPTS.get(before.style) == section.style:
            yield _mark("script", before, section)
        return
    # Two lists that each begin with 1 may follow each other; two that each begin with 2 do not.
    if value == previous and (
        value > 1 or (next_line and _adjacent(text, before, section)) or _titles(text, before, section)
    ):
        yield _mark("repeated", before, section)
    run_on = _run_on(text, before, previous, section, value)
    if run_on is not None:
        yield Mark("numbering", run_on.start, run_on.end, f"run_on:{previous + 1}", (before.heading,))
    elif value == previous + 2 > 3 and not _printed(text, before, section, previous + 1):
        yield _mark(f"gap:{previous + 1}", before, section)


_SENTENCE = 15  # characters of a paragraph at least
_TITLE = re.compile(r"[^，。；;,\d]{3,24}")


def _titles(text: str, before: Section, section: Section) -> bool:
    """Whether two sections with the number 1 are titled chapters: a list that restarts has entries, not titles. One in Arabic
    numerals restarts under a heading without a number: there must be whole sentences only between the two."""
    return (
        not before.item
        and not section.item
        and all(_TITLE.fullmatch(s.title) for s in (before, section))
        and (section.style in ("一、", "（一）") or (section.style == "1." and _sentences(text, before, section)))
    )


def _sentences(text: str, before: Section, section: Section) -> bool:
    lines = [line.strip() for line in text[before.heading.end : section.start].split("\n") if line.strip()]
    return bool(lines) and all(len(line) >= _SENTENCE and line[-1] in "。!?" for line in lines)


def _mark(detail: str, before: Section, section: Section) -> Mark:
    return Mark("numbering", section.heading.start, section.heading.end, detail, (before.heading,))


def _nested(above: Section, above_value: int | None, section: Section, value: int) -> bool:
    return (
        value == 1
        and above_value is not None
        and above_value > 1
        and above.style == section.style
        and section.level > above.level
    )


def _adjacent(text: str, before: Section, section: Section) -> bool:
    """Whether nothing stands between two headings."""
    return not text[before.heading.end : section.start].strip(" \t\n。:")


def _run_on(text: str, before: Section, previous: int, section: Section, value: int) -> Span | None:
    """The number that stands inside the line of the entry before, where every other entry has a line of its own."""
    pattern = _RUN_ON.get(before.style)
    if pattern is None or value != previous + 2:
        return None
    found = next((m for m in pattern.finditer(text, before.start, section.start) if _value(m[1]) == previous + 1), None)
    return Span(found.start() + 1, found.end()) if found else None


def _printed(text: str, before: Section, section: Section, value: int) -> bool:
    """Whether the missing number is printed somewhere between: in a table, or in a form that is not read as a heading."""
    between = text[before.heading.end : section.start]
    if section.style in ("一、", "（一）", "一）", "第一章", "第一节"):
        return any(chinese(m[0]) == value for m in re.finditer(r"[一二三四五六七八九十]{1,3}(?=[、)章节部.])", between))
    return re.search(rf"(?<!\d){value}(?=[.、)\s])|[①-⑳]", between) is not None


def _value(number: str) -> int | None:
    if len(number) == 1 and "①" <= number <= "⑳":
        return ord(number) - ord("①") + 1
    last = number.rsplit(".", 1)[-1]
    return int(last) if last.isdigit() else chinese(last) if last else None
