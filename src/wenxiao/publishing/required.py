"""What a document of its type must contain, as the outputs say it: what is there, what was not found, what cannot be told."""

from __future__ import annotations

from dataclasses import dataclass

from wenxiao.audit.model import Report
from wenxiao.audit.obligations import Obligation, State, obligations, whole
from wenxiao.publishing.words import Words

TITLE: Words = ("应有内容", "Required content")
UNTYPED: Words = ("看不出文种或没有规定，未核对", "type not known or nothing laid down: not checked")
STATES: dict[State, Words] = {
    State.PRESENT: ("有", "present"),
    State.ABSENT: ("未见", "not found"),
    State.UNKNOWN: ("不能判断", "cannot tell"),
}
KINDS: dict[str, Words] = {"chapter": ("章节", "chapter"), "fact": ("内容", "fact")}
_EXCERPT: Words = (
    "全文较短，可能是节选，未见的内容不作为发现。",
    "The text is short and may be an excerpt: no findings are made of it.",
)


@dataclass(frozen=True, slots=True)
class Required:
    """The required content of a document under a regime; ``items`` are empty where nothing is laid down for its type."""

    regime: Words
    items: tuple[Obligation, ...]
    note: Words | None  # what to know of what was not found

    def of(self, state: State) -> list[Obligation]:
        return [item for item in self.items if item.state is state]


def required(report: Report) -> Required | None:
    """None where the document was only read."""
    if report.regime is None:
        return None
    items = obligations(report.reading, report.regime)
    short = any(item.state is State.ABSENT for item in items) and not whole(report.reading)
    return Required((report.regime.title, report.regime.title_en), items, _EXCERPT if short else None)


def names(item: Obligation) -> Words:
    return item.name("zh"), item.name("en")
