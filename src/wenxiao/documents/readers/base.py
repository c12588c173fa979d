"""What a reader is given, what it gives back, and how it refuses a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from wenxiao.documents.facsimile import Facsimile, Secret, Wanted
from wenxiao.documents.model import Block, Page, Placement, Recognised, Table, UnreadableError


@dataclass(frozen=True, slots=True)
class Source:
    """A file in memory. ``name`` is safe to print; ``data`` is never empty."""

    name: str
    data: bytes

    def refuse(self, zh: str, en: str) -> UnreadableError:
        """The error to raise: ``zh`` and ``en`` each say what is wrong and, after a semicolon, what to do."""
        return UnreadableError(f"无法读取 {self.name}：{zh}。", f"cannot read {self.name}: {en}.")


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader found; the fields are those of ``Document``."""

    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    placements: tuple[Placement, ...] = ()
    recognised: tuple[Recognised, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: ``recognises`` judges the bytes alone, ``read`` raises only ``UnreadableError``.

    ``native``: it stands on native code that a damaged file may crash, or on another program that may hang.
    ``show``: pictures of some pages, for a format that has pages; a page that cannot be shown is left out.
    """

    media_type: str
    recognises: Callable[[bytes], bool]
    read: Callable[[Source], Content]
    native: bool = False
    show: Callable[[Source, Sequence[Wanted], Secret | None], Iterator[Facsimile]] | None = None
