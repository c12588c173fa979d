"""Wenxiao 问效: read and audit government budget performance documents.

>>> from wenxiao import audit, read
>>> reading = read("report.docx")      # projects, amounts, targets, relations, each with its place
>>> report = audit(reading)            # the same and every finding, with its arithmetic
"""

from __future__ import annotations

from pathlib import Path

from wenxiao.audit.model import Finding, Report
from wenxiao.audit.run import audit_reading
from wenxiao.documents.model import UnreadableError
from wenxiao.reading.model import Reading
from wenxiao.reading.pipeline import read

__version__ = "0.1.0"
__all__ = ["Finding", "Reading", "Report", "UnreadableError", "audit", "read"]


def audit(source: str | Path | Reading) -> Report:
    """Run every rule over a file or a reading of it. Raises ``UnreadableError`` with one sentence for the user."""
    return audit_reading(source if isinstance(source, Reading) else read(source))
