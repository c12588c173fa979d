"""What the audit says of entered data, each sentence at its field, and what of it stands in the way of a step.

Errors stop a submission, unless the unit writes a reason to go on all the same: the reviewer sees it beside the finding.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wenxiao.performance.remarks import Remark, Severity
from wenxiao.web.core.say import say


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that the audit says. ``id`` stays the same while the data do, ``field`` is the name in the form, or empty."""

    id: str
    code: str
    severity: Severity
    zh: str
    en: str
    field: str = ""
    arithmetic: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return say(self.zh, self.en)


def of_remarks(remarks: Iterable[Remark]) -> list[Said]:
    """Remarks of the arithmetic (``performance``) as the audit says them."""
    return [
        Said(
            _id(remark.check, remark.field, remark.text_zh),
            remark.check,
            remark.severity,
            remark.text_zh,
            remark.text_en,
            remark.field,
        )
        for remark in remarks
    ]


def _id(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def blocking(said: Iterable[Said], passes: Mapping[str, str]) -> list[Said]:
    """The errors for which nobody has written a reason."""
    return [one for one in said if one.severity is Severity.ERROR and not passes.get(one.id, "").strip()]
