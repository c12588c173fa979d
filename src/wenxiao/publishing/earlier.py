"""The published JSON read back, so that an audit can be compared with an earlier one whose document is gone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from wenxiao.audit.compare import Entry, Paper
from wenxiao.audit.model import Severity
from wenxiao.documents.model import Anchor, Block, Document
from wenxiao.documents.places import Places
from wenxiao.publishing.json import SCHEMA

_ANCHOR = tuple(entry.name for entry in fields(Anchor))


class NoAuditError(Exception):
    """JSON that is no audit of this program. The message is a fixed phrase: ``not json``, ``other``, ``only read``."""


def looks_like_json(data: bytes) -> bool:
    return data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def papers(text: str) -> list[Paper]:
    """The documents of the output of ``wenxiao audit --format json``, one object or one a line. Raises ``NoAuditError``."""
    try:
        try:
            trees = [json.loads(text)]
        except json.JSONDecodeError:
            trees = [json.loads(line) for line in text.split("\n") if line.strip()]
    except json.JSONDecodeError:
        raise NoAuditError("not json") from None
    if not all(isinstance(tree, dict) and tree.get("schema") == SCHEMA for tree in trees):
        raise NoAuditError("other")
    if not all("findings" in tree for tree in trees):
        raise NoAuditError("only read")
    try:
        return [paper(tree) for tree in trees]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise NoAuditError("other") from None


def paper(tree: Mapping[str, Any]) -> Paper:
    """A document with its findings from its tree."""
    about = tree["document"]
    blocks = tuple(
        Block(a["start"], a["end"], a["kind"], Anchor(**{key: a[key] for key in _ANCHOR if key in a}), a["level"])
        for a in tree["anchors"]
    )
    text = tree["text"]
    places = Places(Document(about["path"], about["sha256"], about["media_type"], text, blocks))
    quantities = {q["id"]: _bare(text[q["start"] : q["end"]]) for q in tree["quantities"]}
    projects = {p["id"]: p["name"] for p in tree["projects"]}
    entries = []
    for found in tree["findings"]:
        spans = found["spans"]
        place = places.at(spans[0]["start"]) if spans else None
        aside = found.get("suppressed")
        entries.append(
            Entry(
                id=found["id"],
                code=found["code"],
                severity=Severity(found["severity"]),
                message=found["message"],
                message_en=found["message_en"],
                project=projects.get(found["project"], ""),
                figures=tuple(quantities[number] for number in found["operands"]),
                quotes=tuple(_bare(text[span["start"] : span["end"]]) for span in spans),
                place=place.name("zh") if place else "",
                place_en=place.name("en") if place else "",
                arithmetic=tuple(found["arithmetic"]),
                suppressed=aside["reason"] if aside else None,
            )
        )
    return Paper(about["path"], about["title"], tuple(entries), frozenset(tree["coverage"]))


def _bare(text: str) -> str:
    return "".join(text.split())
