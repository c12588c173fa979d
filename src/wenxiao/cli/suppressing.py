"""Which suppressions a run follows: the file that is named, else the files ``wenxiao.toml`` beside the documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from wenxiao.audit.model import Report, Unused
from wenxiao.audit.suppression import FILE, Entry, SuppressionError, left_over, parse, suppress
from wenxiao.cli.language import say
from wenxiao.documents.items import Item
from wenxiao.documents.naming import shown


class Aside:
    """The suppressions of one run, and which of them it used."""

    def __init__(self, files: Sequence[Item], named: str | None, lang: str, *, today: date | None = None) -> None:
        """Reads every file of suppressions first. Raises ``click.ClickException`` for one that cannot be followed."""
        sources = dict.fromkeys(_beside(files) if named is None else [Path(named)])
        self._entries: list[Entry] = [entry for source in sources for entry in _read(source, lang)]
        self._today = today or date.today()
        self._used: set[str] = set()
        self._seen: set[str] = set()
        self._ran: set[str] = set()

    def apply(self, report: Report) -> Report:
        report = suppress(report, self._entries, today=self._today)
        self._used |= {aside.suppression.source for aside in report.suppressed}
        self._seen.add(report.reading.document.path)
        self._ran |= report.coverage.keys()
        return report

    def left_over(self) -> list[Unused]:
        """What the reports, each for itself, cannot say: entries that the whole run did not use."""
        return left_over(self._entries, self._used, self._seen, self._ran)


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
    folder = path.absolute().parent
    name = shown(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    try:
        return parse(path.read_text("utf-8-sig"), name, folder)
    except SuppressionError as error:
        raise click.ClickException(error.message(lang)) from None
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or say("不是 UTF-8 编码", "it is not UTF-8", lang)
        message = say(f"无法读取 {name}（{why}）；请检查路径。", f"cannot read {name}: {why}; check the path.", lang)
        raise click.ClickException(message) from None
