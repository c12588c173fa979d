"""Wenxiao 问效: read and audit government budget performance documents.

>>> from wenxiao import audit, read
>>> reading = read("report.docx")      # projects, amounts, targets, relations, each with its place
>>> report = audit(reading)            # the same and every finding, with its arithmetic
>>> audit("report.docx", suppressions="wenxiao.toml").suppressed   # findings that a person has set aside, with the reason
>>> compare(["a.docx", "b.docx"]).findings                         # what cannot hold in both
>>> audit_record("project.record.toml").findings                   # ledger, targets, monitoring, scores, rectification, publication
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# The room of the same name is imported first, so that a later import of one of its modules does not replace the function.
import wenxiao.audit  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from wenxiao.audit.model import Finding, Report
    from wenxiao.audit.records import RecordReport
    from wenxiao.audit.suppression_file import Entry
    from wenxiao.audit.together import Comparison
    from wenxiao.documents.model import UnreadableError
    from wenxiao.performance.record_file import RecordError
    from wenxiao.performance.records import Record
    from wenxiao.performance.scoring import Score
    from wenxiao.reading.model import Reading

__version__ = "0.1.0"
__all__ = [
    "Comparison", "Finding", "Reading", "Record", "RecordError", "RecordReport", "Report", "Score", "SuppressionError",
    "UnreadableError", "audit", "audit_record", "compare", "read", "score",
]  # fmt: skip

_HOMES = {
    "Comparison": "wenxiao.audit.together.model",
    "SuppressionError": "wenxiao.audit.suppression_file",
    "Finding": "wenxiao.audit.model",
    "Record": "wenxiao.performance.records",
    "RecordError": "wenxiao.performance.record_file",
    "RecordReport": "wenxiao.audit.records.model",
    "Report": "wenxiao.audit.model",
    "UnreadableError": "wenxiao.documents.model",
    "Reading": "wenxiao.reading.model",
    "Score": "wenxiao.performance.scoring",
}


def read(path: str | Path, *, show_personal: bool = False) -> Reading:
    """Read one file. Raises ``UnreadableError`` with one sentence for the user.

    Data of persons (identity numbers, names of the assisted) are hidden, at the same length, unless they are to be shown.
    """
    from wenxiao.reading import pipeline

    return pipeline.read(path, show_personal=show_personal)


def audit(source: str | Path | Reading, *, suppressions: str | Path | None = None) -> Report:
    """Run every rule over a file or a reading of it. Raises ``UnreadableError`` with one sentence for the user.

    ``Report.findings`` are those that nobody has set aside. Notes in the document itself are followed, as by the command;
    of files of suppressions only the one that is named: what a call returns does not depend on what happens to lie beside
    the document, so that ``audit(path, suppressions="wenxiao.toml")`` is what the command does where it finds that file.
    ``SuppressionError`` where that file cannot be followed.
    """
    from datetime import date

    from wenxiao.audit.run import audit_reading
    from wenxiao.audit.suppression import suppress

    return suppress(audit_reading(_reading(source)), _entries(suppressions), today=date.today())


def compare(sources: Iterable[str | Path | Reading], *, suppressions: str | Path | None = None) -> Comparison:
    """Hold several documents against each other: which belong together, and what cannot hold in both.

    Suppressions are followed as by ``audit``. Raises ``UnreadableError`` for the first file that cannot be read.
    """
    from datetime import date

    from wenxiao.audit.summary import summarise
    from wenxiao.audit.together import compare as compared
    from wenxiao.audit.together.suppression import suppress

    summaries = [summarise(_reading(source)) for source in sources]
    return suppress(compared(summaries), _entries(suppressions), today=date.today())


def audit_record(source: str | Path | Record) -> RecordReport:
    """Run every rule over the record of a project-year, or over a file of it (``.toml``, ``.json``; docs/records.md).

    Raises ``RecordError`` with one sentence for the user where the file is no record.
    """
    from wenxiao.audit.records import audit_record as audited
    from wenxiao.performance.record_file import load
    from wenxiao.performance.records import Record

    return audited(source if isinstance(source, Record) else load(source))


def _reading(source: str | Path | Reading) -> Reading:
    from wenxiao.reading.model import Reading

    return source if isinstance(source, Reading) else read(source)


def _entries(suppressions: str | Path | None) -> tuple[Entry, ...]:
    from pathlib import Path

    from wenxiao.audit.suppression_file import load

    return () if suppressions is None else load(Path(suppressions))


def score(source: str | Path | Reading) -> Score | None:
    """Score the one form of a file or a reading of it again, by what its values allow; None where there is no form, or several.

    Raises ``UnreadableError`` with one sentence for the user.
    """
    from wenxiao.audit.indicators import form_score, forms
    from wenxiao.performance.regime import find

    reading = _reading(source)
    identity = reading.identity
    found = forms(reading)
    return (
        form_score(reading, found[0], find(identity.region, identity.fiscal_year, identity.type))
        if len(found) == 1
        else None
    )


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
