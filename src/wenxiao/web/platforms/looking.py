"""What a check of a file found, small enough to be kept until somebody says yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from wenxiao.web.core.importing import RowRefusal, Sheets
from wenxiao.web.platforms.importing import Draft


@dataclass(frozen=True, slots=True)
class Look:
    """Rows of each sort, and the refusals with their rows."""

    rows: int
    new: int
    more: int
    there: int
    refused: int
    coarse: int
    refusals: Sequence[RowRefusal]
    sheets: Sheets
    located: int = 0

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Look:
        refusals = [RowRefusal(**each) for each in kept["refusals"]]
        return cls(**{**kept, "refusals": refusals, "sheets": Sheets(**kept.get("sheets", {}))})

    @property
    def does(self) -> int:
        """How many cases it would touch."""
        return self.new + self.more


def look(drafted: Draft) -> Look:
    logs = [log.events for log in drafted.new] + [events for _, events in drafted.more]
    coarse = sum(any(event.coarse for event in log) for log in logs)
    return Look(
        drafted.rows, len(drafted.new), len(drafted.more), len(drafted.there), drafted.refused, coarse, drafted.refusals,
        drafted.sheets, drafted.located,
    )  # fmt: skip
