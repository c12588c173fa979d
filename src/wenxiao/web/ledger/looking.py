"""What a page shows of a file that is to be entered: in memory for a small one, kept as JSON by the job that checked a large one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from wenxiao.performance.ledger import Kind, Source
from wenxiao.web.core.importing import RowRefusal, Sheets
from wenxiao.web.ledger.importing import Draft
from wenxiao.web.ledger.services import Posting

#: As many sound rows as the page shows.
FIRST = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A sound row: its number in the file, and what it would enter."""

    number: int
    project: str
    year: int
    kind: Kind
    source: Source
    date: date
    amount: Decimal
    reference: str


@dataclass(frozen=True, slots=True)
class Look:
    """Rows of the file, rows that are refused, entries that are sound; why, the first of them, their sums by kind, and what in them is
    worth a look."""

    rows: int
    refused: int
    sound: int
    refusals: Sequence[RowRefusal]
    lines: Sequence[Line]
    sums: Sequence[tuple[Kind, int, Decimal]]
    sheets: Sheets
    cautions: Sequence[RowRefusal] = ()

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        lines = [{**asdict(line), "date": line.date.isoformat(), "amount": str(line.amount)} for line in self.lines]
        sums = [(kind, count, str(total)) for kind, count, total in self.sums]
        return {**{name: getattr(self, name) for name in ("rows", "refused", "sound")}, "refusals": [asdict(one) for one in self.refusals], "cautions": [asdict(one) for one in self.cautions], "lines": lines, "sums": sums, "sheets": asdict(self.sheets)}  # fmt: skip

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Look:
        """From JSON."""
        lines = [
            Line(**{**line, "kind": Kind(line["kind"]), "source": Source(line["source"]), "date": date.fromisoformat(line["date"]), "amount": Decimal(line["amount"])})
            for line in kept["lines"]
        ]  # fmt: skip
        sums = [(Kind(kind), count, Decimal(total)) for kind, count, total in kept["sums"]]
        refusals = [RowRefusal(**one) for one in kept["refusals"]]
        cautions = [RowRefusal(**one) for one in kept.get("cautions", ())]
        sheets = Sheets(**kept.get("sheets", {}))
        return cls(kept["rows"], kept["refused"], kept["sound"], refusals, lines, sums, sheets, cautions)


def look(drafted: Draft) -> Look:
    """What a page shows of it."""
    refused = {refusal.row for refusal in drafted.refusals}
    sound = [
        (number, one) for number, one in zip(drafted.numbers, drafted.postings, strict=True) if number not in refused
    ]
    lines = [
        Line(number, str(one.year.project), one.year.year, one.kind, one.source, one.date, one.amount, one.reference)
        for number, one in sound[:FIRST]
    ]
    sums = [(kind, count, total) for kind, (count, total) in _sums(one for _, one in sound).items()]
    return Look(drafted.rows, len(refused), len(sound), drafted.refusals, lines, sums, drafted.sheets, drafted.cautions)


def _sums(postings: Iterable[Posting]) -> dict[Kind, tuple[int, Decimal]]:
    """Of each kind how many entries, and what they add up to."""
    found: dict[Kind, tuple[int, Decimal]] = {}
    for one in postings:
        count, total = found.get(one.kind, (0, Decimal(0)))
        found[one.kind] = count + 1, total + one.amount
    return {kind: found[kind] for kind in Kind if kind in found}
