"""Open a file: tell its format by its content, never by its name, and hand it to that format's reader."""

from __future__ import annotations

import pkgutil
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from wenxiao.documents import readers
from wenxiao.documents.guard import LOST, Guard, LostError
from wenxiao.documents.items import Item, source_of
from wenxiao.documents.model import Document
from wenxiao.documents.naming import shown
from wenxiao.documents.readers import text, unsupported
from wenxiao.documents.readers.base import Reader, Source

__all__ = ["guard", "open_document", "open_source", "reader_of", "shown"]

#: Silence of a reader, in seconds, after which it is taken for hung, and the address space that it may have.
_SECONDS = 120
_MEGABYTES = 6144


def open_document(file: Path | Item, *, guarded: Guard | None = None) -> Document:
    """Read one file of any known format.

    ``guarded`` (see ``guard``): a child process for the readers that stand on native code, so that a file which crashes or
    hangs one of them costs itself alone. Raises ``UnreadableError``, and nothing else, for a file that is missing,
    unreadable, empty, damaged, hostile or of a format that is not read.
    """
    item = file if isinstance(file, Item) else Item(file)
    source = source_of(item)
    reader = reader_of(source)
    if guarded is not None and reader.native:
        try:
            document: Document = guarded.call(item)
        except LostError as error:
            raise source.refuse(*LOST[error.loss]) from None
        return document
    return _document(source, reader, item)


def open_source(source: Source, origin: Item) -> Document:
    """Read what is in memory under a name of its own; ``origin`` is where the bytes are kept. Raises ``UnreadableError``."""
    return _document(source, reader_of(source), origin)


def _document(source: Source, reader: Reader, item: Item) -> Document:
    content = reader.read(source)
    return Document(
        path=source.name,
        sha256=sha256(source.data).hexdigest(),
        media_type=reader.media_type,
        text=content.text,
        blocks=content.blocks,
        tables=content.tables,
        notes=content.notes,
        pages=content.pages,
        placements=content.placements,
        recognised=content.recognised,
        origin=item,
    )


def guard() -> Guard:
    """A child process in which files are opened; it starts when the first file needs it."""
    return Guard(f"{__name__}:open_document", seconds=_SECONDS, megabytes=_MEGABYTES)


def reader_of(source: Source) -> Reader:
    """The reader of a format, told by the content. Raises ``UnreadableError`` for what is known and not read."""
    reader = next((known for known in _readers() if known.recognises(source.data)), None)
    if reader is None:
        unsupported.check(source)
        reader = text.READER
    return reader


@cache
def _readers() -> tuple[Reader, ...]:
    """Every reader of the package but the text reader, which takes what no other recognises."""
    modules = (import_module(f"{readers.__name__}.{found.name}") for found in pkgutil.iter_modules(readers.__path__))
    found = (getattr(module, "READER", None) for module in modules)
    return tuple(reader for reader in found if isinstance(reader, Reader) and reader is not text.READER)
