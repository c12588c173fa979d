"""One document after another: what cannot be read is listed at the end, and the rest goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from wenxiao.documents.model import UnreadableError

T = TypeVar("T")


class Batch:
    """Runs ``work`` over files; ``refused`` are the lines about those that gave nothing."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.refused: list[str] = []

    def run(self, paths: Sequence[Path], work: Callable[[Path], T]) -> Iterator[T]:
        for path in _with_progress(paths):
            try:
                yield work(path)
            except UnreadableError as error:
                self.refused.append(error.message(self.lang))
            except RecursionError:
                self.refused.append(_say(self.lang, f"{shown(path)}：嵌套太深，没有读；请另存为较简单的文件再试。", f"{shown(path)}: nested too deeply, not read; save it as a simpler file and try again."))
            except Exception as error:  # an error of the program in one document must not cost the others
                self.refused.append(
                    _say(
                        self.lang,
                        f"{shown(path)}：程序内部错误（{type(error).__name__}: {error}），这个文件没有读完；请把文件和这行文字报告给我们。",
                        f"{shown(path)}: internal error ({type(error).__name__}: {error}); this file was not finished. Please report the file and this line.",
                    )
                )


def shown(path: Path) -> str:
    """A path that prints everywhere, also when its name is not UTF-8."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _say(lang: str, zh: str, en: str) -> str:
    return en if lang == "en" else zh


def _with_progress(paths: Sequence[Path]) -> Iterator[Path]:
    """A progress bar on a terminal, for work on several files; nothing when piped."""
    if len(paths) < 3 or not sys.stderr.isatty():
        yield from paths
        return
    from rich.console import Console  # noqa: PLC0415  (loaded only where a bar is shown)
    from rich.progress import track  # noqa: PLC0415

    yield from track(paths, description="", console=Console(stderr=True), transient=True)
