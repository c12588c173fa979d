"""What a run is given: entries as a listing shows them, and inputs, the single documents in them."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from wenxiao.corpus.tables import INTEGER, TEXT, WHOLE


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as a listing shows it. ``tag`` changes with its content: size and time of change, or the tag of an object store.

    ``region``, ``year`` and ``organisation`` are what a list of files says of it; they hold over what the document says. ``name``: by
    which a refusal is to call it, where that is not the end of its place.
    """

    place: str
    tag: str | None = None
    region: str | None = None
    year: int | None = None
    organisation: str | None = None
    name: str | None = None


ENTRIES = pa.schema([
    ("place", TEXT), ("tag", TEXT), ("region", TEXT), ("year", INTEGER), ("organisation", TEXT), ("name", TEXT),
])  # fmt: skip

#: The reader of a collection that holds no document: there is nothing to read, and it is not looked into again.
NOTHING = "nothing"

#: One row for each input: ``inner`` leads to it inside its place (see ``containers``); ``sha256`` is null where it could not be
#: fetched, with the reason; ``engine`` is the version that would read it.
INPUTS = pa.schema([
    ("uri", TEXT), ("place", TEXT), ("inner", TEXT), ("name", TEXT), ("bytes", WHOLE), ("tag", TEXT), ("sha256", TEXT),
    ("reader", TEXT), ("media_type", TEXT), ("engine", TEXT), ("reason_zh", TEXT), ("reason_en", TEXT),
    ("region", TEXT), ("year", INTEGER), ("organisation", TEXT),
])  # fmt: skip
