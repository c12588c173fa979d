"""Figures that were recognised from pictures: a doubtful one proves nothing, a sure one does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wenxiao.audit.model import Report
from wenxiao.audit.run import audit_reading
from wenxiao.documents.model import Document, Recognised
from wenxiao.reading.pipeline import read_document

TEXT = "甲项目预算200万元，支出150万元，执行率85%。"


def audited(*recognised: tuple[str, float]) -> Report:
    document = Document("扫描.pdf", "", "application/pdf", TEXT)
    ranges = [Recognised(at := TEXT.index(words), at + len(words), confidence) for words, confidence in recognised]
    return audit_reading(read_document(replace(document, recognised=tuple(ranges))))


@pytest.mark.parametrize("words", ["预算200万元", "支出150万元", "85%"])
def test_a_relation_with_a_doubtful_figure_cannot_be_told(words: str) -> None:
    report = audited((words, 0.6))
    assert [f.rule.code for f in report.findings if f.rule.code == "A101"] == []
    assert report.coverage["A101"].unknown == {"recognised with doubt": 1}


def test_a_relation_of_sure_figures_is_broken_also_in_a_picture() -> None:
    report = audited((TEXT, 0.98))
    assert [f.rule.code for f in report.findings] == ["A101"]


def test_every_figure_keeps_its_confidence() -> None:
    reading = audited(("预算200万元", 0.97), ("85%", 0.6)).reading
    assert reading.recognition is not None
    assert [reading.recognition.confidence(q.span) for q in reading.quantities] == [0.97, None, 0.6]
