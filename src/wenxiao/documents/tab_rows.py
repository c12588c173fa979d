"""Tables that stand in plain text as lines of cells with a tab between them, as a spreadsheet leaves them on the clipboard."""

from __future__ import annotations

from collections.abc import Iterator

from wenxiao.documents.model import Cell, Table

_LEAST = 2  # rows of three cells and more: fewer are a line that was indented


def tab_tables(text: str) -> tuple[Table, ...]:
    """Runs of lines that each hold a tab. An empty cell keeps its place: two tabs have one between them."""
    return tuple(_tables(text)) if "\t" in text else ()


def _tables(text: str) -> Iterator[Table]:
    run: list[tuple[int, str]] = []
    at = 0
    for line in (*text.split("\n"), ""):
        if "\t" in line and line.strip():
            run.append((at, line))
        else:
            if sum(1 for _, row in run if row.strip("\r\n ").count("\t") > 1) >= max(_LEAST, (len(run) + 1) // 2):
                yield Table(tuple(_cells(run)))
            run = []
        at += len(line) + 1


def _cells(run: list[tuple[int, str]]) -> Iterator[Cell]:
    for row, (start, line) in enumerate(run):
        for column, words in enumerate(line.split("\t")):
            yield Cell(start, start + len(words), row, column)
            start += len(words) + 1
