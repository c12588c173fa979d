"""Pictures of a document's pages, made where its file is: in a child process, so that a hostile file costs them alone."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from wenxiao.documents.facsimile import Facsimile, Secret, Wanted
from wenxiao.documents.guard import Guard, LostError
from wenxiao.documents.items import Item, source_of
from wenxiao.documents.model import Document, UnreadableError
from wenxiao.documents.opening import reader_of

__all__ = ["drawing", "facsimiles"]

#: Silence in seconds after which a page is given up, the address space of the child, and how many pages may be lost
#: before the others are given up too.
_SECONDS = 30
_MEGABYTES = 6144
_LOSSES = 3


def drawing() -> Guard:
    """A child process in which pages are drawn; it starts when the first document needs it."""
    return Guard(f"{__name__}:draw", seconds=_SECONDS, megabytes=_MEGABYTES)


def facsimiles(
    document: Document, wanted: Sequence[Wanted], secret: Secret | None, guarded: Guard
) -> dict[int, Facsimile]:
    """The pictures of some pages by page number. What cannot be drawn is not among them; nothing is raised for it.

    ``secret`` must be a function of a module, as it is called in the child (see ``drawing``).
    """
    if document.origin is None or not wanted:
        return {}
    try:
        return _drawn(document, wanted, secret, guarded)
    except LostError:
        pass
    found: dict[int, Facsimile] = {}
    losses = 0
    for one in wanted:  # a page that ends its child takes no other with it
        try:
            found |= _drawn(document, (one,), secret, guarded)
        except LostError:
            losses += 1
            if losses == _LOSSES:
                break
    return found


def _drawn(document: Document, wanted: Sequence[Wanted], secret: Secret | None, guarded: Guard) -> dict[int, Facsimile]:
    drawn: list[Facsimile] = guarded.call(document.origin, document.sha256, tuple(wanted), secret)
    return {one.number: one for one in drawn}


def draw(item: Item, digest: str, wanted: Sequence[Wanted], secret: Secret | None) -> list[Facsimile]:
    """What the child does. A file that is gone, or another one since it was read, has no pictures."""
    try:
        source = source_of(item)
        show = reader_of(source).show
    except UnreadableError:
        return []
    if show is None or sha256(source.data).hexdigest() != digest:
        return []
    return list(show(source, wanted, secret))
