"""A figure that was recognised with little confidence proves nothing: what it seems to break cannot be told."""

from __future__ import annotations

from dataclasses import replace

from wenxiao.documents.recognised import Recognition
from wenxiao.reading.model import Relation, Verdict

#: Why nothing is concluded from a figure.
REASON = "recognised with doubt"

_CONCLUDED = (Verdict.BROKEN, Verdict.TRUNCATED)


def settle(relations: tuple[Relation, ...], recognition: Recognition) -> tuple[Relation, ...]:
    """The relations as they are, but none broken by a figure that may have been misread."""
    if not recognition:
        return relations
    return tuple(
        replace(relation, verdict=Verdict.UNKNOWN, reason=REASON)
        if relation.verdict in _CONCLUDED and recognition.doubtful(relation.places)
        else relation
        for relation in relations
    )
