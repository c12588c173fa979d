"""Comparing documents with one another, in the child process that reads them. No Django here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wenxiao.audit.summary import Summary, summarise
from wenxiao.audit.together.run import compare
from wenxiao.documents.items import Item
from wenxiao.documents.model import UnreadableError
from wenxiao.documents.opening import open_source
from wenxiao.documents.readers.base import Source
from wenxiao.reading.pipeline import read_document


def together(papers: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What several documents (path of the bytes, label) say against one another: findings, coverage, and which could not be read.

    A quote names its document by the number among ``papers``, from 0.
    """
    summaries: list[Summary] = []
    numbers: list[int] = []
    unread: list[int] = []
    for number, (path, label) in enumerate(papers):
        try:
            document = open_source(Source(label, Path(path).read_bytes()), Item(Path(path)))
        except UnreadableError:
            unread.append(number)
            continue
        summaries.append(summarise(read_document(document)))
        numbers.append(number)
    comparison = compare(summaries)
    found = [
        {
            "code": one.rule.code, "severity": one.severity.value, "title": one.rule.title, "title_en": one.rule.title_en,
            "zh": one.outcome.zh, "en": one.outcome.en, "arithmetic": list(one.outcome.arithmetic),
            "quotes": [
                {"document": numbers[cited.document], "start": cited.quote.span.start, "words": cited.quote.words}
                for cited in one.outcome.quotes
            ],
        }
        for one in comparison.findings
    ]  # fmt: skip
    passed = sum(one.passed for one in comparison.coverage.values())
    return {"found": found, "passed": passed, "unread": unread}
