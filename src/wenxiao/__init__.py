"""Wenxiao 问效: read and audit government budget performance documents.

>>> from wenxiao import audit, read
>>> reading = read("report.docx")      # projects, amounts, targets, relations, each with its place
>>> report = audit(reading)            # the same and every finding, with its arithmetic
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# The room of the same name is imported first, so that a later import of one of its modules does not replace the function.
import wenxiao.audit  # noqa: F401

if TYPE_CHECKING:
    from pathlib import Path

    from wenxiao.audit.model import Finding, Report
    from wenxiao.documents.model import UnreadableError
    from wenxiao.performance.scoring import Score
    from wenxiao.reading.model import Reading

__version__ = "0.1.0"
__all__ = ["Finding", "Reading", "Report", "Score", "UnreadableError", "audit", "read", "score"]

_HOMES = {
    "Finding": "wenxiao.audit.model",
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


def audit(source: str | Path | Reading) -> Report:
    """Run every rule over a file or a reading of it. Raises ``UnreadableError`` with one sentence for the user."""
    from wenxiao.audit.run import audit_reading
    from wenxiao.reading.model import Reading

    return audit_reading(source if isinstance(source, Reading) else read(source))


def score(source: str | Path | Reading) -> Score | None:
    """Score the one form of a file or a reading of it again, by what its values allow; None where there is no form, or several.

    Raises ``UnreadableError`` with one sentence for the user.
    """
    from wenxiao.audit.indicators import form_score, forms
    from wenxiao.performance.regime import find
    from wenxiao.reading.model import Reading

    reading = source if isinstance(source, Reading) else read(source)
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
