"""Many files, one after the other: what cannot be read is told at the end and stops nothing."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from wenxiao.audit.model import Report
from wenxiao.cli.files import Trouble
from wenxiao.cli.language import say
from wenxiao.documents.model import UnreadableError
from wenxiao.documents.opening import shown


def each(
    files: Sequence[Path], work: Callable[[Path], Report], troubles: list[Trouble], *, lang: str, bar: bool
) -> Iterator[Report]:
    """The report of every file that can be read; the others are added to ``troubles``. ``bar``: progress may be shown."""
    with _progress(len(files), lang, bar) as step:
        for path in files:
            step(shown(path))
            try:
                report = work(path)
            except UnreadableError as error:
                troubles.append(Trouble(error.message("zh"), error.message("en")))
            except Exception as error:
                # The last line of defence: a fault of this program in one document must not lose the others.
                troubles.append(_fault(path, error))
            else:
                yield report


def _fault(path: Path, error: Exception) -> Trouble:
    # Where it happened, not what the error says: its text may quote the document, and with it data of persons.
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "wenxiao" in frame.filename]
    where = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    name, what = shown(path), type(error).__name__ + where
    return Trouble(
        f"处理 {name} 时出现内部错误（{what}）；这是本程序的缺陷，请连同该文件报告。",
        f"internal error on {name} ({what}); this is a defect of this program, please report it with the file.",
    )


@contextmanager
def _progress(total: int, lang: str, bar: bool) -> Iterator[Callable[[str], None]]:
    """Shows a bar on standard error, on a terminal and for several files only."""
    if not bar or total < 2 or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown_bar:
        task = shown_bar.add_task(say("读取", "reading", lang), total=total)
        done = -1

        def step(name: str) -> None:
            nonlocal done
            done += 1
            shown_bar.update(task, completed=done, description=name)

        yield step
