"""Findings that people decided on a desk: which of the true ones are still found, which of the false alarms are still made.

A folder of JSON files as the site exports them (``wenxiao/label/1``): the text of a document as it was read and, for each finding
that was decided, its rule, its words and whether it held.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wenxiao.audit.run import audit_reading
from wenxiao.reading.pipeline import read_text

SCHEMA = "wenxiao/label/1"


@dataclass(slots=True)
class Decided:
    """Counts by rule."""

    documents: int = 0
    confirmed: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)  # of the confirmed ones
    false: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)  # of the false alarms, again
    listed: list[str] = field(default_factory=list)

    @property
    def rules(self) -> list[str]:
        return sorted(self.confirmed.keys() | self.false.keys())


def decided(folder: Path) -> Decided:
    """Audit the texts of a folder again. Raises ValueError for a file that is none of this form, with its name."""
    result = Decided()
    for path in sorted(folder.glob("*.json")):
        try:
            tree = json.loads(path.read_text("utf8"))
            labels, text = tree["labels"], tree["text"]
            if tree["schema"] != SCHEMA:
                raise ValueError
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"{path} is no file of labels ({SCHEMA})") from None
        result.documents += 1
        _count(result, labels, text, path.stem)
    return result


def _count(result: Decided, labels: list[dict[str, Any]], text: str, name: str) -> None:
    report = audit_reading(read_text(text))
    ids = {finding.id for finding in report.findings}
    quotes: dict[str, list[set[str]]] = {}
    for finding in report.findings:
        quotes.setdefault(finding.rule.code, []).append({text[s.start : s.end] for s in finding.spans})
    for label in labels:
        code, meant = label["rule"], set(label["quotes"])
        again = label["finding"] in ids or any(meant <= said for said in quotes.get(code, ()) if meant)
        if label["label"] == "confirmed":
            result.confirmed[code] += 1
            result.found[code] += again
            if not again:
                result.listed.append(f"lost: {code} in {name}")
        else:
            result.false[code] += 1
            result.made[code] += again
            if again:
                result.listed.append(f"false alarm: {code} in {name}")
