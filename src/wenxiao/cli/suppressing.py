"""Which suppressions a run follows: the file that is named, else the files ``wenxiao.toml`` beside the documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from wenxiao.audit.model import Report, Suppression, Unused
from wenxiao.audit.suppression import left_over, seen_whole, suppress
from wenxiao.audit.suppression_file import FILE, Entry, SuppressionError, load
from wenxiao.audit.together import Comparison
from wenxiao.audit.together.suppression import suppress as suppress_between
from wenxiao.documents.items import Item


class Aside:
    """The suppressions of one run, and which of them it used."""

    def __init__(self, files: Sequence[Item], named: str | None, lang: str, *, today: date | None = None) -> None:
        """Reads every file of suppressions first. Raises ``click.ClickException`` for one that cannot be followed."""
        sources = dict.fromkeys(_beside(files) if named is None else [Path(named)])
        self._entries: list[Entry] = [entry for source in sources for entry in _read(source, lang)]
        self._today = today or date.today()
        self._used: set[str] = set()
        self._told: set[str] = set()
        self._seen: set[str] = set()
        self._ran: set[str] = set()
        self._cut: set[str] = set()  # rules of which some findings are below the asked severity

    def apply(self, report: Report) -> Report:
        self._count(report.coverage.keys(), seen_whole(report.coverage, (f.rule.code for f in report.findings)))
        report = suppress(report, self._entries, today=self._today)
        path = report.reading.document.path
        self._used |= {_source(path, aside.suppression) for aside in report.suppressed}
        self._told |= {unused.suppression.source for unused in report.unused}
        self._seen.add(path)
        return report

    def apply_between(self, comparison: Comparison) -> Comparison:
        """The same for what was found between the documents, once all of them have passed."""
        whole = seen_whole(comparison.coverage, (f.rule.code for f in comparison.findings))
        self._count(comparison.coverage.keys(), whole)
        comparison = suppress_between(
            comparison, self._entries, today=self._today, used=self._used, ran=self._ran - self._cut
        )
        self._used |= {aside.suppression.source for aside in comparison.suppressed}
        self._told |= {unused.suppression.source for unused in comparison.unused}
        return comparison

    def left_over(self) -> list[Unused]:
        """What the reports, each for itself, cannot say: entries that the whole run did not use."""
        return left_over(self._entries, self._used, self._seen, self._ran - self._cut, self._told)

    def _count(self, ran: Collection[str], whole: Collection[str]) -> None:
        self._ran |= set(ran)
        self._cut |= set(ran) - set(whole)


def _source(path: str, suppression: Suppression) -> str:
    """Where a suppression is written, the document named for a note."""
    return f"{path}{suppression.source}" if suppression.source.startswith(":") else suppression.source


def _beside(files: Iterable[Item]) -> Iterator[Path]:
    """The files of suppressions in the folders of the documents and in those above, up to the one we are in."""
    here = Path.cwd()
    for folder in dict.fromkeys(item.path.parent for item in files):
        full = folder.absolute()
        above = [full, *full.parents] if full.is_relative_to(here) else [full]
        for one in above:
            if (one / FILE).is_file():
                yield one / FILE
            if one == here:
                break


def _read(path: Path, lang: str) -> tuple[Entry, ...]:
    try:
        return load(path)
    except SuppressionError as error:
        raise click.ClickException(error.message(lang)) from None
