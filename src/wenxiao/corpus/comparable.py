"""What of a document is kept for comparing it with others: its summary, packed, and its long paragraphs as rows.

A summary is packed as MessagePack and unpacked into the same immutable values, without running anything that it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec

from wenxiao.audit.summary import Summary
from wenxiao.audit.together.names import district_of, project_key, unit_of


def placed(summary: Summary, about: Mapping[str, Any]) -> Summary:
    """The summary with organisation, region and year where a list of files says them."""
    said = {"organisation": about.get("organisation"), "region": about.get("region"), "fiscal_year": about.get("year")}
    known = {name: value for name, value in said.items() if value is not None}
    return replace(summary, identity=replace(summary.identity, **known)) if known else summary


def names_of(summary: Summary) -> tuple[str | None, str | None, list[str | None]]:
    """Unit, district and, of each project, its name in the forms in which they are compared."""
    identity = summary.identity
    keys = [project_key(project.name, identity.region, identity.fiscal_year) for project in summary.projects]
    return unit_of(identity), district_of(identity), keys


def where(summary: Summary) -> dict[str, Any]:
    """Region, year and unit of a document, as its rows say them."""
    identity = summary.identity
    return {"region": identity.region, "year": identity.fiscal_year, "unit": unit_of(identity)}


def packed(summary: Summary) -> bytes:
    """The summary without its place, and without paragraphs and sentences, which are rows and a column of their own."""
    data: bytes = msgspec.msgpack.encode(replace(summary, path="", paragraphs=(), sentences=frozenset()))
    return data


def unpacked(data: bytes) -> Summary:
    """Raises ``ValueError`` for one that another version of the engine packed otherwise."""
    summary: Summary = _decoder().decode(data)
    return summary


@cache
def _decoder() -> msgspec.msgpack.Decoder[Summary]:
    return msgspec.msgpack.Decoder(Summary)


def paragraph_rows(summary: Summary) -> Iterator[dict[str, Any]]:
    """Of each long paragraph its text as read, and where it stands in the document's own."""
    for paragraph in summary.paragraphs:
        span = paragraph.quote.span
        yield {"text": paragraph.text, "start": span.start, "end": span.end}


def sentence_hashes(summary: Summary) -> list[int]:
    """Hashes of its sentences, of 64 bits with sign, in order."""
    return sorted(hashed - (1 << 64) if hashed >> 63 else hashed for hashed in summary.sentences)
