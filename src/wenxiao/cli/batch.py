"""Many files, one after the other: what cannot be read is told at the end and stops nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from wenxiao.audit.model import Report
from wenxiao.cli.files import Found, Trouble
from wenxiao.cli.language import say
from wenxiao.documents.faults import told
from wenxiao.documents.guard import Guard
from wenxiao.documents.items import Item
from wenxiao.documents.model import Document, UnreadableError
from wenxiao.documents.opening import guard, open_document
from wenxiao.documents.progress import listening

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Open = Callable[[Item, Guard], Document]


def opened(item: Item, guarded: Guard) -> Document:
    return open_document(item, guarded=guarded)


def each(
    found: Found,
    work: Callable[[Document], Report],
    troubles: list[Trouble],
    *,
    lang: str,
    bar: bool,
    open_: Open = opened,
) -> Iterator[Report]:
    """The report of every file that can be read; the others are added to ``troubles``. ``bar``: progress may be shown."""
    shown = _Shown(len(found.files), lang) if bar and found.files and sys.stderr.isatty() else None
    with guard() as guarded, shown or nullcontext():
        for item in found.files:
            try:
                with nullcontext() if shown is None else shown.file(item):
                    document = replace(open_(item, guarded), companions=found.companions(item))
                    report = work(document)
            except UnreadableError as error:
                troubles.append(Trouble(error.message("zh"), error.message("en")))
            except Exception as error:
                # The last line of defence: a fault of this program in one document must not lose the others.
                troubles.append(_fault(item, error))
            else:
                yield report


def _fault(item: Item, error: Exception) -> Trouble:
    name, what = item.name, told(error)
    return Trouble(
        f"处理 {name} 时出现内部错误（{what}）；这是本程序的缺陷，请连同该文件报告。",
        f"internal error on {name} ({what}); this is a defect of this program, please report it with the file.",
    )


class _Shown:
    """A bar on standard error: over the files where there are several, over the pages of a document that takes long."""

    def __init__(self, files: int, lang: str) -> None:
        self._files = files
        self._lang = lang
        self._bar: Progress | None = None
        self._of_files: TaskID | None = None
        self._of_pages: TaskID | None = None

    def __enter__(self) -> _Shown:
        if self._files > 1:
            self._of_files = self._started().add_task(say("读取", "reading", self._lang), total=self._files)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    @contextmanager
    def file(self, item: Item) -> Iterator[None]:
        """While one file is read."""
        if self._bar is not None and self._of_files is not None:
            self._bar.update(self._of_files, description=item.name)
        with listening(self._page):
            yield
        if self._bar is not None:
            if self._of_files is not None:
                self._bar.advance(self._of_files)
            if self._of_pages is not None:
                self._bar.remove_task(self._of_pages)
                self._of_pages = None

    def _page(self, done: int, total: int) -> None:
        bar = self._started()
        if self._of_pages is None:
            self._of_pages = bar.add_task(say("页", "pages", self._lang), total=total)
        bar.update(self._of_pages, completed=done, total=total)

    def _started(self) -> Progress:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
        return self._bar
