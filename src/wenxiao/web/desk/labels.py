"""Decided findings as labelled examples: what people found true and false, in the form that ``make accuracy`` takes."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.db.models import QuerySet

from wenxiao.web.core.policy import Access
from wenxiao.web.desk.models import Document, Found, Reading

SCHEMA = "wenxiao/label/1"
#: What a verdict says of the rule.
LABELS = {"false_alarm": "false_alarm", "confirmed": "confirmed"}


def labelled(access: Access) -> QuerySet:
    """The decided findings of the documents that this person sees."""
    rows = Found.objects.filter(document__in=Document.objects.filter(access.papers()).values("pk"), verdict__in=LABELS)
    return rows.select_related("document").order_by("document", "number")


def examples(access: Access) -> tuple[bytes, int]:
    """A zip of one JSON file for each document with its text as it was read, data of persons hidden; and how many labels."""
    data, count = io.BytesIO(), 0
    by_document: dict[int, list[Found]] = {}
    for one in labelled(access):
        by_document.setdefault(one.document_id, []).append(one)
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for pk, rows in by_document.items():
            reading = Reading.objects.get(pk=pk)
            count += len(rows)
            tree = _tree(reading, rows)
            archive.writestr(
                f"{rows[0].document.sha256[:16]}-{pk}.json", json.dumps(tree, ensure_ascii=False, indent=1)
            )
    return data.getvalue(), count


def _tree(reading: Reading, rows: list[Found]) -> dict[str, Any]:
    text = reading.tree["text"]
    return {
        "schema": SCHEMA,
        "engine": reading.engine,
        "media_type": rows[0].document.media_type,
        "text": text,
        "labels": [
            {
                "label": LABELS[one.verdict], "rule": one.code, "finding": one.finding, "severity": one.severity, "message": one.zh,
                "quotes": [text[at["start"] : at["end"]] for at in one.places], "reason": one.reason,
            }
            for one in rows
        ],
    }  # fmt: skip
